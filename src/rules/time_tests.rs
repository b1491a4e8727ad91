//! No rules that are accepted and no text outlast the time that a comment has.

use std::fmt::Write as _;
use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::select;

use super::watch::{Watch, spent};
use super::{Draft, Library, Past, RuleSet};

/// What each reading may take.
const ALLOWED: Duration = Duration::from_millis(20);
/// What it may take besides: to fold the text, to look once for all words, the last step.
const BESIDES: Duration = Duration::from_millis(50);

/// What patterns are made of.
const ATOMS: &[&str] =
    &["k", "b", "kale", "[^x]", "[^.!?\\n]", ".", r"\w", r"\s", "[a-c]", "白", "é", "и", "[!?]", "x", "$", "(?m)^"];
/// How often.
const TIMES: &[&str] = &["", "", "", "{0,10}", "{2,24}", "{0,40}", "*", "*", "+", "?"];

/// What texts are made of.
const PIECES: &[&str] = &[
    "kale",
    "b",
    "白",
    "傻",
    "и",
    "é",
    "k",
    "𐐷",
    " ",
    " ",
    ". ",
    "!",
    "“",
    "”",
    "\n> ",
    "http://a.b ",
    "K A L E ",
    "k@1e ",
    "You ",
    "ʇoᴉpᴉ ",
    "1",
    "+1 514 555 0182 ",
    "🙂",
    "\u{301}",
    "Kale Kale ",
    "the ",
    "-",
];

/// Conditions by themselves; the first look to the end of the text for each short match.
const LEAVES: &[&str] = &[
    r"{pattern: '[a-z](?:[^x]*x)?'}",
    r"{pattern: '\w(?:.*\bx)?'}",
    r"{pattern: '[^x]{0,40}k[^x]{0,8}z'}",
    "{words: [kale, b, the, k]}",
    "{words: [白, 傻, 白傻]}",
    "{list: greens}",
    "{capitals: {}}",
    "{links: {}}",
    "{typography: {}}",
    "{gibberish: {}}",
    "{phone: {}}",
    "{email: {}}",
    "{card: {}}",
    "{iban: {}}",
    "{postcode: {}}",
    "{length: {max: 2}}",
    "{pronouns: second-person}",
];

fn pattern() -> impl Strategy<Value = String> {
    let unit = (select(ATOMS), select(TIMES)).prop_map(|(atom, times)| format!("{atom}{times}"));
    let units = || proptest::collection::vec(unit.clone(), 1..4).prop_map(|units| units.concat());
    let group =
        (units(), select(["(?:", r"\b(?:", "(?i)(?:"].as_slice()), select([")?", ")", ")*", ")?|k"].as_slice()))
            .prop_map(|(units, opens, closes)| format!("{opens}{units}{closes}"));
    (units(), proptest::option::of(group)).prop_map(|(units, group)| units + &group.unwrap_or_default())
}

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![
        pattern().prop_map(|written| format!("{{pattern: '{written}'}}")),
        select(LEAVES).prop_map(str::to_owned)
    ]
}

fn near(of: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (of, select(["either", "before", "after"].as_slice()), select([0_usize, 5, 50].as_slice()))
        .prop_map(|(of, side, within)| format!("{{near: {{within: {within}, side: {side}, any: [{of}]}}}}"))
}

fn condition() -> impl Strategy<Value = String> {
    leaf().prop_recursive(3, 12, 3, |inner| {
        let some = || proptest::collection::vec(inner.clone(), 1..3).prop_map(|parts| parts.join(", "));
        prop_oneof![
            some().prop_map(|parts| format!("{{any: [{parts}]}}")),
            some().prop_map(|parts| format!("{{all: [{parts}]}}")),
            (some(), near(inner.clone())).prop_map(|(parts, near)| format!("{{all: [{parts}, {near}]}}")),
            (some(), near(inner.clone())).prop_map(|(parts, near)| format!("{{all: [{parts}, {{not: {near}}}]}}")),
            (inner.clone(), any::<bool>())
                .prop_map(|(of, in_a_row)| format!("{{count: {{at_least: 2, in_a_row: {in_a_row}, of: {of}}}}}")),
        ]
    })
}

fn rule() -> impl Strategy<Value = String> {
    let excuse = prop_oneof![
        Just("{in: quote}".to_owned()),
        Just("{in: name}".to_owned()),
        Just("{in: title}".to_owned()),
        near(leaf()),
    ];
    (condition(), proptest::option::of(excuse))
        .prop_map(|(when, excuse)| format!("when: {when}, unless: [{}]", excuse.unwrap_or_default()))
}

/// These rules as a pack, those that are accepted by themselves, each so many times over.
fn pack(rules: &[String], times: usize) -> Option<std::sync::Arc<RuleSet>> {
    let folder = tempfile::tempdir().ok()?;
    let load = |rules: &[&String]| {
        let mut pack = String::from(
            "format: 1\npack: p\nversion: '1'\nlists: {greens: {words: [kale, spinach, b], except: [kale kale, kale-b]}}\nrules:\n",
        );
        for (number, rule) in rules.iter().enumerate() {
            let _ = writeln!(pack, "  - {{id: r{number}, {rule}}}");
        }
        std::fs::write(folder.path().join("p.yaml"), pack).ok()?;
        Library::from_directory(folder.path()).ok()?.pack("p")
    };
    let accepted: Vec<&String> = rules.iter().filter(|rule| load(&[*rule]).is_some()).collect();
    let accepted: Vec<&String> = std::iter::repeat_n(accepted, times).flatten().collect();
    load(&accepted)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, max_shrink_iters: 64, ..ProptestConfig::default() })]
    /// The thread's own time is measured, not the wall's: what else the machine does is not the text's doing.
    #[test]
    fn no_accepted_rules_and_no_text_outlast_the_time_that_a_comment_has(
        rules in proptest::collection::vec(rule(), 1..12),
        times in select([1_usize, 1, 1, 200].as_slice()),
        pieces in proptest::collection::vec(select(PIECES), 1..40),
    ) {
        let Some(set) = pack(&rules, times) else { return Ok(()) };
        let text: String = pieces.concat().repeat(5_000).chars().take(5_000).collect();
        let draft = Draft { text: &text, ..Draft::default() };
        let past = Past::default();
        // What is made once for all texts is made now.
        set.read(&Draft { text: "Kale, http://a.b", ..Draft::default() }, &past, &Watch::without_end());
        let before = spent();
        let found = set.read(&draft, &past, &Watch::of(ALLOWED));
        let took = spent().zip(before).map(|(now, before)| now.saturating_sub(before)).unwrap_or_default();
        prop_assert!(took < ALLOWED + BESIDES, "{took:?}, fault: {:?}", found.fault);
    }
}
