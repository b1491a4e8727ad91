//! Any comment under the shipped rules: no rule fails, every hit cut from the original is its surface, and no text of
//! 5,000 characters takes long.

#![no_main]

use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use libfuzzer_sys::fuzz_target;
use placet::rules::{Article, Draft, Field, Library, Past, RuleSet};

static RULES: LazyLock<Arc<RuleSet>> =
    LazyLock::new(|| Library::shipped().expect("the packs load").pack("rci").expect("the pack ships"));

/// Far above the promise of 5 ms: fuzzed code is instrumented, and the machine has other things to do.
const TOO_LONG: Duration = Duration::from_millis(250);

fuzz_target!(|written: (&str, &str, &str)| {
    let (text, name, title) = written;
    let text: String = text.chars().take(5000).collect();
    let article = Article { title, text: title, language: Some("en"), ..Article::default() };
    let draft = Draft { text: &text, name: Some(name), email: Some(name), article: Some(article), ..Draft::default() };
    let past = Past { recent: vec![title.to_owned()], banned: vec![name.to_owned()], ..Past::default() };
    // Loading the rules is no part of reading a comment.
    let rules = &*RULES;
    let found = rules.assess(&draft, &past);
    // Once in three times at least: what else the machine does is not the text's.
    let mut tries = (0..3).map(|_| {
        let began = Instant::now();
        let _ = rules.assess(&draft, &past);
        began.elapsed()
    });
    assert!(tries.any(|took| took < TOO_LONG), "three times longer than {TOO_LONG:?}");
    assert_eq!(found.fault, None);
    for hit in found.hits {
        let field = if hit.field == Field::Text { text.as_str() } else { name };
        assert_eq!(field.get(hit.start..hit.end), Some(hit.surface.as_str()));
    }
});
