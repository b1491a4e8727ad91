//! `/api/v1/sessions` and `/api/v1/tokens`: a moderator's own, by the desk's session alone, so that a token can neither
//! make another one that may more, nor end the session of whoever would revoke it.

use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::people::{keys, role, site};
use crate::comment::{FieldError, SessionId, Timestamp, TokenId};
use crate::people::Scope;
use crate::store::audit::Actor;
use crate::web::auth::Moderator;
use crate::web::problem::{FieldProblem, Kind, Problem};
use crate::web::{body, context};

/// The longest name of a token, in characters.
pub const LONGEST_TOKEN_NAME: usize = 80;

/// One of one's own sessions.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SessionView {
    #[schema(value_type = String, example = "188005752027773590")]
    id: SessionId,
    /// What the browser calls itself.
    #[schema(example = "Firefox on Linux")]
    client: String,
    /// When it was opened, RFC 3339.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was last used, to a few minutes.
    #[schema(value_type = String, format = DateTime)]
    seen_at: Timestamp,
    /// Whether it is the one that asks.
    current: bool,
}

/// One's own sessions.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SessionsAnswer {
    sessions: Vec<SessionView>,
}

/// What a token is for, and what it may do.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenBody {
    /// What it is for, up to 80 characters.
    #[schema(example = "importer")]
    name: String,
    /// This at most, and never more than its moderator: `viewer`, `moderator`, `editor` or `owner`.
    #[schema(example = "viewer")]
    role: String,
    /// On the sites with these keys only; left out, wherever its moderator may.
    #[schema(example = json!(["courier"]))]
    sites: Option<Vec<String>>,
    /// For so many days; left out, until it is revoked.
    #[schema(minimum = 1, maximum = 36500)]
    days: Option<u32>,
}

/// One of one's own tokens, without its secret.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TokenView {
    #[schema(value_type = String, example = "188005752027773590")]
    id: TokenId,
    #[schema(example = "the archive’s script")]
    name: String,
    #[schema(example = "moderator")]
    role: String,
    /// The keys of its sites; `null` is wherever its moderator may.
    #[schema(example = json!(["courier"]))]
    sites: Option<Vec<String>>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    /// When it was last used, to an hour.
    #[schema(value_type = Option<String>, format = DateTime)]
    used_at: Option<Timestamp>,
}

/// One's own tokens in force.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TokensAnswer {
    tokens: Vec<TokenView>,
}

/// A new token.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TokenAnswer {
    #[schema(value_type = String, example = "188005752027773590")]
    id: TokenId,
    /// Shown this once.
    #[schema(example = "placet_9iOtfpwzwDLfHixFlaOFD9v0X2UNBR7_bt6f3vpxJdY")]
    token: String,
}

/// List one's own sessions.
#[utoipa::path(
    get, path = "/api/v1/sessions", tag = "moderators", security(("session" = [])),
    responses(
        (status = 200, description = "The last used first.", body = SessionsAnswer),
        (status = "4XX", description = "Not with the desk's session.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn sessions(moderator: Moderator, app: context::Shared) -> Result<HttpResponse, Problem> {
    let own = moderator.own_session()?;
    let found = app.service.people.sessions(moderator.0.id).await;
    let found = found.map_err(|error| Problem::from_people(&error, moderator.0.language))?;
    let sessions = found
        .into_iter()
        .map(|session| SessionView {
            id: session.id,
            client: session.client,
            created_at: session.created_at,
            seen_at: session.seen_at,
            current: session.id == own,
        })
        .collect();
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(SessionsAnswer { sessions }))
}

