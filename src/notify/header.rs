//! What may stand in a mail's header: one line, of words that are what they seem.

use lettre::message::Mailbox;
use lettre::message::header::{HeaderName, HeaderValue};

use super::words::flat;

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

/// A mailbox whose displayed name is one safe line.
pub(super) fn safe_mailbox(mailbox: &Mailbox) -> Mailbox {
    Mailbox::new(mailbox.name.as_deref().map(one_line), mailbox.email.clone())
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
}
