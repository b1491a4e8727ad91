//! Which other sites' scripts may call the public API: reading is for all, sending for the site's own hosts.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest};

use super::context;
use crate::comment::SiteKey;
use crate::store::sites::Site;

/// Lets a page of the site read whatever its readers' API answers, problems too: a script that cannot read why a comment
/// was not kept cannot tell the reader.
///
/// # Errors
/// Those of the handler.
pub async fn on_every_answer<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let mut answer = next.call(request).await?;
    if answer.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
        return Ok(answer);
    }
    let request = answer.request().clone();
    let key = request.match_info().get("site").and_then(|key| SiteKey::parse(key).ok());
    if let (Some(app), Some(key)) = (request.app_data::<context::Shared>(), key)
        && let Ok(Some(site)) = app.service.store.site(&key).await
    {
        for (name, value) in for_site(&request, &site) {
            answer.headers_mut().insert(name, value);
        }
    }
    Ok(answer)
}

/// The headers that let a page of `site` read this answer; none for pages of other hosts.
pub fn for_site(request: &HttpRequest, site: &Site) -> Vec<(HeaderName, HeaderValue)> {
    let vary = (header::VARY, HeaderValue::from_static("Origin"));
    let Some(origin) = request.headers().get(header::ORIGIN) else { return vec![vary] };
    let host = origin.to_str().ok().and_then(|origin| url::Url::parse(origin).ok());
    let host = host.as_ref().and_then(url::Url::host_str);
    if host.is_some_and(|host| site.hosts.iter().any(|own| own == host)) {
        let exposed = HeaderValue::from_static("location, retry-after");
        vec![
            vary,
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone()),
            (header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed),
        ]
    } else {
        vec![vary]
    }
}

/// What a browser asks before a page may send a comment.
pub fn preflight(request: &HttpRequest, site: &Site) -> Vec<(HeaderName, HeaderValue)> {
    let mut headers = for_site(request, site);
    headers.extend([
        (header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST")),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type, idempotency-key")),
        (header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400")),
    ]);
    headers
}
