//! Reading the configuration: the file, then the variables over it, then the checks that concern several keys.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::check::{Misfit, check};
use super::place::{File, Place};
use super::{Config, KEYS, Key, Kind, likeness};

/// The file that is read when none is named and there is one.
const USUAL: &str = "placet.toml";

/// What begins every variable of ours.
const PREFIX: &str = "PLACET_";

/// The variable that names the file; read by the command line.
const NAMES_FILE: &str = "PLACET_CONFIG";

/// What turns a secret's variable into one that names a file with the secret in it.
const FROM_FILE: &str = "_FILE";

/// Why a configuration is refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file cannot be read: the configuration, or one with a secret.
    #[error("cannot read {path}: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A wrong key or value in the file.
    #[error("{}: {problem}\n{place}{}", place.address(), help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default())]
    Toml {
        /// Where it stands.
        place: Box<Place>,
        /// What is wrong, and what was expected.
        problem: String,
        /// The key that was probably meant, or what the key means.
        help: Option<String>,
    },
    /// A wrong value in a variable.
    #[error("{name}: {problem}{}", help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default())]
    Variable {
        /// The variable.
        name: String,
        /// What is wrong, and what was expected.
        problem: String,
        /// What the key means.
        help: Option<String>,
    },
    /// A variable that sets nothing.
    #[error("{name} sets nothing: there is no such key{}", suggestion.as_ref().map(|name| format!("; did you mean {name}?")).unwrap_or_default())]
    UnknownVariable {
        /// The variable.
        name: String,
        /// The variable that was probably meant.
        suggestion: Option<String>,
    },
    /// A value that does not fit, of a key that nobody set.
    #[error("{key} {problem}")]
    Missing {
        /// The key.
        key: &'static str,
        /// What was expected.
        problem: String,
    },
}

impl Config {
    /// Reads the file at `path` (or `placet.toml` here, if there is one) and the variables over it.
    ///
    /// # Errors
    /// [`ConfigError`], with the file and the line or with the variable's name.
    pub fn load(
        path: Option<&Path>,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let path = path.map(Path::to_path_buf).or_else(|| Some(PathBuf::from(USUAL)).filter(|path| path.exists()));
        let file = path.as_deref().map(read).transpose()?;
        let mut table = file.as_ref().map(parse).transpose()?.unwrap_or_default();
        let ours: BTreeMap<String, String> =
            variables.into_iter().filter(|(name, value)| is_setting(name, value)).collect();
        let mut set_by = BTreeMap::new();
        for (name, text) in ours {
            let key = set(&mut table, &name, text)?;
            if let Some(other) = set_by.insert(key.path, name.clone()) {
                let problem = format!("sets the same key as {other}: only one of them can hold");
                return Err(ConfigError::Variable { name, problem, help: None });
            }
        }
        // The file and each variable were read into a `Config` alone, so that the whole cannot fail.
        let mut config: Self = table.try_into().map_err(|error: toml::de::Error| ConfigError::Variable {
            name: PREFIX.into(),
            problem: error.message().to_owned(),
            help: None,
        })?;
        config.public_url = config.public_url.trim_end_matches('/').to_owned();
        check(&config).map_err(|misfit| refuse(misfit, file.as_ref(), &set_by))?;
        Ok(config)
    }
}

/// Whether a variable is meant for us. Kubernetes tells every container where the services named `placet` and `placet-…` are, under
/// names of its own making: `PLACET_SERVICE_HOST`, `PLACET_PORT`, `PLACET_PORT_8080_TCP_ADDR`.
fn is_setting(name: &str, value: &str) -> bool {
    let is_place =
        name.ends_with("_SERVICE_HOST") || name.ends_with("_SERVICE_PORT") || name.contains("_SERVICE_PORT_");
    let is_port = name.ends_with("_PORT") && value.contains("://");
    let is_of_port =
        name.split_once("_PORT_").is_some_and(|(_, rest)| rest.starts_with(|digit: char| digit.is_ascii_digit()));
    name.starts_with(PREFIX) && name != NAMES_FILE && !is_place && !is_port && !is_of_port
}

fn read(path: &Path) -> Result<File, ConfigError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::File { path: name.clone(), source })?;
    Ok(File { path: name, text })
}

