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
    ("store", &["comment", "rules"]),
    ("intake", &["comment", "text", "rules", "store"]),
    ("review", &["comment", "text", "rules", "store", "intake"]),
    ("publish", &["comment", "text", "rules", "store"]),
    ("people", &["comment", "store"]),
    ("service", &["comment", "rules", "store", "intake", "review", "publish", "people", "seal"]),
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
        for imported in text.split("crate::").skip(1) {
            let imported = imported.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
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
    for (krate, rooms) in
        [("diesel", &["store"][..]), ("actix_web", &["web", "cli"]), ("lettre", &["notify"]), ("argon2", &["people"])]
    {
        for (path, text) in files("src") {
            let uses = text.contains(&format!("{krate}::"));
            assert!(!uses || rooms.contains(&room(&path)), "{path} uses {krate}");
        }
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
