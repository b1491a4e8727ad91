//! One comment at the desk: with all that stands around it, its trail, and the mail that a decision would send.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::around::Around;
use super::card::Card;
use super::desk::{KEYS, Tray, to_log_in, trays};
use super::desk_actions::{Fields, is_of_desk, own_form, wanted};
use super::desk_flash::{Flash, flash};
use super::desk_live::Watch;
use super::desk_standings::{StandingRow, rows};
use super::problems;
use super::words::Words;
use crate::comment::{CommentId, Language, Role, ThreadId, Timestamp};
use crate::locale;
use crate::notify::{Intent, Preview};
use crate::rules::{Assessment, RuleSet};
use crate::store::decisions::Decision;
use crate::store::notes::Note;
use crate::web::auth::AtDesk;
use crate::web::context::{self, App};
use crate::web::headers::{self, Frames};
use crate::web::preview;
use crate::web::problem::{Kind, Problem};

struct Step {
    at: Timestamp,
    text: String,
    note: Option<String>,
    /// What is published since in the place of the text.
    redacted: Option<String>,
}

/// The thread, and whether it can be closed or opened.
struct ThreadChoice {
    id: ThreadId,
    is_open: bool,
}

/// What was typed before a preview, and the mail it makes; or why it makes none.
struct Shown {
    fields: Fields,
    mail: Result<Option<Preview>, Problem>,
}

