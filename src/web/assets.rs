//! The style sheet, the desk's script and the icon, embedded in the binary.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rust_embed::RustEmbed;

use crate::comment::Language;

use super::problem::{Kind, Problem};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// Serves one of them; browsers keep it, and ask whether it is still the same.
pub async fn serve(path: web::Path<String>, request: actix_web::HttpRequest) -> Result<HttpResponse, Problem> {
    let file = Assets::get(&path).ok_or_else(|| Problem::new(Kind::NotFound, Language::default()))?;
    let media_type = match path.rsplit_once('.') {
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let etag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(file.metadata.sha256_hash()));
    let unchanged =
        request.headers().get(header::IF_NONE_MATCH).is_some_and(|tags| tags.to_str().is_ok_and(|tags| tags == etag));
    let mut response = if unchanged { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((header::ETAG, etag))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    if unchanged {
        return Ok(response.finish());
    }
    Ok(response.content_type(media_type).body(file.data.into_owned()))
}
