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

/// Rules that can be tried: a pack, or a site's own layers over one.
struct Choice {
    value: String,
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
        Err(error) => problems::at_desk(&Problem::from_store(&error, language), language, None),
    }
}

async fn page(at_desk: &AtDesk, app: &App, fields: &Fields) -> Result<Page, crate::store::StoreError> {
    let words = Words(at_desk.moderator.language);
    let library = app.service.rules.load_full();
    let status = app.service.reload.status();
    let figures = at_desk.desk(app).rule_figures().await?;
    let kept = at_desk.desk(app).kept_tests().await?;
    let sets = rule_sets(library.names(), &figures);
    let asked =
        fields.get("pack").and_then(|asked| sets.iter().find(|(pack, site)| value(pack, site.as_deref()) == *asked));
    let chosen = asked.or_else(|| sets.iter().find(|(pack, _)| pack == "rci")).or(sets.first()).cloned();
    let set = chosen.as_ref().and_then(|(pack, site)| match site {
        Some(site) => library.for_site(site, pack),
        None => library.pack(pack),
    });
    let typed = fields.get("text").cloned().unwrap_or_default();
    let tried = set.filter(|_| !typed.trim().is_empty()).map(|set| tried(&set, &typed, words));
    let choices = sets.iter().map(|one| Choice {
        value: value(&one.0, one.1.as_deref()),
        name: title(&one.0, one.1.as_deref()),
        is_chosen: chosen.as_ref() == Some(one),
    });
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
        choices: choices.collect(),
        typed,
        tried,
        tests: kept.iter().map(|test| TestRow::new(test, &library, words)).collect(),
        layer: as_layer(&kept, &library),
    })
}

/// The packs, and after them the sites that lay something of their own over one.
fn rule_sets<'a>(packs: impl Iterator<Item = &'a str>, figures: &[PackFigures]) -> Vec<(String, Option<String>)> {
    let own = figures.iter().filter(|figures| figures.site.is_some());
    packs
        .map(|pack| (pack.to_owned(), None))
        .chain(own.map(|figures| (figures.pack.clone(), figures.site.clone())))
        .collect()
}

fn value(pack: &str, site: Option<&str>) -> String {
    site.map_or_else(|| pack.to_owned(), |site| format!("{pack}/{site}"))
}

fn title(pack: &str, site: Option<&str>) -> String {
    site.map_or_else(|| pack.to_owned(), |site| format!("{pack} · {site}"))
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
        Self {
            title: title(&format!("{} {}", pack.pack, pack.version), pack.site.as_deref()),
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
        parts: marks::parts_at_desk(text, &hits),
        told: marks::reasons(&view::hits(&told, Some(set), text, words.0), words.0),
        hits: hits
            .into_iter()
            .map(|hit| TriedHit {
                rule: hit.rule,
                view: words.say(&format!("view-{}", hit.view)),
                surface: hit.surface,
                word: hit.word.unwrap_or_default(),
                mode: words.say(&format!("rules-mode-{}", hit.mode)),
            })
            .collect(),
    }
}
