//! Reading the configuration: the file, then the variables over it, then the checks that concern several keys.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Config, KEYS, Key, Kind, Transport};

/// The file that is read when none is named and there is one.
const USUAL: &str = "placet.toml";

/// What begins every variable of ours.
const PREFIX: &str = "PLACET_";

/// The variable that names the file; read by the command line.
const NAMES_FILE: &str = "PLACET_CONFIG";

/// Why a configuration is refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A wrong key or value in the file.
    #[error("{path}: {problem}{}", suggestion.as_ref().map(|key| format!("\ndid you mean `{key}`?")).unwrap_or_default())]
    Toml {
        /// The file.
        path: String,
        /// Line, column, the line, and what was expected.
        problem: String,
        /// The key that was probably meant.
        suggestion: Option<&'static str>,
    },
    /// A wrong value in a variable.
    #[error("{name}: {problem}")]
    Variable {
        /// The variable.
        name: String,
        /// What was expected.
        problem: String,
    },
    /// A variable that sets nothing.
    #[error("{name} sets nothing: there is no such key{}", suggestion.as_ref().map(|name| format!("; did you mean {name}?")).unwrap_or_default())]
    UnknownVariable {
        /// The variable.
        name: String,
        /// The variable that was probably meant.
        suggestion: Option<String>,
    },
    /// A value that does not fit, alone or beside another.
    #[error("{key}: {problem}")]
    Value {
        /// The key.
        key: &'static str,
        /// What was expected.
        problem: &'static str,
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
        let mut table = toml::Table::new();
        if let Some(path) = path {
            let name = path.display().to_string();
            let text =
                std::fs::read_to_string(&path).map_err(|source| ConfigError::File { path: name.clone(), source })?;
            table = parse(&name, &text)?;
        }
        let ours: BTreeMap<String, String> =
            variables.into_iter().filter(|(name, _)| name.starts_with(PREFIX) && name != NAMES_FILE).collect();
        for (name, text) in ours {
            table = set(table, &name, &text)?;
        }
        let mut config: Self = table.try_into().map_err(|error| ConfigError::Toml {
            path: USUAL.into(),
            problem: error.to_string(),
            suggestion: None,
        })?;
        config.public_url = config.public_url.trim_end_matches('/').to_owned();
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        let in_range = |key, within, problem| if within { Ok(()) } else { Err(ConfigError::Value { key, problem }) };
        let web = url::Url::parse(&self.public_url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        in_range("public_url", web, "must begin with http:// or https://")?;
        let known = crate::store::Address::parse(self.database.url.expose()).is_ok();
        in_range("database.url", known, "must be sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME")?;
        in_range("database.readers", (1..=100).contains(&self.database.readers), "must be between 1 and 100")?;
        in_range("database.queue", (1..=100_000).contains(&self.database.queue), "must be between 1 and 100000")?;
        in_range("comments.min_length", self.comments.min_length >= 1, "must be at least 1")?;
        let longest = (self.comments.min_length..=20_000).contains(&self.comments.max_length);
        in_range("comments.max_length", longest, "must be between comments.min_length and 20000")?;
        in_range("comments.page_size", (1..=100).contains(&self.comments.page_size), "must be between 1 and 100")?;
        in_range("comments.cache_mebibytes", self.comments.cache_mebibytes <= 65_536, "must be at most 65536")?;
        in_range("mail.delay_seconds", self.mail.delay_seconds <= 3600, "must be at most 3600")?;
        let from = crate::notify::Sender::parse(&self.mail.from, None).is_ok();
        in_range("mail.from", from, "must be an address such as `The Gazette <comments@example.org>`")?;
        let reply_to = crate::notify::Sender::parse(&self.mail.from, self.mail.reply_to.as_deref()).is_ok();
        in_range("mail.reply_to", reply_to, "must be an address such as `The Gazette <editors@example.org>`")?;
        let hosted = self.mail.transport != Transport::Smtp || !self.mail.smtp.host.is_empty();
        in_range("mail.smtp.host", hosted, "is needed for mail.transport = \"smtp\"")?;
        let both = self.mail.smtp.user.is_some() == self.mail.smtp.password.is_some();
        in_range("mail.smtp.password", both, "and mail.smtp.user go together")?;
        in_range("mail.smtp.port", self.mail.smtp.port != Some(0), "must be between 1 and 65535")?;
        let timeout = (1..=600).contains(&self.mail.smtp.timeout_seconds);
        in_range("mail.smtp.timeout_seconds", timeout, "must be between 1 and 600")?;
        let session = (1..=720).contains(&self.security.session_hours);
        in_range("security.session_hours", session, "must be between 1 and 720")?;
        let link = (1..=90).contains(&self.security.mail_link_days);
        in_range("security.mail_link_days", link, "must be between 1 and 90")?;
        let secret = self.security.secret.as_ref().is_none_or(|secret| secret.expose().len() >= 32);
        in_range("security.secret", secret, "must have at least 32 characters")?;
        let level = tracing_subscriber::EnvFilter::try_new(&self.log.level).is_ok();
        in_range("log.level", level, "must be a level such as info, or a list such as info,placet=debug")
    }
}

