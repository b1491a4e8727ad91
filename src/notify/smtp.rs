//! The conversation with a mail server (RFC 5321), step by step, so that each step's failure is judged for itself.
//!
//! lettre speaks the protocol; what it leaves to its user is done here. One deadline lies around the whole delivery; a
//! connection is taken out of its place before it is used and put back only after a mail was accepted, so that a
//! cancelled or failed one is never used again; and each reply must be the one that belongs to its command.

use std::path::Path;

use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Response;
use tokio::net::TcpStream;
use tokio::time::{Duration, timeout};

use super::courier::DeliveryError;
use super::mail::Composed;
use super::reply::{Failure, Stage};
use super::transport::{Password, Security, SmtpSettings};

/// How long a goodbye may take: nothing depends on it.
const GOODBYE: Duration = Duration::from_secs(2);

/// How a certificate begins in PEM (RFC 7468).
const BEGINS: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// A mail server, and the connection to it while one is open.
pub(super) struct Server {
    settings: SmtpSettings,
    /// Built once: reading the machine's certificates takes milliseconds.
    tls: Option<TlsParameters>,
    /// Open and idle: the last mail on it was accepted.
    idle: Option<AsyncSmtpConnection>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Server").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Server {
    pub(super) fn new(settings: SmtpSettings) -> Self {
        Self { settings, tls: None, idle: None }
    }

    /// Hands one mail over, within the deadline.
    pub(super) async fn deliver(&mut self, mail: &Composed) -> Result<(), DeliveryError> {
        let content = String::from_utf8(mail.message.formatted());
        let content = content.map_err(|_| DeliveryError::Permanent("the mail is not in UTF-8".to_owned()))?;
        let limit = self.settings.timeout;
        match timeout(limit, self.converse(mail.message.envelope(), &content)).await {
            Ok(outcome) => outcome.map_err(Failure::into_delivery_error),
            Err(_) => Err(DeliveryError::Transient(format!("no end after {} s", limit.as_secs_f32()))),
        }
    }

    /// Sends on the idle connection or on a new one; an idle one that the server had closed is replaced, once.
    async fn converse(&mut self, envelope: &Envelope, mail: &str) -> Result<(), Failure> {
        if let Some(mut connection) = self.idle.take() {
            match transfer(&mut connection, envelope, mail).await {
                Err(failure) if failure.is_a_connection_that_had_gone() => {}
                Err(failure) => return Err(failure),
                Ok(()) => {
                    self.idle = Some(connection);
                    return Ok(());
                }
            }
        }
        let mut connection = self.connect().await?;
        transfer(&mut connection, envelope, mail).await?;
        self.idle = Some(connection);
        Ok(())
    }

    /// Up to the point where mails may be sent: greeting, encryption, log-in.
    async fn connect(&mut self) -> Result<AsyncSmtpConnection, Failure> {
        let refused = |error| Failure::new(Stage::Connecting, &error);
        let tls = self.tls().await?;
        let settings = &self.settings;
        let hello = settings.hello.clone().map_or_else(ClientId::default, ClientId::Domain);
        let address = (settings.host.as_str(), settings.port);
        let mut connection = match (settings.security, tls) {
            (Security::Tls, tls @ Some(_)) => {
                AsyncSmtpConnection::connect_tokio1(address, None, &hello, tls, None).await.map_err(refused)?
            }
            (_, tls) => {
                let stream = open(address).await.map_err(|error| Failure::not_connected(&error.to_string()))?;
                let opened = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &hello).await;
                let mut connection = opened.map_err(refused)?;
                if let Some(tls) = tls {
                    connection.starttls(tls, &hello).await.map_err(refused)?;
                }
                connection
            }
        };
        if let Some(user) = &settings.user {
            let password = settings.password.as_ref().map_or("", Password::expose);
            let credentials = Credentials::new(user.clone(), password.to_owned());
            connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await.map_err(refused)?;
        }
        Ok(connection)
    }

    /// What to trust, read once; `None` where nothing is encrypted.
    async fn tls(&mut self) -> Result<Option<TlsParameters>, Failure> {
        if self.settings.security == Security::None || self.tls.is_some() {
            return Ok(self.tls.clone());
        }
        let (host, ca_file) = (self.settings.host.clone(), self.settings.ca_file.clone());
        let built = tokio::task::spawn_blocking(move || trust(host, ca_file.as_deref())).await;
        let tls = built.unwrap_or_else(|failure| Err(Failure::not_connected(&failure.to_string())))?;
        self.tls = Some(tls.clone());
        Ok(Some(tls))
    }

    /// QUIT, if a connection is open.
    pub(super) async fn say_goodbye(&mut self) {
        if let Some(mut connection) = self.idle.take() {
            // Whether the server answers changes nothing: every mail on this connection was accepted.
            drop(timeout(GOODBYE, connection.quit()).await);
        }
    }
}

