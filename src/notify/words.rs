//! Words and links that came from outside, made fit to stand in a mail.
//!
//! In the text part of a mail a line of one's own would pass for one of ours, and in either part a link runs what it
//! names: so short words become one line, long ones keep plain lines that can be quoted, and links are of the web only.

use url::Url;

use super::content::Content;

/// The content with all words and links made fit.
///
/// A publisher's own link that is none is left out.
///
/// # Errors
/// One of our own links is not an absolute `http` or `https` address: the name of its field.
pub(super) fn made_safe(mut content: Content) -> Result<Content, &'static str> {
    let parts = parts(&mut content);
    for words in parts.short {
        *words = flat(words);
    }
    for words in parts.long {
        *words = in_plain_lines(words);
    }
    for (name, link) in parts.links {
        *link = web_address(link).ok_or(name)?;
    }
    Ok(content)
}

/// The parts of a content by what may stand in them.
struct Parts<'a> {
    /// Names, titles, marked words: one line each.
    short: Vec<&'a mut String>,
    /// Comments, clauses, notes: many lines.
    long: Vec<&'a mut String>,
    /// Our own pages, with the names of their fields.
    links: Vec<(&'static str, &'a mut String)>,
}

fn parts(content: &mut Content) -> Parts<'_> {
    match content {
        Content::Invitation { inviter_name, role, accept_url, until } => {
            Parts { short: vec![inviter_name, role, until], long: Vec::new(), links: vec![("accept_url", accept_url)] }
        }
        Content::Waiting { site_name, thread_title, thread_url, author_name, text, marks, act_url, desk_url } => {
            *thread_url = thread_url.as_deref().and_then(web_address);
            let marks = marks.iter_mut().flat_map(|mark| [&mut mark.surface, &mut mark.reason]);
            Parts {
                short: [site_name, thread_title, author_name].into_iter().chain(marks).collect(),
                long: vec![text],
                links: vec![("act_url", act_url), ("desk_url", desk_url)],
            }
        }
        Content::Received { site_name, thread_title, author_name, text, status_url, netiquette_url } => Parts {
            short: vec![site_name, thread_title, author_name],
            long: vec![text],
            links: vec![("status_url", status_url), ("netiquette_url", netiquette_url)],
        },
        Content::Published { site_name, thread_title, text, is_redacted: _, comment_url } => {
            Parts { short: vec![site_name, thread_title], long: vec![text], links: vec![("comment_url", comment_url)] }
        }
        Content::Refused {
            site_name,
            thread_title,
            text,
            clause_title,
            clause_text,
            words,
            note,
            status_url,
            netiquette_url,
            redress,
            ..
        } => {
            let appeal = redress.appeal_url.as_mut().map(|link| ("appeal_url", link));
            let links = [("status_url", status_url), ("netiquette_url", netiquette_url)];
            Parts {
                short: [site_name, thread_title, clause_title].into_iter().chain(words).collect(),
                long: [text, clause_text].into_iter().chain(note).collect(),
                links: links.into_iter().chain(appeal).collect(),
            }
        }
    }
}

/// One line: whatever could begin another or turn the reading direction, and each run of white space, is one space.
pub(super) fn flat(text: &str) -> String {
    let plain: String = text.chars().map(|c| if breaks_a_line(c) { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Controls, line and paragraph separators, and the explicit formatting characters of UAX #9.
fn breaks_a_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The same text with `\n` for everything that a mail program may show as a new line (UAX #14, mandatory breaks), and
/// without other controls but the tab.
fn in_plain_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], "\n")
        .replace(|c: char| c.is_control() && !matches!(c, '\n' | '\t'), "")
}

/// An address that may become a link: absolute, `http` or `https`, nothing that a browser would run.
pub(super) fn web_address(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_keeps_its_lines_and_no_other_way_to_begin_one() {
        assert_eq!(in_plain_lines("a\r\nb\rc\u{2028}d\u{85}e\u{0}\tf\n\ng"), "a\nb\nc\nd\ne\tf\n\ng");
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(web_address("https://example.org/a b").as_deref(), Some("https://example.org/a%20b"));
        for refused in ["javascript:alert(1)", "data:text/html,x", "/relative", "", "ftp://example.org"] {
            assert_eq!(web_address(refused), None, "{refused}");
        }
    }
}
