//! What a mail says, read back by a mail parser and an HTML parser that are not ours.

use lettre::message::Mailbox;
use mail_parser::{Message, MessageParser, MimeHeaders as _};
use placet::comment::Language;
use placet::notify::{ComposeError, Content, Redress, compose};
use scraper::{Html, Selector};

use super::letters::{READER, every_kind, outgoing, published, sender};

const PAYLOADS: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'-alert(1)-'",
    "</blockquote></div><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!-- --><style>*{display:none}</style>",
    "{{ 7*7 }} { $title } ${7*7}",
];

fn raw(content: Content, language: Language) -> Vec<u8> {
    compose(&sender(), &outgoing(7, language, content)).unwrap().message.formatted()
}

fn parsed(raw: &[u8]) -> Message<'_> {
    MessageParser::new().parse(raw).expect("a mail")
}

/// The names of the header fields, in order: what an injected header would change.
fn field_names(message: &Message<'_>) -> Vec<String> {
    message.root_part().headers.iter().map(|header| header.name.as_str().to_ascii_lowercase()).collect()
}

#[test]
fn every_mail_has_a_text_and_an_html_part_with_the_same_facts() {
    for language in Language::ALL {
        for (kind, content) in every_kind("Tide & time, l’été") {
            let raw = raw(content, language);
            let message = parsed(&raw);
            let kinds: Vec<_> =
                message.parts.iter().filter_map(|part| part.content_type()?.subtype().map(str::to_owned)).collect();
            assert_eq!(kinds, ["alternative", "plain", "html"], "{kind}");
            let (text, html) = (message.body_text(0).unwrap(), message.body_html(0).unwrap());
            let page = Html::parse_document(&html);
            let seen: String = page.root_element().text().collect();
            assert!(text.contains("Tide & time, l’été") && seen.contains("Tide & time, l’été"), "{kind}");
            assert_eq!(page.root_element().value().attr("lang"), Some(language.tag()), "{kind}");
            for link in page.select(&Selector::parse("a").unwrap()) {
                let address = link.value().attr("href").unwrap();
                assert!(text.contains(address), "{kind}: the text lacks {address}");
            }
            for missing in ["mail-", "{ $", "Unknown"] {
                assert!(!text.contains(missing) && !seen.contains(missing), "{kind} in {language} shows {missing}");
            }
        }
    }
}

#[test]
fn nothing_is_fetched_from_anywhere_by_reading_a_mail() {
    for (kind, content) in every_kind("words") {
        let mail = compose(&sender(), &outgoing(7, Language::En, content)).unwrap();
        let page = Html::parse_document(&mail.html);
        let fetching =
            Selector::parse("img, link, script, iframe, object, video, audio, form, [src], [background]").unwrap();
        assert_eq!(page.select(&fetching).count(), 0, "{kind}");
        assert!(!mail.html.contains("url(") && !mail.html.contains("@import"), "{kind}");
    }
}

#[test]
fn markup_in_anybodys_words_arrives_as_words() {
    for language in Language::ALL {
        let plain = every_kind("words");
        for payload in PAYLOADS {
            for ((kind, content), (_, harmless)) in every_kind(payload).into_iter().zip(plain.clone()) {
                let elements = |content: Content| {
                    let mail = compose(&sender(), &outgoing(7, language, content)).unwrap();
                    let page = Html::parse_document(&mail.html);
                    assert!(page.root_element().text().any(|_| true));
                    let all: Vec<_> = page
                        .select(&Selector::parse("*").unwrap())
                        .map(|element| {
                            (
                                element.value().name().to_owned(),
                                element.value().attrs().map(|(name, _)| name.to_owned()).collect::<Vec<_>>(),
                            )
                        })
                        .collect();
                    (all, page.root_element().text().collect::<String>())
                };
                let (found, seen) = elements(content);
                let (expected, _) = elements(harmless);
                assert_eq!(found, expected, "{kind}: {payload} changed the page");
                assert!(seen.contains(payload), "{kind}: {payload} is not shown as it was written");
            }
        }
    }
}

