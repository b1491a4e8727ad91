//! What may stand in a mail's header: one line, of words that are what they seem.

use lettre::message::Mailbox;
use lettre::message::header::{HeaderName, HeaderValue};
use url::Url;

/// The longest subject, in Unicode scalar values: longer ones are cut by every mailbox anyway.
const SUBJECT: usize = 150;

/// A subject or a displayed name as one safe line of at most 150 characters.
///
/// What looks like an encoded word (RFC 2047) is taken apart, so that no mail program reads a title as anything but a
/// title.
pub(super) fn one_line(text: &str) -> String {
    let words = flat(text).replace("=?", "= ?");
    if words.chars().count() <= SUBJECT {
        return words;
    }
    let mut short: String = words.chars().take(SUBJECT - 1).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// A name, a title or a marked word without anything that could begin a line of its own or turn the reading direction:
/// each such character, and each run of white space, becomes one space.
pub(super) fn flat(text: &str) -> String {
    let plain: String = text.chars().map(|c| if breaks_a_line(c) { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Controls, line and paragraph separators, and the explicit formatting characters of UAX #9.
fn breaks_a_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A mailbox whose displayed name is one safe line.
pub(super) fn safe_mailbox(mailbox: &Mailbox) -> Mailbox {
    Mailbox::new(mailbox.name.as_deref().map(one_line), mailbox.email.clone())
}

/// An address that may become a link: absolute, `http` or `https`, nothing that a browser would run.
pub(super) fn web_address(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

/// A header field with a fixed name.
pub(super) fn field(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_end_its_line() {
        assert_eq!(one_line("Budget\r\nBcc: all@example.org\u{0}\u{2028}now"), "Budget Bcc: all@example.org now");
        assert_eq!(one_line(" a\u{202E}b\tc "), "a b c");
    }

    #[test]
    fn a_title_that_looks_like_an_encoded_word_stays_a_title() {
        assert_eq!(one_line("=?utf-8?q?hello?="), "= ?utf-8?q?hello?=");
    }

    #[test]
    fn a_long_title_is_cut_between_characters() {
        let cut = one_line(&"é".repeat(1000));
        assert_eq!(cut.chars().count(), SUBJECT);
        assert!(cut.ends_with('…'));
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(web_address("https://example.org/a b").as_deref(), Some("https://example.org/a%20b"));
        for refused in ["javascript:alert(1)", "data:text/html,x", "/relative", "", "ftp://example.org"] {
            assert_eq!(web_address(refused), None, "{refused}");
        }
    }
}
