//! `placet rules`: checks rule files, explains what they find in texts, measures them, tells what they can say.

mod backtest;
mod bench;
mod explain;
mod versions;

use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};

use super::Failure;
use crate::config::Config;
use crate::rules::check::{KINDS, Kind};
use crate::rules::{Library, LoadErrors, RuleSet, schema};

/// Where rules are looked for; without such a directory, the shipped packs are used.
const DEFAULT_DIRECTORY: &str = "rules";

/// Which rules.
#[derive(Debug, Args)]
pub struct Which {
    /// The directory of the packs; the configuration's, if it names one
    #[arg(long, value_name = "DIR", default_value = DEFAULT_DIRECTORY)]
    pub rules: PathBuf,
    /// The pack
    #[arg(long, value_name = "NAME", default_value = "rci")]
    pub pack: String,
}

/// What to do with rules.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// Parse and validate every pack of a directory, and run every test in it
    Check {
        /// The directory of the packs; if it is left out the configuration's, or ./rules, or the shipped packs
        dir: Option<PathBuf>,
        /// Print JSON, for machines
        #[arg(long)]
        json: bool,
    },
    /// Assess JSON Lines from standard input, one assessment a line on standard output
    Explain {
        /// Which rules
        #[command(flatten)]
        which: Which,
        /// A version that was in force, from the database: its name or the beginning of its SHA-256
        #[arg(long, value_name = "VERSION", conflicts_with = "rules")]
        version: Option<String>,
        /// A comment of the database, in the place of standard input
        #[arg(long, value_name = "ID")]
        comment: Option<i64>,
    },
    /// The versions of the rules that were in force, from the database
    Versions {
        /// Print JSON, for machines
        #[arg(long)]
        json: bool,
    },
    /// Measure the rules on standard input's texts (JSON Lines with `text`, or plain lines)
    Bench {
        /// Which rules
        #[command(flatten)]
        which: Which,
        /// Print JSON, for machines
        #[arg(long)]
        json: bool,
    },
    /// What the rules would have done to past comments of the database, against what editors did
    Backtest(backtest::BacktestArguments),
    /// Print the JSON Schema of rule files
    Schema,
    /// Print every kind of condition, or all about one
    Kinds {
        /// The kind
        name: Option<String>,
        /// As the part of docs/rules.md
        #[arg(long, conflicts_with = "name")]
        markdown: bool,
    },
}

impl RulesCommand {
    /// Whether it asks the database.
    pub fn needs_database(&self) -> bool {
        match self {
            Self::Backtest(_) | Self::Versions { .. } => true,
            Self::Explain { version, comment, .. } => version.is_some() || comment.is_some(),
            Self::Check { .. } | Self::Bench { .. } | Self::Schema | Self::Kinds { .. } => false,
        }
    }

    /// Whether it reads rules.
    pub fn reads_rules(&self) -> bool {
        !matches!(self, Self::Schema | Self::Kinds { .. } | Self::Versions { .. })
    }

