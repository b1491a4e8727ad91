//! Any text in every view: nothing panics, and every span of a view leads back into the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use placet::text::{disguise, fold, language, links, name_key, repetition_key, token, view};

fuzz_target!(|text: &str| {
    let folded = fold::folded(text);
    let words = view::words(&folded);
    for view in [&fold::plain(text), &folded, &words] {
        let offsets: Vec<usize> = view.text().char_indices().map(|(at, _)| at).chain([view.text().len()]).collect();
        for pair in offsets.windows(2) {
            let original = view.original(pair[0]..pair[1]).expect("a way back");
            assert!(text.get(original).is_some());
        }
    }
    disguise::each(folded.text(), |range, _| assert!(folded.original(range).is_some()));
    if let Some(joined) = view::without_separators(&folded) {
        assert!(joined.text().len() <= folded.text().len());
    }
    for link in links(text) {
        assert!(text.get(link.start..link.end).is_some());
    }
    for token in token::tokens(text) {
        assert!(text.get(token.range).is_some());
    }
    for quotation in token::quotations(text) {
        assert!(text.get(quotation).is_some());
    }
    let _ = (language::detect(text), repetition_key(text), name_key(text));
});
