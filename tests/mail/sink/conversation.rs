//! One client's conversation with the sink: commands in their order, replies with their codes.

use std::io;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use placet::notify::Security;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::{Arrived, Fault, Manners, Memory, PASSWORD, Step, USER};

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

struct Conversation {
    stream: BufReader<Box<dyn Stream>>,
    manners: Manners,
    memory: Arc<Mutex<Memory>>,
    encrypted: bool,
    greeted: bool,
    logged_in: bool,
    from: Option<String>,
    to: Vec<String>,
}

/// Holds a conversation to its end.
pub(super) async fn hold(stream: TcpStream, manners: Manners, memory: Arc<Mutex<Memory>>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let encrypted = manners.security == Security::Tls;
    let stream: Box<dyn Stream> =
        if encrypted { Box::new(manners.tls.accept(stream).await?) } else { Box::new(stream) };
    let mut conversation = Conversation {
        stream: BufReader::new(stream),
        manners,
        memory,
        encrypted,
        greeted: false,
        logged_in: false,
        from: None,
        to: Vec::new(),
    };
    conversation.reply_at(Step::Greeting, "220 sink.example.org ESMTP").await?;
    while let Some(line) = conversation.line().await? {
        if !conversation.answer(&line).await? {
            break;
        }
    }
    conversation.stream.shutdown().await
}

