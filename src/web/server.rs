//! The HTTP server: listens, serves, and on a signal finishes what it has accepted.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServerHandle, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::{Compress, ErrorHandlers, Next, from_fn};
use actix_web::{App as ActixApp, HttpServer, web};

use super::context::{App, Demo};
use super::routes::{configure, method_not_allowed};
use crate::service::Service;

/// How long requests under way may take to finish once the server is to stop.
const FINISH: u64 = 8;

/// Threads a worker may have for reads and password checks: more would only wait for a database connection.
const BLOCKING: usize = 4;

/// A connection that sends nothing is closed after this.
const IDLE: Duration = Duration::from_secs(30);

/// A head that has not arrived after this is not waited for: slow clients must not hold the workers.
const HEAD: Duration = Duration::from_secs(10);

/// What the server needs besides the rooms.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Worker threads; 0 is one per core.
    pub workers: usize,
    /// Whether cookies are only sent over TLS.
    pub secure_cookies: bool,
    /// How many proxies stand before this server and name the client.
    pub trusted_proxies: usize,
    /// The demonstration, where this is one.
    pub demo: Option<Demo>,
}

/// Why the server does not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The server failed while it ran.
    #[error("the server failed: {0}")]
    Run(#[from] std::io::Error),
}

/// A server that listens; await [`Server::run`].
pub struct Server {
    server: actix_web::dev::Server,
    /// Where it listens.
    pub address: SocketAddr,
}

/// Listens on `address`.
///
/// # Errors
/// The address is taken, or not this machine's.
pub fn bind(address: SocketAddr) -> Result<TcpListener, ServerError> {
    let failed = |source| ServerError::Listen { address, source };
    let listener = TcpListener::bind(address).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    Ok(listener)
}

/// What `HEAD` asks of a page or a thread is what `GET` gives, without its body (RFC 9110, 9.3.2), which the protocol leaves
/// out. A moderator's API has streams and exports that are no work for a head.
async fn head_of_pages(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    if request.method() == Method::HEAD
        && (!request.path().starts_with("/api/") || request.path().starts_with("/api/v1/sites/"))
    {
        request.head_mut().method = Method::GET;
    }
    next.call(request).await
}

impl Server {
    /// A server over `service` on a listener from [`bind`].
    ///
    /// # Errors
    /// The listener cannot be used.
    pub fn new(service: Arc<Service>, listener: TcpListener, settings: &Settings) -> Result<Self, ServerError> {
        let address = listener.local_addr()?;
        let app = web::Data::new(App {
            service,
            secure_cookies: settings.secure_cookies,
            trusted_proxies: settings.trusted_proxies,
            demo: settings.demo.clone(),
        });
        let server = HttpServer::new(move || {
            ActixApp::new()
                .app_data(app.clone())
                .wrap(ErrorHandlers::new().handler(StatusCode::METHOD_NOT_ALLOWED, method_not_allowed))
                .wrap(Compress::default())
                .wrap(from_fn(head_of_pages))
                .configure(configure)
        });
        let server = if settings.workers == 0 { server } else { server.workers(settings.workers) };
        let server = server
            .worker_max_blocking_threads(BLOCKING)
            .shutdown_timeout(FINISH)
            .keep_alive(IDLE)
            .client_request_timeout(HEAD)
            // Who stops it decides when: signals are handled by the command.
            .disable_signals()
            .listen(listener)?
            .run();
        Ok(Self { server, address })
    }

    /// The handle by which it is stopped.
    pub fn handle(&self) -> ServerHandle {
        self.server.handle()
    }

    /// Serves until it is stopped.
    ///
    /// # Errors
    /// The server failed.
    pub async fn run(self) -> Result<(), ServerError> {
        Ok(self.server.await?)
    }
}
