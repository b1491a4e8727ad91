//! What the documents say of the rules is so.

use placet::cli::rules::{RulesCommand, run_with};
use placet::rules::Library;

fn printed(command: RulesCommand) -> String {
    let (mut out, mut errors) = (Vec::new(), Vec::new());
    assert!(run_with(command, &b""[..], &mut out, &mut errors).expect("memory can be written"));
    String::from_utf8(out).expect("text")
}

#[test]
fn the_document_of_the_kinds_is_the_kinds_own_words() {
    let document = include_str!("../../docs/rules.md");
    let (_, rest) = document.split_once("<!-- kinds -->\n").expect("a beginning");
    let (kinds, _) = rest.split_once("<!-- /kinds -->").expect("an end");
    let own = printed(RulesCommand::Kinds { name: None, markdown: true });
    assert_eq!(kinds.trim(), own.trim(), "run `placet rules kinds --markdown` and put it there");
}

#[test]
fn the_pack_and_the_layer_of_the_document_load() {
    let document = include_str!("../../docs/rules.md");
    let blocks: Vec<&str> = document.split("```yaml\n").skip(1).filter_map(|block| block.split("```").next()).collect();
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("example.yaml"), blocks[0]).expect("written");
    let library = Library::from_directory(folder.path()).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(library.names().collect::<Vec<_>>(), ["example"]);

    let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    std::fs::remove_file(folder.path().join("example.yaml")).expect("removed");
    std::fs::copy(shipped.join("rci.yaml"), folder.path().join("rci.yaml")).expect("copied");
    std::fs::create_dir_all(folder.path().join("words")).expect("made");
    for file in std::fs::read_dir(shipped.join("words")).expect("words") {
        let file = file.expect("a file");
        std::fs::copy(file.path(), folder.path().join("words").join(file.file_name())).expect("copied");
    }
    let site = folder.path().join("sites/courier");
    std::fs::create_dir_all(&site).expect("made");
    std::fs::write(site.join("own.yaml"), blocks[1]).expect("written");
    let library = Library::from_directory(folder.path()).unwrap_or_else(|errors| panic!("{errors}"));
    let version = |site: &str| library.for_site(site, "rci").expect("a pack").version().to_owned();
    assert_eq!(version("courier"), "2026.11.2-courier");
    assert_ne!(version("gazette"), version("courier"));
}

#[test]
fn every_kind_has_its_definition_and_an_example() {
    for kind in placet::rules::check::KINDS {
        let about = kind.about();
        assert!(about.contains("```yaml") && about.len() > 150, "{}: {about}", kind.name);
        assert!(printed(RulesCommand::Kinds { name: Some(kind.name.into()), markdown: false }).contains(&about));
    }
}

#[test]
fn the_schema_knows_every_kind_and_refuses_what_is_unknown() {
    let schema: serde_json::Value = serde_json::from_str(&printed(RulesCommand::Schema)).expect("JSON");
    let condition = &schema["$defs"]["ConditionFile"];
    assert_eq!(condition["additionalProperties"], false);
    for kind in placet::rules::check::KINDS {
        assert!(condition["properties"].get(kind.name).is_some(), "{}", kind.name);
    }
}