/// Parses the file, and checks the type of every key in it.
fn parse(file: &File) -> Result<toml::Table, ConfigError> {
    let refused = |error: toml::de::Error| {
        let at = error.span().unwrap_or_default();
        let entries = file.entries();
        // Tables hold their keys: the last entry around a place is the innermost.
        let entry = entries.iter().rfind(|entry| entry.key.contains(&at.start) || entry.value.contains(&at.start));
        let key = entry.and_then(|entry| Key::at(&entry.path));
        let help = match key {
            Some(key) => Some(meaning(key)),
            None => entry.and_then(|entry| likeness::key(&entry.path)).map(|key| format!("did you mean `{key}`?")),
        };
        let problem = plain(error.message(), key.is_some_and(|key| key.kind == Kind::Secret));
        ConfigError::Toml { place: Box::new(file.place(at)), problem, help }
    };
    toml::from_str::<Config>(&file.text).map_err(refused)?;
    toml::from_str(&file.text).map_err(refused)
}

/// Sets a key from its variable; gives the key.
fn set(table: &mut toml::Table, name: &str, text: String) -> Result<&'static Key, ConfigError> {
    let is = |name: &str| KEYS.iter().find(|key| key.variable() == name);
    let named_by_file = || is(name.strip_suffix(FROM_FILE)?).filter(|key| key.kind == Kind::Secret);
    let (key, text) = if let Some(key) = is(name) {
        (key, text)
    } else if let Some(key) = named_by_file() {
        let read = std::fs::read_to_string(&text).map_err(|source| ConfigError::File { path: text, source })?;
        (key, read.trim_end_matches(['\r', '\n']).to_owned())
    } else {
        let known: Vec<String> = KEYS.iter().map(Key::variable).collect();
        let suggestion = likeness::nearest(name, known.iter().map(|known| (known.as_str(), known.clone())));
        return Err(ConfigError::UnknownVariable { name: name.to_owned(), suggestion });
    };
    let refused = |problem| ConfigError::Variable { name: name.to_owned(), problem, help: Some(meaning(key)) };
    let value = match key.kind {
        Kind::Text | Kind::Secret => toml::Value::String(text),
        Kind::Number => {
            toml::Value::Integer(text.trim().parse().map_err(|_| refused("expected a whole number".into()))?)
        }
    };
    // Alone first: an error then is this variable's.
    let mut alone = toml::Table::new();
    insert(&mut alone, key.path, value.clone());
    let read: Result<Config, toml::de::Error> = alone.try_into();
    read.map_err(|error| refused(plain(error.message(), key.kind == Kind::Secret)))?;
    insert(table, key.path, value);
    Ok(key)
}

fn insert(table: &mut toml::Table, path: &str, value: toml::Value) {
    match path.split_once('.') {
        None => {
            table.insert(path.to_owned(), value);
        }
        Some((first, rest)) => {
            let below = table.entry(first).or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let toml::Value::Table(below) = below {
                insert(below, rest, value);
            }
        }
    }
}

/// Says of a value that does not fit who set it, or else who set the key that demands it: a variable or a line of the
/// file.
fn refuse(misfit: Misfit, file: Option<&File>, set_by: &BTreeMap<&str, String>) -> ConfigError {
    let Misfit { key, beside, expected } = misfit;
    let help = Key::at(key).map(meaning);
    for set in std::iter::once(key).chain(beside) {
        if let Some(name) = set_by.get(set) {
            let problem = if set == key { expected } else { format!("`{key}` {expected}") };
            return ConfigError::Variable { name: name.clone(), problem, help };
        }
        let entry = file.and_then(|file| Some((file, file.entries().into_iter().find(|entry| entry.path == set)?)));
        if let Some((file, entry)) = entry {
            let place = Box::new(file.place(entry.key.start..entry.value.end));
            return ConfigError::Toml { place, problem: format!("`{key}` {expected}"), help };
        }
    }
    ConfigError::Missing { key, problem: expected }
}

fn meaning(key: &Key) -> String {
    format!("`{}`: {}", key.path, key.meaning)
}

/// A parser's message without Rust's names of numbers, and without the value where that is secret.
fn plain(message: &str, secret: bool) -> String {
    let echoes = message.starts_with("invalid type") || message.starts_with("invalid value");
    let message = match message.split_once(", expected ") {
        Some((_, expected)) if secret && echoes => format!("expected {expected}"),
        _ => message.trim_end().to_owned(),
    };
    if message.contains("socket address") {
        return "expected an address and a port such as 127.0.0.1:8080".into();
    }
    let (said, number) = match message.rsplit_once("expected ") {
        Some((said, "u16")) => (said, "a whole number from 0 to 65535"),
        Some((said, "u32" | "u64" | "usize")) => (said, "a whole number, not below 0"),
        _ => return message,
    };
    format!("{said}expected {number}")
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
