//! What editors think of authors, domains and ranges of addresses: listed, set, lifted.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use crate::comment::{StandingId, Timestamp};
use crate::review::Standing;
use crate::web::auth::Moderator;
use crate::web::body;
use crate::web::context::{self, App};
use crate::web::problem::{Kind, Problem};
use crate::web::standing_input::{StandingBody, StandingQuery};

/// Standings on a page.
pub const PAGE: usize = 50;

/// What editors think of somebody. Moderators only: it holds addresses.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct StandingView {
    /// Its id.
    #[schema(value_type = String, example = "188005752027773590")]
    id: StandingId,
    /// `trust`, `hold` or `block`.
    #[schema(example = "block")]
    kind: &'static str,
    /// `email`, `domain` or `ip`.
    #[schema(example = "email")]
    subject: &'static str,
    /// The address, the domain or the range.
    #[schema(example = "troll@example.org")]
    value: String,
    /// The key of the only site on which it is; `null` on all.
    #[schema(example = "courier")]
    site: Option<String>,
    /// Why.
    #[schema(example = "Sends the same advertisement every day.")]
    reason: String,
    /// Until when; `null` for good.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    /// `in-force`, `expired` or `lifted`.
    #[schema(example = "in-force")]
    state: &'static str,
    /// When it was set.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Who set it.
    #[schema(example = "Ada, editor")]
    created_by: Option<String>,
    /// When it was lifted.
    #[schema(value_type = Option<String>, format = DateTime)]
    lifted_at: Option<Timestamp>,
    /// Who lifted it.
    #[schema(example = "Ada, editor")]
    lifted_by: Option<String>,
    /// How many submissions a block has refused.
    met: i64,
    /// When the last of them came.
    #[schema(value_type = Option<String>, format = DateTime)]
    met_at: Option<Timestamp>,
}

/// A page of standings.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct StandingsAnswer {
    /// The newest first.
    standings: Vec<StandingView>,
    /// Where the next page begins, for `after`; `null` on the last page.
    #[schema(value_type = Option<String>, example = "188005752027773590")]
    next: Option<StandingId>,
}

/// The standing that was set.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct StandingAnswer {
    /// Its id.
    #[schema(value_type = String, example = "188005752027773590")]
    id: StandingId,
}

/// List whom editors trust, hold and block.
#[utoipa::path(
    get, path = "/api/v1/standings", tag = "moderators", params(StandingQuery), security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "A page of them, the newest first.", body = StandingsAnswer),
        (status = "4XX", description = "Not logged in, not the role for it, or a parameter that is none.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(moderator: Moderator, request: HttpRequest, app: context::Shared) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    let wanted = StandingQuery::read(request.query_string(), &[], language)?.wanted(&app, language).await?;
    let page = moderator.desk(&app).standings(wanted, PAGE).await;
    let page = page.map_err(|error| Problem::from_standing(&error, language))?;
    let mut standings = Vec::with_capacity(page.standings.len());
    for standing in page.standings {
        standings.push(view(standing, &app, language).await?);
    }
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(response.json(StandingsAnswer { standings, next: page.next }))
}

/// Trust an author, hold all that they write, or block an address, a domain or a range.
///
/// Another standing of the same subject on the same site is lifted by it. A block that concerns others besides is set only
/// with `confirm`; without it, a 409 says how many.
#[utoipa::path(
    post, path = "/api/v1/standings", tag = "moderators", request_body = StandingBody, security(("token" = []), ("session" = [])),
    responses(
        (status = 201, description = "Set, and in force.", body = StandingAnswer),
        (status = 409, description = "It concerns others besides; `current` says how many.", body = Problem, content_type = "application/problem+json"),
        (status = "4XX", description = "Not set; the body says why and what to do.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set(
    moderator: Moderator,
    request: HttpRequest,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    let sent: StandingBody = body::json(&request, payload, language).await?;
    let wanted = sent.parse(&app, language).await?;
    let id = moderator.desk(&app).set_standing(wanted, moderator.0.id).await;
    let id = id.map_err(|error| Problem::from_standing(&error, language))?;
    Ok(HttpResponse::Created().json(StandingAnswer { id }))
}

/// Lift a standing: it acts no more, and stays in the list.
#[utoipa::path(
    delete, path = "/api/v1/standings/{id}", tag = "moderators", params(("id" = String, Path, description = "The standing's id.", example = "188005752027773590")),
    security(("token" = []), ("session" = [])),
    responses(
        (status = 204, description = "Lifted."),
        (status = "4XX", description = "There is none, it was lifted already, or not the role for it.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn lift(
    moderator: Moderator,
    path: web::Path<String>,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    let id = path.parse().map_err(|_| Problem::new(Kind::UnknownStanding, language))?;
    let lifted = moderator.desk(&app).lift_standing(id, moderator.0.id).await;
    lifted.map_err(|error| Problem::from_standing(&error, language))?;
    Ok(HttpResponse::NoContent().finish())
}

async fn view(standing: Standing, app: &App, language: crate::comment::Language) -> Result<StandingView, Problem> {
    let site = match standing.site {
        Some(site) => {
            app.service.store.site_by_id(site).await.map_err(|error| Problem::from_store(&error, language))?
        }
        None => None,
    };
    Ok(StandingView {
        id: standing.id,
        kind: standing.kind.as_str(),
        subject: standing.subject.kind(),
        value: standing.subject.folded(),
        site: site.map(|site| site.key.to_string()),
        state: standing.state(Timestamp::now()).as_str(),
        reason: standing.reason,
        until: standing.until,
        created_at: standing.created_at,
        created_by: standing.created_by,
        lifted_at: standing.lifted_at,
        lifted_by: standing.lifted_by,
        met: standing.met,
        met_at: standing.met_at,
    })
}
