//! What is logged, and how: a message and fields, to standard error.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};

/// Starts logging for this process.
pub(super) fn start(log: &Log) {
    // The configuration was checked: a filter that does not parse has been refused.
    let mut filter = EnvFilter::try_new(&log.level).unwrap_or_else(|_| EnvFilter::new("info"));
    // Whatever is asked for: the driver tells every value of a statement, addresses and texts among them, and the HTTP
    // library each request that is none, which anybody can send without end.
    for silent in ["tokio_postgres=info", "actix_http::h1=off"] {
        if let Ok(directive) = silent.parse() {
            filter = filter.add_directive(directive);
        }
    }
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match log.format {
        LogFormat::Text => subscriber.with_target(false).with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => subscriber.json().init(),
    }
}
