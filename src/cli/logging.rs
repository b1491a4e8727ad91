//! What is logged, and how: a message and fields, to standard error.

use std::io::IsTerminal as _;

use tracing::{Level, Metadata};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, fmt};

use crate::config::{Log, LogFormat};

/// Starts logging for this process.
pub(super) fn start(log: &Log) {
    // The configuration was checked: a filter that does not parse has been refused.
    let wanted = EnvFilter::try_new(&log.level).unwrap_or_else(|_| EnvFilter::new("info"));
    let registry = tracing_subscriber::registry().with(wanted).with(filter_fn(may_be_told));
    let lines = fmt::layer().with_writer(std::io::stderr);
    match log.format {
        LogFormat::Text => registry.with(lines.with_target(false).with_ansi(std::io::stderr().is_terminal())).init(),
        LogFormat::Json => registry.with(lines.json()).init(),
    }
}

/// Whatever level is wanted: PostgreSQL's driver tells every value of a statement, addresses and texts among them, and the HTTP
/// library each request that is none, which anybody can send without end.
fn may_be_told(what: &Metadata<'_>) -> bool {
    let tells_values = what.target().starts_with("tokio_postgres") && *what.level() > Level::INFO;
    !tells_values && !what.target().starts_with("actix_http::h1")
}