/// The machine's certificates and, beside them, those of the configured file.
fn trust(host: String, ca_file: Option<&Path>) -> Result<TlsParameters, Failure> {
    let mut builder = TlsParameters::builder(host);
    if let Some(file) = ca_file {
        let unreadable = |reason: String| Failure::not_connected(&format!("ca_file cannot be read: {reason}"));
        builder = builder.add_root_certificate(trusted_certificates(file).map_err(unreadable)?);
    }
    builder.build_rustls().map_err(|error| Failure::not_connected(&error.to_string()))
}

/// The certificates of a file in PEM.
///
/// # Errors
/// In words: the file cannot be read, or holds no certificate.
pub fn trusted_certificates(file: &Path) -> Result<Certificate, String> {
    let pem = std::fs::read(file).map_err(|error| error.to_string())?;
    // lettre takes a file without any for one with none to trust.
    if !pem.windows(BEGINS.len()).any(|window| window == BEGINS) {
        return Err("there is no certificate in it".into());
    }
    Certificate::from_pem(&pem).map_err(|error| error.to_string())
}

async fn open(address: (&str, u16)) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    // Without it, Nagle's algorithm and delayed acknowledgements cost 40 ms a mail.
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// MAIL, RCPT, DATA and the mail itself. Each reply must be the one its command asks for: a positive one is not enough.
async fn transfer(connection: &mut AsyncSmtpConnection, envelope: &Envelope, mail: &str) -> Result<(), Failure> {
    let mut parameters = Vec::new();
    let ascii =
        envelope.from().into_iter().chain(envelope.to()).all(|address| AsRef::<str>::as_ref(address).is_ascii());
    if !ascii {
        offered(connection, Extension::SmtpUtfEight, "SMTPUTF8")?;
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !mail.is_ascii() {
        offered(connection, Extension::EightBitMime, "8BITMIME")?;
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    let reply = connection.command(Mail::new(envelope.from().cloned(), parameters)).await;
    expect(Stage::Sender, reply, &[250])?;
    for address in envelope.to() {
        let reply = connection.command(Rcpt::new(address.clone(), vec![])).await;
        expect(Stage::Recipient, reply, &[250, 251, 252])?;
    }
    let reply = connection.command(Data).await;
    expect(Stage::Data, reply, &[354])?;
    let reply = connection.command(with_its_end(mail)).await;
    expect(Stage::Content, reply, &[250])
}

/// The mail as it goes over the line, with its last dot: leading dots doubled (RFC 5321, 4.5.2).
///
/// In one piece, because lettre sends the dot by itself: where it opens the connection (TLS from the first byte), Nagle's
/// algorithm then waits for the delayed acknowledgement of the mail, 44 ms each time.
fn with_its_end(mail: &str) -> String {
    let mut stuffed = String::with_capacity(mail.len() + 64);
    for line in mail.split_inclusive("\r\n") {
        if line.starts_with('.') {
            stuffed.push('.');
        }
        stuffed.push_str(line);
    }
    if !stuffed.ends_with("\r\n") {
        stuffed.push_str("\r\n");
    }
    stuffed.push_str(".\r\n");
    stuffed
}

fn offered(connection: &AsyncSmtpConnection, extension: Extension, name: &str) -> Result<(), Failure> {
    if connection.server_info().supports_feature(extension) { Ok(()) } else { Err(Failure::unable(name)) }
}

fn expect(stage: Stage, reply: Result<Response, Error>, codes: &[u16]) -> Result<(), Failure> {
    let reply = reply.map_err(|error| Failure::new(stage, &error))?;
    if codes.iter().any(|code| reply.has_code(*code)) { Ok(()) } else { Err(Failure::out_of_step(stage, &reply)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_that_begins_a_line_does_not_end_the_mail() {
        assert_eq!(with_its_end("a\r\n.\r\n..b\r\nc."), "a\r\n..\r\n...b\r\nc.\r\n.\r\n");
        assert_eq!(with_its_end(".a\r\n"), "..a\r\n.\r\n");
        assert_eq!(with_its_end(""), "\r\n.\r\n");
    }
}
