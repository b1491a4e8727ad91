//! One decision on all that a filter finds: how many they are is confirmed first.

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::desk::{self, Tray};
use super::desk_actions::{Fields, is_of_desk, own_form};
use super::desk_bulk::to;
use super::desk_filter::{Choice, Filter};
use super::desk_flash::{self, Flash};
use super::problems;
use super::words::Words;
use crate::comment::{Source, Timestamp, Verdict};
use crate::locale;
use crate::review::{self, BulkError, Confirmed, LARGEST_BULK, Order};
use crate::web::auth::AtDesk;
use crate::web::context::{self, App};
use crate::web::headers::{self, Frames};
use crate::web::problem::{Kind, Problem};
use crate::web::queue_query::QueueQuery;

/// One decision on many takes no longer than this.
const LONGEST: Duration = Duration::from_secs(600);

#[derive(Template)]
#[template(path = "pages/desk_all.html")]
struct AllPage {
    words: Words,
    token: String,
    moderator: String,
    trays: Vec<Tray>,
    flash: Option<Flash>,
    /// The filter as the query of an address.
    filter: String,
    /// What it asks for, name by name.
    asked: Vec<(String, String)>,
    count: usize,
    until: String,
    /// What approving is called in this tray.
    approve_label: String,
    /// How many, in words.
    said: String,
    has_more: bool,
    clauses: Vec<Choice>,
}

/// Says how many comments a filter finds, and asks what is to be done with them.
pub async fn confirm(at_desk: Result<AtDesk, Problem>, request: HttpRequest, app: context::Shared) -> HttpResponse {
    let at_desk = match at_desk {
        Ok(at_desk) => at_desk,
        Err(problem) => return desk::to_log_in(&problem, &request),
    };
    let language = at_desk.moderator.language;
    match page(&at_desk, &request, &app).await {
        Ok(page) => headers::page(HttpResponse::Ok(), &Frames::Desk, language, &page),
        Err(problem) => problems::at_desk(&problem, language, None),
    }
}

async fn page(at_desk: &AtDesk, request: &HttpRequest, app: &App) -> Result<AllPage, Problem> {
    let words = Words(at_desk.moderator.language);
    let from_store = |error| Problem::from_store(&error, words.0);
    let asked = QueueQuery::read(request.query_string(), &desk_flash::OF_FLASH, words.0)?;
    let asked = QueueQuery { after: None, ..asked };
    let tray = asked.status.as_deref().and_then(review::Tray::from_word).unwrap_or(desk::PENDING);
    let wanted = asked.request(app, &at_desk.moderator, 1).await?;
    let found = at_desk.desk(app).matching(wanted, None).await.map_err(from_store)?;
    let count = found.comments.len();
    let filter = Filter::new(app, &at_desk.moderator.access, &asked, words).await?;
    Ok(AllPage {
        words,
        token: app.service.seal.form_token(&at_desk.session),
        moderator: at_desk.moderator.name.clone(),
        trays: desk::trays(at_desk, app, Some(tray), words).await.map_err(from_store)?,
        flash: desk_flash::flash(request, words),
        approve_label: desk::approve_label(tray, words),
        filter: asked.address(),
        asked: filter.told(words),
        count,
        until: found.until.to_string(),
        said: words.count("all-count", &i64::try_from(count).unwrap_or(i64::MAX)),
        has_more: found.has_more,
        clauses: filter.clauses,
    })
}

/// Decides on all that were confirmed.
pub async fn decide(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    let (at_desk, fields) = match own_form::<Fields>(at_desk, &request, payload, &app).await {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    let language = at_desk.moderator.language;
    let value = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let malformed = || problems::at_desk(&Problem::new(Kind::MalformedBody, language), language, None);
    let Some(verdict) = Verdict::from_word(value("verdict")) else { return malformed() };
    let (Ok(count), Ok(until)) = (value("count").parse::<usize>(), value("until").parse()) else { return malformed() };
    let query = match QueueQuery::read(value("filter"), &[], language) {
        Ok(query) => query,
        Err(problem) => return problems::at_desk(&problem, language, None),
    };
    let to = |page: &str, said: &str| {
        let location = format!("{page}?{}&{said}", query.address());
        HttpResponse::SeeOther().insert_header(("location", location)).finish()
    };
    let clause = Some(value("clause").to_owned()).filter(|clause| !clause.is_empty());
    if verdict == Verdict::Refuse && clause.is_none() {
        return to("/desk/all", "done=clause-needed");
    }
    let wanted = match query.request(&app, &at_desk.moderator, 1).await {
        Ok(wanted) => wanted,
        Err(problem) => return problems::at_desk(&problem, language, None),
    };
    let order = |comment, version| Order {
        comment,
        version,
        verdict,
        clause: clause.clone(),
        note: None,
        redact: false,
        last_report: None,
        moderator: Some(at_desk.moderator.id),
        source: Source::Moderator,
    };
    let since = Timestamp::now();
    match at_desk.desk(&app).decide_matching(wanted, Confirmed { count, until }, order).await {
        Ok(results) => {
            let done = results.iter().filter(|(_, result)| result.is_ok()).count();
            let (failed, since, until) = (results.len() - done, since.as_micros(), Timestamp::now().as_micros());
            to("/desk", &format!("done=all-decided&count={done}&failed={failed}&since={since}&until={until}"))
        }
        Err(BulkError::Grown { .. }) => to("/desk/all", "done=count-changed"),
        Err(BulkError::Store(error)) => problems::at_desk(&Problem::from_store(&error, language), language, None),
    }
}

/// Takes back what was decided on all that a filter found.
pub async fn undo(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    let (at_desk, fields) = match own_form::<Fields>(at_desk, &request, payload, &app).await {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    let language = at_desk.moderator.language;
    let moment = |name: &str| fields.get(name)?.parse().ok().map(Timestamp::from_micros);
    let Some(between) = moment("since").zip(moment("until")).filter(|(since, until)| *until <= since.plus(LONGEST))
    else {
        return problems::at_desk(&Problem::new(Kind::MalformedBody, language), language, None);
    };
    let back = fields.get("back").map(String::as_str).filter(|back| is_of_desk(back)).unwrap_or("/desk");
    match at_desk.desk(&app).undo_between(at_desk.moderator.id, between).await {
        Ok(undone) => {
            let count = undone.iter().filter(|result| result.is_ok()).count();
            to(back, &format!("done=several-undone&count={count}&failed={}", undone.len() - count))
        }
        Err(error) => problems::at_desk(&Problem::from_store(&error, language), language, None),
    }
}

impl AllPage {
    /// How many comments one decision takes in.
    fn left(&self) -> String {
        locale::say_with(self.words.0, "all-more", &[("most", LARGEST_BULK.to_string())])
    }
}
