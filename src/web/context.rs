//! What every handler shares, and the language in which it speaks to whoever asks.

use std::sync::{Arc, Mutex};

use actix_web::http::header;
use actix_web::{HttpRequest, web};

use crate::comment::{Language, SiteKey, ThreadKey};
use crate::notify::Captured;
use crate::service::Service;
use crate::store::sites::Site;

use super::problem::{Kind, Problem};

/// What every handler shares.
pub struct App {
    /// The rooms.
    pub service: Arc<Service>,
    /// Whether cookies are only sent over TLS.
    pub secure_cookies: bool,
    /// How many proxies stand before this server.
    pub trusted_proxies: usize,
    /// The demonstration, where this is one: its article is shown above the comments, its mails on a page.
    pub demo: Option<Demo>,
}

/// What the demonstration shows besides the product.
#[derive(Debug, Clone)]
pub struct Demo {
    /// The mails that were sent.
    pub mails: Arc<Mutex<Vec<Captured>>>,
    /// The path of the article's page.
    pub article: String,
    /// Who can log in at the desk, and with which password: shown on the log-in page.
    pub login: (String, String),
}

/// The handle by which handlers get at [`App`].
pub type Shared = web::Data<App>;

/// The language that the address (`?lang=fr`) or the browser asks for.
pub fn asked_language(request: &HttpRequest) -> Option<Language> {
    let from_query = url::form_urlencoded::parse(request.query_string().as_bytes())
        .find(|(name, _)| name == "lang")
        .and_then(|(_, value)| Language::from_tag(&value));
    from_query.or_else(|| {
        let header = request.headers().get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        Language::from_accept_language(header)
    })
}

/// Whether the address names a language.
pub fn names_language(request: &HttpRequest) -> bool {
    url::form_urlencoded::parse(request.query_string().as_bytes()).any(|(name, _)| name == "lang")
}

/// The language of an answer: the one asked for, or Placet's first.
pub fn language(request: &HttpRequest) -> Language {
    asked_language(request).unwrap_or_default()
}

impl App {
    /// The site of a path, and the language in which its readers are spoken to.
    ///
    /// # Errors
    /// A problem: no such site, or the database did not answer.
    pub async fn site(&self, request: &HttpRequest, key: &str) -> Result<(Arc<Site>, Language), Problem> {
        let asked = asked_language(request);
        let language = asked.unwrap_or_default();
        let unknown = || Problem::new(Kind::UnknownSite, language);
        let key = SiteKey::parse(key).map_err(|_| unknown())?;
        let site = self.service.store.site(&key).await.map_err(|error| Problem::from_store(&error, language))?;
        let site = site.ok_or_else(unknown)?;
        let language = asked.unwrap_or(site.language);
        Ok((site, language))
    }
}

/// The thread key of a path.
///
/// # Errors
/// A problem: it cannot be a key.
pub fn thread_key(raw: &str, language: Language) -> Result<ThreadKey, Problem> {
    ThreadKey::parse(raw).map_err(|_| Problem::new(Kind::UnknownThread, language))
}
