//! What the words promise: every language says everything, with the same facts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::*;
use crate::comment::FieldError;

/// Per key: the variables it uses, and what it says with every variable left as its name.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn messages(language: Language) -> Messages {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language.tag());
    let mut messages = Messages::new();
    for file in files(&folder, "ftl") {
        let source = std::fs::read_to_string(&file).unwrap();
        let resource =
            fluent_syntax::parser::parse(source).unwrap_or_else(|(_, errors)| panic!("{file:?}: {errors:?}"));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut variables = BTreeSet::new();
            in_pattern(message.value.as_ref().expect("a message has a value"), &mut variables);
            let earlier = messages.insert(message.id.name.clone(), variables);
            assert_eq!(earlier, None, "{} is said twice in {language}", message.id.name);
        }
    }
    messages
}

fn in_pattern(pattern: &Pattern<String>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, variables);
        }
    }
}

fn in_expression(expression: &Expression<String>, variables: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, variables),
        Expression::Select { selector, variants } => {
            in_inline(selector, variables);
            for variant in variants {
                in_pattern(&variant.value, variables);
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<String>, variables: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => drop(variables.insert(id.name.clone())),
        InlineExpression::Placeable { expression } => in_expression(expression, variables),
        _ => {}
    }
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_message_exists_in_every_language_with_the_same_variables() {
    let english = messages(Language::En);
    assert!(!english.is_empty());
    for language in Language::ALL {
        assert_eq!(messages(language), english, "{language} and English differ");
    }
}

#[test]
fn no_message_is_empty_and_none_is_left_unsaid() {
    for language in Language::ALL {
        for (key, variables) in messages(language) {
            for value in ["1", "2", "words"] {
                let values: Vec<_> = variables.iter().map(|name| (name.as_str(), value.to_owned())).collect();
                let said = WORDS.lookup_single_language(
                    identifier(language),
                    &key,
                    Some(&values.iter().map(|(name, value)| (*name, as_value(value))).collect::<HashMap<_, _>>()),
                );
                let said = said.unwrap_or_else(|error| panic!("{key} in {language}: {error}"));
                assert!(!said.trim().is_empty(), "{key} in {language} says nothing");
                assert!(!said.contains(['{', '}', '\u{2068}', '\u{2069}']), "{key} in {language}: {said}");
            }
        }
    }
}

#[test]
fn every_refusal_of_a_field_has_its_words_in_every_language() {
    let refusals = [
        FieldError::Required,
        FieldError::TooShort { min: 2 },
        FieldError::TooLong { max: 5000 },
        FieldError::ControlCharacter,
        FieldError::Markup,
        FieldError::NotAnEmail,
        FieldError::NotAUrl,
        FieldError::NotAKey,
        FieldError::Unknown,
        FieldError::NotPublished,
        FieldError::NotADomain,
        FieldError::NotARange,
        FieldError::NotADate,
        FieldError::Past,
        FieldError::Wrong,
    ];
    for language in Language::ALL {
        for refusal in &refusals {
            let key = format!("field-{}", refusal.code());
            let limit = refusal.limit().map(|limit| limit.to_string());
            let said = say_with(language, &key, &[("limit", limit.clone().unwrap_or_default())]);
            assert_ne!(said, key, "{key} has no words in {language}");
            assert!(limit.is_none_or(|limit| said.contains(&limit)), "{key} in {language} hides the limit: {said}");
        }
    }
}

#[test]
fn every_message_that_a_template_asks_for_exists() {
    let known = messages(Language::En);
    let asked = regex::Regex::new(r#"say(?:_with)?\("([^"]+)""#).unwrap();
    let mut count = 0;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    for template in files(&folder, "html").into_iter().chain(files(&folder, "txt")) {
        let source = std::fs::read_to_string(&template).unwrap();
        for found in asked.captures_iter(&source) {
            assert!(known.contains_key(&found[1]), "{template:?} asks for {}", &found[1]);
            count += 1;
        }
    }
    assert!(count > 0, "no template asks for anything");
}

#[test]
fn a_number_chooses_its_plural_and_a_text_of_digits_stays_as_it_is() {
    assert_eq!(
        say_with(Language::En, "field-too-short", &[("limit", "1".into())]),
        "Please write at least one character."
    );
    assert!(say_with(Language::Fr, "field-too-long", &[("limit", "5000".into())]).contains("5000"));
    assert!(say_with(Language::Fr, "field-too-long", &[("limit", "007".into())]).contains("007"));
}

#[test]
fn a_key_without_words_is_said_as_it_stands() {
    assert_eq!(say(Language::Fr, "no-such-key"), "no-such-key");
}
