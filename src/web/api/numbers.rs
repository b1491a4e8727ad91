//! The numbers of the desk in the API.

use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::comment::ModeratorId;
use crate::review::numbers::{Numbers, Waits};
use crate::web::auth::Moderator;
use crate::web::context;
use crate::web::numbers_query::NumbersQuery;
use crate::web::problem::Problem;

/// The numbers of a period: days are days in UTC.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct NumbersView {
    /// By day, the first one first.
    days: Vec<DayView>,
    /// How long comments waited, of the whole period.
    waits: WaitsView,
    /// Refusals by clause, the most first.
    clauses: Vec<ClauseView>,
    /// What each rule in force that hit has done, the most hits first.
    rules: Vec<RuleView>,
    /// What each moderator has done, the most first.
    moderators: Vec<LoadView>,
}

/// The numbers of a day.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DayView {
    /// The day.
    #[schema(example = "2026-11-26", format = Date)]
    day: String,
    /// Comments that came in.
    received: i64,
    /// Decisions that stand.
    decided: i64,
    /// Decisions that went back on another one.
    reversed: i64,
    /// How long the comments waited that were decided on this day.
    waits: WaitsView,
}

/// How long comments waited, in seconds; `null` where none was decided on.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct WaitsView {
    /// Half of them waited no longer.
    median_seconds: Option<i64>,
    /// Nineteen of twenty waited no longer.
    p95_seconds: Option<i64>,
}

/// Refusals for a clause.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ClauseView {
    /// The clause.
    #[schema(example = "insult")]
    clause: String,
    /// How many.
    refused: i64,
}

/// What a rule has done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RuleView {
    /// Its pack.
    #[schema(example = "rci")]
    pack: String,
    /// The rule.
    #[schema(example = "insult.word")]
    rule: String,
    /// Comments that it hit.
    hits: i64,
    /// Of those, the ones that were decided on.
    decided: i64,
    /// Of those, the ones that were refused or called spam.
    refused: i64,
}

/// What a moderator has done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LoadView {
    /// Who; `null` where nobody was named.
    #[schema(value_type = Option<String>, example = "188005752027773590")]
    moderator: Option<ModeratorId>,
    /// Their name.
    #[schema(example = "Ada, editor")]
    name: String,
    /// Decisions that they made.
    decided: i64,
    /// Of those, the ones that were taken back.
    undone: i64,
}

impl From<Waits> for WaitsView {
    fn from(waits: Waits) -> Self {
        let seconds = |wait: i64| wait / 1_000_000;
        Self { median_seconds: waits.median.map(seconds), p95_seconds: waits.p95.map(seconds) }
    }
}

impl From<Numbers> for NumbersView {
    fn from(numbers: Numbers) -> Self {
        let days = numbers.days.into_iter().map(|day| DayView {
            day: day.from.to_day(),
            received: day.received,
            decided: day.decided,
            reversed: day.reversed,
            waits: day.waits.into(),
        });
        let rules = numbers.rules.into_iter().map(|(pack, rule, figures)| RuleView {
            pack,
            rule,
            hits: figures.hits,
            decided: figures.decided,
            refused: figures.refused,
        });
        let loads = numbers.moderators.into_iter().map(|load| LoadView {
            moderator: load.moderator,
            name: load.name,
            decided: load.decided,
            undone: load.undone,
        });
        Self {
            days: days.collect(),
            waits: numbers.waits.into(),
            clauses: numbers.clauses.into_iter().map(|(clause, refused)| ClauseView { clause, refused }).collect(),
            rules: rules.collect(),
            moderators: loads.collect(),
        }
    }
}

/// Read the numbers of a period.
#[utoipa::path(
    get, path = "/api/v1/numbers", tag = "moderators", params(NumbersQuery),
    security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "The numbers, of the sites that may be seen.", body = NumbersView),
        (status = "4XX", description = "Not logged in, or a period that is none.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn read(moderator: Moderator, request: HttpRequest, app: context::Shared) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    let period = NumbersQuery::read(request.query_string(), language)?.period(&app, language).await?;
    let numbers = moderator.desk(&app).numbers(period).await;
    let numbers = numbers.map_err(|error| Problem::from_store(&error, language))?;
    Ok(HttpResponse::Ok().insert_header(("cache-control", "no-store")).json(NumbersView::from(numbers)))
}
