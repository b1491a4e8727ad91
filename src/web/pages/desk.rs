//! The desk: the queue, and what stands on every page of it.

use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::card::{Card, ClauseChoice};
use super::desk_filter::{Filter, Wrong};
use super::desk_flash::{Flash, OF_FLASH, flash};
use super::desk_live::Watch;
use super::problems;
use super::words::Words;
use crate::comment::{Status, Timestamp};
use crate::review::{self, TrayCount};
use crate::store::StoreError;
use crate::web::auth::AtDesk;
use crate::web::context::{self, App};
use crate::web::headers::{self, Frames};
use crate::web::problem::{Kind, Problem};
use crate::web::queue_query::{QueueQuery, position_text};

/// Comments on a page of the desk: so many that the way to the next page, which takes a browser four times as long as the way
/// to the next comment, is one of twenty-five.
const PAGE: usize = 25;

/// How often a page that is not full is looked for further on, before an editor is asked whether to go on.
const LOOKS: usize = 40;

/// The tray with which the desk opens.
pub(super) const PENDING: review::Tray = review::Tray::Of(Status::Pending);

/// Trays count up to this; more is "999+".
const COUNTED: usize = 1000;

/// What can be done by keyboard, in the order of the help.
pub(super) const KEYS: [&str; 15] = [
    "next", "previous", "approve", "redact", "refuse", "spam", "reopen", "undo", "select", "open", "note", "word",
    "search", "fresh", "help",
];

/// A tray in the desk's header.
pub struct Tray {
    pub word: &'static str,
    pub label: String,
    pub count: String,
    /// For how long the oldest has been there.
    pub age: Option<String>,
    pub current: bool,
}

struct OrderLink {
    address: String,
    label: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "pages/desk_queue.html")]
