//! A comment's text as HTML: escaped, in paragraphs, its bare links as links.

use askama::Template;

use crate::text;

#[derive(Template)]
#[template(path = "publish/body.html")]
struct Body<'a> {
    paragraphs: Vec<Vec<Vec<Piece<'a>>>>,
}

struct Piece<'a> {
    text: &'a str,
    link: Option<String>,
}

/// The text of a comment as HTML that can be shown anywhere: nothing in it is markup but what is made here.
///
/// Links carry `rel="nofollow ugc noopener noreferrer"`: the newsroom neither vouches for them nor tells them
/// who reads.
pub fn body_html(text: &str) -> String {
    let paragraphs = text
        .split("\n\n")
        .filter(|paragraph| !paragraph.trim().is_empty())
        .map(|paragraph| paragraph.trim_matches('\n').split('\n').map(pieces).collect())
        .collect();
    // Rendering into a string cannot fail; an empty body would be the safe answer if it could.
    Body { paragraphs }.render().unwrap_or_default()
}

fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = 0;
    for link in text::links(line) {
        let is_web = link.url.starts_with("http://") || link.url.starts_with("https://");
        if !is_web || link.start < rest {
            continue;
        }
        let (Some(before), Some(surface)) = (line.get(rest..link.start), line.get(link.start..link.end)) else {
            continue;
        };
        if !before.is_empty() {
            pieces.push(Piece { text: before, link: None });
        }
        pieces.push(Piece { text: surface, link: Some(link.url) });
        rest = link.end;
    }
    if let Some(after) = line.get(rest..).filter(|after| !after.is_empty()) {
        pieces.push(Piece { text: after, link: None });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_keeps_its_lines_and_paragraphs() {
        assert_eq!(
            body_html("1 < 2 & \"so\"\n<b>bold</b>\n\nEnd."),
            "<p>1 &#60; 2 &#38; &#34;so&#34;<br>&#60;b&#62;bold&#60;/b&#62;</p><p>End.</p>"
        );
    }

    #[test]
    fn a_bare_link_becomes_a_link_that_vouches_for_nothing() {
        assert_eq!(
            body_html("See https://example.org/a?b=1&c=2."),
            "<p>See <a href=\"https://example.org/a?b=1&#38;c=2\" rel=\"nofollow ugc noopener noreferrer\">\
             https://example.org/a?b=1&#38;c=2</a>.</p>"
        );
    }

    #[test]
    fn a_script_address_never_becomes_a_link() {
        for text in ["javascript:alert(1)", "data:text/html,<script>", "vbscript:x", "file:///etc/passwd"] {
            assert!(!body_html(text).contains("<a "), "{text}");
        }
    }
}
