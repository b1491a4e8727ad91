//! Layers, scope and time: what a later file may change, and where and when a rule applies.

use std::path::Path;

use placet::rules::{Article, Draft, Library, Past, RuleSet};

const BASE: &str = "format: 1\npack: base\nversion: '1'\nlists: {greens: {words: [spinach]}}\nrules:\n  - id: greens\n    \
                    action: hold\n    when: {list: greens}\n    tests: {fires: ['more {{spinach}}']}\n";

fn write(folder: &Path, name: &str, lines: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    std::fs::write(path, lines).expect("written");
}

fn hits(set: &RuleSet, draft: &Draft<'_>) -> usize {
    set.assess(draft, &Past::default()).hits.len()
}

fn text(text: &str) -> Draft<'_> {
    Draft { text, ..Draft::default() }
}

#[test]
fn a_site_adds_its_own_words_and_changes_what_it_names() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "base.yaml", BASE);
    let layer = "format: 1\npack: base\nversion: '2'\nlists: {greens: {override: {words: append}, words: [kale]}}\nrules:\n  - \
                 {id: greens, override: {action: replace}, action: hint}\n";
    write(folder.path(), "sites/courier/own.yaml", layer);
    let library = Library::from_directory(folder.path()).unwrap_or_else(|errors| panic!("{errors}"));
    let (own, base) = (library.for_site("courier", "base").expect("a set"), library.pack("base").expect("a set"));
    assert_eq!((hits(&own, &text("kale and spinach")), hits(&base, &text("kale and spinach"))), (2, 1));
    assert_eq!(own.assess(&text("kale"), &Past::default()).outcome.as_str(), "hint");
    assert_ne!(own.hash(), base.hash());
}

#[test]
fn a_version_is_compiled_again_from_its_files_alone_with_a_sites_layer_and_what_it_extends() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "base.yaml", BASE);
    write(folder.path(), "words.txt", "kale\n");
    write(folder.path(), "other.yaml", "format: 1\npack: other\nextends: base\nversion: '1'\n");
    let layer = "format: 1\npack: other\nversion: '2'\nlists: {mine: {from: words.txt}}\nrules: [{id: mine, when: {list: \
                 mine}}]\n";
    write(folder.path(), "sites/courier/own.yaml", layer);
    let mut library = Library::from_directory(folder.path()).unwrap_or_else(|errors| panic!("{errors}"));
    drop(folder);
    let versions = library.take_versions();
    assert_eq!(versions.len(), 3);
    for (site, set) in library.sets() {
        let version = versions.iter().find(|version| version.hash == set.hash()).expect("its files");
        let again = Library::replay(version).unwrap_or_else(|errors| panic!("{errors}"));
        assert_eq!((again.pack(), again.version(), again.hash()), (set.pack(), set.version(), set.hash()));
        assert_eq!(hits(&again, &text("kale and spinach")), if site.is_some() { 2 } else { 1 });
    }
    let mut other = versions.first().expect("a version").clone();
    other.files.insert("base.yaml".to_owned(), BASE.replace("more", "some").into());
    assert!(Library::replay(&other).expect_err("another").to_string().contains("their SHA-256 is another"));
}

#[test]
fn a_known_name_without_an_override_is_an_error_that_says_what_to_do() {
    for (layer, told) in [
        ("rules: [{id: greens, action: hint}]", "name each field under `override`"),
        ("rules: [{id: greens, override: {acton: replace}}]", "`acton` cannot be overridden; these can: clause,"),
        ("rules: [{id: reds, override: {action: replace}, action: hint}]", "there is nothing of this name to override"),
        ("rules: [{id: greens, override: {action: append}, action: hint}]", "`action` is no list"),
        ("rules: [{id: greens, override: {action: replace}, action: hint, mode: off}]", "`override` does not name it"),
        ("rules: [{id: greens, override: {action: replace}}]", "`action` is to be replaced, and is not there"),
        ("lists: {greens: {override: {words: append}, words: [kale], case: exact}}", "`override` does not name it"),
        ("lists: {greens: {words: [kale]}}", "name each field under `override`"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "base.yaml", BASE);
        write(folder.path(), "other.yaml", &format!("format: 1\npack: other\nextends: base\nversion: '2'\n{layer}\n"));
        let errors = Library::from_directory(folder.path()).expect_err("refused").to_string();
        assert!(errors.contains(told) && errors.contains("other.yaml:5:"), "{layer}: {errors}");
    }
}