struct QueuePage {
    words: Words,
    token: String,
    moderator: String,
    trays: Vec<Tray>,
    flash: Option<Flash>,
    orders: Vec<OrderLink>,
    filter: Filter,
    back: String,
    cards: Vec<Card>,
    /// What approving several is called: in the tray of what is reported it keeps them.
    approve_label: String,
    /// The same view with what others are reading, where there is nothing else.
    others_read: Option<String>,
    /// Whether they can go back to the tray of what is pending.
    may_reopen: bool,
    /// Whether there are several on which whoever looks may decide.
    several: bool,
    next: Option<String>,
    keys: [&'static str; 15],
    watch: Watch,
    /// The clauses that a refusal of several comments can name.
    clauses: Vec<ClauseChoice>,
}

impl QueuePage {
    /// The word to readers that was typed for a decision that could not be made.
    fn note(&self) -> &str {
        self.flash.as_ref().map(|flash| flash.note.as_str()).unwrap_or_default()
    }
}

/// The desk, or the way to log in.
pub async fn queue(at_desk: Result<AtDesk, Problem>, request: HttpRequest, app: context::Shared) -> HttpResponse {
    let at_desk = match at_desk {
        Ok(at_desk) => at_desk,
        Err(problem) => return to_log_in(&problem, &request),
    };
    let language = at_desk.moderator.language;
    // The desk opens with the view that the moderator keeps.
    if let Some(view) = at_desk.moderator.view.as_ref().filter(|_| request.query_string().is_empty())
        && is_shown(view, &at_desk, &app).await
    {
        return HttpResponse::SeeOther().insert_header(("location", format!("/desk?{view}"))).finish();
    }
    match queue_page(&at_desk, &request, &app).await {
        Ok(page) => {
            let status = if page.filter.wrong.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
            headers::page(HttpResponse::build(status), &Frames::Desk, language, &page)
        }
        Err(problem) => problems::at_desk(&problem, language, None),
    }
}

/// Whether a kept view can be shown still: its site or thread may be gone, and the desk must open all the same.
async fn is_shown(view: &str, at_desk: &AtDesk, app: &App) -> bool {
    match QueueQuery::read(view, &[], at_desk.moderator.language) {
        Ok(asked) => asked.request(app, &at_desk.moderator, PAGE).await.is_ok(),
        Err(_) => false,
    }
}

async fn queue_page(at_desk: &AtDesk, request: &HttpRequest, app: &App) -> Result<QueuePage, Problem> {
    let watch = Watch::new(app, at_desk);
    let words = Words(at_desk.moderator.language);
    let from_store = |error| Problem::from_store(&error, words.0);
    let asked = QueueQuery::read(request.query_string(), &OF_FLASH, words.0)?;
    let tray = asked.status.as_deref().and_then(review::Tray::from_word).unwrap_or(PENDING);
    let usual = if tray == PENDING { "risk" } else { "newest" };
    let order_word = asked.order.clone().unwrap_or_else(|| usual.to_owned());
    // What somebody else is reading waits for nobody else, unless it is asked for.
    let free = asked.free.clone().or_else(|| (tray == PENDING).then(|| "yes".to_owned()));
    let asked = QueueQuery { status: Some(tray.as_str().to_owned()), order: Some(order_word.clone()), free, ..asked };
    // What the filter asks and cannot be is told in its form, with all else that was asked.
    let ((page, held), wrong) = match wanted(at_desk, app, &asked).await? {
        Ok(wanted) => {
            let opened = at_desk.desk(app).open_queue(at_desk.moderator.id, wanted, LOOKS).await;
            (opened.map_err(from_store)?, Vec::new())
        }
        Err(wrong) => (Default::default(), wrong),
    };
    let others_read = if page.items.is_empty() && page.next.is_none() && asked.free.as_deref() == Some("yes") {
        others_read(at_desk, app, &asked).await?
    } else {
        None
    };
    let flash = flash(request, words);
    let chosen = flash.as_ref().map(|flash| flash.chosen.clone()).unwrap_or_default();
    let mut cards = Vec::with_capacity(page.items.len());
    for item in &page.items {
        let site = app.service.store.site_by_id(item.comment.site).await.map_err(from_store)?;
        let rules = site.as_ref().and_then(|site| app.service.rules.load().for_site(site.key.as_str(), &site.pack));
        let holder = held.iter().find(|held| held.comment == item.comment.id).cloned();
        let card = Card::new(item, site.as_ref().map_or("", |site| &site.name), rules.as_deref(), words);
        let chosen = chosen.contains(&card.id);
        cards.push(Card { holder, chosen, ..card }.for_role(at_desk.moderator.access.at(item.comment.site)));
    }
    let first_page = QueueQuery { after: None, ..asked.clone() };
    let orders = ["risk", "oldest", "newest"].into_iter().map(|word| OrderLink {
        address: QueueQuery { order: Some(word.to_owned()), ..first_page.clone() }.address(),
        label: words.say(&format!("order-{word}")),
        current: word == order_word,
    });
    Ok(QueuePage {
        words,
        token: app.service.seal.form_token(&at_desk.session),
        moderator: at_desk.moderator.name.clone(),
        trays: trays(at_desk, app, Some(tray), words).await.map_err(from_store)?,
        flash,
        orders: orders.collect(),
        back: format!("/desk?{}", first_page.address()),
        filter: Filter { wrong, ..Filter::new(app, &at_desk.moderator.access, &asked, words).await? },
        others_read,
        clauses: clauses(&cards),
        approve_label: approve_label(tray, words),
        may_reopen: tray != PENDING,
        several: cards.iter().filter(|card| card.may_decide()).count() > 1,
        cards,
        keys: KEYS,
        watch,
        next: page.next.map(|place| QueueQuery { after: Some(position_text(place)), ..first_page }.address()),
    })
}

/// The view with what others are reading, where there is something of that.
async fn others_read(at_desk: &AtDesk, app: &App, asked: &QueueQuery) -> Result<Option<String>, Problem> {
    let all = QueueQuery { free: Some("no".to_owned()), after: None, ..asked.clone() };
    let Ok(request) = wanted(at_desk, app, &all).await? else { return Ok(None) };
    let found = at_desk.desk(app).full_queue(request, LOOKS).await;
    let found = found.map_err(|error| Problem::from_store(&error, at_desk.moderator.language))?;
    Ok((!found.items.is_empty()).then(|| all.address()))
}

/// What is asked for; or every value of the filter that cannot be.
async fn wanted(
    at_desk: &AtDesk,
    app: &App,
    asked: &QueueQuery,
) -> Result<Result<review::QueueRequest, Vec<Wrong>>, Problem> {
    let words = Words(at_desk.moderator.language);
    let (mut rest, mut wrong) = (asked.clone(), Vec::new());
    loop {
        match rest.request(app, &at_desk.moderator, PAGE).await {
            Ok(wanted) => return Ok(if wrong.is_empty() { Ok(wanted) } else { Err(wrong) }),
            Err(problem) => {
                let field = Wrong::of(&problem, words).ok_or(problem)?;
                field.leave_out(&mut rest);
                wrong.push(field);
            }
        }
    }
}

/// What approving is called in a tray.
pub(super) fn approve_label(tray: review::Tray, words: Words) -> String {
    words.say(if tray == review::Tray::Reported { "desk-keep" } else { "desk-approve" })
}

/// The clauses of all these comments' sites, each once.
fn clauses(cards: &[Card]) -> Vec<ClauseChoice> {
    let mut all: Vec<ClauseChoice> = Vec::new();
    for clause in cards.iter().flat_map(|card| &card.clauses) {
        if !all.iter().any(|known| known.id == clause.id) {
            all.push(ClauseChoice { id: clause.id.clone(), title: clause.title.clone(), suggested: false });
        }
    }
    all
}

pub(super) async fn trays(
    at_desk: &AtDesk,
    app: &App,
    current: Option<review::Tray>,
    words: Words,
) -> Result<Vec<Tray>, StoreError> {
    let counts = at_desk.desk(app).counts(COUNTED).await?;
    let now = Timestamp::now();
    let tray = |TrayCount { tray, count, oldest }| Tray {
        word: tray.as_str(),
        age: oldest.map(|oldest| age(now, oldest, words)),
        label: words.say(&format!("tray-{}", tray.as_str())),
        count: if count < COUNTED { count.to_string() } else { format!("{}+", COUNTED - 1) },
        current: current == Some(tray),
    };
    Ok(counts.into_iter().map(tray).collect())
}

/// For how long something has been there, in the largest unit.
fn age(now: Timestamp, since: Timestamp, words: Words) -> String {
    let minutes = now.as_micros().saturating_sub(since.as_micros()) / 60_000_000;
    match minutes {
        ..60 => words.count("age-minutes", &minutes),
        60..2880 => words.count("age-hours", &(minutes / 60)),
        _ => words.count("age-days", &(minutes / 1440)),
    }
}

/// Sends whoever is not logged in to the log-in page, and from there back to where they wanted to go.
pub fn to_log_in(problem: &Problem, request: &HttpRequest) -> HttpResponse {
    if problem.kind() != Kind::NotLoggedIn {
        return problems::at_desk(problem, context::language(request), None);
    }
    HttpResponse::SeeOther().insert_header(("location", log_in_address(request))).finish()
}

/// The log-in page, with the page on which one was: of a form, the page that it stands on.
pub fn log_in_address(request: &HttpRequest) -> String {
    let wanted = match request.method() {
        &Method::GET | &Method::HEAD => request.uri().to_string(),
        _ => page_of_form(request.path()),
    };
    let wanted: String = url::form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
    format!("/desk/login?next={wanted}")
}

/// The page on which a form of the desk stands, by the address that it is sent to.
fn page_of_form(path: &str) -> String {
    let mut parts = path.trim_start_matches("/desk/").split('/');
    match (parts.next(), parts.next()) {
        (Some("comments"), Some(id)) => format!("/desk/comments/{id}"),
        (Some(page @ ("account" | "people" | "standings" | "rules")), _) => format!("/desk/{page}"),
        _ => "/desk".to_owned(),
    }
}
