//! A reader's form: what was typed comes back, whatever is wrong with it.

use actix_web::HttpRequest;
use actix_web::web::Payload;
use futures_util::StreamExt as _;

use super::{LARGEST, has_type};
use crate::web::problem::Kind;

/// The largest form that is read at all: what was typed must come back even when it is too large to be taken.
const LARGEST_TO_RETURN: usize = 1024 * 1024;

/// The end of a larger form that is kept besides: a browser sends the name and the address behind the text.
const LARGEST_END: usize = 16 * 1024;

/// So many pieces of a form are waited for: some 16 MiB.
const MOST_CHUNKS: usize = 1024;

/// A reader's form as it was sent, whatever is wrong with it: what was typed must come back.
#[derive(Debug, Default)]
pub struct Form {
    /// Its fields, in order.
    pub fields: Vec<(String, String)>,
    /// Where it is not of a form's type: all that was sent, as it came.
    pub unread: Option<String>,
    /// Why it is not taken.
    pub refused: Option<Kind>,
}

/// Reads a reader's form, up to [`LARGEST_TO_RETURN`].
pub async fn form(request: &HttpRequest, mut payload: Payload) -> Form {
    let (mut body, mut end) = (Vec::new(), Vec::new());
    let mut refused = None;
    let mut is_whole = false;
    // What comes after the limit is read and let go: a browser shows no answer to what it could not send to its end.
    for _ in 0..MOST_CHUNKS {
        match payload.next().await {
            Some(Ok(chunk)) => {
                let (kept, rest) = chunk.split_at(chunk.len().min(LARGEST_TO_RETURN - body.len()));
                body.extend_from_slice(kept);
                end.extend_from_slice(rest);
                end.drain(..end.len().saturating_sub(LARGEST_END));
            }
            Some(Err(_)) => {
                refused = Some(Kind::MalformedBody);
                break;
            }
            None => {
                is_whole = true;
                break;
            }
        }
    }
    if !is_whole {
        refused = refused.or(Some(Kind::BodyTooLarge));
    }
    if has_type(request, "application/x-www-form-urlencoded") {
        if !end.is_empty() {
            body.truncate(end_of_letters(&body));
        }
        let mut fields = fields(&body);
        // Three bytes stand for one of a letter that is not Latin: what counts is what was typed.
        let typed: usize = fields.iter().map(|(name, value)| name.len() + value.len()).sum();
        if typed > LARGEST || !end.is_empty() {
            refused = Some(Kind::BodyTooLarge);
        }
        // What was cut off in the middle of the end's first field is gone; the others are whole.
        let from = if body.ends_with(b"&") { Some(0) } else { end.iter().position(|byte| *byte == b'&') };
        if let Some(whole) = from.and_then(|at| end.get(at..)) {
            fields.extend(self::fields(whole));
        }
        Form { fields, unread: None, refused }
    } else {
        let unread = Some(String::from_utf8_lossy(&body).into_owned());
        Form { fields: Vec::new(), unread, refused: Some(Kind::WrongContentType) }
    }
}

/// The fields of a form (URL Standard, 5.1). A page in an old encoding sends its form in it, unless that says `accept-charset`: what is
/// no UTF-8 is read as windows-1252, which HTML takes a page for that says nothing of its encoding.
fn fields(body: &[u8]) -> Vec<(String, String)> {
    let text = |raw: &[u8]| {
        let spaced: Vec<u8> = raw.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
        let bytes: Vec<u8> = percent_encoding::percent_decode(&spaced).collect();
        String::from_utf8(bytes).unwrap_or_else(|error| {
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0.into_owned()
        })
    };
    let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        (text(halves.next().unwrap_or_default()), text(halves.next().unwrap_or_default()))
    });
    pairs.collect()
}

/// Where a form that was cut off ends with a whole letter, so that it is still the UTF-8 that it was.
fn end_of_letters(body: &[u8]) -> usize {
    let last = body.iter().rev().take(2).position(|byte| *byte == b'%');
    let mut end = body.len() - last.map_or(0, |cut| cut + 1);
    let kept = |end: usize| body.get(..end).unwrap_or_default();
    let bytes: Vec<u8> = percent_encoding::percent_decode(kept(end)).collect();
    if let Err(error) = std::str::from_utf8(&bytes)
        && error.error_len().is_none()
    {
        // The letter's beginning, each byte of it as it was sent: itself, or in three.
        for _ in error.valid_up_to()..bytes.len() {
            end -= if kept(end).iter().rev().nth(2) == Some(&b'%') { 3 } else { 1 };
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::fields;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_form_in_utf_8_is_read_as_the_url_standard_reads_it(sent in proptest::collection::vec((".*", ".*"), 0..4)) {
            let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&sent).finish();
            prop_assert_eq!(fields(body.as_bytes()), sent);
        }
    }

    #[test]
    fn a_form_that_is_cut_off_ends_with_a_whole_letter() {
        let whole = b"text=caf%C3%A9%E5%A4%A9a";
        for end in 8..=whole.len() {
            let kept = super::end_of_letters(&whole[..end]);
            let text = &fields(&whole[..kept])[0].1;
            assert!("café天a".starts_with(text.as_str()), "{text}");
        }
        let old = b"text=caf%E9+and+many+words";
        assert_eq!(super::end_of_letters(old), old.len());
    }

    #[test]
    fn a_form_in_an_old_encoding_keeps_its_letters() {
        let sent = fields(b"text=Un+caf%E9+%80+5%2B1&name=Zo%C3%AB&receipt");
        let read: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(read, [("text", "Un café € 5+1"), ("name", "Zoë"), ("receipt", "")]);
    }
}