/// End one of one's own sessions.
#[utoipa::path(
    delete, path = "/api/v1/sessions/{id}", tag = "moderators", security(("session" = [])),
    params(("id" = String, Path, description = "The session's id.", example = "188005752027773590")),
    responses(
        (status = 204, description = "Whoever used it is logged out."),
        (status = "4XX", description = "One has none with this id.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn end_session(
    moderator: Moderator,
    path: web::Path<String>,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    moderator.own_session()?;
    let language = moderator.0.language;
    let unknown = || Problem::new(Kind::NotFound, language);
    let id = path.parse().map_err(|_| unknown())?;
    let ended = app.service.people.end_session(moderator.0.id, id).await;
    if ended.map_err(|error| Problem::from_people(&error, language))? {
        return Ok(HttpResponse::NoContent().finish());
    }
    Err(unknown())
}

/// List one's own tokens.
#[utoipa::path(
    get, path = "/api/v1/tokens", tag = "moderators", security(("session" = [])),
    responses(
        (status = 200, description = "Those in force, the newest first.", body = TokensAnswer),
        (status = "4XX", description = "Not with the desk's session.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn tokens(moderator: Moderator, app: context::Shared) -> Result<HttpResponse, Problem> {
    moderator.own_session()?;
    let language = moderator.0.language;
    let found = app.service.people.tokens(moderator.0.id).await;
    let found = found.map_err(|error| Problem::from_people(&error, language))?;
    let keys = keys(&app, language).await?;
    let tokens = found
        .into_iter()
        .map(|token| TokenView {
            id: token.id,
            name: token.name,
            role: token.scope.role.to_string(),
            sites: token
                .scope
                .sites
                .map(|sites| sites.iter().filter_map(|id| keys.get(id)).map(ToString::to_string).collect()),
            created_at: token.created_at,
            expires_at: token.scope.expires_at,
            used_at: token.used_at,
        })
        .collect();
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(TokensAnswer { tokens }))
}

/// Make a token of one's own.
#[utoipa::path(
    post, path = "/api/v1/tokens", tag = "moderators", request_body = TokenBody, security(("session" = [])),
    responses(
        (status = 201, description = "Shown this once.", body = TokenAnswer),
        (status = "4XX", description = "None was made.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_token(
    moderator: Moderator,
    request: HttpRequest,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    moderator.own_session()?;
    let language = moderator.0.language;
    let sent: TokenBody = body::json(&request, payload, language).await?;
    let field = |name, error| Problem::fields(vec![FieldProblem::new(name, &error, language)], language);
    let name = sent.name.trim().to_owned();
    if name.is_empty() {
        return Err(field("name", FieldError::Required));
    }
    if name.chars().count() > LONGEST_TOKEN_NAME {
        return Err(field("name", FieldError::TooLong { max: LONGEST_TOKEN_NAME }));
    }
    if sent.days.is_some_and(|days| !(1..=36_500).contains(&days)) {
        return Err(field("days", FieldError::Unknown));
    }
    let keys = keys(&app, language).await?;
    let sites = match &sent.sites {
        Some(sites) => Some(sites.iter().map(|key| site(key, &keys, language)).collect::<Result<Vec<_>, _>>()?),
        None => None,
    };
    let days = |days: u32| Timestamp::now().plus(Duration::from_secs(u64::from(days) * 86_400));
    let scope = Scope { role: role(&sent.role, "role", language)?, sites, expires_at: sent.days.map(days) };
    let made =
        app.service.people.by(Actor::Moderator(moderator.0.id)).create_own_token(moderator.0.id, name, scope).await;
    let (id, token) = made.map_err(|error| Problem::from_people(&error, language))?;
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(TokenAnswer { id, token }))
}

/// Revoke a token of one's own.
#[utoipa::path(
    delete, path = "/api/v1/tokens/{id}", tag = "moderators", security(("session" = [])),
    params(("id" = String, Path, description = "The token's id.", example = "188005752027773590")),
    responses(
        (status = 204, description = "It opens nothing any more."),
        (status = "4XX", description = "One has none with this id.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn revoke_token(
    moderator: Moderator,
    path: web::Path<String>,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    moderator.own_session()?;
    let language = moderator.0.language;
    let unknown = || Problem::new(Kind::NotFound, language);
    let id = path.parse().map_err(|_| unknown())?;
    let revoked = app.service.people.revoke_token(id, Some(moderator.0.id)).await;
    if revoked.map_err(|error| Problem::from_people(&error, language))? {
        return Ok(HttpResponse::NoContent().finish());
    }
    Err(unknown())
}
