//! Promises of the shipped packs and of the set that runs.

use proptest::prelude::*;

use super::watch::Watch;
use super::{Draft, Library, Outcome, Past};

#[test]
fn the_shipped_packs_load_and_pass_their_own_tests() {
    match Library::shipped() {
        Ok(library) => assert!(library.names().any(|name| name == "rci")),
        Err(errors) => panic!("{errors}"),
    }
}

#[test]
fn a_comment_that_keeps_to_the_netiquette_has_no_hits() {
    let set = Library::shipped().unwrap().pack("rci").unwrap();
    let found =
        set.assess(&Draft { text: "I do not agree with the minister on this.", ..Draft::default() }, &Past::default());
    assert_eq!((found.outcome, found.hits.len()), (Outcome::None, 0));
    assert_eq!(found.hash.len(), 64);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn every_hit_cut_from_the_original_is_its_surface(text in "(\\PC{0,8}|idiot|1d10t|f\\*\\*k|ІDIOT|WHAT|!!!!|https://a\\.example/ | ){0,12}") {
        static RULES: std::sync::LazyLock<std::sync::Arc<super::RuleSet>> =
            std::sync::LazyLock::new(|| Library::shipped().unwrap().pack("rci").unwrap());
        let found = RULES.assess(&Draft { text: &text, ..Draft::default() }, &Past::default());
        prop_assert_eq!(&found.fault, &None);
        for hit in found.hits {
            prop_assert_eq!(text.get(hit.start..hit.end), Some(hit.surface.as_str()));
        }
    }
}

#[test]
fn of_the_shipped_patterns_only_that_of_addresses_runs_on_every_text() {
    let pack = std::fs::read_to_string("rules/rci.yaml").unwrap();
    let written = pack.lines().filter_map(|line| line.split_once("pattern: '"));
    let expressions =
        written.map(|(_, rest)| rest.trim_end().trim_end_matches('}').trim_end_matches('\'').replace("''", "'"));
    let runs_always = |expression: &String| {
        let parsed = regex_syntax::parse(expression).unwrap();
        super::check::pattern::required(&parsed).is_none()
    };
    let always: Vec<String> = expressions.filter(runs_always).collect();
    assert_eq!(always.len(), 1, "{always:#?}");
}

#[test]
fn a_comment_that_takes_too_long_to_read_is_held_with_the_rule_that_was_not_asked() {
    let set = Library::shipped().unwrap().pack("rci").unwrap();
    let draft = Draft { text: "You idiot, I do not agree.", ..Draft::default() };
    let whole = set.assess(&draft, &Past::default());
    let cut = set.read(&draft, &Past::default(), &Watch::of(std::time::Duration::ZERO));
    assert_eq!((whole.fault, whole.hits.is_empty()), (None, false));
    assert_eq!((cut.outcome, cut.hits.len()), (Outcome::Hold, 0));
    let fault = cut.fault.unwrap();
    assert!(fault.contains("takes too long to read") && fault.contains('`'), "{fault}");
}
