//! `placet serve`: readers and moderators are served, mails are sent.

use std::sync::Arc;

use super::{Failure, run};
use crate::config::Config;
use crate::notify::{Sender, Transport};
use crate::service::Service;
use crate::web::{Settings, bind};

pub(super) fn run(config: Config) -> Result<(), Failure> {
    let options = run::service_options(&config)?;
    let transport = run::transport(&config);
    if let Some(Err(error)) = transport.as_ref().map(Transport::prepare) {
        return Err(format!("mail.folder cannot be written to: {}: {error}", config.mail.folder.display()).into());
    }
    let sender = Sender::parse(&config.mail.from, config.mail.reply_to.as_deref())?;
    let settings = Settings {
        workers: config.workers,
        secure_cookies: config.public_url.starts_with("https://"),
        trusted_proxies: config.limits.trusted_proxies,
        demo: None,
    };
    run::block_on(async move {
        // The address first: a second server must not migrate a database that it will not serve.
        let listener = bind(config.listen)?;
        let service = Arc::new(Service::open(options).await?);
        if service.store.sites().await?.is_empty() {
            tracing::warn!("there is no site yet: placet site add KEY --name NAME");
        }
        run::watch_rules(&service)?;
        // Listened for before anybody is told that it serves: whoever hears it may end it at once.
        let signals = run::Signals::new()?;
        let mail = transport.map(|transport| (sender, transport));
        run::until_signal(signals, service, listener, &settings, mail, |address| {
            tracing::info!(%address, public_url = config.public_url, "serving");
        })
        .await
    })
}