    /// Where no directory of rules is named, those of the configuration are read, if it names one.
    pub fn default_to(&mut self, configured: Option<&Path>) {
        let Some(configured) = configured else { return };
        let default_to = |rules: &mut PathBuf| {
            if rules == Path::new(DEFAULT_DIRECTORY) {
                configured.clone_into(rules);
            }
        };
        match self {
            Self::Check { dir, .. } => drop(dir.get_or_insert_with(|| configured.to_owned())),
            Self::Explain { which, .. } | Self::Bench { which, .. } => default_to(&mut which.rules),
            Self::Backtest(arguments) => default_to(arguments.rules()),
            Self::Schema | Self::Kinds { .. } | Self::Versions { .. } => {}
        }
    }
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

/// Runs a command that needs no database between these streams; whether all was well.
///
/// # Errors
/// A stream that cannot be read or written.
pub fn run_with(
    command: RulesCommand,
    input: impl BufRead,
    mut out: impl Write,
    mut errors: impl Write,
) -> io::Result<bool> {
    let done = match command {
        RulesCommand::Check { dir, json } => check(dir.as_deref(), json, &mut out, errors),
        RulesCommand::Explain { which, .. } => explain(&which, input, &mut out, errors),
        RulesCommand::Bench { which, json } => bench::bench(&which, json, input, &mut out, errors),
        RulesCommand::Schema => {
            serde_json::to_writer_pretty(&mut out, &schema::schema())?;
            writeln!(out)?;
            Ok(true)
        }
        RulesCommand::Kinds { name: None, markdown: true } => write!(out, "{}", markdown()).map(|()| true),
        RulesCommand::Kinds { name, .. } => kinds(name.as_deref(), &mut out, errors),
        RulesCommand::Backtest(_) | RulesCommand::Versions { .. } => {
            writeln!(errors, "this command needs a database").map(|()| false)
        }
    }?;
    out.flush()?;
    Ok(done)
}

/// Runs a command that asks the database.
///
/// # Errors
/// Rules that do not load, something asked for that there is not, a database that does not answer.
pub(super) fn run_with_database(config: &Config, command: RulesCommand) -> Result<(), Failure> {
    match command {
        RulesCommand::Backtest(arguments) => backtest::run(config, &arguments),
        RulesCommand::Versions { json } => versions::versions(config, json),
        RulesCommand::Explain { which, version, comment } => {
            versions::explain(config, &which, version.as_deref(), comment)
        }
        command => Ok(run_with(command, io::stdin().lock(), io::stdout().lock(), io::stderr().lock()).map(drop)?),
    }
}

fn library(directory: &Path) -> Result<Library, LoadErrors> {
    if directory == Path::new(DEFAULT_DIRECTORY) && !directory.is_dir() {
        return Library::shipped();
    }
    Library::from_directory(directory)
}

/// One pack, with the library that it is of; in words, why there is none.
fn set(directory: &Path, pack: &str) -> Result<(Library, Arc<RuleSet>), String> {
    let library = library(directory).map_err(|errors| errors.to_string())?;
    let Some(set) = library.pack(pack) else {
        let names = library.names().collect::<Vec<_>>().join(", ");
        return Err(format!("there is no pack `{pack}`; there are: {names}"));
    };
    Ok((library, set))
}

fn explain(which: &Which, input: impl BufRead, out: impl Write, mut errors: impl Write) -> io::Result<bool> {
    match set(&which.rules, &which.pack) {
        Ok((library, set)) => {
            // A site may have a layer of its own over the pack.
            let for_site = |site: &str| library.for_site(site, &which.pack);
            explain::explain(|site| site.and_then(for_site).unwrap_or_else(|| Arc::clone(&set)), input, out, errors)
        }
        Err(message) => writeln!(errors, "{message}").map(|()| false),
    }
}

fn check(directory: Option<&Path>, json: bool, mut out: impl Write, mut errors: impl Write) -> io::Result<bool> {
    let library = match library(directory.unwrap_or(Path::new(DEFAULT_DIRECTORY))) {
        Ok(library) => library,
        Err(found) if json => {
            let told: Vec<_> = found.0.iter().map(error_as_json).collect();
            writeln!(out, "{}", serde_json::json!({ "errors": told }))?;
            return Ok(false);
        }
        Err(found) => {
            let count = found.0.len();
            writeln!(errors, "{found}\n\n{count} {} found", if count == 1 { "error" } else { "errors" })?;
            return Ok(false);
        }
    };
    if json {
        let pack = |(site, set): (Option<&str>, &RuleSet)| {
            serde_json::json!({ "pack": set.pack(), "site": site, "version": set.version(), "hash": set.hash(),
                "rules": set.rule_count(), "clauses": set.clauses().len(), "held_refusals": set.held_refusals() })
        };
        let packs: Vec<_> = library.sets().into_iter().map(pack).collect();
        writeln!(
            out,
            "{}",
            serde_json::json!({ "packs": packs, "known_failures": library.known_failures(), "mended_failures": library.mended_failures() })
        )?;
        return Ok(true);
    }
    for (site, set) in library.sets() {
        let (pack, version) = (set.pack(), set.version());
        let of_site = site.map(|site| format!(" of {site}")).unwrap_or_default();
        let (rules, clauses, hash) = (set.rule_count(), set.clauses().len(), set.hash());
        writeln!(
            out,
            "{pack}{of_site} {version}: {rules} rules, {clauses} clauses, every test passes (sha256 {hash})"
        )?;
        for rule in set.held_refusals() {
            writeln!(
                out,
                "{pack}{of_site}: `{rule}` asks to refuse, and holds: `decide: {{refuse: [{rule}]}}` would let it"
            )?;
        }
    }
    for failure in library.known_failures() {
        writeln!(out, "known failure: {failure}")?;
    }
    for mended in library.mended_failures() {
        writeln!(out, "no failure: {mended}")?;
    }
    Ok(true)
}

fn error_as_json(error: &crate::rules::LoadError) -> serde_json::Value {
    serde_json::json!({ "file": error.file, "line": error.line, "column": error.column, "message": error.message,
        "suggestion": error.suggestion })
}

fn kinds(name: Option<&str>, mut out: impl Write, mut errors: impl Write) -> io::Result<bool> {
    let Some(name) = name else {
        for kind in KINDS {
            writeln!(out, "{:<14} {}", kind.name, summary(kind))?;
        }
        return Ok(true);
    };
    if let Some(kind) = KINDS.iter().find(|kind| kind.name == name) {
        writeln!(out, "{}", kind.about())?;
        return Ok(true);
    }
    let known: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    writeln!(errors, "there is no kind `{name}`; there are: {}", known.join(", "))?;
    Ok(false)
}

/// The first sentence, without what links to the code.
fn summary(kind: &Kind) -> String {
    let about = kind.about();
    let first = about.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    let end = first.find(". ").map_or(first.len(), |at| at + 1);
    first.get(..end).unwrap_or_default().to_owned()
}

/// Every kind with all about it: the part of docs/rules.md that is made from the code.
fn markdown() -> String {
    let section = |kind: &Kind| format!("### `{}`\n\n{}\n", kind.name, kind.about());
    KINDS.iter().map(section).collect::<Vec<_>>().join("\n")
}
