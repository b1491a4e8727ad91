//! The rules in force at the desk: what each has done, and a box to try a text in.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::desk::{self, Tray, to_log_in};
use super::desk_actions::{Fields, own_form};
use super::desk_tests::{TestRow, as_layer};
use super::marks::{self, Part};
use super::problems;
use super::words::Words;
use crate::comment::Timestamp;
use crate::review::PackFigures;
use crate::rules::{Draft, Hit, Mode, Past, RuleSet};
use crate::web::auth::AtDesk;
use crate::web::context::{self, App};
use crate::web::headers::{self, Frames};
use crate::web::problem::Problem;
use crate::web::view;

#[derive(Template)]
#[template(path = "pages/desk_rules.html")]
struct Page {
    words: Words,
    token: String,
    moderator: String,
    trays: Vec<Tray>,
    loaded_at: Timestamp,
    failure: Option<(Timestamp, String)>,
    packs: Vec<PackTable>,
    choices: Vec<Choice>,
    typed: String,
    tried: Option<Tried>,
    tests: Vec<TestRow>,
    layer: String,
}

/// A pack that can be tried.
struct Choice {
    name: String,
    is_chosen: bool,
}

struct PackTable {
    title: String,
    hash: String,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    clause: String,
    mode: String,
    is_shadow: bool,
    action: String,
    hits: i64,
    precision: String,
    last: Option<Timestamp>,
}

/// What the rules make of a text.
struct Tried {
    outcome: String,
    score: String,
    parts: Vec<Part>,
    hits: Vec<TriedHit>,
    told: Vec<String>,
}

struct TriedHit {
    rule: String,
    view: String,
    surface: String,
    word: String,
    mode: String,
}

/// Shows the rules.
pub async fn show(at_desk: Result<AtDesk, Problem>, request: HttpRequest, app: context::Shared) -> HttpResponse {
    match at_desk {
        Ok(at_desk) => answer(&at_desk, &app, &Fields::new()).await,
        Err(problem) => to_log_in(&problem, &request),
    }
}

/// Tries a text.
pub async fn try_text(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    match own_form(at_desk, &request, payload, &app).await {
        Ok((at_desk, fields)) => answer(&at_desk, &app, &fields).await,
        Err(answer) => answer,
    }
}

async fn answer(at_desk: &AtDesk, app: &App, fields: &Fields) -> HttpResponse {
    let language = at_desk.moderator.language;
    match page(at_desk, app, fields).await {
        Ok(page) => headers::page(HttpResponse::Ok(), &Frames::None, language, &page),
        Err(error) => problems::answer(&Problem::from_store(&error, language), language, None),
    }
}

async fn page(at_desk: &AtDesk, app: &App, fields: &Fields) -> Result<Page, crate::store::StoreError> {
    let words = Words(at_desk.moderator.language);
    let library = app.service.rules.load_full();
    let status = app.service.reload.status();
    let figures = at_desk.desk(app).rule_figures().await?;
    let kept = at_desk.desk(app).kept_tests().await?;
    let names: Vec<String> = library.names().map(str::to_owned).collect();
    let chosen =
        fields.get("pack").filter(|pack| names.contains(pack)).or_else(|| names.iter().find(|name| *name == "rci"));
    let chosen = chosen.or(names.first()).cloned().unwrap_or_default();
    let typed = fields.get("text").cloned().unwrap_or_default();
    let tried = library.pack(&chosen).filter(|_| !typed.trim().is_empty()).map(|set| tried(&set, &typed, words));
    let table = |pack: PackFigures| {
        let set = match &pack.site {
            Some(site) => library.for_site(site, &pack.pack),
            None => library.pack(&pack.pack),
        };
        PackTable::new(pack, set.as_deref(), words)
    };
    Ok(Page {
        words,
        token: app.service.seal.form_token(&at_desk.session),
        moderator: at_desk.moderator.name.clone(),
        trays: desk::trays(at_desk, app, None, words).await?,
        loaded_at: status.loaded_at,
        failure: status.failure,
        packs: figures.into_iter().map(table).collect(),
        choices: names.into_iter().map(|name| Choice { is_chosen: name == chosen, name }).collect(),
        typed,
        tried,
        tests: kept.iter().map(|test| TestRow::new(test, &library, words)).collect(),
        layer: as_layer(&kept),
    })
}

impl PackTable {
    fn new(pack: PackFigures, set: Option<&RuleSet>, words: Words) -> Self {
        let rows = pack.rules.into_iter().map(|(rule, figures)| {
            let clause = rule.clause.as_deref().and_then(|id| set?.clause(id));
            let precision = match figures.decided {
                0 => "–".to_owned(),
                decided => format!("{} % ({} / {decided})", figures.refused * 100 / decided, figures.refused),
            };
            Row {
                id: rule.id,
                clause: clause.map(|clause| clause.title.get(words.0).to_owned()).unwrap_or_default(),
                mode: words.say(match rule.mode {
                    None => "rules-mode-off",
                    Some(Mode::Shadow) => "rules-mode-shadow",
                    Some(Mode::Enforce) => "rules-mode-enforce",
                }),
                is_shadow: rule.mode == Some(Mode::Shadow),
                action: words.say(&format!("outcome-{}", rule.action.as_str())),
                hits: figures.hits,
                precision,
                last: figures.last,
            }
        });
        let site = pack.site.map(|site| format!(" · {site}")).unwrap_or_default();
        Self {
            title: format!("{} {}{site}", pack.pack, pack.version),
            hash: pack.hash.chars().take(12).collect(),
            rows: rows.collect(),
        }
    }
}

fn tried(set: &RuleSet, text: &str, words: Words) -> Tried {
    let found = set.assess(&Draft { text, ..Draft::default() }, &Past::default());
    let hits = view::hits(&found, Some(set), text, words.0);
    let mut told = found.clone();
    told.hits.retain(Hit::may_be_mended);
    Tried {
        outcome: words.say(&format!("outcome-{}", found.outcome.as_str())),
        score: format!("{:.2}", found.score),
        parts: marks::parts(text, &hits),
        told: marks::reasons(&view::hits(&told, Some(set), text, words.0), words.0),
        hits: hits
            .into_iter()
            .map(|hit| TriedHit {
                rule: hit.rule,
                view: hit.view,
                surface: hit.surface,
                word: hit.word.unwrap_or_default(),
                mode: hit.mode,
            })
            .collect(),
    }
}
