//! The headers that keep a page to itself: a strict Content-Security-Policy, no sniffing, no referrer.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder};
use askama::Template;

use super::problem::{Kind, Problem, retry_after};
use crate::comment::Language;
use crate::store::sites::Site;

/// Nothing but our own style sheet: no script at all, inline or not, and forms that go nowhere else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'";

/// The desk's own script besides, and what it asks of us. No inline script there either.
const SCRIPT: &str = "; script-src 'self'; connect-src 'self'";

/// Who may put a page into a frame.
pub enum Frames<'a> {
    /// Nobody.
    None,
    /// Nobody; and the page has the desk's script.
    Desk,
    /// The site's own pages.
    Site(&'a Site),
}

/// An HTML answer with the headers that every page carries.
pub fn page(
    mut response: HttpResponseBuilder,
    frames: &Frames<'_>,
    language: Language,
    page: &impl Template,
) -> HttpResponse {
    let ancestors = match frames {
        Frames::None | Frames::Desk => "'none'".to_owned(),
        Frames::Site(site) => {
            let hosts =
                site.hosts.iter().filter(|host| host.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c)));
            hosts.fold("'self'".to_owned(), |all, host| format!("{all} https://{host} http://{host}:*"))
        }
    };
    let Ok(html) = page.render() else {
        tracing::error!("a page could not be rendered");
        return actix_web::ResponseError::error_response(&Problem::new(Kind::Internal, language));
    };
    let script = if matches!(frames, Frames::Desk) { SCRIPT } else { "" };
    let policy = HeaderValue::from_str(&format!("{POLICY}{script}; frame-ancestors {ancestors}"));
    response
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, policy.unwrap_or(HeaderValue::from_static(POLICY))))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_LANGUAGE, language.tag()))
        .body(html)
}

/// The status line of a page that tells a problem.
pub fn status(kind: Kind) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(kind.status());
    retry_after(kind, &mut response);
    response
}
