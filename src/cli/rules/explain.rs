//! `placet rules explain`: one assessment a line, as `docs/rules.md` describes it.

use std::io::{self, BufRead, Write};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::rules::{Article, Assessment, Draft, Field, Hit, Mode, Outcome, Past, RuleSet, View};

/// Assesses every line of `input` with the rules for its site; whether all could be read.
///
/// # Errors
/// A stream that cannot be read or written.
pub(super) fn explain(
    rules: impl Fn(Option<&str>) -> Arc<RuleSet>,
    mut input: impl BufRead,
    mut out: impl Write,
    mut errors: impl Write,
) -> io::Result<bool> {
    let mut all_read = true;
    let mut line = Vec::new();
    for number in 1_usize.. {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice::<Asked>(&line) {
            Ok(asked) => {
                let found = assess(&rules(asked.site.as_deref()), &asked);
                tell(asked.id.as_ref(), &found, &mut out)?;
            }
            Err(error) => {
                all_read = false;
                // Serde counts the lines of each answer for itself.
                let said = error.to_string();
                let (what, _) = said.rsplit_once(" at line ").unwrap_or((&said, ""));
                let told = serde_json::json!({ "error": format!("line {number}, column {}: {what}", error.column()) });
                writeln!(errors, "{told}")?;
            }
        }
    }
    Ok(all_read)
}

/// Writes one assessment, as a line.
///
/// # Errors
/// The stream cannot be written.
pub(super) fn tell(id: Option<&serde_json::Value>, found: &Assessment, mut out: impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut out, &Explained::new(id, found))?;
    out.write_all(b"\n")?;
    // Whoever reads along sees each answer when it is there.
    out.flush()
}

/// One line of input.
#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    id: Option<serde_json::Value>,
    text: String,
    #[serde(default)]
    site: Option<String>,
    #[serde(default)]
    website: Option<String>,
    #[serde(default)]
    ip: Option<std::net::IpAddr>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    article: Option<AskedArticle>,
}

#[derive(Debug, Deserialize)]
struct AskedArticle {
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    section: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
}

fn assess(set: &RuleSet, asked: &Asked) -> Assessment {
    let article = asked.article.as_ref().map(|article| Article {
        title: &article.title,
        text: &article.text,
        language: article.lang.as_deref(),
        section: article.section.as_deref(),
        tags: article.tags.iter().map(String::as_str).collect(),
    });
    let draft = Draft {
        text: &asked.text,
        name: asked.name.as_deref(),
        email: asked.email.as_deref(),
        website: asked.website.as_deref(),
        site: asked.site.as_deref(),
        ip: asked.ip,
        at: Some(jiff::Timestamp::now()),
        language: asked.lang.as_deref().or(article.as_ref().and_then(|article| article.language)),
        article,
        ..Draft::default()
    };
    set.assess(&draft, &Past::default())
}

/// One line of output.
#[derive(Debug, Serialize)]
struct Explained<'a> {
    id: Option<&'a serde_json::Value>,
    outcome: Outcome,
    score: f64,
    lang: Option<&'a str>,
    hits: Vec<ExplainedHit<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct ExplainedHit<'a> {
    rule: &'a str,
    clause: Option<&'a str>,
    action: Outcome,
    view: View,
    /// Said only where it is not the text: spans are of this field then.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<Field>,
    start: usize,
    end: usize,
    surface: &'a str,
    word: Option<&'a str>,
    mode: Mode,
}

impl<'a> Explained<'a> {
    fn new(id: Option<&'a serde_json::Value>, found: &'a Assessment) -> Self {
        Self {
            id,
            outcome: found.outcome,
            score: found.score,
            lang: found.language.as_deref(),
            hits: found.hits.iter().map(ExplainedHit::new).collect(),
            fault: found.fault.as_deref(),
        }
    }
}

impl<'a> ExplainedHit<'a> {
    fn new(hit: &'a Hit) -> Self {
        Self {
            rule: &hit.rule,
            clause: hit.clause.as_deref(),
            action: hit.action,
            view: hit.view,
            field: (hit.field != Field::Text).then_some(hit.field),
            start: hit.start,
            end: hit.end,
            surface: &hit.surface,
            word: hit.word.as_deref(),
            mode: hit.mode,
        }
    }
}
