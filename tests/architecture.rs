//! The borders of the rooms, held by reading the code itself.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each room may import of ours (docs/architecture.md).
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("comment", &[]),
    ("text", &[]),
    ("rules", &["comment", "text"]),
    ("locale", &["comment"]),
    ("seal", &["comment"]),
    ("store", &["comment", "text", "rules"]),
    ("intake", &["comment", "text", "rules", "store"]),
    ("review", &["comment", "text", "rules", "store", "intake"]),
    ("publish", &["comment", "text", "rules", "store"]),
    ("live", &["comment", "store"]),
    ("people", &["comment", "store"]),
    ("audit", &["comment", "store"]),
    ("reload", &["comment", "rules", "intake"]),
    (
        "service",
        &["comment", "rules", "store", "intake", "review", "publish", "live", "people", "audit", "seal", "reload"],
    ),
    ("notify", &["comment", "text", "rules", "locale", "seal", "store", "review", "service"]),
    ("config", &["comment", "store", "notify"]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder, with its path from the project's root and its text.
fn files(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    let name = |path: &PathBuf| path.strip_prefix(root()).expect("below the root").display().to_string();
    found.iter().map(|path| (name(path), fs::read_to_string(path).expect("text"))).collect()
}

/// The room in which a file stands: `src/store/comments.rs` in `store`.
fn room(path: &str) -> &str {
    let below = path.strip_prefix("src/").expect("a source file");
    below.split(['/', '.']).next().expect("a name")
}

/// What a text names of ours: `store` in `crate::store::sites`, `store` and `web` in `crate::{store::sites, web}`.
fn imports(text: &str) -> Vec<&str> {
    let first =
        |path: &'_ str| path.len() - path.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').len();
    let mut found = Vec::new();
    for after in text.split("crate::").skip(1) {
        let Some(group) = after.strip_prefix('{') else {
            found.push(&after[..first(after)]);
            continue;
        };
        let mut depth = 1_i32;
        let mut begins = true;
        for (at, c) in group.char_indices() {
            if depth == 1 && begins && c.is_ascii_alphabetic() {
                found.push(&group[at..at + first(&group[at..])]);
            }
            begins = matches!(c, ',' | '{') || begins && c.is_whitespace();
            depth += i32::from(c == '{') - i32::from(c == '}');
            if depth == 0 {
                break;
            }
        }
    }
    found
}

#[test]
fn no_spelling_of_an_import_is_overlooked() {
    let text = "use crate::comment::{Status, Verdict};\nuse crate::{\n    store::{self, sites},\n    web,\n};\nlet a = crate::seal::seal();";
    assert_eq!(imports(text), ["comment", "store", "web", "seal"]);
}

#[test]
fn imports_point_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_IMPORT.iter().copied().collect();
    let mut wrong = Vec::new();
    for (path, text) in files("src") {
        // `web` and `cli` stand at the end and may import everything; `lib` and `main` are the map and the door.
        let Some(may) = allowed.get(room(&path)) else {
            assert!(["web", "cli", "lib", "main"].contains(&room(&path)), "{path} stands in no known room");
            continue;
        };
        for imported in imports(&text) {
            let known = allowed.contains_key(imported) || ["web", "cli"].contains(&imported);
            if known && imported != room(&path) && !may.contains(&imported) {
                wrong.push(format!("{path} imports {imported}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_crate_stays_in_its_room() {
    for (krate, places) in [
        ("diesel", &["src/store/"][..]),
        ("diesel_async", &["src/store/"]),
        ("actix_web", &["src/web/", "src/cli/run.rs"]),
        ("lettre", &["src/notify/"]),
        ("argon2", &["src/people/"]),
    ] {
        let files = files("src");
        let uses = |text: &str| text.contains(&format!("{krate}::")) || text.contains(&format!("use {krate};"));
        for (path, text) in &files {
            assert!(!uses(text) || places.iter().any(|place| path.starts_with(place)), "{path} uses {krate}");
        }
        assert!(files.iter().any(|(_, text)| uses(text)), "nobody uses {krate}: this line guards nothing");
    }
}

#[test]
fn no_file_needs_a_table_of_contents() {
    let long: Vec<String> = ["src", "tests", "benches"]
        .into_iter()
        .flat_map(files)
        .filter(|(_, text)| text.lines().count() > 500)
        .map(|(path, text)| format!("{path}: {} lines", text.lines().count()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn every_module_opens_with_what_it_is_for() {
    for (path, text) in ["src", "tests", "benches"].into_iter().flat_map(files) {
        assert!(text.starts_with("//! "), "{path} does not say what it is for");
    }
}

#[test]
fn nothing_is_left_undone_or_silenced() {
    let undone = ["to", "do!("].concat();
    let silenced = ["#[al", "low("].concat();
    let silenced_whole = ["#![al", "low("].concat();
    for (path, text) in ["src", "tests", "benches"].into_iter().flat_map(files) {
        for mark in [&undone, &silenced, &silenced_whole] {
            assert!(!text.contains(mark.as_str()), "{path} has {mark}");
        }
    }
}

#[test]
fn every_refusal_of_a_field_has_its_words() {
    let codes = fs::read_to_string(root().join("src/comment/field.rs")).expect("text");
    let codes: Vec<&str> =
        codes.lines().filter_map(|line| line.trim().split_once("=> \"")?.1.strip_suffix("\",")).collect();
    assert!(codes.len() >= 10, "{codes:?}");
    for language in ["en", "fr"] {
        let words = fs::read_to_string(root().join(format!("locales/{language}/fields.ftl"))).expect("text");
        for code in &codes {
            assert!(words.contains(&format!("field-{code} =")), "field-{code} in {language}");
        }
    }
}

#[test]
fn the_documents_name_every_room() {
    let architecture = fs::read_to_string(root().join("docs/architecture.md")).expect("text");
    for (room, _) in MAY_IMPORT {
        assert!(architecture.contains(&format!("`{room}")), "docs/architecture.md does not name {room}");
    }
}

#[test]
fn no_handler_reads_the_desk_without_asking_who_asks() {
    // A reader's own comment, which a seal or a key opens, is read without a moderator: `Service::for_its_reader`.
    let whole: Vec<String> = files("src/web")
        .into_iter()
        .filter(|(_, text)| text.contains("service.desk"))
        .flat_map(|(name, text)| {
            let of_somebody = |after: &str| after.trim_start().starts_with(".of(");
            text.split("service.desk")
                .skip(1)
                .filter(|after| !of_somebody(after))
                .map(|_| name.clone())
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(whole.is_empty(), "the desk of everybody in {whole:?}");
}

#[test]
fn each_migration_has_a_version_of_its_own_and_stands_on_both_databases() {
    let of = |database: &str| {
        let entries = fs::read_dir(root().join("migrations").join(database)).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    let (sqlite, postgres) = (of("sqlite"), of("postgres"));
    assert_eq!(sqlite, postgres);
    // What stands before the first underscore is the version: of two with one, the second would be passed over in silence.
    let versions: BTreeMap<&str, &String> =
        sqlite.iter().filter_map(|name| Some((name.split_once('_')?.0, name))).collect();
    assert_eq!(versions.len(), sqlite.len(), "two of {sqlite:?} have one version");
}
