//! What cannot be meant in a rule file is told when it loads, and what can be meant works.

use placet::rules::{Draft, Library, Outcome, Past};

use super::{pack, text};

/// What is said of a pack with these lines.
fn told(lines: &str) -> String {
    let (_kept, directory) = pack(lines);
    Library::from_directory(&directory).map_or_else(|errors| errors.to_string(), |_| String::new())
}

#[test]
fn a_rule_that_hits_all_or_nothing_is_refused_with_the_reason() {
    for (rule, reason) in [
        ("when: {all: []}", "`all` is empty"),
        ("when: {any: []}", "`any` is empty"),
        ("when: {not: {any: []}}", "`any` is empty"),
        ("when: {words: []}", "`words` is empty"),
        ("when: {words: ['']}", "nothing that can be looked for"),
        ("when: {pattern: ''}", "`pattern` is empty"),
        ("when: {pattern: '[^x]{0,900}y[^x]{0,900}z'}", "repeats too much: 1800 attempts"),
        ("when: {pattern: '(\\w{1,10}\\s?){1,10}!'}", "repeats too much: 110 attempts"),
        ("when: {near: {within: 2, any: [{words: [a]}]}}", "`near` is a sieve"),
        ("when: {all: [{near: {within: 2, any: [{words: [a]}]}}]}", "`all` has only `near`"),
        ("when: {words: [a]}\n    fields: []", "`fields` names none"),
        ("when: {words: [a]}\n    views: []", "`views` names none"),
        ("when: {words: [a]}\n    views: [plain]\n    per_view: {leet: 1.0}", "which `views` leaves out"),
        ("when: {words: [a]}\n    score: .nan", "`score` is no number"),
        ("when: {words: [a]}\n    per_view: {leet: .inf}", "`score` is no number"),
        ("when: {words: [a]}\n    langs: [english]", "`english` is no language"),
        ("when: {words: [a]}\n    message: {english: No}", "`english` is no language"),
        (
            "when: {words: [a]}\n    active: {from: '2026-12-01T00:00:00Z', until: '2026-11-01T00:00:00Z'}",
            "ends before it begins",
        ),
        ("when: {length: {min: 10, max: 2}}", "`length` hits every comment"),
        ("when: {any: [{words: [a]}, {near: {within: 1, any: [{words: [b]}]}}]}", "`near` is a sieve"),
        ("when: {all: [{words: [a]}, {any: [{not: {near: {within: 1, any: [{words: [b]}]}}}]}]}", "`near` is a sieve"),
        ("when: {count: {at_least: 0, of: {words: [a]}}}", "`count` of 0"),
        ("when: {words: [a], views: [plain]}\n    views: [leet]", "`views` stands twice"),
        ("when: {words: [a]}\n    langs: [EN]", "`EN` is no language"),
        ("when: {words: [a]}\n    tests: {passes: ['no {{b}}']}", "nothing is marked in what must pass"),
        ("when: {words: [a]}\n    since: last week", "`since` is a day"),
        ("when: {words: [spinach]}\n    tests: {fires: ['more {{spinach']}", "a mark is not closed"),
        ("when: {words: [a]}\n    langs: [xx]", "`xx` is no language"),
        ("when: {words: [a]}\n    message: {enn: No}", "`enn` is no language"),
        ("when: {language: {accept: [eng]}}", "`eng` is no language"),
        ("when: {length: {}}", "`length` names neither"),
        ("when: {email_domain: {of: {words: [a.example]}}}", "say `fields: [email]`"),
        ("when: {all: [{words: [a]}, {near: {within: 51, any: [{words: [b]}]}}]}", "`near` reaches 50 words"),
        ("override: {action: replace}\n    when: {words: [a]}", "there is nothing of this name below"),
    ] {
        let said = told(&format!("rules:\n  - id: odd\n    {rule}\n"));
        assert!(said.contains("`odd`") && said.contains(reason), "{rule}: {said}");
    }
}

