//! What an editor can count on from the rules.

mod documents;
mod faults;
mod layers;
mod quality;

use std::path::{Path, PathBuf};

use placet::cli::rules::{RulesCommand, Which, run_with};
use placet::rules::{Article, Assessment, Draft, Library, Mode, Outcome, Past};
use serde_json::{Value, json};

fn assess(draft: &Draft<'_>) -> Assessment {
    let library = Library::shipped().unwrap_or_else(|errors| panic!("{errors}"));
    let Some(set) = library.pack("rci") else { panic!("the pack ships") };
    set.assess(draft, &Past::default())
}

fn text(text: &str) -> Draft<'_> {
    Draft { text, ..Draft::default() }
}

fn surfaces(found: &Assessment, rule: &str) -> Vec<String> {
    found.hits.iter().filter(|hit| hit.rule == rule).map(|hit| hit.surface.clone()).collect()
}

/// A directory with one pack of these lines.
fn pack(lines: &str) -> (tempfile::TempDir, PathBuf) {
    let written = tempfile::tempdir().and_then(|directory| {
        let pack = format!(
            "format: 1
pack: small
version: 1.0.0
{lines}"
        );
        std::fs::write(directory.path().join("small.yaml"), pack)?;
        let place = directory.path().to_owned();
        Ok((directory, place))
    });
    written.unwrap_or_else(|error| panic!("the pack is not written: {error}"))
}

fn explain(directory: &Path, pack: &str, input: &str) -> (bool, String, String) {
    let (mut out, mut errors) = (Vec::new(), Vec::new());
    let which = Which { rules: directory.to_owned(), pack: pack.to_owned() };
    let command = RulesCommand::Explain { which, version: None, comment: None };
    match run_with(command, input.as_bytes(), &mut out, &mut errors) {
        Ok(well) => (well, String::from_utf8_lossy(&out).into_owned(), String::from_utf8_lossy(&errors).into_owned()),
        Err(error) => panic!("memory can be written: {error}"),
    }
}

#[test]
fn a_reader_who_shouts_sees_exactly_the_words_he_shouted() {
    let fixture = "Empoche 3,17 Millions au G8, d'une BANQUE Americaine ! INCROYABLE ! MAIS VRAI !!";
    let found = assess(&text(fixture));
    assert_eq!(surfaces(&found, "shouting"), ["BANQUE", "INCROYABLE", "MAIS", "VRAI"]);
    assert_eq!(found.outcome, Outcome::Warn);
}

#[test]
fn capitals_of_the_article_are_no_shouting() {
    let article = Article { title: "INUKTUT in schools", ..Article::default() };
    let with = assess(&Draft { text: "We need INUKTUT lessons", article: Some(article), ..Draft::default() });
    assert_eq!(with.outcome, Outcome::None);
    assert_eq!(surfaces(&assess(&text("We need INUKTUT lessons")), "shouting"), ["INUKTUT"]);
}

#[test]
fn no_word_is_found_inside_another() {
    for innocent in [
        "The council of Scunthorpe approved a first-class assessment.",
        "Dickens never lived in Essex, nor in Penistone.",
        "The therapist testified about a cocktail of antibiotics.",
        "Le concombre est conforme au contrat de consommation.",
    ] {
        assert_eq!(assess(&text(innocent)).hits, [], "{innocent}");
    }
}

#[test]
fn an_insult_is_found_behind_its_disguise_and_shown_as_it_was_written() {
    for (comment, surface, view) in [
        ("You are an idiot", "idiot", "plain"),
        ("You are an іԁіот", "іԁіот", "folded"),
        ("You are an id10t", "id10t", "leet"),
        ("You are an i d i o t", "i d i o t", "spaced"),
        ("You are an id**t", "id**t", "masked"),
        ("You are an idiooooot", "idiooooot", "repeated"),
    ] {
        let found = assess(&text(comment));
        let hit = found.hits.iter().find(|hit| hit.rule == "insult.word").unwrap_or_else(|| panic!("{comment}"));
        assert_eq!((hit.surface.as_str(), hit.word.as_deref()), (surface, Some("idiot")), "{comment}");
        assert_eq!(serde_json::to_value(hit.view).unwrap(), json!(view), "{comment}");
        assert_eq!(comment.get(hit.start..hit.end), Some(surface));
        assert_eq!(found.outcome, Outcome::Hold);
    }
}