#[test]
fn in_the_text_part_nobodys_words_pass_for_lines_of_ours() {
    let words = "Fine.\r\n\r\nSee your comment’s page\u{2028}https://evil.example/log-in\n-- ";
    for (kind, content) in every_kind(words) {
        let text = compose(&sender(), &outgoing(7, Language::En, content)).unwrap().text;
        for line in text.lines().filter(|line| line.contains("evil.example")) {
            assert!(line.starts_with("> ") || line.contains("Fine."), "{kind}: {line}");
        }
        assert_eq!(text.lines().filter(|line| *line == "-- ").count(), 1, "{kind}");
    }
}

#[test]
fn a_link_that_is_not_a_web_address_is_never_made() {
    let (_, mut content) = every_kind("words").remove(0);
    if let Content::Waiting { thread_url, .. } = &mut content {
        *thread_url = Some("javascript:alert(1)".to_owned());
    }
    let mail = compose(&sender(), &outgoing(7, Language::En, content)).unwrap();
    assert!(!mail.html.contains("javascript:") && !mail.text.contains("javascript:"));

    let mut content = published("A quiet day");
    if let Content::Published { comment_url, .. } = &mut content {
        *comment_url = "javascript:alert(1)".to_owned();
    }
    let outcome = compose(&sender(), &outgoing(7, Language::En, content));
    assert!(matches!(outcome, Err(ComposeError::Link("comment_url"))));
}

#[test]
fn no_title_and_no_name_can_add_a_header() {
    let expected = field_names(&parsed(&raw(published("A quiet day"), Language::En)));
    for title in [
        "Budget\r\nBcc: everyone@example.org",
        "Budget\nBcc: everyone@example.org",
        "Budget\r\n\r\n<h1>Another body</h1>",
        "Budget\u{0}\u{b}\u{c}\u{85}\u{2028}Bcc: everyone@example.org",
        "=?utf-8?Q?Budget=0D=0ABcc:_everyone@example.org?=",
        &"word ".repeat(400),
        &"é".repeat(3000),
        &"日本語のとても長い題名".repeat(60),
        &"x".repeat(5000),
    ] {
        for language in Language::ALL {
            for (kind, content) in every_kind(title) {
                let raw = raw(content, language);
                let message = parsed(&raw);
                assert_eq!(field_names(&message), expected, "{kind}: {title:?}");
                assert_eq!(message.from().and_then(|from| from.first()?.address()), Some("comments@gazette.example"));
                let subject = message.subject().unwrap();
                assert!(!subject.chars().any(char::is_control), "{kind}: {subject:?}");
                assert!(subject.chars().count() <= 150, "{kind}: {subject:?}");
            }
        }
    }
}

#[test]
fn no_header_line_is_longer_than_the_limit_and_all_are_ascii() {
    for title in ["é".repeat(3000), "x".repeat(5000), "日本語".repeat(300), "🎉 ".repeat(300)] {
        let raw = raw(published(&title), Language::Fr);
        let header = raw.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        for line in raw[..header].split(|byte| *byte == b'\n') {
            assert!(line.len() <= 998 && line.is_ascii(), "RFC 5322, 2.1.1: {}", String::from_utf8_lossy(line));
        }
    }
}

#[test]
fn a_title_reaches_the_reader_as_it_is() {
    for title in
        ["L’été à Saint-Malo : « ça suffit ! »", "港の静かな日", "🎉 100 years", "Budget: =?utf-8", "50 % & more <b>"]
    {
        let raw = raw(published(title), Language::En);
        let subject = parsed(&raw).subject().unwrap().to_owned();
        assert_eq!(subject, format!("Your comment on “{}” is published", title.replace("=?", "= ?")));
    }
}

#[test]
fn what_looks_like_an_encoded_word_is_not_decoded() {
    let raw = raw(published("=?utf-8?B?QmNjOiBldmVyeW9uZQ==?="), Language::En);
    let subject = parsed(&raw).subject().unwrap().to_owned();
    assert!(!subject.contains("Bcc"), "{subject}");
}

#[test]
fn the_newsrooms_own_name_cannot_break_a_header_either() {
    let mut sender = sender();
    sender.from = Mailbox::new(Some("The Gazette\r\nBcc: everyone@example.org".to_owned()), sender.from.email.clone());
    let mail = compose(&sender, &outgoing(7, Language::En, published("A quiet day"))).unwrap();
    let raw = mail.message.formatted();
    assert!(parsed(&raw).bcc().is_none());
    sender.domain = "gazette.example>\r\nBcc: everyone@example.org".to_owned();
    let outcome = compose(&sender, &outgoing(7, Language::En, published("A quiet day")));
    assert!(matches!(outcome, Err(ComposeError::Domain)));
}

