//! Is the process alive, and can it take comments?

use std::time::Duration;

use actix_web::{HttpResponse, Responder};

use crate::comment::Timestamp;
use crate::store::{Seldom, Store, StoreError, settings};
use crate::web::context::Shared;

/// The process answers.
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, description = "The process answers.", body = String, content_type = "text/plain")))]
pub async fn healthz() -> impl Responder {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// The database can be read and written.
#[utoipa::path(get, path = "/readyz", tag = "health", responses(
    (status = 200, description = "The database can be read and written.", body = String, content_type = "text/plain"),
    (status = 503, description = "It cannot, now.", body = String, content_type = "text/plain"),
))]
pub async fn readyz(app: Shared) -> impl Responder {
    match is_ready(&app.service.store, Timestamp::now()).await {
        Ok(()) => HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"),
        Err(error) => {
            static NOT_READY: Seldom = Seldom::new();
            if let Some(asked) = NOT_READY.count(Timestamp::now()) {
                tracing::warn!(%error, asked, "not ready");
            }
            HttpResponse::ServiceUnavailable().content_type("text/plain; charset=utf-8").body("not ready\n")
        }
    }
}

/// When it was last shown that the database can be written.
const SETTING: &str = "ready";

/// So long what was shown once is believed: whoever asks without end must not keep the disk busy.
const BELIEVED: Duration = Duration::from_secs(5);

/// Reads, and changes something: a disk that is full shows only then.
async fn is_ready(store: &Store, now: Timestamp) -> Result<(), StoreError> {
    let last = store.read(|connection| settings::get(connection, SETTING)).await?;
    let last = last.and_then(|text| text.parse().ok()).map(Timestamp::from_micros);
    if last.is_some_and(|last| last <= now && now < last.plus(BELIEVED)) {
        return store.write(|_| Ok(())).await;
    }
    store.write(move |transaction| settings::set(transaction, SETTING, &now.as_micros().to_string())).await
}
