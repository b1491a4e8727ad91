//! A whole Placet for a test: its own database, its own port, its own moderator. Gone when the test is.

pub mod postgres;
pub mod stream;

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use actix_web::dev::ServerHandle;
use placet::comment::{Access, EmailAddress, Language, Role, SiteId, SiteKey};
use placet::notify::worker::Worker;
use placet::notify::{Captured, Courier, Sender, Transport};
use placet::people::Scope;
use placet::rules::Library;
use placet::service::{Options, Service};
use placet::store::sites::{self, Site};
use placet::store::{self, Address};
use placet::web::{Server, Settings};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

/// Makes `$name::sqlite` and `$name::postgres` of one promise.
#[macro_export]
macro_rules! on_both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident: $kind:ty) $body:block)+) => {$(
        mod $name {
            use super::*;

            $(#[$meta])*
            async fn promise($app: $kind) $body

            #[test]
            fn sqlite() {
                $crate::harness::run($crate::harness::Database::sqlite(), promise);
            }

            #[test]
            fn postgres() {
                if let Some(database) = $crate::harness::Database::postgres() {
                    $crate::harness::run(database, promise);
                }
            }
        }
    )+};
}

/// The site of every test.
pub const SITE: &str = "courier";
/// The moderator of every test.
pub const EDITOR: &str = "editor@courier.example";
/// Their password.
pub const PASSWORD: &str = "correct horse battery";

/// A database of a test's own.
pub struct Database {
    pub url: String,
    /// Removed with the test, if it is a file.
    _folder: Option<tempfile::TempDir>,
}

impl Database {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { url: format!("sqlite:{}", folder.path().join("placet.db").display()), _folder: Some(folder) }
    }

    pub fn postgres() -> Option<Self> {
        postgres::database().map(|url| Self { url, _folder: None })
    }

    /// One of each kind, of those that are here.
    pub fn both() -> impl Iterator<Item = Self> {
        [Some(Self::sqlite()), Self::postgres()].into_iter().flatten()
    }

    pub fn options(&self) -> store::Options {
        store::Options::new(Address::parse(&self.url).expect("an address"))
    }
}

/// A running Placet.
pub struct App {
    pub service: Arc<Service>,
    pub base: String,
    pub client: Client,
    pub token: String,
    pub mails: Arc<Mutex<Vec<Captured>>>,
    /// Removed with the test.
    database: Database,
    handle: ServerHandle,
}

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port()
}

/// Runs a promise on a fresh Placet over this database.
pub fn run<F>(database: Database, promise: impl FnOnce(App) -> F)
where
    F: Future<Output = ()>,
{
    runtime(async {
        let app = App::start(database, |_| {}).await;
        let (handle, service) = (app.handle.clone(), Arc::clone(&app.service));
        promise(app).await;
        service.live.close();
        handle.stop(true).await;
        service.close().await;
    });
}

/// Keeps a promise on both databases, with other options than the usual.
pub fn with_options(change: impl Fn(&mut Options), promise: impl AsyncFn(&App)) {
    for database in Database::both() {
        runtime(async {
            let app = App::start(database, &change).await;
            promise(&app).await;
            app.service.live.close();
            app.handle.stop(true).await;
            app.service.close().await;
        });
    }
}

/// Runs asynchronous work as the program does.
pub fn runtime<T>(work: impl Future<Output = T>) -> T {
    actix_web::rt::System::with_tokio_rt(|| {
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
    })
    .block_on(work)
}

impl App {
    /// Starts Placet over a database; `change` may set other options than the usual.
    pub async fn start(database: Database, change: impl FnOnce(&mut Options)) -> Self {
        let mut options = Options::new(database.options(), Library::shipped().expect("the shipped packs"));
        options.mails = true;
        options.mail_delay = Duration::ZERO;
        let listener = placet::web::bind(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a free port");
        options.public_url = format!("http://{}", listener.local_addr().expect("an address"));
        change(&mut options);
        let base = options.public_url.clone();
        let service = Arc::new(Service::open(options).await.expect("the service opens"));
        let server = Server::new(Arc::clone(&service), listener, &Settings { workers: 1, ..Settings::default() })
            .expect("the server listens");
        let handle = server.handle();
        tokio::spawn(server.run());
        add_site(&service, SITE, true).await;
        let email = EmailAddress::parse(EDITOR).expect("an address");
        let added = service
            .people
            .add(email.clone(), "Ada".into(), Language::En, true, PASSWORD, Access::everywhere(Role::Owner))
            .await;
        added.expect("a moderator");
        let (_, token) = service.people.create_token(email, "tests".into(), Scope::whole()).await.expect("a token");
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { service, base, client, token, mails: Arc::default(), database, handle }
    }

    /// Where its database is.
    pub fn database_url(&self) -> &str {
        &self.database.url
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Where comments of a thread are sent and read.
    pub fn comments(&self, thread: &str) -> String {
        self.url(&format!("/api/v1/sites/{SITE}/threads/{thread}/comments"))
    }

    /// Sends a request and gives its answer.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        Answer::of(request.send().await.expect("an answer")).await
    }

    /// Submits a comment by the API.
    pub async fn submit(&self, thread: &str, body: &Value) -> Answer {
        self.send(self.client.post(self.comments(thread)).json(body)).await
    }

    /// Submits a comment that is kept; gives its id.
    pub async fn comment(&self, thread: &str, text: &str) -> String {
        let answer = self.submit(thread, &body(text)).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()["id"].as_str().expect("an id").to_owned()
    }

    /// Reads something as the moderator.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.client.get(self.url(path)).bearer_auth(&self.token)).await
    }

