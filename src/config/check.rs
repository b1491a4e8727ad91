//! What a value must be beyond its type: ranges, addresses, and keys that only make sense together.

use std::net::IpAddr;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use super::{Config, Transport};
use crate::store::Address;

/// A key whose value does not fit, and what was expected.
#[derive(Debug)]
pub(super) struct Misfit {
    pub(super) key: &'static str,
    /// The key that demands it, where it is the two together that do not fit.
    pub(super) beside: Option<&'static str>,
    pub(super) expected: String,
}

/// The first value that does not fit, alone or beside another.
pub(super) fn check(config: &Config) -> Result<(), Misfit> {
    for (key, met, expected) in alone(config) {
        if !met {
            return Err(Misfit { key, beside: None, expected: expected.to_owned() });
        }
    }
    for (key, beside, met, expected) in together(config) {
        if !met {
            return Err(Misfit { key, beside: Some(beside), expected: expected.to_owned() });
        }
    }
    on_this_machine(config)
}

/// What each value must be by itself: the key, whether it is, and what was expected.
fn alone(config: &Config) -> [(&'static str, bool, &'static str); 19] {
    let Config { database, comments, mail, security, .. } = config;
    let smtp = &mail.smtp;
    let sender = |reply_to: Option<&str>| crate::notify::Sender::parse(&mail.from, reply_to).is_ok();
    [
        (
            "public_url",
            is_web_address(&config.public_url),
            "must be an address such as https://comments.example.org, without a name, a password, a path, a query or a fragment",
        ),
        ("workers", config.workers <= 1024, "must be at most 1024"),
        (
            "database.url",
            is_database(database.url.expose()),
            "must be sqlite:PATH, a file, or postgres://USER:PASSWORD@HOST/NAME, without sslmode=require: TLS to PostgreSQL is not built in",
        ),
        ("database.readers", (1..=100).contains(&database.readers), "must be between 1 and 100"),
        ("database.queue", (1..=100_000).contains(&database.queue), "must be between 1 and 100000"),
        ("comments.min_length", comments.min_length >= 1, "must be at least 1"),
        ("comments.page_size", (1..=100).contains(&comments.page_size), "must be between 1 and 100"),
        ("comments.cache_mebibytes", comments.cache_mebibytes <= 65_536, "must be at most 65536"),
        ("limits.trusted_proxies", config.limits.trusted_proxies <= 10, "must be at most 10"),
        ("mail.delay_seconds", mail.delay_seconds <= 3600, "must be at most 3600"),
        ("mail.from", sender(None), "must be an address such as `The Gazette <comments@example.org>`"),
        (
            "mail.reply_to",
            sender(mail.reply_to.as_deref()),
            "must be an address such as `The Gazette <editors@example.org>`",
        ),
        (
            "mail.smtp.host",
            smtp.host.is_empty() || is_host(&smtp.host),
            "must be a name such as mail.example.org, or an IP address, without a port",
        ),
        ("mail.smtp.port", smtp.port != Some(0), "must be between 1 and 65535"),
        ("mail.smtp.timeout_seconds", (1..=600).contains(&smtp.timeout_seconds), "must be between 1 and 600"),
        ("security.session_hours", (1..=720).contains(&security.session_hours), "must be between 1 and 720"),
        ("security.mail_link_days", (1..=90).contains(&security.mail_link_days), "must be between 1 and 90"),
        (
            "security.secret",
            security.secret.as_ref().is_none_or(|secret| secret.expose().len() >= 32),
            "must have at least 32 bytes",
        ),
        (
            "log.level",
            is_log_level(&config.log.level),
            "must be error, warn, info, debug, trace, off, or a list such as info,placet=debug",
        ),
    ]
}

/// What a value must be beside another: the key, the one that demands it, whether it is, and what was expected.
fn together(config: &Config) -> [(&'static str, &'static str, bool, &'static str); 5] {
    let Config { comments, mail, .. } = config;
    let smtp = &mail.smtp;
    [
        (
            "comments.max_length",
            "comments.min_length",
            (comments.min_length..=20_000).contains(&comments.max_length),
            "must be between comments.min_length and 20000",
        ),
        (
            "mail.folder",
            "mail.transport",
            mail.transport != Transport::Folder || !mail.folder.as_os_str().is_empty(),
            "is needed for mail.transport = \"folder\"",
        ),
        (
            "mail.smtp.host",
            "mail.transport",
            mail.transport != Transport::Smtp || !smtp.host.is_empty(),
            "is needed for mail.transport = \"smtp\"",
        ),
        (
            "mail.smtp.user",
            "mail.smtp.password",
            smtp.user.is_some() || smtp.password.is_none(),
            "is needed beside mail.smtp.password",
        ),
        (
            "mail.smtp.password",
            "mail.smtp.user",
            smtp.password.is_some() || smtp.user.is_none(),
            "is needed beside mail.smtp.user",
        ),
    ]
}

/// The files and folders that must be there already. The mail folder need not be: it is made at start.
fn on_this_machine(config: &Config) -> Result<(), Misfit> {
    let misfit = |key, expected| Err(Misfit { key, beside: None, expected });
    if let Some(directory) = &config.rules.directory
        && let Err(error) = std::fs::read_dir(directory)
    {
        return misfit("rules.directory", format!("must be a folder of rule files that can be read: {error}"));
    }
    if let Some(file) = &config.mail.smtp.ca_file
        && let Err(reason) = crate::notify::trusted_certificates(file)
    {
        return misfit("mail.smtp.ca_file", format!("must be a file of certificates in PEM: {reason}"));
    }
    Ok(())
}

/// A host's name or its address; a port has a key of its own.
fn is_host(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok() || matches!(url::Host::parse(text), Ok(url::Host::Domain(_)))
}

/// A file, or a server that can be reached without TLS. SQLite's own names for what is no file would be lost at the end.
fn is_database(url: &str) -> bool {
    match Address::parse(url) {
        Ok(Address::Sqlite(path)) => {
            let path = path.to_string_lossy();
            !path.starts_with(':') && !path.starts_with("file:")
        }
        Ok(Address::Postgres(url)) => url.parse::<tokio_postgres::Config>().is_ok_and(|server| {
            let is_named = !server.get_hosts().is_empty() || !server.get_hostaddrs().is_empty();
            is_named && server.get_ssl_mode() != tokio_postgres::config::SslMode::Require
        }),
        Err(_) => false,
    }
}

/// An address that paths can be appended to. Its scheme in small letters: cookies and links compare it.
fn is_web_address(text: &str) -> bool {
    let begins = text.starts_with("http://") || text.starts_with("https://");
    begins
        && url::Url::parse(text).is_ok_and(|url| {
            let plain = url.username().is_empty() && url.password().is_none();
            // Pages and cookies are made for the whole of a host.
            plain && url.query().is_none() && url.fragment().is_none() && url.path().chars().all(|c| c == '/')
        })
}

/// A level or a list of `target=level`. `EnvFilter` itself takes any bare word for a target, `verbose` too.
fn is_log_level(text: &str) -> bool {
    let parts = || text.split(',').map(str::trim);
    parts().all(|part| part.contains('=') || part.parse::<LevelFilter>().is_ok()) && EnvFilter::try_new(text).is_ok()
}
