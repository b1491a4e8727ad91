//! How a body is read: its size, its type, its syntax, each refused with its own status.

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::Payload;
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;

use super::problem::{FieldProblem, Kind, Problem};
use crate::comment::{FieldError, Language};

/// The largest body, in bytes.
pub const LARGEST: usize = 64 * 1024;

/// The largest form that is read at all: what was typed must come back even when it is too large to be taken.
pub const LARGEST_TO_RETURN: usize = 1024 * 1024;

/// The end of a larger form that is kept besides: a browser sends the name and the address behind the text.
const LARGEST_END: usize = 16 * 1024;

/// So many pieces of a form are waited for: some 16 MiB.
const MOST_CHUNKS: usize = 1024;

/// Reads the body up to `limit` bytes.
///
/// # Errors
/// 413 for more; 400 for a body that breaks off.
pub async fn read(mut payload: Payload, limit: usize, language: Language) -> Result<Vec<u8>, Problem> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Problem::new(Kind::MalformedBody, language))?;
        if body.len() + chunk.len() > limit {
            return Err(Problem::new(Kind::BodyTooLarge, language));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

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
    /// A letter's bytes, each in three.
    const LONGEST: usize = 4 * 3;
    let is_letter_whole = |end: &usize| {
        let kept = body.get(..*end).unwrap_or_default();
        let is_cut = kept.iter().rev().take(2).any(|byte| *byte == b'%');
        !is_cut && percent_encoding::percent_decode(kept).decode_utf8().is_ok()
    };
    (body.len().saturating_sub(LONGEST)..=body.len()).rev().find(is_letter_whole).unwrap_or(body.len())
}

/// Whether the request says that its body has this media type, parameters aside.
pub fn has_type(request: &HttpRequest, wanted: &str) -> bool {
    request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case(wanted))
}

/// Reads a JSON body.
///
/// # Errors
/// 415 for another type, 413 for more than 64 KiB, 400 for malformed JSON, 422 with a pointer for a value of
/// another kind than the field takes.
pub async fn json<T: DeserializeOwned>(
    request: &HttpRequest,
    payload: Payload,
    language: Language,
) -> Result<T, Problem> {
    if !has_type(request, "application/json") {
        return Err(Problem::new(Kind::WrongContentType, language));
    }
    let body = read(payload, LARGEST, language).await?;
    // Serde would take a list for an object, its values in the order of the fields.
    if body.trim_ascii_start().starts_with(b"[") {
        return Err(Problem::fields(vec![FieldProblem::new("", &FieldError::WrongType, language)], language));
    }
    let mut reader = serde_json::Deserializer::from_slice(&body);
    let value = match serde_path_to_error::deserialize(&mut reader) {
        Ok(value) => value,
        Err(error) if error.inner().is_data() => {
            return Err(Problem::fields(wrong_places::<T>(&error, &body, language), language));
        }
        Err(_) => return Err(Problem::new(Kind::MalformedBody, language)),
    };
    reader.end().map_err(|_| Problem::new(Kind::MalformedBody, language))?;
    Ok(value)
}

/// The most fields of a body that are told.
const MOST_TOLD: usize = 20;

type BodyError = serde_path_to_error::Error<serde_json::Error>;

/// All that a body cannot have: serde stops at the first, so it reads on without what it has told.
fn wrong_places<T: DeserializeOwned>(first: &BodyError, body: &[u8], language: Language) -> Vec<FieldProblem> {
    let told = |error: &BodyError| wrong_place(&error.path().to_string(), &error.inner().to_string(), language);
    let mut problems = vec![told(first)];
    let Ok(mut rest) = serde_json::from_slice::<serde_json::Value>(body) else { return problems };
    while problems.len() < MOST_TOLD
        && let Some(last) = problems.last()
        && let Some((parent, name)) = last.pointer.rsplit_once('/')
        && let Some(fields) = rest.pointer_mut(parent).and_then(serde_json::Value::as_object_mut)
        && fields.remove(name).is_some()
        && let Err(error) = serde_path_to_error::deserialize::<_, T>(&rest)
    {
        let next = told(&error);
        // Without it the body lacks it, which says nothing new.
        if problems.iter().any(|told| told.pointer == next.pointer) {
            break;
        }
        problems.push(next);
    }
    problems
}

/// The field that a body lacks, or the one whose value it cannot have; the whole body, where it is no object at all.
fn wrong_place(path: &str, message: &str, language: Language) -> FieldProblem {
    let parent = if path == "." { String::new() } else { path.replace('[', "/").replace(']', "").replace('.', "/") };
    let missing = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    match missing {
        Some(field) if parent.is_empty() => FieldProblem::new(field, &FieldError::Required, language),
        Some(field) => FieldProblem::new(&format!("{parent}/{field}"), &FieldError::Required, language),
        None if message.starts_with("invalid type") => FieldProblem::new(&parent, &FieldError::WrongType, language),
        None => FieldProblem::new(&parent, &FieldError::Unknown, language),
    }
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
