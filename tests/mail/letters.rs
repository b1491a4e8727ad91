//! Letters to send: one of every kind, in every language.

use placet::comment::{Language, MailId};
use placet::notify::{Composed, Content, Mark, Outgoing, Redress, Sender, compose};

pub(crate) const READER: &str = "ann.reader@example.net";

pub(crate) fn sender() -> Sender {
    Sender::parse("The Harbour Gazette <comments@gazette.example>", Some("newsroom@gazette.example")).unwrap()
}

pub(crate) fn outgoing(id: i64, language: Language, content: Content) -> Outgoing {
    Outgoing { id: MailId::from_i64(id), to: READER.to_owned(), language, content }
}

/// A mail with nothing special about it.
pub(crate) fn letter(id: i64) -> Composed {
    compose(&sender(), &outgoing(id, Language::En, published("A quiet day"))).unwrap()
}

pub(crate) fn published(thread_title: &str) -> Content {
    Content::Published {
        site_name: "The Harbour Gazette".to_owned(),
        thread_title: thread_title.to_owned(),
        text: "Well said.\n.\n..\nThe end.".to_owned(),
        is_redacted: false,
        comment_url: "https://gazette.example/quiet#comment-7".to_owned(),
    }
}

/// Every kind of mail, each with the same stranger's words in every place that a stranger's words can reach.
pub(crate) fn every_kind(words: &str) -> Vec<(&'static str, Content)> {
    let own = || words.to_owned();
    vec![
        (
            "waiting",
            Content::Waiting {
                site_name: own(),
                thread_title: own(),
                thread_url: Some("https://gazette.example/quiet".to_owned()),
                author_name: own(),
                text: own(),
                marks: vec![Mark { surface: own(), reason: own() }],
                act_url: "https://placet.gazette.example/act/abc".to_owned(),
                desk_url: "https://placet.gazette.example/desk".to_owned(),
            },
        ),
        (
            "received",
            Content::Received {
                site_name: own(),
                thread_title: own(),
                author_name: own(),
                text: own(),
                status_url: "https://placet.gazette.example/status/abc".to_owned(),
                netiquette_url: "https://placet.gazette.example/netiquette".to_owned(),
            },
        ),
        (
            "published",
            Content::Published {
                site_name: own(),
                thread_title: own(),
                text: own(),
                is_redacted: false,
                comment_url: "https://gazette.example/quiet#comment-7".to_owned(),
            },
        ),
        (
            "refused",
            Content::Refused {
                site_name: own(),
                thread_title: own(),
                text: own(),
                clause_title: own(),
                clause_text: own(),
                words: vec![own()],
                note: Some(own()),
                status_url: "https://placet.gazette.example/status/abc".to_owned(),
                netiquette_url: "https://placet.gazette.example/netiquette".to_owned(),
                automated_detection: true,
                automated_decision: false,
                redress: Redress { by_reply: true, appeal_url: None },
            },
        ),
    ]
}

/// One mail of every kind as a newsroom would send it, to be looked at.
pub(crate) fn examples(language: Language) -> Vec<(&'static str, Content)> {
    let of = |english: &str, french: &str| if language == Language::Fr { french } else { english }.to_owned();
    let site_name = of("The Harbour Gazette", "La Gazette du port");
    let thread_title = of("Who will pay for the new ferry?", "Qui paiera le nouveau traversier ?");
    let text = of(
        "It is ALWAYS the same: the mayor promises, we pay.\n\nThe report is at bit.ly/ferry-report-2026-final-version-for-the-council, read it before you vote, you clowns!",
        "C’est TOUJOURS pareil : le maire promet, nous payons.\n\nLe rapport est sur bit.ly/rapport-traversier-2026-version-definitive-pour-le-conseil, lisez-le avant de voter, bande de clowns !",
    );
    let author_name = of("Ann Featherstonehaugh", "Anne-Sophie Tremblay");
    let status_url = "https://placet.gazette.example/status/4Zk0nQe2".to_owned();
    let netiquette_url = "https://placet.gazette.example/netiquette".to_owned();
    let mark = |surface: &str, english, french| Mark { surface: surface.to_owned(), reason: of(english, french) };
    let (shout, clowns) = (of("ALWAYS", "TOUJOURS"), of("you clowns", "bande de clowns"));
    vec![
        (
            "waiting",
            Content::Waiting {
                site_name: site_name.clone(),
                thread_title: thread_title.clone(),
                thread_url: Some("https://gazette.example/ferry".to_owned()),
                author_name: author_name.clone(),
                text: text.clone(),
                marks: vec![
                    mark(&shout, "A word in capitals is read as shouting.", "Un mot en capitales se lit comme un cri."),
                    mark(&clowns, "This may insult somebody.", "Ceci peut être une insulte."),
                ],
                act_url: "https://placet.gazette.example/act/9xYt".to_owned(),
                desk_url: "https://placet.gazette.example/desk".to_owned(),
            },
        ),
        (
            "received",
            Content::Received {
                site_name: site_name.clone(),
                thread_title: thread_title.clone(),
                author_name,
                text: text.clone(),
                status_url: status_url.clone(),
                netiquette_url: netiquette_url.clone(),
            },
        ),
        (
            "published",
            Content::Published {
                site_name: site_name.clone(),
                thread_title: thread_title.clone(),
                text: text.clone(),
                is_redacted: false,
                comment_url: "https://gazette.example/ferry#comment-7".to_owned(),
            },
        ),
        (
            "refused",
            Content::Refused {
                site_name,
                thread_title,
                text,
                clause_title: of("No insults, no personal attacks", "Ni insultes ni attaques personnelles"),
                clause_text: of(
                    "Attack ideas, not people. A comment that insults somebody is not published.",
                    "Attaquez les idées, pas les personnes. Un commentaire qui insulte quelqu’un n’est pas publié.",
                ),
                words: vec![clowns, shout],
                note: Some(of(
                    "The argument is a good one. Without the last two words we would publish it.",
                    "L’argument est bon. Sans les trois derniers mots, nous le publierions.",
                )),
                status_url,
                netiquette_url,
                automated_detection: true,
                automated_decision: false,
                redress: Redress { by_reply: true, appeal_url: None },
            },
        ),
    ]
}