/// Parses the file, and checks every key in it, so that errors name their line.
fn parse(path: &str, text: &str) -> Result<toml::Table, ConfigError> {
    let refused = |error: &toml::de::Error| ConfigError::Toml {
        path: path.to_owned(),
        problem: error.to_string().trim_end().to_owned(),
        suggestion: misspelt(error.message()),
    };
    toml::from_str::<Config>(text).map_err(|error| refused(&error))?;
    toml::from_str(text).map_err(|error| refused(&error))
}

/// The key that an unknown one was probably meant to be.
fn misspelt(message: &str) -> Option<&'static str> {
    let unknown = message.strip_prefix("unknown field `")?.split('`').next()?;
    let last = |key: &&'static Key| key.path.rsplit('.').next().unwrap_or(key.path);
    nearest(unknown, KEYS.iter().map(|key| (last(&key), key.path)))
}

fn nearest<T>(unknown: &str, known: impl Iterator<Item = (impl AsRef<str>, T)>) -> Option<T> {
    known
        .map(|(name, meant)| (strsim::jaro_winkler(unknown, name.as_ref()), meant))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, meant)| meant)
}

/// Sets a key from its variable.
fn set(table: toml::Table, name: &str, text: &str) -> Result<toml::Table, ConfigError> {
    let from_file = name.strip_suffix("_FILE");
    let is = |name: &str| KEYS.iter().find(|key| key.variable() == name);
    let (key, text) = match (is(name), from_file.and_then(is)) {
        (Some(key), _) => (key, text.to_owned()),
        (None, Some(key)) if key.kind == Kind::Secret => {
            let read = std::fs::read_to_string(text);
            let read = read.map_err(|source| ConfigError::File { path: text.to_owned(), source })?;
            (key, read.trim_end_matches(['\r', '\n']).to_owned())
        }
        _ => {
            let known = KEYS.iter().map(|key| (key.variable(), key.variable()));
            return Err(ConfigError::UnknownVariable { name: name.to_owned(), suggestion: nearest(name, known) });
        }
    };
    let refused = |problem: String| ConfigError::Variable { name: name.to_owned(), problem };
    let value = match key.kind {
        Kind::Text | Kind::Secret => toml::Value::String(text),
        Kind::Number => {
            toml::Value::Integer(text.trim().parse().map_err(|_| refused("must be a whole number".into()))?)
        }
    };
    let mut changed = table;
    insert(&mut changed, key.path, value);
    // The value itself may be secret: only what was expected is told.
    Config::deserialize_table(changed.clone()).map_err(|error| refused(error.message().to_owned()))?;
    Ok(changed)
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

impl Config {
    fn deserialize_table(table: toml::Table) -> Result<Self, toml::de::Error> {
        table.try_into()
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
