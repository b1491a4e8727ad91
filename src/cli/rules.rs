//! `placet rules`: checks rule files, and explains what they find in texts.

use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use serde::{Deserialize, Serialize};

use crate::rules::{Article, Assessment, Draft, Field, Hit, Library, LoadErrors, Mode, Outcome, Past, RuleSet, View};

/// Where rules are looked for; without such a directory, the shipped packs are used.
const DEFAULT_DIRECTORY: &str = "rules";

/// What to do with rules.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// Parse and validate every pack of a directory, and run every test in it
    Check {
        /// The directory of the packs; the shipped packs if it is left out and there is no ./rules
        dir: Option<PathBuf>,
    },
    /// Assess JSON Lines from standard input, one assessment a line on standard output
    Explain {
        /// The directory of the packs
        #[arg(long, value_name = "DIR", default_value = DEFAULT_DIRECTORY)]
        rules: PathBuf,
        /// The pack
        #[arg(long, value_name = "NAME", default_value = "rci")]
        pack: String,
    },
}

/// Runs a command; the exit code is 1 where something is wrong with the rules or with a line of input.
pub fn run(command: RulesCommand) -> ExitCode {
    let (input, out, errors) = (io::stdin().lock(), io::stdout().lock(), io::stderr().lock());
    match run_with(command, input, io::BufWriter::new(out), errors) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Whoever read our output has gone: there is nobody left to tell.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "placet: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a command between these streams; whether all was well.
///
/// # Errors
/// A stream that cannot be read or written.
pub fn run_with(
    command: RulesCommand,
    input: impl BufRead,
    mut out: impl Write,
    errors: impl Write,
) -> io::Result<bool> {
    let done = match command {
        RulesCommand::Check { dir } => check(dir.as_deref(), &mut out, errors),
        RulesCommand::Explain { rules, pack } => explain(&rules, &pack, input, &mut out, errors),
    }?;
    out.flush()?;
    Ok(done)
}

fn library(directory: &Path) -> Result<Library, LoadErrors> {
    if directory == Path::new(DEFAULT_DIRECTORY) && !directory.is_dir() {
        return Library::shipped();
    }
    Library::from_directory(directory)
}

fn check(directory: Option<&Path>, mut out: impl Write, mut errors: impl Write) -> io::Result<bool> {
    match library(directory.unwrap_or(Path::new(DEFAULT_DIRECTORY))) {
        Ok(library) => {
            for set in library.names().filter_map(|name| library.pack(name)) {
                let (pack, version) = (set.pack(), set.version());
                let (rules, clauses) = (set.rule_count(), set.clauses().len());
                writeln!(
                    out,
                    "{pack} {version}: {rules} rules, {clauses} clauses, every test passes (sha256 {})",
                    set.hash()
                )?;
            }
            Ok(true)
        }
        Err(found) => {
            let count = found.0.len();
            writeln!(errors, "{found}\n\n{count} {} found", if count == 1 { "error" } else { "errors" })?;
            Ok(false)
        }
    }
}

fn explain(
    directory: &Path,
    pack: &str,
    mut input: impl BufRead,
    mut out: impl Write,
    mut errors: impl Write,
) -> io::Result<bool> {
    let library = match library(directory) {
        Ok(library) => library,
        Err(found) => {
            writeln!(errors, "{found}")?;
            return Ok(false);
        }
    };
    let Some(set) = library.pack(pack) else {
        let names = library.names().collect::<Vec<_>>().join(", ");
        writeln!(errors, "there is no pack `{pack}`; there are: {names}")?;
        return Ok(false);
    };
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
                serde_json::to_writer(&mut out, &Explained::new(asked.id.as_ref(), &assess(&set, &asked)))?;
                out.write_all(b"\n")?;
                // Whoever reads along sees each answer when it is there.
                out.flush()?;
            }
            Err(error) => {
                all_read = false;
                let told = serde_json::json!({ "error": format!("line {number}: {error}") });
                writeln!(errors, "{told}")?;
            }
        }
    }
    Ok(all_read)
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