#[derive(Template)]
#[template(path = "pages/desk_comment.html")]
struct CommentPage {
    words: Words,
    token: String,
    moderator: String,
    trays: Vec<Tray>,
    flash: Option<Flash>,
    /// This page, from where one came.
    back: String,
    /// The page of the queue from which one came.
    queue: String,
    card: Card,
    trail: Vec<Step>,
    undo_version: Option<i64>,
    rules: String,
    keys: [&'static str; 15],
    watch: Watch,
    around: Around,
    /// What stands of its author now.
    standings: Vec<StandingRow>,
    /// The site's key, for a standing that is to hold on it alone.
    site_key: String,
    site_name: String,
    thread: ThreadChoice,
    preview: Option<Shown>,
    /// Whether it may be kept as a test, and whether it is one.
    may_be_test: bool,
    is_test: bool,
}

/// One comment, with its trail.
pub async fn one(
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
    match page(&at_desk, &request, &path, &app, None).await {
        Ok(page) => headers::page(HttpResponse::Ok(), &Frames::Desk, language, &page),
        Err(problem) => problems::at_desk(&problem, language, None),
    }
}

/// Shows the mail that a decision would send, beside all that was typed; nothing is decided.
pub async fn show_mail(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    let (at_desk, fields) = match own_form::<Fields>(at_desk, &request, payload, &app).await {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    let language = at_desk.moderator.language;
    let mail = mail(&at_desk, &fields, &path, &app).await;
    match page(&at_desk, &request, &path, &app, Some(Shown { fields, mail })).await {
        Ok(page) => headers::page(HttpResponse::Ok(), &Frames::Desk, language, &page),
        Err(problem) => problems::at_desk(&problem, language, None),
    }
}

/// Shows a comment again on which nothing was decided, with what is wrong beside all that was typed.
pub(super) async fn returned(
    at_desk: &AtDesk,
    request: &HttpRequest,
    id: &str,
    app: &App,
    fields: Fields,
    problem: Problem,
) -> HttpResponse {
    let language = at_desk.moderator.language;
    let status = headers::status(problem.kind());
    match page(at_desk, request, id, app, Some(Shown { fields, mail: Err(problem) })).await {
        Ok(page) => headers::page(status, &Frames::Desk, language, &page),
        Err(problem) => problems::at_desk(&problem, language, None),
    }
}

async fn mail(at_desk: &AtDesk, fields: &Fields, id: &str, app: &App) -> Result<Option<Preview>, Problem> {
    let language = at_desk.moderator.language;
    let comment = id.parse().map_err(|_| Problem::new(Kind::UnknownComment, language))?;
    let (verdict, redact) = wanted(fields).ok_or_else(|| Problem::new(Kind::MalformedBody, language))?;
    let given = |name: &str| fields.get(name).cloned().filter(|value| !value.trim().is_empty());
    let intent = Intent { clause: given("clause"), note: given("note"), redacted: None };
    preview::of(app, &at_desk.desk(app), comment, verdict, intent, redact, language).await
}

async fn page(
    at_desk: &AtDesk,
    request: &HttpRequest,
    id: &str,
    app: &App,
    preview: Option<Shown>,
) -> Result<CommentPage, Problem> {
    let watch = Watch::new(app, at_desk);
    let words = Words(at_desk.moderator.language);
    let from_store = |error| Problem::from_store(&error, words.0);
    let unknown = || Problem::new(Kind::UnknownComment, words.0);
    let id: CommentId = id.parse().map_err(|_| unknown())?;
    let item = at_desk.desk(app).one(id).await.map_err(from_store)?.ok_or_else(unknown)?;
    let site = app.service.store.site_by_id(item.comment.site).await.map_err(from_store)?;
    let rules = site.as_ref().and_then(|site| app.service.rules.load().for_site(site.key.as_str(), &site.pack));
    let version = item.comment.version;
    let held = at_desk.desk(app).open(at_desk.moderator.id, vec![id]).await.map_err(from_store)?;
    let surroundings = at_desk.desk(app).surroundings(id).await.map_err(from_store)?.ok_or_else(unknown)?;
    let standings = at_desk.desk(app).standings_of(&item.comment.author_email, item.comment.site).await;
    let standings = standings.map_err(from_store)?;
    let may_decide = at_desk.moderator.access.allows(Role::Moderator, item.comment.site);
    let typed = |name: &str| preview.as_ref().and_then(|shown| shown.fields.get(name).cloned());
    // A form says where it stood; the page itself, in its address.
    let queue = typed("back").and_then(|back| origin(back.split_once('?')?.1));
    let queue = queue.or_else(|| origin(request.query_string())).unwrap_or_else(|| "/desk".to_owned());
    let flash = flash(request, words).map(|flash| Flash { undo: None, ..flash });
    Ok(CommentPage {
        words,
        token: app.service.seal.form_token(&at_desk.session),
        moderator: at_desk.moderator.name.clone(),
        trays: trays(at_desk, app, None, words).await.map_err(from_store)?,
        back: page_of(id, &queue),
        queue,
        card: Card {
            holder: held.into_iter().next(),
            note: typed("note").or_else(|| flash.as_ref().map(|flash| flash.note.clone())).unwrap_or_default(),
            remark: typed("text").unwrap_or_default(),
            ..Card::new(&item, site.as_ref().map_or("", |site| &site.name), rules.as_deref(), words)
        }
        .for_role(at_desk.moderator.access.at(item.comment.site))
        .with_clause(preview.as_ref().and_then(|shown| shown.fields.get("clause"))),
        flash,
        undo_version: item
            .decisions
            .last()
            .filter(|_| may_decide)
            .filter(|last| last.undoes.is_none())
            .map(|_| version),
        trail: trail(&item.decisions, &item.notes, rules.as_deref(), words.0),
        thread: ThreadChoice { id: item.thread.id, is_open: item.thread.is_open(Timestamp::now()) },
        preview,
        rules: item.assessment.as_ref().map(version_of).unwrap_or_default(),
        keys: KEYS,
        watch,
        around: Around::new(surroundings, words),
        standings: rows(standings, &at_desk.moderator.access, app, words).await?,
        site_key: site.as_ref().map(|site| site.key.to_string()).unwrap_or_default(),
        site_name: site.as_ref().map(|site| site.name.clone()).unwrap_or_default(),
        may_be_test: item.is_reversed(),
        is_test: at_desk.desk(app).is_test(id).await.map_err(from_store)?,
    })
}

/// The page of the queue that the address of a comment's page names.
fn origin(query: &str) -> Option<String> {
    let mut named = url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "from");
    let origin = named.next()?.1.into_owned();
    (is_of_desk(&origin) && (origin == "/desk" || origin.starts_with("/desk?"))).then_some(origin)
}

/// The address of a comment's page for somebody who comes from this page of the queue.
fn page_of(id: CommentId, queue: &str) -> String {
    let queue: String = url::form_urlencoded::byte_serialize(queue.as_bytes()).collect();
    format!("/desk/comments/{id}?from={queue}")
}

/// The comment's page for somebody who has sent a form from there or from the queue.
pub(super) fn own_page(id: &str, fields: &Fields) -> String {
    let own = format!("/desk/comments/{id}");
    match fields.get("back").filter(|back| is_of_desk(back)) {
        Some(back) if back.split('?').next() == Some(own.as_str()) => back.clone(),
        Some(queue) => id.parse().map_or(own, |id| page_of(id, queue)),
        None => own,
    }
}

/// The rules that read it: with the beginning of their hash a command line can read it again as they did.
fn version_of(found: &Assessment) -> String {
    let hash: String = found.hash.chars().take(12).collect();
    format!("{} {} (sha256 {hash}…)", found.pack, found.version)
}

/// Decisions and notes, in the order in which they were made.
fn trail(decisions: &[Decision], notes: &[Note], rules: Option<&RuleSet>, language: Language) -> Vec<Step> {
    let noted = |note: &Note| {
        let who = note.moderator.clone().unwrap_or_default();
        let text = locale::say_with(language, "trail-noted", &[("who", who)]);
        Step { at: note.created_at, text, note: Some(note.text.clone()), redacted: None }
    };
    let made = decisions.iter().map(|decision| step(decision, rules, language));
    let mut steps: Vec<Step> = made.chain(notes.iter().map(noted)).collect();
    steps.sort_by_key(|step| step.at);
    steps
}

fn step(decision: &Decision, rules: Option<&RuleSet>, language: Language) -> Step {
    let clause = decision.clause.as_deref().map(|id| {
        rules.and_then(|rules| rules.clause(id)).map_or_else(|| id.to_owned(), |c| c.title.get(language).to_owned())
    });
    let who = decision.moderator.clone().unwrap_or_else(|| "Placet".into());
    let key = match (decision.undoes, &clause) {
        (Some(_), _) => "trail-undone",
        (None, None) if decision.keeps() => "trail-kept",
        (None, Some(_)) => "trail-refused",
        (None, None) => "trail-decided",
    };
    let status = locale::say(language, &format!("is-{}", decision.to));
    let values = [("who", who), ("status", status), ("clause", clause.unwrap_or_default())];
    Step {
        at: decision.created_at,
        text: locale::say_with(language, key, &values),
        note: decision.note.clone(),
        redacted: decision.redacted.clone(),
    }
}