#[test]
fn an_address_that_is_none_is_refused_without_repeating_it() {
    for to in [
        "",
        "ann",
        "ann@example.net\r\nBcc: everyone@example.org",
        "ann@example.net, eve@example.org",
        "<ann@example.net>",
    ] {
        let mut mail = outgoing(7, Language::En, published("A quiet day"));
        mail.to = to.to_owned();
        let error = compose(&sender(), &mail).unwrap_err();
        assert!(matches!(error, ComposeError::Recipient), "{to:?}: {error:?}");
        assert!(!error.to_string().contains("example"), "{error}");
    }
}

#[test]
fn a_retry_is_the_same_mail_and_says_that_no_person_typed_it() {
    let ids: Vec<_> =
        (0..2).map(|_| parsed(&raw(published("A quiet day"), Language::Fr)).message_id().unwrap().to_owned()).collect();
    assert_eq!(ids, ["7.placet@gazette.example", "7.placet@gazette.example"]);
    let raw = raw(published("A quiet day"), Language::Fr);
    let message = parsed(&raw);
    assert_eq!(message.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
    assert_eq!(message.header_raw("Content-Language").map(str::trim), Some("fr"));
    assert!(message.date().is_some());
    assert_eq!(message.reply_to().and_then(|to| to.first()?.address()), Some("newsroom@gazette.example"));
}

#[test]
fn no_mail_holds_any_address_but_the_newsrooms_and_the_one_it_goes_to() {
    let address = regex::Regex::new(r"[\w.+-]+@[\w-]+\.[\w.-]+").unwrap();
    let ours = ["comments@gazette.example", "newsroom@gazette.example", "7.placet@gazette.example", READER];
    for language in Language::ALL {
        for (kind, content) in every_kind("words") {
            let mail = compose(&sender(), &outgoing(7, language, content)).unwrap();
            let raw = String::from_utf8(mail.message.formatted()).unwrap();
            for found in address.find_iter(&raw) {
                assert!(ours.contains(&found.as_str()), "{kind}: {}", found.as_str());
            }
            assert_eq!(address.find_iter(&mail.text).count() + address.find_iter(&mail.html).count(), 0, "{kind}");
        }
    }
}

#[test]
fn a_refusal_says_clause_words_note_how_it_was_decided_and_what_can_be_done() {
    let refused = |detection, decision, redress| Content::Refused {
        site_name: "The Harbour Gazette".into(),
        thread_title: "A quiet day".into(),
        text: "This is UTTER nonsense".into(),
        clause_title: "No shouting".into(),
        clause_text: "Words in capitals are read as shouting.".into(),
        words: vec!["UTTER".into()],
        note: Some("Without the capitals, gladly.".into()),
        status_url: "https://placet.gazette.example/status/abc".into(),
        netiquette_url: "https://placet.gazette.example/netiquette".into(),
        automated_detection: detection,
        automated_decision: decision,
        redress,
    };
    let reply = Redress { by_reply: true, appeal_url: None };
    let text = |content| compose(&sender(), &outgoing(7, Language::En, content)).unwrap().text;
    let said = text(refused(true, false, reply.clone()));
    for part in [
        "No shouting",
        "Words in capitals are read as shouting.",
        "“UTTER”",
        "Without the capitals, gladly.",
        "An automatic rule pointed to your comment. An editor then read it",
        "of our own accord",
        "without limit of time",
        "answer this mail within six months",
        "out-of-court",
        "https://placet.gazette.example/status/abc",
    ] {
        assert!(said.contains(part), "{part:?} is missing in\n{said}");
    }
    assert!(text(refused(false, false, reply.clone())).contains("No automatic means"));
    assert!(
        text(refused(true, true, reply))
            .contains("An automatic rule found this in your comment and took this decision")
    );
    let page = Redress { by_reply: false, appeal_url: Some("https://placet.gazette.example/appeal/abc".into()) };
    let said = text(refused(true, false, page));
    assert!(said.contains("https://placet.gazette.example/appeal/abc") && !said.contains("answer this mail"));
    assert!(text(refused(true, false, Redress::default())).contains("write to the newsroom"));
}
