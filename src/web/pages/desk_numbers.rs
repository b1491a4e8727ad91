//! `/desk/numbers`: what came in, what was decided, how long it waited; charts, each with its table and its CSV.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::desk::{self, Tray, to_log_in};
use super::desk_filter::Choice;
use super::numbers_tables::{self, Section};
use super::problems;
use super::words::Words;
use crate::comment::Role;
use crate::locale;
use crate::web::auth::AtDesk;
use crate::web::context::{self, App};
use crate::web::headers::{self, Frames};
use crate::web::numbers_query::{NumbersQuery, USUAL_DAYS};
use crate::web::problem::{Kind, Problem};

/// The periods that the form offers, in days.
const PERIODS: [u32; 3] = [7, 30, 90];

#[derive(Template)]
#[template(path = "pages/desk_numbers.html")]
struct Page {
    words: Words,
    token: String,
    moderator: String,
    trays: Vec<Tray>,
    periods: Vec<Choice>,
    sites: Vec<Choice>,
    from: String,
    to: String,
    /// The days in words.
    period: String,
    is_owner: bool,
    query: String,
    sections: Vec<Section>,
}

/// Shows the numbers of a period.
pub async fn show(at_desk: Result<AtDesk, Problem>, request: HttpRequest, app: context::Shared) -> HttpResponse {
    let at_desk = match at_desk {
        Ok(at_desk) => at_desk,
        Err(problem) => return to_log_in(&problem, &request),
    };
    let language = at_desk.moderator.language;
    match page(&at_desk, request.query_string(), &app).await {
        Ok(page) => headers::page(HttpResponse::Ok(), &Frames::None, language, &page),
        Err(problem) => problems::at_desk(&problem, language, None),
    }
}

/// One of its tables as CSV (RFC 4180), with names and units that stay the same in every language.
pub async fn table(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    path: web::Path<String>,
    app: context::Shared,
) -> HttpResponse {
    let at_desk = match at_desk {
        Ok(at_desk) => at_desk,
        Err(problem) => return to_log_in(&problem, &request),
    };
    let language = at_desk.moderator.language;
    let answer = async {
        let asked = NumbersQuery::read(request.query_string(), language)?;
        let period = asked.period(&app, language).await?;
        let numbers = at_desk.desk(&app).numbers(period).await;
        let numbers = numbers.map_err(|error| Problem::from_store(&error, language))?;
        numbers_tables::csv(&path, &numbers).ok_or_else(|| Problem::new(Kind::NotFound, language))
    };
    match answer.await {
        Ok(text) => HttpResponse::Ok()
            .content_type("text/csv; charset=utf-8; header=present")
            .insert_header(("cache-control", "no-store"))
            .insert_header(("x-content-type-options", "nosniff"))
            .insert_header(("content-disposition", format!("attachment; filename=\"placet-{path}.csv\"")))
            .body(text),
        Err(problem) => problems::at_desk(&problem, language, None),
    }
}

async fn page(at_desk: &AtDesk, query: &str, app: &App) -> Result<Page, Problem> {
    let words = Words(at_desk.moderator.language);
    let asked = NumbersQuery::read(query, words.0)?;
    // The form has a list of periods beside two days: where days are named, they are what is meant.
    let asked = NumbersQuery { days: asked.days.clone().filter(|_| asked.from.is_none()), ..asked };
    let period = asked.period(app, words.0).await?;
    let from_store = |error| Problem::from_store(&error, words.0);
    let numbers = at_desk.desk(app).numbers(period).await.map_err(from_store)?;
    let library = app.service.rules.load();
    let clause = |id: &str| {
        let known = library
            .sets()
            .into_iter()
            .find_map(|(_, set)| set.clause(id).map(|clause| clause.title.get(words.0).to_owned()));
        known.unwrap_or_else(|| id.to_owned())
    };
    let days = asked.days.clone().or_else(|| asked.from.is_none().then(|| USUAL_DAYS.to_string()));
    let known = app.service.store.sites().await.map_err(from_store)?;
    let seen = known.values().filter(|site| at_desk.moderator.access.allows(Role::Viewer, site.id));
    let mut sites: Vec<Choice> = seen
        .map(|site| Choice {
            value: site.key.to_string(),
            label: site.name.clone(),
            chosen: asked.site.as_deref() == Some(site.key.as_str()),
        })
        .collect();
    sites.sort_by(|left, right| left.label.cmp(&right.label));
    let last = numbers.days.last().map_or(period.from, |day| day.from);
    Ok(Page {
        words,
        token: app.service.seal.form_token(&at_desk.session),
        moderator: at_desk.moderator.name.clone(),
        trays: desk::trays(at_desk, app, None, words).await.map_err(from_store)?,
        periods: PERIODS
            .into_iter()
            .map(|count| Choice {
                value: count.to_string(),
                label: words.count("numbers-last-days", &i64::from(count)),
                chosen: days.as_deref() == Some(&count.to_string()),
            })
            .collect(),
        sites,
        from: asked.from.clone().unwrap_or_default(),
        to: asked.to.clone().unwrap_or_default(),
        period: locale::say_with(words.0, "numbers-period", &[("from", period.from.to_day()), ("to", last.to_day())]),
        is_owner: at_desk.moderator.access.allows_everywhere(Role::Owner),
        query: asked.address(),
        sections: numbers_tables::sections(&numbers, words, &clause),
    })
}
