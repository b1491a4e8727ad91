//! From a rule file's text to what is written in it. What is no rule file is told in the words of those who write one.

use std::path::Path;

use super::error::LoadError;
use super::file::PackFile;

/// Reads a pack or a layer: TOML where the name ends so, YAML otherwise.
///
/// # Errors
/// What it is that cannot be read, where, and what was expected or probably meant.
pub fn parse(file: &str, source: &str) -> Result<PackFile, LoadError> {
    if Path::new(file).extension().is_some_and(|ending| ending == "toml") {
        return toml::from_str(source).map_err(|error| {
            let before = error.span().and_then(|span| source.get(..span.start)).unwrap_or_default();
            let column = before.chars().rev().take_while(|character| *character != '\n').count() + 1;
            broken(file, source, (before.matches('\n').count() + 1, column), error.message())
        });
    }
    // What a file says stands where it is read: nothing is written once and meant elsewhere.
    let options = serde_saphyr::options! { budget: serde_saphyr::budget! { max_anchors: 0, max_aliases: 0 } };
    serde_saphyr::from_str_with_options(source, options).map_err(|error| {
        let error = error.without_snippet();
        let place = error.location().map_or((1, 1), |location| {
            (usize::try_from(location.line()).unwrap_or(1), usize::try_from(location.column()).unwrap_or(1))
        });
        broken(file, source, place, &said(error))
    })
}

/// What the parser says, in the words of the format.
fn said(error: &serde_saphyr::Error) -> String {
    use serde_saphyr::Error;
    use serde_saphyr::budget::BudgetBreach;
    match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            format!("unknown field `{field}`, expected one of {}", listed(expected))
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            format!("unknown word `{variant}`, expected one of {}", listed(expected))
        }
        Error::Unexpected { expected, .. } => match *expected {
            "sequence start" => "expected a list, such as `[a, b]`".to_owned(),
            "mapping start" => "expected `key: value`".to_owned(),
            other => format!("expected {other}"),
        },
        Error::DuplicateMappingKey { key, .. } => match key {
            Some(key) => format!("the key `{key}` is there twice"),
            None => "a key is there twice".to_owned(),
        },
        Error::NullIntoString { .. } => "expected a text, found nothing".to_owned(),
        Error::Budget { breach: BudgetBreach::Anchors { .. } | BudgetBreach::Aliases { .. }, .. } => {
            "anchors and aliases (`&name`, `*name`) are not read here: write it out, or make a list or a rule of it"
                .to_owned()
        }
        Error::Budget { .. } => "this is nested too deeply, or too large".to_owned(),
        Error::InvalidScalar { ty, .. } => match *ty {
            "boolean" => "expected `true` or `false`".to_owned(),
            _ => "expected a number".to_owned(),
        },
        Error::MultipleDocuments { .. } => "a file is one document: there is a second `---`".to_owned(),
        other => {
            let said = other.to_string();
            // The place stands before the message already.
            said.rsplit_once(" at line ").map_or(said.clone(), |(before, _)| before.to_owned())
        }
    }
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// An error at its place; for an unknown word, with the one that was probably meant.
fn broken(file: &str, source: &str, place: (usize, usize), message: &str) -> LoadError {
    let error = LoadError::at(file, source, place, message);
    let mut quoted = message.split('`').skip(1).step_by(2);
    match (message.contains("unknown"), quoted.next()) {
        (true, Some(written)) => error.suggesting(written, quoted),
        _ => error,
    }
}
