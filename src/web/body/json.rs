//! A body of JSON: every field that it cannot have is named at once.

use actix_web::HttpRequest;
use actix_web::web::Payload;
use serde::de::DeserializeOwned;

use super::{LARGEST, has_type, read};
use crate::comment::{FieldError, Language};
use crate::web::problem::{FieldProblem, Kind, Problem};

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
