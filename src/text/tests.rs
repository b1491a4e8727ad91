//! Promises about texts.

use proptest::prelude::*;

use super::disguise::{self, Disguise};
use super::{fold, links, repetition_key, token};

#[test]
fn folding_reads_what_the_eye_reads() {
    for (text, seen) in [
        ("IDIOT", "idiot"),
        ("ｍｏｒｏｎ", "moron"),
        ("𝐦𝐨𝐫𝐨𝐧", "moron"),
        ("ⓢⓒⓤⓜ", "scum"),
        ("🆂🅲🆄🅼", "scum"),
        ("What a idiоt", "what a idiot"),
        ("You are іԁіот", "you are idiot"),
        ("id\u{200b}iot", "idiot"),
        ("m̵o̶r̵ò̱n̠̍", "moron"),
        ("çäşïñø", "casino"),
        ("с\u{200b}а\u{200b}ѕіոо en ligne", "casino en ligne"),
        ("c&#111;nnard, sa<b></b>laud", "connard, salaud"),
        ("a < b & c > d &# e", "a < b & c > d &# e"),
    ] {
        assert_eq!(fold::folded(text).text(), seen, "{text}");
    }
}

#[test]
fn real_cyrillic_stays_cyrillic() {
    assert_eq!(fold::folded("Употреблять хлеб полезно").text(), "употреблять хлеб полезно");
    assert_eq!(fold::folded("НАТО и ООН").text(), "нато и оон");
}

#[test]
fn words_in_disguise_are_seen_through() {
    let found = |text: &str| {
        let mut all = Vec::new();
        disguise::each(text, |range, disguise| all.push((text[range].to_owned(), disguise)));
        all
    };
    assert!(found("an id10t here").contains(&("id10t".into(), Disguise::Leet("idiot".into()))));
    assert!(found("un c o n n a r d.").contains(&("c o n n a r d".into(), Disguise::Spaced("connard".into()))));
    assert!(found("so f**k it").iter().any(|(surface, kind)| surface == "f**k" && matches!(kind, Disguise::Masked(_))));
    assert!(found("stuuuupid").contains(&("stuuuupid".into(), Disguise::Repeated("stupid".into()))));
    assert_eq!(found("an ordinary sentence with letters"), []);
    assert_eq!(found("2*3*4 = 24"), []);
    assert!(found("a mo-ron and id🙂iot").contains(&("mo-ron".into(), Disguise::Cut("moron".into()))));
    assert!(found("ты просто uguot").contains(&("uguot".into(), Disguise::Leet("идиот".into()))));
}

#[test]
fn links_are_found_and_lookalikes_are_not() {
    let found =
        |text: &str| links(text).into_iter().map(|link| text[link.start..link.end].to_owned()).collect::<Vec<_>>();
    assert_eq!(found("see https://example.com/a?b=1."), ["https://example.com/a?b=1"]);
    assert_eq!(found("see www.example.org, now"), ["www.example.org"]);
    assert_eq!(found("see bit.ly/3xYz"), ["bit.ly/3xYz"]);
    assert_eq!(found("(t.me/mychannel)"), ["t.me/mychannel"]);
    assert_eq!(found("заходи на пример.рф"), ["пример.рф"]);
    assert_eq!(found("<a href=\"http://example.com\">x</a>"), ["http://example.com"]);
    for innocent in [
        "Node.js and ASP.NET and Yahoo!",
        "I was in St.John yesterday.The weather was fine.",
        "U.S.A. and Version 1.2.3",
        "see main.rs and notes.md",
        "write to someone@example.org please",
        "e.g. this, i.e. that",
    ] {
        assert_eq!(found(innocent), Vec::<String>::new(), "{innocent}");
    }
    assert_eq!(links("go to www.example.org")[0].url, "https://www.example.org");
}

#[test]
fn a_message_sent_again_has_the_same_key() {
    let key = repetition_key("Shame on you, Minister! https://example.org/a");
    assert_eq!(key, repetition_key("shame  on you minister"));
    assert_eq!(key, repetition_key("SHAME\u{200b} on you… Minister"));
    assert_ne!(key, repetition_key("shame on me minister"));
    assert_ne!(repetition_key("!!!"), repetition_key("???"));
}

#[test]
fn a_language_is_named_only_where_it_is_known() {
    for (text, language) in [
        ("Eres un lector y no has leído la noticia", Some("es")),
        ("Que leitor, esse comentário de cima", Some("pt")),
        ("qu’il vienne, c’est l’heure", Some("fr")),
        ("what a day the last one was", Some("en")),
        ("ok", None),
        ("das ist ein sehr interessanter artikel, vielen dank an die redaktion", Some("de")),
        ("употреблять хлеб полезно, сказал врач", Some("ru")),
    ] {
        assert_eq!(super::language::detect(text), language, "{text}");
    }
}

#[test]
fn a_text_that_may_be_in_three_languages_is_in_none_of_the_others() {
    let votes = super::language::Votes::of("un retard de train");
    assert_eq!(super::language::detect("un retard de train"), None);
    assert!(["fr", "es"].iter().all(|language| votes.allow(language)));
    assert!(["en", "de"].iter().all(|language| !votes.allow(language)));
}

#[test]
fn quotations_are_known() {
    let text = "He said “go away” and « partez »";
    let parts: Vec<&str> = token::quotations(text).into_iter().map(|range| &text[range]).collect();
    assert_eq!(parts, ["“go away”", "« partez »"]);
}

proptest! {
    #[test]
    fn folding_never_fails_and_every_span_leads_back(text in "\\PC{0,80}") {
        for view in [fold::plain(&text), fold::folded(&text)] {
            let offsets: Vec<usize> = view.text().char_indices().map(|(at, _)| at).chain([view.text().len()]).collect();
            for pair in offsets.windows(2) {
                let original = view.original(pair[0]..pair[1]);
                prop_assert!(original.is_some_and(|range| text.get(range).is_some()));
            }
            disguise::each(view.text(), |range, _| assert!(view.original(range).is_some()));
        }
    }

    #[test]
    fn links_lie_in_the_text(text in "[a-zé.:/@ ]{0,60}") {
        for link in links(&text) {
            prop_assert!(text.get(link.start..link.end).is_some());
        }
        let _ = repetition_key(&text);
    }
}
