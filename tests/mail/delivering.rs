//! The courier against a real SMTP conversation, and against everything that can go wrong in one.

use std::time::Duration;

use placet::comment::Language;
use placet::notify::{Courier, DeliveryError, Password, Security, SmtpSettings, Transport, compose};

use super::letters::{READER, every_kind, letter, outgoing, published, sender};
use super::sink::{Fault, PASSWORD, Sink, Step};

const EVERY_SECURITY: [Security; 3] = [Security::None, Security::StartTls, Security::Tls];

fn courier(sink: &Sink) -> Courier {
    Courier::new(Transport::Smtp(sink.settings()))
}

/// A courier that loses patience soon: for servers that never answer.
fn impatient(sink: &Sink) -> Courier {
    Courier::new(Transport::Smtp(SmtpSettings { timeout: Duration::from_millis(400), ..sink.settings() }))
}

fn is_transient(outcome: &Result<(), DeliveryError>) -> bool {
    matches!(outcome, Err(DeliveryError::Transient(_)))
}

fn is_permanent(outcome: &Result<(), DeliveryError>) -> bool {
    matches!(outcome, Err(DeliveryError::Permanent(_)))
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_written_by_every_kind_of_connection() {
    for security in EVERY_SECURITY {
        for log_in in [false, true] {
            let sink = Sink::start(security, log_in).await;
            let mail = letter(7);
            courier(&sink).deliver(&mail).await.unwrap_or_else(|error| panic!("{security:?} {log_in}: {error}"));
            let arrived = sink.arrived();
            assert_eq!(arrived.len(), 1, "{security:?}");
            assert_eq!(arrived[0].from, "comments@gazette.example");
            assert_eq!(arrived[0].to, [READER]);
            assert_eq!(arrived[0].encrypted, security != Security::None, "{security:?}");
            assert_eq!(arrived[0].logged_in, log_in, "{security:?}");
            assert_eq!(arrived[0].raw, mail.message.formatted(), "{security:?}");
        }
    }
}

#[tokio::test]
async fn many_mails_travel_on_one_connection_and_the_courier_says_goodbye() {
    for security in EVERY_SECURITY {
        let sink = Sink::start(security, true).await;
        let mut courier = courier(&sink);
        for id in 1..=20 {
            courier.deliver(&letter(id)).await.unwrap();
        }
        courier.rest().await;
        assert_eq!((sink.arrived().len(), sink.conversations(), sink.goodbyes()), (20, 1, 1), "{security:?}");
        courier.deliver(&letter(21)).await.unwrap();
        assert_eq!((sink.arrived().len(), sink.conversations()), (21, 2), "{security:?}");
    }
}

#[tokio::test]
async fn an_address_beyond_ascii_is_written_to_where_the_server_can() {
    let sink = Sink::start(Security::None, false).await;
    let mut to_zoe = outgoing(1, Language::Fr, published("Été"));
    to_zoe.to = "zoé@exemple.fr".to_owned();
    courier(&sink).deliver(&compose(&sender(), &to_zoe).unwrap()).await.unwrap();
    assert_eq!(sink.arrived()[0].to, ["zoé@exemple.fr"]);
}

#[tokio::test]
async fn a_4xx_anywhere_means_later_and_the_retry_arrives_once() {
    for step in [Step::Greeting, Step::Hello, Step::LogIn, Step::Mail, Step::Rcpt, Step::Data, Step::Content] {
        let sink = Sink::start(Security::None, true).await;
        sink.fault(step, Fault::Reply("451 4.3.0 Not now"));
        let mut courier = courier(&sink);
        let outcome = courier.deliver(&letter(1)).await;
        assert!(is_transient(&outcome), "{step:?}: {outcome:?}");
        assert_eq!(sink.arrived().len(), 0, "{step:?}");
        courier.deliver(&letter(1)).await.unwrap();
        assert_eq!(
            (sink.arrived().len(), sink.conversations()),
            (1, 2),
            "{step:?}: a failed connection is not used again"
        );
    }
}

#[tokio::test]
async fn a_5xx_to_this_mail_means_never_and_the_next_mail_still_goes() {
    for step in [Step::Rcpt, Step::Data, Step::Content] {
        let sink = Sink::start(Security::None, false).await;
        sink.fault(step, Fault::Reply("550 5.1.1 No such user here"));
        let mut courier = courier(&sink);
        let outcome = courier.deliver(&letter(1)).await;
        assert!(is_permanent(&outcome), "{step:?}: {outcome:?}");
        courier.deliver(&letter(2)).await.unwrap();
        assert_eq!(sink.arrived().len(), 1, "{step:?}");
    }
}

#[tokio::test]
async fn a_5xx_that_speaks_of_our_configuration_loses_no_mail() {
    for step in [Step::Greeting, Step::Hello, Step::StartTls, Step::LogIn, Step::Mail] {
        let sink = Sink::start(Security::StartTls, true).await;
        sink.fault(step, Fault::Reply("554 5.7.1 Go away"));
        let outcome = courier(&sink).deliver(&letter(1)).await;
        assert!(is_transient(&outcome), "{step:?}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_full_mailbox_and_a_server_that_closes_are_tried_again() {
    for reply in ["552 5.2.2 Mailbox full", "421 4.3.2 Shutting down", "530 5.7.0 Log in first"] {
        for step in [Step::Rcpt, Step::Content] {
            let sink = Sink::start(Security::None, false).await;
            sink.fault(step, Fault::Reply(reply));
            let outcome = courier(&sink).deliver(&letter(1)).await;
            assert!(is_transient(&outcome), "{reply} at {step:?}: {outcome:?}");
            assert_eq!((sink.arrived().len(), sink.conversations()), (0, 1), "{reply} at {step:?}");
        }
    }
}

#[tokio::test]
async fn a_wrong_password_means_later() {
    let sink = Sink::start(Security::Tls, true).await;
    let settings = SmtpSettings { password: Some(Password::from("wrong".to_owned())), ..sink.settings() };
    let outcome = Courier::new(Transport::Smtp(settings)).deliver(&letter(1)).await;
    assert!(is_transient(&outcome), "{outcome:?}");
}

#[tokio::test]
async fn a_connection_dropped_at_any_step_means_later_and_the_retry_arrives_once() {
    let steps =
        [Step::Greeting, Step::Hello, Step::StartTls, Step::LogIn, Step::Mail, Step::Rcpt, Step::Data, Step::Content];
    for step in steps {
        let sink = Sink::start(Security::StartTls, true).await;
        sink.fault(step, Fault::Drop);
        let mut courier = courier(&sink);
        let outcome = courier.deliver(&letter(1)).await;
        assert!(is_transient(&outcome), "{step:?}: {outcome:?}");
        assert_eq!((sink.arrived().len(), sink.conversations()), (0, 1), "{step:?}");
        courier.deliver(&letter(1)).await.unwrap();
        assert_eq!(sink.arrived().len(), 1, "{step:?}");
    }
}

#[tokio::test]
async fn a_server_that_falls_silent_at_any_step_is_left_within_the_deadline() {
    for step in [Step::Greeting, Step::Hello, Step::LogIn, Step::Mail, Step::Rcpt, Step::Data, Step::Content] {
        let sink = Sink::start(Security::None, true).await;
        sink.fault(step, Fault::Stall);
        let outcome = impatient(&sink).deliver(&letter(1)).await;
        assert!(is_transient(&outcome), "{step:?}: {outcome:?}");
        assert_eq!(sink.arrived().len(), 0, "{step:?}");
    }
}

#[tokio::test]
async fn a_server_that_never_begins_tls_is_left_within_the_deadline() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let sink = Sink::down(Security::Tls, false);
    let settings = SmtpSettings {
        port: silent.local_addr().unwrap().port(),
        timeout: Duration::from_millis(400),
        ..sink.settings()
    };
    assert!(is_transient(&Courier::new(Transport::Smtp(settings)).deliver(&letter(1)).await));
}

/// The trap of a pooled connection: the late answer to one mail is read as the answer to the next.
#[tokio::test]
async fn after_a_cancelled_delivery_no_answer_is_taken_for_that_of_another_mail() {
    let sink = Sink::start(Security::None, false).await;
    let mut courier = courier(&sink);
    courier.deliver(&letter(1)).await.unwrap();
    sink.fault(Step::Content, Fault::Stall);
    let cancelled = tokio::time::timeout(Duration::from_millis(300), courier.deliver(&letter(2))).await;
    assert!(cancelled.is_err());
    sink.fault(Step::Rcpt, Fault::Reply("550 5.1.1 No such user here"));
    let refused = courier.deliver(&letter(3)).await;
    assert!(is_permanent(&refused), "{refused:?}");
    courier.deliver(&letter(4)).await.unwrap();
    assert_eq!(sink.arrived().len(), 2);
    assert_eq!(sink.conversations(), 3);
}

#[tokio::test]
async fn a_reply_that_does_not_belong_to_its_command_is_no_success() {
    for (step, reply) in [(Step::Data, "250 2.0.0 Ok"), (Step::Content, "354 Go ahead"), (Step::Mail, "354 Go ahead")] {
        let sink = Sink::start(Security::None, false).await;
        sink.fault(step, Fault::Reply(reply));
        let outcome = courier(&sink).deliver(&letter(1)).await;
        assert!(is_transient(&outcome), "{step:?}: {outcome:?}");
        assert_eq!(sink.arrived().len(), 0, "{step:?}");
    }
}

#[tokio::test]
async fn an_idle_connection_that_the_server_closed_is_replaced_without_a_word() {
    let closings: [fn(&Sink); 5] = [
        Sink::hang_up,
        |sink| sink.fault(Step::Mail, Fault::Drop),
        |sink| sink.fault(Step::Mail, Fault::Reply("421 4.4.2 Idle for too long")),
        |sink| sink.fault(Step::Rcpt, Fault::Drop),
        |sink| sink.fault(Step::Data, Fault::Drop),
    ];
    for (number, close) in closings.into_iter().enumerate() {
        let sink = Sink::start(Security::None, false).await;
        let mut courier = courier(&sink);
        courier.deliver(&letter(1)).await.unwrap();
        close(&sink);
        courier.deliver(&letter(2)).await.unwrap_or_else(|error| panic!("closing {number}: {error}"));
        assert_eq!((sink.arrived().len(), sink.conversations()), (2, 2), "closing {number}");
    }
}

#[tokio::test]
async fn a_connection_is_replaced_once_and_no_more() {
    let sink = Sink::start(Security::None, false).await;
    let mut courier = courier(&sink);
    courier.deliver(&letter(1)).await.unwrap();
    sink.fault(Step::Mail, Fault::Drop);
    sink.fault(Step::Mail, Fault::Drop);
    assert!(is_transient(&courier.deliver(&letter(2)).await));
    assert_eq!((sink.arrived().len(), sink.conversations()), (1, 2));
}

#[tokio::test]
async fn a_mail_whose_answer_is_lost_is_not_sent_again_by_the_same_delivery() {
    let sink = Sink::start(Security::None, false).await;
    let mut courier = courier(&sink);
    courier.deliver(&letter(1)).await.unwrap();
    sink.fault(Step::Content, Fault::KeepAndDrop);
    assert!(is_transient(&courier.deliver(&letter(2)).await));
    assert_eq!((sink.arrived().len(), sink.conversations()), (2, 1));
    courier.deliver(&letter(2)).await.unwrap();
    let ids: Vec<_> = sink.arrived().iter().map(|mail| mail.header("Message-ID").unwrap()).collect();
    assert_eq!(ids[1], ids[2], "the retry is recognisably the same mail");
    assert_ne!(ids[0], ids[1]);
}

#[tokio::test]
async fn a_server_that_is_down_costs_nothing_but_time() {
    let mut sink = Sink::down(Security::None, false);
    let mut courier = courier(&sink);
    assert!(is_transient(&courier.deliver(&letter(1)).await));
    sink.come_up().await;
    courier.deliver(&letter(1)).await.unwrap();
    sink.go_down().await;
    assert!(is_transient(&courier.deliver(&letter(2)).await));
    sink.come_up().await;
    courier.deliver(&letter(2)).await.unwrap();
    assert_eq!(sink.arrived().len(), 2);
}

#[tokio::test]
async fn without_a_trusted_certificate_nothing_is_said() {
    for security in [Security::StartTls, Security::Tls] {
        let sink = Sink::start(security, true).await;
        let settings = SmtpSettings { ca_file: None, ..sink.settings() };
        let outcome = Courier::new(Transport::Smtp(settings)).deliver(&letter(1)).await;
        assert!(is_transient(&outcome), "{security:?}: {outcome:?}");
        assert!(sink.arrived().is_empty());
    }
}

#[tokio::test]
async fn without_starttls_on_offer_nothing_is_sent_in_the_clear() {
    let sink = Sink::start(Security::None, false).await;
    let private = Sink::down(Security::StartTls, false);
    let settings = SmtpSettings { port: sink.address().port(), ..private.settings() };
    assert!(is_transient(&Courier::new(Transport::Smtp(settings)).deliver(&letter(1)).await));
    assert!(sink.arrived().is_empty());
}

#[tokio::test]
async fn an_authority_file_that_cannot_be_read_is_named() {
    let sink = Sink::start(Security::Tls, false).await;
    let settings = SmtpSettings { ca_file: Some("no-such-file.pem".into()), ..sink.settings() };
    let Err(DeliveryError::Transient(text)) = Courier::new(Transport::Smtp(settings)).deliver(&letter(1)).await else {
        panic!("delivered, or refused for good")
    };
    assert!(text.contains("ca_file"), "{text}");
}

#[tokio::test]
async fn what_the_courier_says_holds_no_address_and_no_password() {
    for (step, reply) in [
        (Step::Rcpt, "550 5.1.1 <ann.reader@example.net>: user ann.reader@example.net unknown"),
        (Step::Mail, "550 5.7.1 comments@gazette.example may not send to ann.reader@example.net"),
        (Step::LogIn, "535 5.7.8 placet@gazette.example: no"),
    ] {
        let sink = Sink::start(Security::None, true).await;
        sink.fault(step, Fault::Reply(reply));
        let error = courier(&sink).deliver(&letter(1)).await.unwrap_err();
        let said = format!("{error} {error:?}");
        assert!(!said.contains('@') && !said.contains("ann.reader") && !said.contains(PASSWORD), "{said}");
        assert!(said.contains("55") || said.contains("535"), "the server's code is told: {said}");
    }
}

#[tokio::test]
async fn no_comment_can_end_its_mail_and_begin_another() {
    let smuggled = "Fine.\r\n.\r\nMAIL FROM:<eve@example.org>\r\n\n.\n\r.\rRCPT TO:<all@example.org>\r\n.\r\nQUIT\r\n";
    for security in EVERY_SECURITY {
        let sink = Sink::start(security, false).await;
        let mut courier = courier(&sink);
        for (number, (_, content)) in every_kind(smuggled).into_iter().enumerate() {
            let id = i64::try_from(number).unwrap();
            courier.deliver(&compose(&sender(), &outgoing(id, Language::En, content)).unwrap()).await.unwrap();
        }
        let arrived = sink.arrived();
        assert_eq!(arrived.len(), 4, "{security:?}");
        assert!(arrived.iter().all(|mail| mail.to == [READER] && mail.from == "comments@gazette.example"));
    }
}

#[tokio::test]
async fn a_mail_as_long_as_they_come_arrives_whole() {
    let sink = Sink::start(Security::Tls, false).await;
    let mail =
        compose(&sender(), &outgoing(1, Language::Fr, every_kind(&"Où ? .\n".repeat(20_000)).remove(0).1)).unwrap();
    courier(&sink).deliver(&mail).await.unwrap();
    assert_eq!(sink.arrived()[0].raw, mail.message.formatted());
}