impl Conversation {
    /// Answers one command; `false` ends the conversation.
    async fn answer(&mut self, line: &str) -> io::Result<bool> {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" => self.hello().await?,
            "STARTTLS" if self.manners.security == Security::StartTls && !self.encrypted => self.encrypt().await?,
            "AUTH" if self.greeted && self.manners.log_in => self.log_in(line).await?,
            "MAIL" if !self.may_send() => self.say("530 5.7.0 Authentication required").await?,
            "MAIL" if self.from.is_none() => {
                if self.reply_at(Step::Mail, "250 2.1.0 Ok").await? {
                    self.from = Some(path(line));
                    self.to.clear();
                }
            }
            "RCPT" if self.from.is_some() => {
                if self.reply_at(Step::Rcpt, "250 2.1.5 Ok").await? {
                    self.to.push(path(line));
                }
            }
            "DATA" if !self.to.is_empty() => self.data().await?,
            "RSET" => {
                self.from = None;
                self.say("250 2.0.0 Ok").await?;
            }
            "NOOP" => self.say("250 2.0.0 Ok").await?,
            "QUIT" => {
                self.memory.lock().unwrap().goodbyes += 1;
                self.say("221 2.0.0 Bye").await?;
                return Ok(false);
            }
            _ => self.say("503 5.5.1 Not now").await?,
        }
        Ok(true)
    }

    /// Mails are taken after EHLO, and as privately as the sink demands.
    fn may_send(&self) -> bool {
        let private = self.manners.security == Security::None || self.encrypted;
        self.greeted && private && (self.logged_in || !self.manners.log_in)
    }

    async fn hello(&mut self) -> io::Result<()> {
        let mut lines = vec!["sink.example.org", "8BITMIME", "SMTPUTF8"];
        if self.manners.security == Security::StartTls && !self.encrypted {
            lines.push("STARTTLS");
        }
        if self.manners.log_in && (self.encrypted || self.manners.security == Security::None) {
            lines.push("AUTH PLAIN LOGIN");
        }
        let last = lines.len() - 1;
        let reply: Vec<_> = lines
            .iter()
            .enumerate()
            .map(|(n, line)| format!("250{}{line}", if n == last { ' ' } else { '-' }))
            .collect();
        self.greeted = self.reply_at(Step::Hello, &reply.join("\r\n")).await?;
        Ok(())
    }

    async fn encrypt(&mut self) -> io::Result<()> {
        if !self.reply_at(Step::StartTls, "220 2.0.0 Ready").await? {
            return Ok(());
        }
        assert!(self.stream.buffer().is_empty(), "the client spoke before TLS began");
        let (nothing, _) = tokio::io::duplex(1);
        let plain = std::mem::replace(&mut self.stream, BufReader::new(Box::new(nothing))).into_inner();
        self.stream = BufReader::new(Box::new(self.manners.tls.accept(plain).await?));
        self.encrypted = true;
        self.greeted = false;
        Ok(())
    }

    async fn log_in(&mut self, line: &str) -> io::Result<()> {
        let mut words = line.split(' ').skip(1);
        let given = match (words.next(), words.next()) {
            (Some("PLAIN"), Some(response)) => decoded(response),
            (Some("LOGIN"), None) => {
                self.say("334 VXNlcm5hbWU6").await?;
                let user = self.line().await?.unwrap_or_default();
                self.say("334 UGFzc3dvcmQ6").await?;
                let password = self.line().await?.unwrap_or_default();
                format!("\0{}\0{}", decoded(&user), decoded(&password))
            }
            _ => return self.say("504 5.5.4 Not this way").await,
        };
        if given == format!("\0{USER}\0{PASSWORD}") {
            self.logged_in = self.reply_at(Step::LogIn, "235 2.7.0 Welcome").await?;
            Ok(())
        } else {
            self.say("535 5.7.8 Wrong user or password").await
        }
    }

    async fn data(&mut self) -> io::Result<()> {
        if !self.reply_at(Step::Data, "354 Go ahead").await? {
            return Ok(());
        }
        let mut raw = Vec::new();
        loop {
            let mut line = Vec::new();
            if self.stream.read_until(b'\n', &mut line).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            assert!(line.ends_with(b"\r\n"), "a bare line feed in a mail");
            assert!(line.len() <= 1000, "a line of more than 1000 octets (RFC 5321, 4.5.3.1.6)");
            match line.strip_prefix(b".") {
                Some(b"\r\n") => break,
                Some(rest) => raw.extend_from_slice(rest),
                None => raw.extend_from_slice(&line),
            }
        }
        let mail = Arrived {
            from: self.from.take().unwrap_or_default(),
            to: std::mem::take(&mut self.to),
            raw,
            encrypted: self.encrypted,
            logged_in: self.logged_in,
        };
        match self.fault_at(Step::Content) {
            // Kept before the reply: a client that has the reply finds the mail.
            None => self.memory.lock().unwrap().arrived.push(mail),
            Some(Fault::KeepAndDrop) => {
                self.memory.lock().unwrap().arrived.push(mail);
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            Some(fault) => return self.misbehave(fault).await,
        }
        self.say("250 2.0.0 Taken").await
    }

    /// The proper reply, or the fault that is due; whether it was the proper one.
    async fn reply_at(&mut self, step: Step, reply: &str) -> io::Result<bool> {
        match self.fault_at(step) {
            None => self.say(reply).await.map(|()| true),
            Some(fault) => self.misbehave(fault).await.map(|()| false),
        }
    }

    fn fault_at(&self, step: Step) -> Option<Fault> {
        let mut memory = self.memory.lock().unwrap();
        let index = memory.faults.iter().position(|(due, _)| *due == step)?;
        memory.faults.remove(index).map(|(_, fault)| fault)
    }

    async fn misbehave(&mut self, fault: Fault) -> io::Result<()> {
        match fault {
            Fault::Reply(reply) => self.say(reply).await,
            Fault::Stall => std::future::pending().await,
            Fault::Drop | Fault::KeepAndDrop => Err(io::ErrorKind::ConnectionAborted.into()),
        }
    }

    async fn say(&mut self, reply: &str) -> io::Result<()> {
        self.stream.write_all(format!("{reply}\r\n").as_bytes()).await?;
        self.stream.flush().await
    }

    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        let length = self.stream.read_line(&mut line).await?;
        assert!(length == 0 || line.ends_with("\r\n"), "a command without its CRLF: {line:?}");
        Ok((length > 0).then(|| line.trim_end().to_owned()))
    }
}

/// The address between the angle brackets.
fn path(line: &str) -> String {
    line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(path, _)| path.to_owned()).unwrap()
}

fn decoded(text: &str) -> String {
    String::from_utf8(STANDARD.decode(text).unwrap()).unwrap()
}
