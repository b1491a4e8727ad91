//! `/desk/audit`: what was done, when and by whom. For owners.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::desk::{self, Tray, to_log_in};
use super::desk_filter::Choice;
use super::problems;
use super::words::Words;
use crate::audit::{Entry, Kind};
use crate::comment::{CommentId, ModeratorId, Role, Timestamp};
use crate::store::StoreError;
use crate::web::audit_query::AuditQuery;
use crate::web::auth::AtDesk;
use crate::web::context::{self, App};
use crate::web::headers::{self, Frames};
use crate::web::problem::Problem;

/// Entries on a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "pages/desk_audit.html")]
struct Page {
    words: Words,
    token: String,
    moderator: String,
    trays: Vec<Tray>,
    kinds: Vec<Choice>,
    people: Vec<Choice>,
    sites: Vec<Choice>,
    comment: String,
    since: String,
    until: String,
    rows: Vec<Row>,
    /// The query of what is asked for, from its first entry on.
    query: String,
    next: Option<String>,
}

struct Row {
    number: i64,
    at: Timestamp,
    kind: String,
    who: String,
    site: String,
    comment: Option<CommentId>,
    facts: Vec<(String, String)>,
}

/// Shows a page of the log.
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

async fn page(at_desk: &AtDesk, query: &str, app: &App) -> Result<Page, Problem> {
    let words = Words(at_desk.moderator.language);
    let from_store = |error: StoreError| Problem::from_store(&error, words.0);
    if !at_desk.moderator.access.allows_everywhere(Role::Owner) {
        return Err(Problem::not_allowed(Role::Owner, words.0));
    }
    let asked = AuditQuery::read(query, words.0)?;
    let filter = asked.filter(app, words.0).await?;
    let (after, limit) = asked.place(PAGE, words.0)?;
    let found = app.service.audit.page(filter, after, limit).await.map_err(from_store)?;
    let known = app.service.store.sites().await.map_err(from_store)?;
    let people = app.service.people.all().await.map_err(|_| from_store(StoreError::Closed))?;
    let names: HashMap<ModeratorId, String> = people.into_iter().map(|person| (person.id, person.name)).collect();
    let choice = |value: &str, label: String, asked: &Option<String>| Choice {
        value: value.to_owned(),
        label,
        chosen: asked.as_deref() == Some(value),
    };
    let row = |entry: Entry| Row {
        number: entry.number,
        at: entry.at,
        kind: kind_label(&entry.kind, words),
        who: match entry.moderator {
            Some(id) => names.get(&id).cloned().unwrap_or_else(|| id.to_string()),
            None => words.say(&format!("audit-by-{}", entry.actor)),
        },
        site: entry
            .site
            .map(|id| known.values().find(|site| site.id == id).map_or(id.to_string(), |site| site.key.to_string()))
            .unwrap_or_default(),
        comment: entry.comment,
        facts: facts(&entry.facts),
    };
    let mut of_people: Vec<Choice> =
        names.iter().map(|(id, name)| choice(&id.to_string(), name.clone(), &asked.moderator)).collect();
    of_people.sort_by(|left, right| left.label.cmp(&right.label));
    let mut sites: Vec<Choice> =
        known.values().map(|site| choice(site.key.as_str(), site.name.clone(), &asked.site)).collect();
    sites.sort_by(|left, right| left.label.cmp(&right.label));
    Ok(Page {
        words,
        token: app.service.seal.form_token(&at_desk.session),
        moderator: at_desk.moderator.name.clone(),
        trays: desk::trays(at_desk, app, None, words).await.map_err(from_store)?,
        kinds: Kind::ALL
            .iter()
            .map(|kind| choice(kind.as_str(), kind_label(kind.as_str(), words), &asked.kind))
            .collect(),
        people: of_people,
        sites,
        comment: asked.comment.clone().unwrap_or_default(),
        since: asked.since.clone().unwrap_or_default(),
        until: asked.until.clone().unwrap_or_default(),
        rows: found.entries.into_iter().map(row).collect(),
        query: asked.address(None),
        next: found.next.map(|number| asked.address(Some(number))),
    })
}

fn kind_label(kind: &str, words: Words) -> String {
    words.say(&format!("audit-kind-{}", kind.replace('.', "-")))
}

/// The facts, each in a line; what is no object stands as it is.
fn facts(text: &str) -> Vec<(String, String)> {
    match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text) {
        Ok(facts) => facts
            .into_iter()
            .map(|(name, value)| match value {
                serde_json::Value::String(value) => (name, value),
                value => (name, value.to_string()),
            })
            .collect(),
        Err(_) => vec![(String::new(), text.to_owned())],
    }
}
