//! Logging in at the desk, and out.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::desk_actions::{fields, is_of_desk};
use super::problems;
use super::words::Words;
use crate::comment::{EmailAddress, Language, Timestamp};
use crate::people::{LogIn, PeopleError};
use crate::seal::SealError;
use crate::web::auth::{AtDesk, is_same_origin, no_session, session_cookie};
use crate::web::client;
use crate::web::context::{self, App};
use crate::web::headers::{self, Frames};
use crate::web::problem::{Kind, Problem};

/// How long the code of a second factor may be waited for.
const CODE_TIME: std::time::Duration = std::time::Duration::from_secs(5 * 60);

#[derive(Template)]
#[template(path = "pages/login.html")]
struct Page {
    words: Words,
    /// What stands between the password and the code, where that is asked for.
    seal: Option<String>,
    wrong: Option<String>,
    email: String,
    next: String,
    demo: Option<(String, String)>,
}

/// Shows the form.
pub async fn show(request: HttpRequest, app: context::Shared) -> HttpResponse {
    let next = url::form_urlencoded::parse(request.query_string().as_bytes())
        .find(|(name, _)| name == "next")
        .map(|(_, value)| value.into_owned());
    form(&app, context::language(&request), HttpResponse::Ok(), None, String::new(), next.unwrap_or_default())
}

/// Opens a session for whoever knows the password.
pub async fn log_in(request: HttpRequest, payload: web::Payload, app: context::Shared) -> HttpResponse {
    let language = context::language(&request);
    let fields = match fields(&request, payload, language).await {
        Ok(fields) if is_same_origin(&request) => fields,
        Ok(_) => return problems::answer(&Problem::new(Kind::ForgedRequest, language), language, None),
        Err(problem) => return problems::answer(&problem, language, None),
    };
    let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let (typed, next) = (field("email"), field("next"));
    let client = client::address(&request, app.trusted_proxies).map(client::household);
    if let (Ok(email), Some(client)) = (EmailAddress::parse(&typed), client)
        && let Err(wait) = app.service.people.attempt(&email, client)
    {
        let slow = Some(Words(language).say("login-slow"));
        let mut response = HttpResponse::TooManyRequests();
        response.insert_header((header::RETRY_AFTER, wait.as_secs() + 1));
        return form(&app, language, response, slow, typed, next);
    }
    let opened = match EmailAddress::parse(&typed) {
        Ok(email) => app.service.people.log_in(&email, &field("password"), client::name(&request)).await,
        Err(_) => Ok(LogIn::Refused),
    };
    match opened {
        Ok(LogIn::Open(session)) => enter(&app, session, &next),
        Ok(LogIn::NeedsCode(moderator)) => {
            let seal = app.service.seal.second_factor(moderator, Timestamp::now().plus(CODE_TIME));
            code_form(&app, language, HttpResponse::Ok(), None, seal, next)
        }
        Ok(LogIn::Refused) => {
            let wrong = Some(Words(language).say("login-wrong"));
            form(&app, language, HttpResponse::Forbidden(), wrong, typed, next)
        }
        Err(PeopleError::Store(error)) => problems::answer(&Problem::from_store(&error, language), language, None),
        Err(_) => problems::answer(&Problem::new(Kind::Internal, language), language, None),
    }
}

/// Opens a session for whoever has given the right password and now a code of their second factor.
pub async fn enter_code(request: HttpRequest, payload: web::Payload, app: context::Shared) -> HttpResponse {
    let language = context::language(&request);
    let fields = match fields(&request, payload, language).await {
        Ok(fields) if is_same_origin(&request) => fields,
        Ok(_) => return problems::answer(&Problem::new(Kind::ForgedRequest, language), language, None),
        Err(problem) => return problems::answer(&problem, language, None),
    };
    let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let (seal, next) = (field("seal"), field("next"));
    let moderator = match app.service.seal.open_second_factor(&seal, Timestamp::now()) {
        Ok(moderator) => moderator,
        Err(error) => {
            let late = (error == SealError::Expired).then(|| Words(language).say("login-late"));
            return form(&app, language, HttpResponse::Forbidden(), late, String::new(), next);
        }
    };
    let client = client::address(&request, app.trusted_proxies).map(client::household);
    if let Some(Err(wait)) = client.map(|client| app.service.people.attempt_code(moderator, client)) {
        let mut response = HttpResponse::TooManyRequests();
        response.insert_header((header::RETRY_AFTER, wait.as_secs() + 1));
        return code_form(&app, language, response, Some(Words(language).say("login-slow")), seal, next);
    }
    let opened = async {
        if !app.service.people.use_code(moderator, &field("code")).await? {
            return Ok(None);
        }
        app.service.people.open_session(moderator, client::name(&request)).await.map(Some)
    };
    match opened.await {
        Ok(Some(session)) => enter(&app, session, &next),
        Ok(None) => {
            let wrong = Some(Words(language).say("login-code-wrong"));
            code_form(&app, language, HttpResponse::Forbidden(), wrong, seal, next)
        }
        Err(PeopleError::Store(error)) => problems::answer(&Problem::from_store(&error, language), language, None),
        Err(_) => problems::answer(&Problem::new(Kind::Internal, language), language, None),
    }
}

/// Goes where somebody wanted to go, with the cookie of their new session.
pub(super) fn enter(app: &App, session: String, next: &str) -> HttpResponse {
    let next = if is_of_desk(next) { next } else { "/desk" };
    HttpResponse::SeeOther().cookie(session_cookie(app, session)).insert_header(("location", next)).finish()
}

/// Ends the session.
pub async fn log_out(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    let away = || HttpResponse::SeeOther().cookie(no_session(&app)).insert_header(("location", "/desk/login")).finish();
    let Ok(at_desk) = at_desk else { return away() };
    let language = at_desk.moderator.language;
    let token = fields(&request, payload, language).await.ok().and_then(|mut fields| fields.remove("token"));
    if !app.service.seal.is_form_token(&at_desk.session, &token.unwrap_or_default()) {
        return problems::answer(&Problem::new(Kind::ForgedRequest, language), language, None);
    }
    match app.service.people.log_out(&at_desk.session).await {
        Ok(()) => away(),
        Err(_) => problems::answer(&Problem::new(Kind::Busy, language), language, None),
    }
}

fn form(
    app: &App,
    language: Language,
    response: actix_web::HttpResponseBuilder,
    wrong: Option<String>,
    email: String,
    next: String,
) -> HttpResponse {
    let demo = app.demo.as_ref().map(|demo| demo.login.clone());
    let page = Page { words: Words(language), seal: None, wrong, email, next, demo };
    headers::page(response, &Frames::None, language, &page)
}

fn code_form(
    app: &App,
    language: Language,
    response: actix_web::HttpResponseBuilder,
    wrong: Option<String>,
    seal: String,
    next: String,
) -> HttpResponse {
    let demo = app.demo.as_ref().map(|demo| demo.login.clone());
    let page = Page { words: Words(language), seal: Some(seal), wrong, email: String::new(), next, demo };
    headers::page(response, &Frames::None, language, &page)
}