#[test]
fn a_pack_that_extends_itself_or_nothing_is_refused() {
    for extends in ["other", "nothing"] {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "other.yaml", &format!("format: 1\npack: other\nextends: {extends}\nversion: '2'\n"));
        assert!(Library::from_directory(folder.path()).is_err(), "{extends}");
    }
}

#[test]
fn a_rule_applies_in_its_scope_and_in_its_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let pack = "format: 1\npack: small\nversion: '1'\nrules:\n  - id: silence\n    when: {words: [vote]}\n    scope: {sites: \
                [courier], sections: [politics], tags: [election]}\n    active: {from: 2027-05-08T00:00:00-04:00, until: \
                2027-05-10T21:00:00-04:00}\n";
    write(folder.path(), "small.yaml", pack);
    let set = Library::from_directory(folder.path()).unwrap_or_else(|errors| panic!("{errors}")).pack("small");
    let set = set.expect("a set");
    let article = |section, tag| Article { section: Some(section), tags: vec![tag], ..Article::default() };
    let draft = |site, section, tag, at: &str| Draft {
        text: "vote",
        site: Some(site),
        article: Some(article(section, tag)),
        at: Some(at.parse().expect("a moment")),
        ..Draft::default()
    };
    let during = "2027-05-09T12:00:00Z";
    assert_eq!(hits(&set, &draft("courier", "politics", "election", during)), 1);
    for (site, section, tag, at) in [
        ("gazette", "politics", "election", during),
        ("courier", "sports", "election", during),
        ("courier", "politics", "ice", during),
        ("courier", "politics", "election", "2027-05-08T03:59:59Z"),
        ("courier", "politics", "election", "2027-05-11T01:00:00Z"),
    ] {
        assert_eq!(hits(&set, &draft(site, section, tag, at)), 0, "{site} {section} {tag} {at}");
    }
}

#[test]
fn counts_other_rules_and_trust_are_conditions_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let pack = "format: 1\npack: small\nversion: '1'\nrules:\n  - id: green\n    when: {words: [spinach, kale]}\n    unless: \
                [{trusted: true}]\n  - id: greens\n    when: {count: {at_least: 2, of: {rule: green}}}\n  - id: none\n    when: \
                {not: {rule: green}}\n";
    write(folder.path(), "small.yaml", pack);
    let set = Library::from_directory(folder.path()).unwrap_or_else(|errors| panic!("{errors}")).pack("small");
    let set = set.expect("a set");
    let rules = |text: &str, past: &Past| {
        let found = set.assess(&Draft { text, ..Draft::default() }, past);
        found.hits.into_iter().map(|hit| hit.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules("spinach", &Past::default()), ["green"]);
    assert_eq!(rules("spinach, kale", &Past::default()), ["green", "greens", "green", "greens"]);
    assert_eq!(rules("beans", &Past::default()), ["none"]);
    let trusted = placet::rules::AuthorPast { approved: 20, refused: 1 };
    assert_eq!(rules("spinach", &Past { author: Some(trusted), ..Past::default() }), ["none"]);
}

#[test]
fn a_clause_is_linked_where_the_paper_publishes_it_and_a_layer_keeps_the_link() {
    let folder = tempfile::tempdir().expect("a folder");
    let pack = "format: 1\npack: base\nversion: '1'\nclause_base: https://gazette.example/charter\nclauses:\n  - id: insult\n    \
                title: {en: No insults}\n    text: {en: None at all.}\n    dsa: {category: CATEGORY_OTHER}\n";
    write(folder.path(), "base.yaml", pack);
    write(folder.path(), "sites/courier/own.yaml", "format: 1\npack: base\nversion: '2'\n");
    let library = Library::from_directory(folder.path()).unwrap_or_else(|errors| panic!("{errors}"));
    let own = library.for_site("courier", "base").expect("a set");
    assert_eq!(own.clause_url("insult").as_deref(), Some("https://gazette.example/charter#insult"));
    assert_eq!(own.clause_url("other"), None);
    assert_eq!(own.clause("insult").expect("a clause").dsa.get("category").map(String::as_str), Some("CATEGORY_OTHER"));
}

#[test]
fn a_phrase_is_not_excused_by_one_of_its_own_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let pack = "format: 1\npack: base\nversion: '1'\nrules:\n  - id: belong\n    when: {words: [do not belong]}\n    unless: [{near: \
                {within: 3, any: [{words: [not, wrong]}]}}]\n";
    write(folder.path(), "base.yaml", pack);
    let set = Library::from_directory(folder.path()).expect("loads").pack("base").expect("a set");
    assert_eq!(hits(&set, &text("they do not belong here")), 1);
    assert_eq!(hits(&set, &text("they do not belong here is wrong")), 0);
}
