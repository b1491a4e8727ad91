//! `placet demo`: a newsroom's article with its comments, a desk to decide at, and the mails to read.

mod sample;

use std::io::ErrorKind::AddrInUse;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clap::Args;

use super::run::Signals;
use super::{Failure, logging, run};
use crate::config::{Log, LogFormat};
use crate::notify::{Sender, Transport};
use crate::rules::Library;
use crate::service::{Options, Service};
use crate::store::{self, Address};
use crate::web::{Demo, ServerError, Settings, bind};

/// A decision's mail goes out this soon in the demonstration: long enough to undo it, short enough to watch.
const MAIL_DELAY: Duration = Duration::from_secs(5);

/// How the demonstration is shown.
#[derive(Debug, Args)]
pub(super) struct DemoArguments {
    /// Keep the database in this folder, and go on from there the next time.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Listen on this port, or on a free one where it is taken.
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

pub(super) fn run(arguments: &DemoArguments) -> Result<(), Failure> {
    logging::start(&Log { format: LogFormat::Text, level: "warn".into() });
    let (outcome, temporary) = run::block_on(async {
        // Listened for before there is anything to leave behind: Ctrl-C ends it as soon as it is ready.
        let signals = Signals::new()?;
        let (folder, temporary) = match &arguments.data {
            Some(folder) => (folder.clone(), None),
            None => {
                let temporary = tempfile::Builder::new().prefix("placet-demo-").tempdir()?;
                (temporary.path().to_path_buf(), Some(temporary))
            }
        };
        std::fs::create_dir_all(&folder)
            .map_err(|error| format!("cannot keep anything in {}: {error}", folder.display()))?;
        Ok::<_, Failure>((show(arguments, folder, signals).await, temporary))
    })?;
    // Removed with everything in it once nothing works on it any more.
    drop(temporary);
    outcome
}

async fn show(arguments: &DemoArguments, folder: PathBuf, signals: Signals) -> Result<(), Failure> {
    let local = |port| SocketAddr::from(([127, 0, 0, 1], port));
    let is_taken =
        |error: &ServerError| matches!(error, ServerError::Listen { source, .. } if source.kind() == AddrInUse);
    let listener = match bind(local(arguments.port)) {
        Err(error) if is_taken(&error) => bind(local(0)),
        bound => bound,
    }?;
    let base = format!("http://{}", listener.local_addr()?);
    let options = Options {
        mails: true,
        mail_delay: MAIL_DELAY,
        public_url: base.clone(),
        ..Options::new(store::Options::new(Address::Sqlite(folder.join("placet.db"))), Library::shipped()?)
    };
    let service = Arc::new(Service::open(options).await?);
    sample::fill(&service).await?;
    let mails = Arc::new(Mutex::new(Vec::new()));
    let demo = Demo {
        mails: Arc::clone(&mails),
        article: format!("/sites/{}/threads/{}", sample::SITE, sample::THREAD),
        login: (sample::EMAIL.to_owned(), sample::PASSWORD.to_owned()),
    };
    let sender = Sender::parse("The Northern Courier <comments@courier.example>", Some("editors@courier.example"))?;
    let settings = Settings { workers: 0, secure_cookies: false, trusted_proxies: 0, demo: Some(demo.clone()) };
    run::until_signal(signals, service, listener, &settings, Some((sender, Transport::Memory(mails))), |_| {
        println!(
            "Placet, the demonstration. Ctrl-C ends it{}.",
            if arguments.data.is_some() { "" } else { " and leaves nothing behind" }
        );
        println!();
        println!("  The article   {base}{}", demo.article);
        println!("  The desk      {base}/desk");
        println!("                log in as {} with the password {}", sample::EMAIL, sample::PASSWORD);
        println!("  The mails     {base}/demo/mails");
        println!("  The API       {base}/openapi.json");
    })
    .await
}
