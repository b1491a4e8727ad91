//! Comments that editors keep as tests of the rules: kept, dropped, and shown with what the rules make of them.

use std::fmt::Write as _;

use actix_web::{HttpRequest, HttpResponse, web};

use super::desk_actions::{Fields, own_form};
use super::problems;
use super::words::Words;
use crate::comment::{CommentId, Timestamp};
use crate::locale;
use crate::review::{DecideError, TestState};
use crate::rules::Library;
use crate::web::auth::AtDesk;
use crate::web::context;
use crate::web::problem::Problem;

/// A kept test in its row.
pub struct TestRow {
    pub comment: CommentId,
    pub text: String,
    pub wanted: String,
    pub state: String,
    pub holds: bool,
    pub who: String,
    pub at: Timestamp,
}

impl TestRow {
    /// In the words of whoever looks.
    pub fn new(state: &TestState, library: &Library, words: Words) -> Self {
        let test = &state.test;
        let set = library.for_site(&test.site, &test.pack);
        let clause = test.clause.as_deref().map(|id| {
            let known = set.as_ref().and_then(|set| set.clause(id));
            known.map_or_else(|| id.to_owned(), |clause| clause.title.get(words.0).to_owned())
        });
        let wanted = match (test.passes, clause) {
            (true, _) => locale::say_with(words.0, "tests-passes", &[("rules", test.rules.join(", "))]),
            (false, Some(clause)) => locale::say_with(words.0, "tests-fires", &[("clause", clause)]),
            (false, None) => words.say("tests-fires-any"),
        };
        Self {
            comment: test.comment,
            text: test.text.chars().take(160).collect(),
            wanted,
            state: words.say(match state.holds {
                Some(true) => "tests-holds",
                Some(false) => "tests-fails",
                None => "tests-no-pack",
            }),
            holds: state.holds == Some(true),
            who: test.moderator.clone().unwrap_or_default(),
            at: test.created_at,
        }
    }
}

/// The kept tests as layers of rules, one to be laid over each pack: known failures until the rules do what is wanted.
pub fn as_layer(tests: &[TestState], library: &Library) -> String {
    let mut packs: Vec<&str> = tests.iter().map(|test| test.test.pack.as_str()).collect();
    packs.sort_unstable();
    packs.dedup();
    let of_pack = |pack: &&str| {
        let own: Vec<&TestState> = tests.iter().filter(|test| test.test.pack == *pack).collect();
        layer_over(pack, &own, library)
    };
    packs.iter().map(of_pack).collect::<Vec<_>>().join("---\n")
}

fn layer_over(pack: &str, tests: &[&TestState], library: &Library) -> String {
    let quoted = |text: &str| serde_json::Value::String(text.to_owned()).to_string();
    let set = library.pack(pack);
    let has_rule = |rule: &str| set.as_ref().is_some_and(|set| set.has_rule(rule));
    let mut rules: Vec<&String> =
        tests.iter().filter(|test| test.test.passes).flat_map(|test| &test.test.rules).collect();
    rules.sort();
    rules.dedup();
    let mut layer = format!("format: 1\npack: {pack}\nversion: kept\nrules:\n");
    let (own, others): (Vec<&String>, Vec<&String>) = rules.into_iter().partition(|rule| has_rule(rule));
    if own.is_empty() {
        layer = layer.replace("rules:\n", "rules: []\n");
    }
    for rule in own {
        let of_rule = tests.iter().filter(|test| test.test.passes && test.test.rules.contains(rule));
        let (passes, todo): (Vec<&TestState>, Vec<&TestState>) = of_rule.partition(|test| test.holds == Some(true));
        let _ = writeln!(layer, "  - id: {rule}\n    override: {{tests: append}}\n    tests:");
        for (name, tests) in [("passes", passes), ("todo_passes", todo)] {
            if !tests.is_empty() {
                let _ = writeln!(layer, "      {name}:");
            }
            for test in tests {
                let (name, text) = (quoted(&test.test.name), quoted(&test.test.text));
                let _ = writeln!(layer, "        - {{name: {name}, text: {text}}}");
            }
        }
    }
    // What follows from several rules has no texts for tests, and a rule that is gone has none either.
    for rule in others {
        for test in tests.iter().filter(|test| test.test.passes && test.test.rules.contains(rule)) {
            let _ = writeln!(layer, "# {rule}: should not hit {}", quoted(&test.test.text));
        }
    }
    for test in tests.iter().filter(|test| !test.test.passes) {
        let clause = test.test.clause.as_deref().unwrap_or("spam");
        let _ = writeln!(layer, "# {clause}: a rule should hit {}", quoted(&test.test.text));
    }
    layer
}

/// Keeps a comment as a test.
pub async fn keep(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    change(at_desk, &request, path, payload, &app, true).await
}

/// Keeps it no longer.
pub async fn drop_one(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    change(at_desk, &request, path, payload, &app, false).await
}

async fn change(
    at_desk: Result<AtDesk, Problem>,
    request: &HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    app: &context::App,
    keeps: bool,
) -> HttpResponse {
    let at_desk = match own_form::<Fields>(at_desk, request, payload, app).await {
        Ok((at_desk, _)) => at_desk,
        Err(answer) => return answer,
    };
    let language = at_desk.moderator.language;
    let comment = path.parse::<CommentId>().map_err(|_| DecideError::NotFound);
    let done = match comment {
        Ok(comment) if keeps => at_desk.desk(app).keep_as_test(comment, Some(at_desk.moderator.id)).await,
        Ok(comment) => at_desk.desk(app).drop_test(comment).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            let said = if keeps { "test-kept" } else { "test-dropped" };
            HttpResponse::SeeOther().insert_header(("location", format!("/desk/comments/{path}?done={said}"))).finish()
        }
        Err(error) => problems::at_desk(&Problem::from_decide(&error, language), language, None),
    }
}