#[test]
fn a_fault_stands_at_the_key_that_it_is_about() {
    for (lines, place) in [
        ("when: {words: [a]}\n    score: .nan", "8:5"),
        ("clause: insult\n    when: {list: ins}", "8:18"),
        ("when: {words: [a]}\n    views: []", "8:5"),
    ] {
        let clauses = "clauses: [{id: insult, title: {en: A}, text: {en: B}}]\n";
        let said = told(&format!("{clauses}rules:\n  - id: first\n    {lines}\n"));
        assert!(said.contains(&format!("small.yaml:{place}:")), "{lines}: {said}");
    }
}

#[test]
fn a_file_is_one_document_without_anchors_and_names_what_expressions_can_say() {
    for (lines, reason) in [
        ("lists: {a: &one {words: [x]}, b: *one}", "anchors and aliases"),
        ("rules: []\n---\nformat: 1", "a file is one document"),
        ("rules: [{id: and, when: {words: [a]}}]", "a word of expressions"),
        ("rules: [{id: a b, when: {words: [a]}}]", "letters, digits"),
        ("composites: [{id: not, expr: author.trusted, score: 1}]", "a word of expressions"),
        ("extends: smal", "there is no pack `smal` to build on"),
    ] {
        let said = told(&format!("{lines}\n"));
        assert!(said.contains(reason) && said.contains("small.yaml:"), "{lines}: {said}");
        assert!(!lines.starts_with("extends") || said.contains("small.yaml:4:1"), "{said}");
    }
}

#[test]
fn a_composite_and_a_decision_that_cannot_be_meant_are_refused() {
    let rules = "rules:\n  - {id: greens, when: {words: [spinach]}}\n";
    for (lines, reason) in [
        ("composites: [{id: both, expr: greens, score: .nan}]", "`score` is no number"),
        (
            "composites: [{id: both, expr: greens, score: 1, tests: {given: [green], fires: false}}]",
            "did you mean `greens`?",
        ),
        ("decide: {hold: '>= 1.0', hint: '>= 2.0'}", "a hint takes a lower score"),
        ("decide: {hold: '>= nan'}", "expected a threshold"),
        ("clause_base: paper.example/charter", "`clause_base` is an address"),
    ] {
        let said = told(&format!("{rules}{lines}\n"));
        assert!(said.contains(reason), "{lines}: {said}");
    }
}

#[test]
fn what_is_in_shadow_counts_nowhere_but_in_shadow() {
    let trial = "rules:\n  - {id: trial, mode: shadow, when: {words: [spinach]}}\ncomposites:\n  - ";
    for (composite, hits) in [
        ("{id: both, expr: trial, score: 5, action: hold}", 1),
        ("{id: both, expr: trial, score: 5, action: hold, mode: shadow}", 2),
    ] {
        let (_kept, directory) = pack(&format!("{trial}{composite}\n"));
        let set = Library::from_directory(&directory).unwrap().pack("small").unwrap();
        let found = set.assess(&text("spinach"), &Past::default());
        assert_eq!((found.outcome, found.score, found.hits.len()), (Outcome::None, 0.0, hits), "{composite}");
    }
}

#[test]
fn a_list_that_tells_case_apart_finds_its_words_as_they_are_written() {
    let lines = "lists: {names: {case: exact, words: [NATO, iPad]}}\nrules:\n  - {id: names, when: {list: names}}\n";
    let (_kept, directory) = pack(lines);
    let set = Library::from_directory(&directory).unwrap().pack("small").unwrap();
    let found = set.assess(&text("NATO, Nato, nato and an iPad, an IPAD"), &Past::default());
    assert_eq!(found.hits.iter().map(|hit| hit.surface.as_str()).collect::<Vec<_>>(), ["NATO", "iPad"]);
}

#[test]
fn flags_are_pictures_and_no_formatting() {
    let set = Library::shipped().unwrap().pack("rci").unwrap();
    for flag in ["Vive la France 🇫🇷", "Great game 🇨🇦 and thanks", "The Ⓜ️ is closed again"] {
        let found = set.assess(&Draft { text: flag, ..Draft::default() }, &Past::default());
        assert!(found.hits.is_empty(), "{flag}: {:?}", found.hits);
    }
}

