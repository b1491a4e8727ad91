//! Who asks: a moderator, by the desk's session cookie or by a bearer token. In the handler's signature, so that
//! no handler can forget it.

use std::future::Future;
use std::pin::Pin;

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{FromRequest, HttpRequest};

use super::context::{App, Shared, language};
use super::problem::{Kind, Problem};
use crate::comment::{Role, SessionId};
use crate::people::PeopleError;
use crate::review::Desk;
use crate::store::moderators;

/// The cookie of the desk's session.
pub const COOKIE: &str = "placet_session";

/// The header that carries the session's form token when a script calls the API with the desk's session.
pub const FORM_TOKEN_HEADER: &str = "x-csrf-token";

/// A moderator who has proved who they are, and the session by which they did, where it was not a token.
///
/// A request that changes something and is authenticated by the cookie alone must also carry the session's form
/// token, in [`FORM_TOKEN_HEADER`]: a cookie is sent by whatever page makes the browser ask.
pub struct Moderator(pub moderators::Moderator, pub Option<SessionId>);

/// A moderator at the desk, with the secret of their session; forms check their own token.
pub struct AtDesk {
    /// Who.
    pub moderator: moderators::Moderator,
    /// The cookie's value.
    pub session: String,
    /// Which of their sessions it is.
    pub session_id: SessionId,
}

impl Moderator {
    /// The desk as this moderator may use it.
    pub fn desk(&self, app: &App) -> Desk {
        app.service.desk.of(self.0.id, &self.0.access)
    }

    /// Lets only those on who have this role on every site.
    ///
    /// # Errors
    /// A problem that names the role.
    pub fn must_everywhere(&self, needed: Role) -> Result<(), Problem> {
        must_everywhere(&self.0, needed)
    }

    /// Lets only those on who have this role on some site.
    ///
    /// # Errors
    /// A problem that names the role.
    pub fn must_somewhere(&self, needed: Role) -> Result<(), Problem> {
        must_somewhere(&self.0, needed)
    }
}

impl Moderator {
    /// The session, where it is one: what concerns a moderator's own log-in cannot be done by a token.
    ///
    /// # Errors
    /// A problem: it is a token.
    pub fn own_session(&self) -> Result<SessionId, Problem> {
        self.1.ok_or_else(|| Problem::new(Kind::SessionNeeded, self.0.language))
    }
}

impl AtDesk {
    /// The desk as this moderator may use it.
    pub fn desk(&self, app: &App) -> Desk {
        app.service.desk.of(self.moderator.id, &self.moderator.access)
    }

    /// Lets only those on who have this role on some site.
    ///
    /// # Errors
    /// A problem that names the role.
    pub fn must_somewhere(&self, needed: Role) -> Result<(), Problem> {
        must_somewhere(&self.moderator, needed)
    }
}

fn must_everywhere(moderator: &moderators::Moderator, needed: Role) -> Result<(), Problem> {
    if moderator.access.allows_everywhere(needed) {
        return Ok(());
    }
    Err(Problem::not_allowed(needed, moderator.language))
}

fn must_somewhere(moderator: &moderators::Moderator, needed: Role) -> Result<(), Problem> {
    if moderator.access.allows_somewhere(needed) {
        return Ok(());
    }
    Err(Problem::not_allowed(needed, moderator.language))
}

type Extracting<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

impl FromRequest for Moderator {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let language = language(&request);
            if let Some(token) = bearer(request.headers()) {
                let app = shared(&request)?;
                let found = app.service.people.by_token(&token).await;
                let moderator = found.map_err(|error| from_people(&error, &request))?;
                return moderator
                    .map(|moderator| Self(moderator, None))
                    .ok_or_else(|| Problem::new(Kind::NotLoggedIn, language));
            }
            let at_desk = AtDesk::extract(&request).await?;
            let app = shared(&request)?;
            let token = request.headers().get(FORM_TOKEN_HEADER).and_then(|value| value.to_str().ok());
            let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
            if changes && !app.service.seal.is_form_token(&at_desk.session, token.unwrap_or_default()) {
                return Err(Problem::new(Kind::ForgedRequest, language));
            }
            Ok(Self(at_desk.moderator, Some(at_desk.session_id)))
        })
    }
}

impl FromRequest for AtDesk {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Self::extract(&request).await })
    }
}

impl AtDesk {
    async fn extract(request: &HttpRequest) -> Result<Self, Problem> {
        let not_logged_in = || Problem::new(Kind::NotLoggedIn, language(request));
        let session = request.cookie(COOKIE).ok_or_else(not_logged_in)?.value().to_owned();
        let app = shared(request)?;
        let found = app.service.people.by_session(&session).await;
        let found = found.map_err(|error| from_people(&error, request))?.ok_or_else(not_logged_in)?;
        let (moderator, session_id) = found;
        Ok(Self { moderator, session, session_id })
    }
}

fn shared(request: &HttpRequest) -> Result<Shared, Problem> {
    request.app_data::<Shared>().cloned().ok_or_else(|| Problem::new(Kind::Internal, language(request)))
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

fn from_people(error: &PeopleError, request: &HttpRequest) -> Problem {
    match error {
        PeopleError::Store(error) => Problem::from_store(error, language(request)),
        _ => Problem::new(Kind::NotLoggedIn, language(request)),
    }
}

/// Whether a form was sent from one of our own pages: `Sec-Fetch-Site` where the browser says it, else `Origin`.
///
/// A second line behind the form token, and the only one for the log-in form, which has no session yet.
pub fn is_same_origin(request: &HttpRequest) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = header("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match header("origin") {
        None => true,
        Some(origin) => {
            let host = header("host").unwrap_or_default();
            origin.split_once("://").is_some_and(|(_, origin_host)| origin_host.eq_ignore_ascii_case(host))
        }
    }
}

/// The cookie of a session that has just been opened.
pub fn session_cookie(app: &App, session: String) -> Cookie<'static> {
    let seconds = i64::try_from(app.service.people.session_length().as_secs()).unwrap_or(i64::MAX);
    cookie(app, session, Duration::seconds(seconds))
}

/// The cookie that takes a session's away.
pub fn no_session(app: &App) -> Cookie<'static> {
    cookie(app, String::new(), Duration::ZERO)
}

fn cookie(app: &App, value: String, age: Duration) -> Cookie<'static> {
    // Lax: a link in a moderator's mail may open the desk; no other site's form may act at it.
    Cookie::build(COOKIE, value)
        .path("/")
        .http_only(true)
        .secure(app.secure_cookies)
        .same_site(SameSite::Lax)
        .max_age(age)
        .finish()
}
