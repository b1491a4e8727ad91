//! Which other sites' scripts may call the public API: reading is for all, sending for the site's own hosts.

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderName, HeaderValue};

use crate::store::sites::Site;

/// The headers that let a page of `site` read this answer; none for pages of other hosts.
pub fn for_site(request: &HttpRequest, site: &Site) -> Vec<(HeaderName, HeaderValue)> {
    let vary = (header::VARY, HeaderValue::from_static("Origin"));
    let Some(origin) = request.headers().get(header::ORIGIN) else { return vec![vary] };
    let host = origin.to_str().ok().and_then(|origin| url::Url::parse(origin).ok());
    let host = host.as_ref().and_then(url::Url::host_str);
    if host.is_some_and(|host| site.hosts.iter().any(|own| own == host)) {
        vec![vary, (header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone())]
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
