//! What is wrong with a rule file, where, and what was probably meant.

use std::fmt;
use std::sync::Arc;

/// Everything that is wrong with the rules of one place.
#[derive(Debug, thiserror::Error)]
pub struct LoadErrors(pub Vec<LoadError>);

impl fmt::Display for LoadErrors {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, error) in self.0.iter().enumerate() {
            if place > 0 {
                writeln!(out)?;
            }
            write!(out, "{error}")?;
        }
        Ok(())
    }
}

/// The files of a pack, with what stands in them, from the first layer to the last.
#[derive(Debug, Default)]
pub struct Sources(pub Vec<(String, Arc<str>)>);

impl Sources {
    /// About the rule, the composite or another entry of this name, where it stands last.
    pub fn about(&self, name: &str, message: impl Into<String>) -> LoadError {
        self.at(|source| place_under(source, "rules", name), message)
    }

    /// About a part of a rule: a word that stands behind the rule's name.
    pub fn within(&self, rule: &str, part: &str, message: impl Into<String>) -> LoadError {
        let place = |source: &str| {
            let (line, column) = place_under(source, "rules", rule)?;
            Some(place_behind(source, line, part).unwrap_or((line, column)))
        };
        self.at(place, message)
    }

    /// About an entry of the clauses or the lists: a rule may bear the same name.
    pub fn under(&self, section: &str, name: &str, message: impl Into<String>) -> LoadError {
        self.at(|source| place_under(source, section, name), message)
    }

    fn at(&self, place: impl Fn(&str) -> Option<(usize, usize)>, message: impl Into<String>) -> LoadError {
        let found = self.0.iter().rev().find_map(|(file, source)| Some((file, source, place(source)?)));
        let last = self.0.last().map(|(file, source)| (file, source, (1, 1)));
        match found.or(last) {
            Some((file, source, place)) => LoadError::at(file, source, place, message),
            None => LoadError::file("", message),
        }
    }

