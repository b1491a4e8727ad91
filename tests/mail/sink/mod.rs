//! A mail server inside the test: it speaks SMTP (RFC 5321) over a real socket, keeps what it accepts, and misbehaves
//! when it is told to.

mod certificate;
mod conversation;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use placet::notify::{Password, Security, SmtpSettings};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use certificate::Authority;

/// The user and the password that a sink with a log-in accepts.
pub(crate) const USER: &str = "placet";
pub(crate) const PASSWORD: &str = "correct horse battery";

/// A point of the conversation at which something can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Greeting,
    Hello,
    StartTls,
    LogIn,
    Mail,
    Rcpt,
    Data,
    /// After the last dot of a mail.
    Content,
}

/// What goes wrong there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// This reply instead of the proper one; the conversation goes on.
    Reply(&'static str),
    /// No reply, ever.
    Stall,
    /// The connection is closed without a reply.
    Drop,
    /// As at [`Step::Content`] only: the mail is kept, but the connection is closed before the reply.
    KeepAndDrop,
}

/// A mail that the sink accepted.
#[derive(Debug, Clone)]
pub(crate) struct Arrived {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    /// As it came, dots unstuffed.
    pub(crate) raw: Vec<u8>,
    pub(crate) encrypted: bool,
    pub(crate) logged_in: bool,
}

impl Arrived {
    /// The one field of the header with this name, unfolded and decoded.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let message = mail_parser::MessageParser::new().parse(&self.raw).expect("a mail");
        message.header_raw(name).map(|value| value.trim().to_owned())
    }
}

/// What all conversations share.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) arrived: Vec<Arrived>,
    pub(crate) faults: VecDeque<(Step, Fault)>,
    pub(crate) conversations: usize,
    pub(crate) goodbyes: usize,
}

/// How the conversation is set up; the same for every client.
#[derive(Clone)]
pub(crate) struct Manners {
    pub(crate) security: Security,
    pub(crate) log_in: bool,
    pub(crate) tls: TlsAcceptor,
}

/// The server. Gone when dropped.
pub(crate) struct Sink {
    address: SocketAddr,
    security: Security,
    manners: Manners,
    authority: Authority,
    memory: Arc<Mutex<Memory>>,
    /// Every change ends all conversations.
    hang_up: watch::Sender<u32>,
    listening: Option<JoinHandle<()>>,
    /// Keeps the port while the server is down at first.
    reserved: Option<TcpSocket>,
}

impl Sink {
    /// A server that is up.
    pub(crate) async fn start(security: Security, log_in: bool) -> Self {
        let mut sink = Self::down(security, log_in);
        sink.come_up().await;
        sink
    }

    /// A server whose port is known but refuses connections until [`Self::come_up`].
    pub(crate) fn down(security: Security, log_in: bool) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let authority = Authority::new();
        let manners = Manners { security, log_in, tls: authority.acceptor() };
        Self {
            address: socket.local_addr().unwrap(),
            security,
            manners,
            authority,
            memory: Arc::default(),
            hang_up: watch::Sender::new(0),
            listening: None,
            reserved: Some(socket),
        }
    }

    /// Begins to listen, on the same port as before.
    pub(crate) async fn come_up(&mut self) {
        let listener = match self.reserved.take() {
            Some(socket) => socket.listen(64).unwrap(),
            None => TcpListener::bind(self.address).await.unwrap(),
        };
        let (memory, manners, hang_up) = (Arc::clone(&self.memory), self.manners.clone(), self.hang_up.clone());
        self.listening = Some(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                memory.lock().unwrap().conversations += 1;
                let mut ended = hang_up.subscribe();
                let conversation = conversation::hold(stream, manners.clone(), Arc::clone(&memory));
                tokio::spawn(async move {
                    tokio::select! {
                        biased;
                        _ = ended.changed() => {}
                        _ = conversation => {}
                    }
                });
            }
        }));
    }

    /// Stops listening and closes every connection.
    pub(crate) async fn go_down(&mut self) {
        if let Some(listening) = self.listening.take() {
            listening.abort();
            drop(listening.await);
        }
        self.hang_up();
    }

    /// Closes every connection without a word; new ones are welcome.
    pub(crate) fn hang_up(&self) {
        self.hang_up.send_modify(|count| *count += 1);
    }

    /// The next time a conversation comes to `step`, this happens: once, in the order given.
    pub(crate) fn fault(&self, step: Step, fault: Fault) {
        self.memory.lock().unwrap().faults.push_back((step, fault));
    }

    /// The mails accepted so far.
    pub(crate) fn arrived(&self) -> Vec<Arrived> {
        self.memory.lock().unwrap().arrived.clone()
    }

    /// How many connections were opened so far.
    pub(crate) fn conversations(&self) -> usize {
        self.memory.lock().unwrap().conversations
    }

    /// How many conversations ended with QUIT.
    pub(crate) fn goodbyes(&self) -> usize {
        self.memory.lock().unwrap().goodbyes
    }

    /// The file with the certificate of the authority that signed this server's.
    pub(crate) fn authority_file(&self) -> &Path {
        self.authority.file()
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Settings with which a client gets through.
    pub(crate) fn settings(&self) -> SmtpSettings {
        SmtpSettings {
            host: self.address.ip().to_string(),
            port: self.address.port(),
            security: self.security,
            user: self.manners.log_in.then(|| USER.to_owned()),
            password: self.manners.log_in.then(|| Password::from(PASSWORD.to_owned())),
            timeout: Duration::from_secs(20),
            hello: Some("placet.example.org".to_owned()),
            ca_file: (self.security != Security::None).then(|| self.authority_file().to_owned()),
        }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        if let Some(listening) = self.listening.take() {
            listening.abort();
        }
        self.hang_up();
    }
}