    /// Decides as the moderator.
    pub async fn decide(&self, id: &str, body: &Value) -> Answer {
        let address = self.url(&format!("/api/v1/comments/{id}/decisions"));
        self.send(self.client.post(address).bearer_auth(&self.token).json(body)).await
    }

    /// Approves a comment that nobody has decided on.
    pub async fn approve(&self, id: &str) {
        let answer = self.decide(id, &json!({ "version": 1, "verdict": "approve" })).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }

    /// Submits and approves a comment; gives its id.
    pub async fn published(&self, thread: &str, text: &str) -> String {
        let id = self.comment(thread, text).await;
        self.approve(&id).await;
        id
    }

    /// A browser that is logged in at the desk, and its form token.
    pub async fn at_the_desk(&self) -> (Client, String) {
        let client =
            Client::builder().cookie_store(true).redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        let form = [("email", EDITOR), ("password", PASSWORD)];
        let answer = client.post(self.url("/desk/login")).form(&form).send().await.expect("an answer");
        assert_eq!(answer.status(), 303);
        let desk = client.get(self.url("/desk")).send().await.expect("an answer").text().await.expect("a page");
        let token = between(&desk, "name=\"token\" value=\"", "\"").expect("a form token").to_owned();
        (client, token)
    }

    /// A worker that carries mails into this test's memory.
    pub fn worker(&self) -> Worker {
        self.worker_with(Transport::Memory(Arc::clone(&self.mails)))
    }

    /// A worker with another way out, and pauses of a millisecond.
    pub fn worker_with(&self, transport: Transport) -> Worker {
        let sender = Sender::parse("The Courier <comments@courier.example>", None).expect("a sender");
        Worker::new(Arc::clone(&self.service), sender, Courier::new(transport))
            .with_pauses(|attempts| (attempts < 1000).then_some(Duration::from_millis(1)))
    }

    /// Sends every mail that is due, step by step, and gives all that were sent so far.
    pub async fn deliver(&self) -> Vec<Captured> {
        let mut worker = self.worker();
        while worker.step().await.expect("the outbox") > 0 {}
        self.mails.lock().expect("the mails").clone()
    }
}

/// Adds a site.
pub async fn add_site(service: &Service, key: &str, opens_threads: bool) {
    let site = Site {
        id: SiteId::from_i64(0),
        key: SiteKey::parse(key).expect("a key"),
        name: "The Courier".into(),
        url: Some("https://courier.example/".into()),
        language: Language::En,
        note: std::iter::empty().collect(),
        pack: "rci".into(),
        hosts: vec!["courier.example".into()],
        opens_threads,
    };
    let added = service.store.write(move |transaction| sites::insert(transaction, &site)).await;
    added.expect("written").expect("a new key");
    service.store.sites().await.expect("the sites are read anew");
}

/// A comment's body that nothing is wrong with.
pub fn body(text: &str) -> Value {
    json!({ "name": "Bo Reader", "email": "bo.reader@secret-mail.example", "text": text })
}

/// What stands between two marks.
pub fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    Some(rest.split_once(after)?.0)
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Answer {
    pub async fn of(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, text: response.text().await.expect("a body") }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }
}

/// The code that an authenticator with this secret shows after some seconds.
pub fn code(secret: &str, after: u64) -> String {
    let secret = Secret::try_from_base32(secret).expect("a secret");
    let totp = Builder::new().with_secret(secret).with_account_name("a").build().expect("an authenticator");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    totp.generate(now + after).to_string()
}