#[test]
fn no_rule_refuses_out_of_the_box() {
    let lines = "rules:\n  - id: strict\n    when: {words: [spinach]}\n    action: refuse\n";
    let (_kept, directory) = pack(lines);
    let set = Library::from_directory(&directory).unwrap().pack("small").unwrap();
    assert_eq!(set.assess(&text("More spinach!"), &Past::default()).outcome, Outcome::Hold);
    assert_eq!(set.held_refusals(), ["strict"], "and whoever checks it is told");
    let (_kept, directory) = pack(&format!("{lines}decide: {{refuse: [strict]}}\n"));
    let set = Library::from_directory(&directory).unwrap().pack("small").unwrap();
    assert_eq!(set.assess(&text("More spinach!"), &Past::default()).outcome, Outcome::Refuse);
}

#[test]
fn a_rule_in_shadow_is_recorded_and_does_not_count() {
    let (_kept, directory) = pack("rules:\n  - id: trial\n    mode: shadow\n    when: {words: [spinach]}\n");
    let found = Library::from_directory(&directory).unwrap().pack("small").unwrap();
    let found = found.assess(&text("More spinach!"), &Past::default());
    assert_eq!((found.outcome, found.score), (Outcome::None, 0.0));
    assert_eq!(found.hits.iter().map(|hit| hit.mode).collect::<Vec<_>>(), [Mode::Shadow]);
}

#[test]
fn a_misspelt_key_is_an_error_with_its_line_and_what_was_meant() {
    let (_kept, directory) = pack("rules:\n  - id: shout\n    mesage: {en: Hush}\n    when: {words: [spinach]}\n");
    let (mut out, mut errors) = (Vec::new(), Vec::new());
    let well =
        run_with(RulesCommand::Check { dir: Some(directory), json: false }, &b""[..], &mut out, &mut errors).unwrap();
    let told = String::from_utf8(errors).unwrap();
    assert!(!well);
    assert!(told.contains("small.yaml:6:5:"), "{told}");
    assert!(told.contains("mesage: {en: Hush}"), "{told}");
    assert!(told.contains("did you mean `message`?"), "{told}");
}

#[test]
fn a_rule_whose_own_test_fails_is_not_loaded() {
    for (tests, told) in
        [("{fires: ['{{Spinach}} and salad, spinach']}", "must hit"), ("{passes: ['No spinach today']}", "must pass")]
    {
        let (_kept, directory) =
            pack(&format!("rules:\n  - id: greens\n    when: {{words: [spinach]}}\n    tests: {tests}\n"));
        let errors = Library::from_directory(&directory).unwrap_err().to_string();
        assert!(errors.contains("`greens`") && errors.contains(told), "{errors}");
    }
}

#[test]
fn a_pack_can_be_written_in_toml() {
    let directory = tempfile::tempdir().unwrap();
    let lines = "format = 1\npack = 'small'\nversion = '1'\n[[rules]]\nid = 'greens'\nwhen = {words = ['spinach']}\n";
    std::fs::write(directory.path().join("small.toml"), lines).unwrap();
    assert!(Library::from_directory(directory.path()).unwrap().pack("small").is_some());
    std::fs::write(directory.path().join("small.toml"), lines.replace("when =", "wen =")).unwrap();
    let errors = Library::from_directory(directory.path()).unwrap_err().to_string();
    assert!(errors.contains("small.toml:6:1:") && errors.contains("did you mean `when`?"), "{errors}");
}

