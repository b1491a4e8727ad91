//! How a body is read: its size, its type, its syntax, each refused with its own status.

mod form;
mod json;

pub use form::form;
pub use json::json;

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::Payload;
use futures_util::StreamExt as _;

use super::problem::{Kind, Problem};
use crate::comment::Language;

/// The largest body, in bytes.
pub const LARGEST: usize = 64 * 1024;

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

/// Whether the request says that its body has this media type, parameters aside.
pub fn has_type(request: &HttpRequest, wanted: &str) -> bool {
    request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case(wanted))
}
