//! What a mail server's answer means for the mail: try again, or never again.

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;

use super::courier::DeliveryError;

/// How far a conversation had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Up to and including the log-in. A refusal here speaks of our configuration, not of the mail.
    Connecting,
    /// MAIL. A refusal here speaks of our own address: again configuration.
    Sender,
    /// RCPT.
    Recipient,
    /// DATA, before any of the mail was sent.
    Data,
    /// The mail itself, up to the answer to its last dot.
    Content,
}

impl Stage {
    fn name(self) -> &'static str {
        match self {
            Self::Connecting => "while connecting",
            Self::Sender => "at MAIL",
            Self::Recipient => "at RCPT",
            Self::Data => "at DATA",
            Self::Content => "after the mail",
        }
    }
}

/// A conversation that did not end with a mail accepted.
#[derive(Debug)]
pub(super) struct Failure {
    stage: Stage,
    kind: Kind,
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A reply with this code (RFC 5321, 4.2.1).
    Refused(u16),
    /// No reply: the connection broke, or what came was no reply.
    Broken,
    /// A reply, but not to what was asked: replies and commands no longer match.
    OutOfStep,
    /// The server lacks what this mail needs.
    Unable,
}

impl Failure {
    /// What lettre met at `stage`.
    pub(super) fn new(stage: Stage, error: &Error) -> Self {
        let kind = error.status().map_or(Kind::Broken, |code| Kind::Refused(code.into()));
        Self { stage, kind, text: without_addresses(&error.to_string()) }
    }

    /// No connection came about.
    pub(super) fn not_connected(reason: &str) -> Self {
        Self { stage: Stage::Connecting, kind: Kind::Broken, text: without_addresses(reason) }
    }

    /// A positive reply that does not belong to its command.
    pub(super) fn out_of_step(stage: Stage, reply: &Response) -> Self {
        let text = format!("unexpected reply {}", reply.code());
        Self { stage, kind: Kind::OutOfStep, text }
    }

    /// The server does not offer an extension without which this mail cannot be sent.
    pub(super) fn unable(extension: &str) -> Self {
        Self { stage: Stage::Sender, kind: Kind::Unable, text: format!("the server does not offer {extension}") }
    }

    /// Whether the other side had closed an idle connection: nothing of the mail was sent, so it may be begun again.
    pub(super) fn is_a_connection_that_had_gone(&self) -> bool {
        matches!(self.stage, Stage::Sender | Stage::Recipient | Stage::Data)
            && matches!(self.kind, Kind::Broken | Kind::Refused(421))
    }

    /// The judgement. 5xx is for good (RFC 5321, 4.2.1), except where it does not speak of this mail.
    pub(super) fn into_delivery_error(self) -> DeliveryError {
        let text = format!("{} ({})", self.text, self.stage.name());
        let configuration = matches!(self.stage, Stage::Connecting | Stage::Sender);
        match self.kind {
            Kind::Unable => DeliveryError::Permanent(text),
            // 530: log in first (RFC 4954). 552: the mailbox is full, or too many recipients (RFC 5321, 4.5.3.1.10).
            Kind::Refused(530 | 552) => DeliveryError::Transient(text),
            Kind::Refused(500..) if !configuration => DeliveryError::Permanent(text),
            Kind::Refused(_) | Kind::Broken | Kind::OutOfStep => DeliveryError::Transient(text),
        }
    }
}

/// A server's words, fit for a log: one line of at most 200 characters, without anything that has an `@`.
fn without_addresses(text: &str) -> String {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let line = words.iter().map(|word| if word.contains('@') { "…" } else { word }).collect::<Vec<_>>().join(" ");
    line.chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(stage: Stage, kind: Kind) -> DeliveryError {
        Failure { stage, kind, text: "no".to_owned() }.into_delivery_error()
    }

    #[test]
    fn only_a_refusal_of_this_very_mail_is_for_good() {
        for stage in [Stage::Recipient, Stage::Data, Stage::Content] {
            for code in [500, 550, 551, 553, 554] {
                assert!(matches!(judged(stage, Kind::Refused(code)), DeliveryError::Permanent(_)), "{stage:?} {code}");
            }
            for code in [421, 450, 451, 452, 530, 552] {
                assert!(matches!(judged(stage, Kind::Refused(code)), DeliveryError::Transient(_)), "{stage:?} {code}");
            }
        }
    }

    #[test]
    fn what_only_our_configuration_can_mend_loses_no_mail() {
        for stage in [Stage::Connecting, Stage::Sender] {
            for kind in [Kind::Refused(535), Kind::Refused(554), Kind::Refused(421), Kind::Broken, Kind::OutOfStep] {
                assert!(matches!(judged(stage, kind), DeliveryError::Transient(_)), "{stage:?} {kind:?}");
            }
        }
    }

    #[test]
    fn a_mail_of_which_anything_was_sent_is_never_begun_again_at_once() {
        let gone = |stage, kind| Failure { stage, kind, text: String::new() }.is_a_connection_that_had_gone();
        assert!(gone(Stage::Sender, Kind::Broken) && gone(Stage::Data, Kind::Refused(421)));
        assert!(!gone(Stage::Content, Kind::Broken) && !gone(Stage::Content, Kind::Refused(421)));
        assert!(!gone(Stage::Connecting, Kind::Broken), "a new connection that fails is not tried twice");
        assert!(!gone(Stage::Sender, Kind::Refused(451)) && !gone(Stage::Sender, Kind::OutOfStep));
    }

    #[test]
    fn no_address_and_no_second_line_stands_in_a_reason() {
        let text =
            without_addresses("permanent error (550): 5.1.1 <ann@example.org>:\r\n unknown\u{0} user ann@example.org");
        assert_eq!(text, "permanent error (550): 5.1.1 … unknown user …");
        assert_eq!(without_addresses(&"long ".repeat(100)).chars().count(), 200);
    }
}
