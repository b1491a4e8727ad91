//! Is the process alive, and can it take comments?

use actix_web::{HttpResponse, Responder};

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
    let store = &app.service.store;
    let read = store.read(|connection| crate::store::settings::get(connection, "ready").map(drop)).await;
    let ready = match read {
        // An empty transaction goes all the way through the writer and its commit.
        Ok(()) => store.write(|_| Ok(())).await,
        Err(error) => Err(error),
    };
    match ready {
        Ok(()) => HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            HttpResponse::ServiceUnavailable().content_type("text/plain; charset=utf-8").body("not ready\n")
        }
    }
}
