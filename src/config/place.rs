//! The file, and the place in it that a refusal shows: line, column, the line itself, without its secrets.

use std::fmt;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{KEYS, Key, Kind};
use super::likeness::nearest;

/// A configuration file, read whole.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: String,
    pub(super) text: String,
}

impl File {
    /// Every value of the file with its path and where its key and itself stand; nothing if it is not TOML.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        if let Ok(table) = DeTable::parse(&self.text) {
            gather("", table.get_ref(), &mut entries);
        }
        entries
    }

    /// The place of these bytes of the file.
    pub(super) fn place(&self, span: Range<usize>) -> Place {
        let before = self.text.get(..span.start).unwrap_or(&self.text);
        let begin = before.rfind('\n').map_or(0, |end| end + 1);
        let line = self.text.get(begin..).unwrap_or_default().lines().next().unwrap_or_default();
        let marked = self.text.get(span.start..span.end.min(begin + line.len())).unwrap_or_default();
        Place {
            path: self.path.clone(),
            line: before.matches('\n').count() + 1,
            column: before.get(begin..).unwrap_or_default().chars().count() + 1,
            marked: marked.chars().count().max(1),
            text: without_secrets(line),
        }
    }
}

/// A key that the file sets.
#[derive(Debug)]
pub(super) struct Entry {
    /// The path as written: `mail.transprot`.
    pub(super) path: String,
    pub(super) key: Range<usize>,
    pub(super) value: Range<usize>,
}

fn gather(above: &str, table: &DeTable<'_>, entries: &mut Vec<Entry>) {
    for (key, value) in table {
        let name = key.get_ref();
        let path = if above.is_empty() { name.to_string() } else { format!("{above}.{name}") };
        entries.push(Entry { path: path.clone(), key: key.span(), value: Spanned::span(value) });
        if let DeValue::Table(below) = value.get_ref() {
            gather(&path, below, entries);
        }
    }
}

/// A place in a file, to be shown to whoever wrote it.
#[derive(Debug)]
pub struct Place {
    path: String,
    line: usize,
    column: usize,
    marked: usize,
    text: String,
}

impl Place {
    /// The file, line and column.
    pub(super) fn address(&self) -> String {
        format!("{}, line {}, column {}", self.path, self.line, self.column)
    }
}

/// The line, and below it what is meant: `4 | transprot = "smtp"`.
impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gutter = self.line.to_string().len();
        // What was hidden cannot be pointed at beyond its beginning.
        let room = (self.text.chars().count() + 1).saturating_sub(self.column).max(1);
        let indent = self.column.saturating_sub(1).min(self.text.chars().count());
        writeln!(formatter, "{:gutter$} |", "")?;
        writeln!(formatter, "{} | {}", self.line, self.text)?;
        write!(formatter, "{:gutter$} | {:indent$}{}", "", "", "^".repeat(self.marked.min(room)))
    }
}

/// A line in which `password = "…"` reads `password = ***`, misspelt and unquoted too.
fn without_secrets(line: &str) -> String {
    for (equals, _) in line.match_indices('=') {
        let before = line.get(..equals).unwrap_or_default().trim_end().trim_end_matches(['"', '\'']);
        let name = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').next().unwrap_or_default();
        if is_secret(name) {
            return format!("{} ***", line.get(..=equals).unwrap_or_default());
        }
    }
    line.to_owned()
}

fn is_secret(name: &str) -> bool {
    let last = |key: &&Key| key.name() == name;
    let known = KEYS.iter().find(last).or_else(|| nearest(name, KEYS.iter().map(|key| (key.name(), key))));
    known.is_some_and(|key| key.kind == Kind::Secret)
}