#[test]
fn unknown_names_are_errors_with_suggestions() {
    let (_kept, directory) = pack("lists:\n  greens: {words: [spinach]}\nrules:\n  - id: a\n    when: {list: green}\n");
    let errors = Library::from_directory(&directory).unwrap_err().to_string();
    assert!(errors.contains("there is no list `green`") && errors.contains("did you mean `greens`?"), "{errors}");
}

#[test]
fn explain_answers_each_line_with_one_assessment() {
    let (_kept, directory) = pack(
        "clauses:\n  - {id: food, title: {en: Food}, text: {en: No spinach.}}\nrules:\n  - id: greens\n    clause: food\n    when: {words: [spinach]}\n    score: 2.0\n",
    );
    let (well, out, errors) =
        explain(&directory, "small", "{\"id\":\"a\",\"text\":\"No spinach\",\"lang\":\"en\"}\n{\"text\":\"fine\"}\n");
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(well, "{errors}");
    assert_eq!(
        lines,
        [
            json!({"id": "a", "outcome": "hold", "score": 2.0, "lang": "en", "hits": [{
                "rule": "greens", "clause": "food", "action": "hold", "view": "plain", "start": 3, "end": 10,
                "surface": "spinach", "word": "spinach", "mode": "enforce"}]}),
            json!({"id": null, "outcome": "none", "score": 0.0, "lang": null, "hits": []}),
        ]
    );
}

#[test]
fn explain_tells_of_a_bad_line_and_goes_on() {
    let (_kept, directory) = pack("rules: []\n");
    let (well, out, errors) = explain(&directory, "small", "{\"text\": 3}\n{\"id\":2,\"text\":\"fine\"}\n");
    assert!(!well);
    assert_eq!(out.lines().count(), 1);
    let told: Value = serde_json::from_str(errors.trim()).unwrap();
    assert!(told["error"].as_str().unwrap().starts_with("line 1, column "), "{told}");
}

#[test]
fn the_same_message_again_is_held_and_says_so() {
    let set = Library::shipped().unwrap().pack("rci").unwrap();
    let found = set.assess(&text("A calm remark"), &Past { repeated: true, ..Past::default() });
    assert_eq!(found.outcome, Outcome::Hold);
    assert_eq!(found.hits[0].clause.as_deref(), Some("repetition"));
    assert_eq!((found.hits[0].start, found.hits[0].end), (0, 0));
}

#[test]
fn every_clause_a_rule_names_can_be_shown_to_the_reader_in_both_languages() {
    use placet::comment::Language;
    let set = Library::shipped().unwrap().pack("rci").unwrap();
    assert_eq!(set.clauses().len(), 23);
    for clause in set.clauses() {
        for words in [&clause.title, &clause.text] {
            assert!(
                !words.get(Language::En).is_empty() && words.get(Language::En) != words.get(Language::Fr),
                "{}",
                clause.id
            );
        }
    }
    assert_eq!(set.message("shouting", Language::Fr), Some("Les mots en majuscules se lisent comme des cris."));
}

#[test]
fn explain_reads_a_text_with_the_layer_of_its_site() {
    let (_kept, directory) = pack("rules:\n  - {id: greens, when: {words: [spinach]}}\n");
    let layer = directory.join("sites/courier");
    std::fs::create_dir_all(&layer).unwrap();
    let more = "format: 1\npack: small\nversion: '2'\nrules:\n  - {id: cabbage, when: {words: [kale]}}\n";
    std::fs::write(layer.join("own.yaml"), more).unwrap();
    let asked =
        "{\"text\":\"kale\",\"site\":\"courier\"}\n{\"text\":\"kale\",\"site\":\"gazette\"}\n{\"text\":\"kale\"}\n";
    let (well, out, errors) = explain(&directory, "small", asked);
    let hits: Vec<usize> = out.lines().map(|line| line.matches("\"cabbage\"").count()).collect();
    assert_eq!((well, hits), (true, vec![1, 0, 0]), "{errors}");
}