#[test]
fn near_counts_characters_where_no_spaces_stand_between_words() {
    let lines = "rules:\n  - {id: close, when: {all: [{words: [傻]}, {near: {within: 2, any: [{words: [你]}]}}]}}\n";
    let (_kept, directory) = pack(lines);
    let set = Library::from_directory(&directory).unwrap().pack("small").unwrap();
    let hits = |written: &str| set.assess(&text(written), &Past::default()).hits.len();
    assert_eq!(hits("你今天很傻"), 1);
    assert_eq!(hits("你今天天气真的很好傻"), 0);
    assert_eq!(hits(&format!("{}你傻{}", "好".repeat(2_000), "天".repeat(2_000))), 1);
}

#[test]
fn a_known_failure_that_fails_no_more_is_told() {
    let (_kept, directory) = pack(
        "rules:\n  - id: greens\n    when: {words: [spinach]}\n    tests: {todo_fires: ['{{spinach}}', kale], todo_passes: [carrots]}\n",
    );
    let library = Library::from_directory(&directory).expect("a pack");
    assert_eq!(library.known_failures().len(), 1, "{:?}", library.known_failures());
    let mended = library.mended_failures();
    assert!(mended.len() == 2 && mended.iter().all(|told| told.contains("does not fail any more")), "{mended:?}");
}

#[test]
fn an_error_stands_where_the_word_does() {
    let clauses = "clauses:\n  - {id: c, title: {en: A}, text: {en: B}}\n";
    let (_kept, directory) = pack(&format!(
        "{clauses}rules:\n  - id: c\n    clause: c\n    when:\n      any:\n        - words: [spinach]\n        - list: grens\nlists: {{greens: {{words: [kale]}}}}\n"
    ));
    let said = Library::from_directory(&directory).expect_err("an unknown list").to_string();
    assert!(said.contains("        - list: grens") && said.contains("did you mean `greens`?"), "{said}");
    let said = told("rules:\n  - {id: c, action: holdd, when: {words: [kale]}}\n");
    assert!(said.contains("unknown word `holdd`") && said.contains("did you mean `hold`?"), "{said}");
}

#[test]
fn what_is_not_near_is_left_of_what_all_finds() {
    let (_kept, directory) = pack(
        "rules:\n  - id: greens\n    when: {all: [{words: [spinach]}, {not: {near: {within: 1, any: [{words: [no]}]}}}]}\n    tests: {fires: ['No, I say: more {{spinach}} is better.', '{{spinach}}'], passes: ['no spinach']}\n",
    );
    let loaded = Library::from_directory(&directory).map_err(|errors| errors.to_string());
    assert!(loaded.is_ok(), "{loaded:?}");
}

#[test]
fn a_rule_with_a_scope_is_tested_where_it_applies() {
    let (_kept, directory) = pack(
        "rules:\n  - id: greens\n    scope: {sites: [courier], sections: [food], tags: [greens]}\n    when: {words: [spinach]}\n    tests: {fires: [{text: '{{spinach}}', site: courier, section: food, tags: [greens]}], passes: [{text: spinach, site: herald, section: food, tags: [greens]}]}\n",
    );
    let loaded = Library::from_directory(&directory).map_err(|errors| errors.to_string());
    assert!(loaded.is_ok(), "{loaded:?}");
}

#[test]
fn a_flag_and_a_trade_mark_are_no_part_of_a_word() {
    let (_kept, directory) = pack(
        "rules:\n  - id: greens\n    when: {words: [spinach]}\n    tests: {fires: ['{{spinach}}🇨🇦', '{{spinach}}™', '🇫🇷{{spinach}}', '{{🇸🇵🇮🇳🇦🇨🇭}}']}\n",
    );
    let loaded = Library::from_directory(&directory).map_err(|errors| errors.to_string());
    assert!(loaded.is_ok(), "{loaded:?}");
}

#[test]
fn words_are_found_in_a_website() {
    let (_kept, directory) = pack("rules:\n  - {id: casino, fields: [website], when: {words: [casino]}}\n");
    let set = Library::from_directory(&directory).expect("a pack").pack("small").expect("it");
    let hits = |text: &str, website: &str| {
        set.assess(&Draft { text, website: Some(website), ..Draft::default() }, &Past::default()).hits.len()
    };
    assert_eq!(hits("A calm word.", "https://casino.example/"), 1);
    assert_eq!(hits("See https://casino.example/", "https://paper.example/"), 0);
}
