//! How well the rules find what they should, and nothing else: recall and false alarms on labelled texts.
//!
//! `cargo run --release --example quality -- DIR…` reads the files of these folders by their names (`evasion.csv`,
//! `benign_traps.csv`, `rules_extra.csv`, `civil_comments_sample.csv`, `toxic_spans_train.csv`) and prints a table;
//! `--misses` prints every text that was judged wrongly too, `--pack NAME` and `--rules DIR` choose the rules.
//! `docs/quality.md` has its figures.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Parser;
use placet::rules::{Assessment, Draft, Library, Outcome, Past, RuleSet};
use serde::Deserialize;

type Failure = Box<dyn std::error::Error>;

#[derive(Parser)]
struct Arguments {
    /// Folders with labelled texts
    #[arg(default_value = "tests/data/quality")]
    folders: Vec<PathBuf>,
    /// Print every text that was judged wrongly
    #[arg(long)]
    misses: bool,
    /// The rules; the shipped ones if left out
    #[arg(long)]
    rules: Option<PathBuf>,
    /// The pack
    #[arg(long, default_value = "rci")]
    pack: String,
}

fn main() -> Result<(), Failure> {
    let arguments = Arguments::parse();
    let library = arguments.rules.as_deref().map_or_else(Library::shipped, Library::from_directory)?;
    let Some(rules) = library.pack(&arguments.pack) else { return Err("there is no such pack".into()) };
    let mut tables = Tables { rules: &rules, misses: arguments.misses, rows: BTreeMap::new() };
    for folder in &arguments.folders {
        for entry in std::fs::read_dir(folder)? {
            tables.read(&entry?.path())?;
        }
    }
    println!("{:<42} {:>6} {:>6} {:>8}", "texts", "right", "all", "share");
    for (name, (right, all)) in &tables.rows {
        println!("{name:<42} {right:>6} {all:>6} {:>7.1}%", share(*right, *all));
    }
    Ok(())
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a share of some thousands, for people")]
fn share(right: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { right as f64 * 100.0 / all as f64 }
}

struct Tables<'a> {
    rules: &'a RuleSet,
    misses: bool,
    rows: BTreeMap<String, (usize, usize)>,
}

/// A text and what should be found in it.
#[derive(Deserialize)]
struct Labelled {
    text: String,
    label: u8,
    kind: String,
    language: String,
}

#[derive(Deserialize)]
struct Civil {
    text: String,
    annotators: u32,
    said_not_toxic: u32,
    span_types: String,
}

#[derive(Deserialize)]
struct Spans {
    spans: String,
    text: String,
}

impl Tables<'_> {
    fn read(&mut self, file: &Path) -> Result<(), Failure> {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match name.as_str() {
            "civil_comments_sample.csv" => self.civil(file),
            "toxic_spans_train.csv" | "toxic_spans_sample.csv" => self.spans(file),
            "evasion.csv" | "benign_traps.csv" | "traps.csv" | "rules_extra.csv" | "extra.csv" => {
                self.labelled(name.trim_end_matches(".csv"), file)
            }
            "identity.csv" => self.identity(file),
            _ => Ok(()),
        }
    }

    fn assess(&self, text: &str) -> Assessment {
        self.rules.assess(&Draft { text, ..Draft::default() }, &Past::default())
    }

    fn count(&mut self, name: String, is_right: bool, text: &str, found: &Assessment) {
        let row = self.rows.entry(name.clone()).or_default();
        row.0 += usize::from(is_right);
        row.1 += 1;
        if self.misses && !is_right {
            let hits: Vec<String> =
                found.hits.iter().map(|hit| format!("{} {:?} {:?}", hit.rule, hit.view, hit.surface)).collect();
            println!("{name}: {text}\n    {} {:?} {hits:?}", found.outcome.as_str(), found.language);
        }
    }

    fn labelled(&mut self, name: &str, file: &Path) -> Result<(), Failure> {
        for row in csv::Reader::from_path(file)?.deserialize() {
            let row: Labelled = row?;
            let found = self.assess(&row.text);
            let is_right = (row.label == 1) != found.hits.is_empty();
            let what = if row.label == 1 { "should hit" } else { "should pass" };
            self.count(format!("{name}, {what}"), is_right, &row.text, &found);
            let part = if name.contains("extra") { &row.kind } else { &row.language };
            let was = self.misses;
            self.misses = false;
            self.count(format!("{name}, {what}, {part}"), is_right, &row.text, &found);
            self.misses = was;
        }
        Ok(())
    }

    fn identity(&mut self, file: &Path) -> Result<(), Failure> {
        #[derive(Deserialize)]
        struct Row {
            name: String,
            email: String,
            label: u8,
        }
        for row in csv::Reader::from_path(file)?.deserialize() {
            let row: Row = row?;
            let draft =
                Draft { text: "Thank you.", name: Some(&row.name), email: Some(&row.email), ..Draft::default() };
            let found = self.rules.assess(&draft, &Past::default());
            let what = if row.label == 1 { "should hit" } else { "should pass" };
            let is_right = (row.label == 1) != found.hits.is_empty();
            self.count(format!("identity, {what}"), is_right, &format!("{} <{}>", row.name, row.email), &found);
        }
        Ok(())
    }

    fn civil(&mut self, file: &Path) -> Result<(), Failure> {
        for row in csv::Reader::from_path(file)?.deserialize() {
            let row: Civil = row?;
            let found = self.assess(&row.text);
            if row.said_not_toxic == row.annotators && row.span_types.is_empty() {
                let is_right = found.outcome < Outcome::Hold;
                self.count("civil comments, clean, should not be held".into(), is_right, &row.text, &found);
            } else if row.said_not_toxic == 0 {
                let was = std::mem::take(&mut self.misses);
                let is_right = found.outcome >= Outcome::Hint;
                self.count("civil comments, toxic, should be marked".into(), is_right, &row.text, &found);
                self.misses = was;
            }
        }
        Ok(())
    }

    fn spans(&mut self, file: &Path) -> Result<(), Failure> {
        let was = std::mem::take(&mut self.misses);
        for row in csv::Reader::from_path(file)?.deserialize() {
            let row: Spans = row?;
            let characters: Vec<usize> = serde_json::from_str(&row.spans)?;
            if characters.is_empty() {
                continue;
            }
            let found = self.assess(&row.text);
            let starts: Vec<usize> = row.text.char_indices().map(|(at, _)| at).collect();
            let toxic: Vec<usize> = characters.iter().filter_map(|character| starts.get(*character)).copied().collect();
            let overlaps = found.hits.iter().any(|hit| toxic.iter().any(|at| (hit.start..hit.end).contains(at)));
            self.count("toxic spans, comment marked".into(), found.outcome >= Outcome::Hint, &row.text, &found);
            self.count("toxic spans, comment held".into(), found.outcome >= Outcome::Hold, &row.text, &found);
            self.misses = was;
            self.count("toxic spans, a marked word was found".into(), overlaps, &row.text, &found);
            self.misses = false;
        }
        self.misses = was;
        Ok(())
    }
}
