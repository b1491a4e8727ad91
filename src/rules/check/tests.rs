//! Promises of single conditions that the packs' own tests cannot show.

use regex_syntax::parse;

use super::list::{forms, marks_agree};
use super::pattern::required;
use crate::rules::file::Variant;

fn literals(pattern: &str) -> Option<Vec<String>> {
    required(&parse(pattern).unwrap())
}

#[test]
fn a_pattern_runs_only_where_its_literal_was_seen() {
    assert_eq!(literals(r"(?i)\bcasino\b"), Some(vec!["casino".into()]));
    assert_eq!(literals(r"(?i)(?:kill|shoot) you"), Some(vec![" you".into()]));
    assert_eq!(literals(r"Abc|dEf"), Some(vec!["abc".into(), "def".into()]));
    assert_eq!(literals(r"(?:ab)?cd*"), None);
    assert_eq!(literals(r"\d+"), None);
}

#[test]
fn words_have_the_variants_of_their_language() {
    assert_eq!(forms("moron", Some("en"), &[Variant::Plural]), ["moron", "morons"]);
    assert_eq!(forms("bitch", Some("en"), &[Variant::Plural]), ["bitch", "bitches"]);
    assert_eq!(
        forms("connard", Some("fr"), &[Variant::Plural, Variant::Feminine]),
        ["connard", "connarde", "connardes", "connards"]
    );
    assert_eq!(forms("menteur", Some("fr"), &[Variant::Feminine]), ["menteur", "menteuse"]);
}

#[test]
fn a_mark_makes_another_word_and_two_make_a_disguise() {
    assert!(!marks_agree("salé", "sale", Some("fr")));
    assert!(marks_agree("imbecile", "imbécile", Some("fr")));
    assert!(marks_agree("IMBÉCILE", "imbécile", Some("fr")));
    assert!(marks_agree("sàlàud", "salaud", Some("fr")));
}
