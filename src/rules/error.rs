//! What is wrong with a rule file, where, and what was probably meant.

use std::fmt;

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

    /// About the entry that says `id: <name>` or `<name>:`, and that place.
    pub fn about(file: &str, source: &str, name: &str, message: impl Into<String>) -> Self {
        Self::at(file, source, place_of(source, name), message)
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

/// Line and column of an entry's name; the file's beginning where it is not found.
fn place_of(source: &str, name: &str) -> (usize, usize) {
    let is_entry = |line: &str| {
        let line = line.trim_start().trim_start_matches("- ");
        let value = line.strip_prefix("id:").or_else(|| line.strip_prefix("id ="));
        value.is_some_and(|value| value.trim().trim_matches(['"', '\'']) == name)
            || line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with([':', '=']))
    };
    let found = source.lines().zip(1..).find(|(line, _)| is_entry(line));
    found.map_or((1, 1), |(line, number)| {
        let column = line.find(name).and_then(|at| line.get(..at)).map_or(0, |before| before.chars().count());
        (number, column + 1)
    })
}