    /// About the pack as a whole.
    pub fn whole(&self, message: impl Into<String>) -> LoadError {
        LoadError::file(self.0.last().map_or("", |(file, _)| file), message)
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadError {
    /// The file, as it is named on the command line.
    pub file: String,
    /// The line, from 1; 0 where it is the file as a whole.
    pub line: usize,
    /// The column, in characters from 1.
    pub column: usize,
    /// The line itself.
    pub excerpt: String,
    /// What is wrong, and what was expected.
    pub message: String,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

impl LoadError {
    /// About a file as a whole.
    pub fn file(file: &str, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: 0,
            column: 0,
            excerpt: String::new(),
            message: message.into(),
            suggestion: None,
        }
    }

    /// About a place in a file.
    pub fn at(file: &str, source: &str, (line, column): (usize, usize), message: impl Into<String>) -> Self {
        let excerpt = line.checked_sub(1).and_then(|before| source.lines().nth(before)).unwrap_or_default();
        Self { line, column, excerpt: excerpt.to_owned(), ..Self::file(file, message) }
    }

    /// With the one of `known` that looks most like `written`.
    #[must_use]
    pub fn suggesting<'k>(mut self, written: &str, known: impl IntoIterator<Item = &'k str>) -> Self {
        self.suggestion = closest(written, known).map(str::to_owned);
        self
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if self.line > 0 {
            write!(out, ":{}:{}", self.line, self.column)?;
        }
        write!(out, ": {}", self.message)?;
        if self.line > 0 {
            let gutter = self.line.to_string();
            write!(out, "\n  {gutter} | {}", self.excerpt)?;
            write!(out, "\n  {:1$} | {2:>3$}", "", gutter.len(), "^", self.column)?;
        }
        if let Some(suggestion) = &self.suggestion {
            write!(out, "\n  did you mean `{suggestion}`?")?;
        }
        Ok(())
    }
}

/// The known word that looks most like the one written.
fn closest<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    known
        .into_iter()
        .map(|word| (strsim::damerau_levenshtein(written, word), word))
        .filter(|(distance, word)| *distance <= 1 + word.chars().count() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// The place of an entry, in this section of the file if it is there.
fn place_under(source: &str, section: &str, name: &str) -> Option<(usize, usize)> {
    let is_head = |line: &str| {
        let after = line.trim_start_matches('[').strip_prefix(section);
        after.is_some_and(|after| after.starts_with([':', ']', ' ']))
    };
    let before: usize = source.split_inclusive('\n').take_while(|line| !is_head(line)).map(str::len).sum();
    let in_section = source.get(before..).and_then(|rest| place_of(rest, name));
    let lines_before = source.get(..before).map_or(0, |text| text.matches('\n').count());
    in_section.map(|(line, column)| (line + lines_before, column)).or_else(|| place_of(source, name))
}

/// The place of a word from this line on, before the next rule begins.
fn place_behind(source: &str, line: usize, word: &str) -> Option<(usize, usize)> {
    let begins = |text: &str| text.trim_start().starts_with("- id:") || text.starts_with("[[");
    let lines = (line..).zip(source.lines().skip(line.saturating_sub(1)));
    let own = lines.take_while(|(number, text)| *number == line || !begins(text));
    // The name of the rule itself may be the word.
    let own: Vec<(usize, &str)> = own.collect();
    let is_of_word = |next: char| next.is_alphanumeric() || matches!(next, '_' | '-' | '.');
    let find = |fits: &dyn Fn(&str, &str) -> bool| {
        own.iter().filter(|(_, text)| !word.is_empty() && text.contains(word)).find_map(|(number, text)| {
            let at = text.match_indices(word).map(|(at, _)| at).find(|at| {
                let (before, after) =
                    (text.get(..*at).unwrap_or_default(), text.get(at + word.len()..).unwrap_or_default());
                let bare = before.trim_end_matches(['"', '\'']).trim_end();
                // The name of the rule itself may be the word.
                !bare.ends_with("id:") && !bare.ends_with("id =") && fits(before, after)
            })?;
            Some((*number, text.get(..at).map_or(0, |before| before.chars().count()) + 1))
        })
    };
    // First a key of this name, then the word by itself, then within others: a pattern's part.
    let is_key = |before: &str, after: &str| {
        !before.ends_with(is_of_word) && after.trim_start_matches(['"', '\'']).trim_start().starts_with([':', '='])
    };
    find(&is_key)
        .or_else(|| find(&|before, after| !before.ends_with(is_of_word) && !after.starts_with(is_of_word)))
        .or_else(|| find(&|_, _| true))
}

/// The place of a key at the head of a file.
pub fn place_of_key(source: &str, key: &str) -> Option<(usize, usize)> {
    let is_it = |line: &str| line.strip_prefix(key).is_some_and(|after| after.trim_start().starts_with([':', '=']));
    source.lines().zip(1..).find(|(line, _)| is_it(line)).map(|(_, number)| (number, 1))
}

/// Line and column of the entry that says `id: <name>` or `<name>:`, at the head of a line or inside braces.
fn place_of(source: &str, name: &str) -> Option<(usize, usize)> {
    let ends = |after: &str| !after.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '_' | '-' | '.'));
    let is_entry = |line: &str, at: usize| {
        let (before, after) = (line.get(..at).unwrap_or_default(), line.get(at + name.len()..).unwrap_or_default());
        let before = before.trim_end_matches(['"', '\'']).trim_end();
        let after = after.trim_start_matches(['"', '\'']);
        let is_id = ["id:", "id ="].iter().any(|key| before.ends_with(key)) && ends(after);
        let is_key =
            (before.is_empty() || before.ends_with(['-', '{', ','])) && after.trim_start().starts_with([':', '=']);
        is_id || is_key
    };
    source.lines().zip(1..).find_map(|(line, number)| {
        let at = line.match_indices(name).map(|(at, _)| at).find(|at| is_entry(line, *at))?;
        Some((number, line.get(..at).map_or(0, |before| before.chars().count()) + 1))
    })
}
