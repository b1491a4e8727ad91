//! A comment's text cut at its hits, so that a page can mark the words and say why.

use crate::comment::Language;
use crate::locale;
use crate::web::view::HitView;

/// A stretch of text, and why it is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The text.
    pub text: String,
    /// The reasons, in words; empty where nothing was found.
    pub reasons: String,
}

/// Cuts `text` at the beginning and end of every hit; overlapping hits share the stretch on which they overlap. The reasons
/// are the clauses.
pub fn parts(text: &str, hits: &[HitView]) -> Vec<Part> {
    parts_with(text, hits, title)
}

/// The same for moderators: the reasons tell the rule, the view in which it saw it and the word of its list too.
pub fn parts_at_desk(text: &str, hits: &[HitView]) -> Vec<Part> {
    parts_with(text, hits, |hit| {
        let word = hit.word.as_deref().filter(|word| !word.is_empty());
        let word = word.map(|word| format!(": {word}")).unwrap_or_default();
        format!("{} ({}, {}{word})", title(hit), hit.rule, hit.view)
    })
}

fn parts_with(text: &str, hits: &[HitView], told: impl Fn(&HitView) -> String) -> Vec<Part> {
    let hits: Vec<&HitView> = hits.iter().filter(|hit| counts(hit) && hit.field == "text").collect();
    let mut cuts: Vec<usize> = hits.iter().flat_map(|hit| [hit.start, hit.end]).chain([0, text.len()]).collect();
    cuts.retain(|cut| text.is_char_boundary(*cut));
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .filter_map(|pair| {
            let &[start, end] = pair else { return None };
            let mut reasons: Vec<String> = Vec::new();
            for hit in hits.iter().filter(|hit| hit.start <= start && end <= hit.end) {
                let reason = told(hit);
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
            Some(Part { text: text.get(start..end)?.to_owned(), reasons: reasons.join(" · ") })
        })
        .filter(|part| !part.text.is_empty())
        .collect()
}

/// Every hit as a sentence: the words, what they stand for, the clause, the rule's own words.
pub fn reasons(hits: &[HitView], language: Language) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    for hit in hits.iter().filter(|hit| counts(hit)) {
        let word = hit.word.as_deref().filter(|word| !word.eq_ignore_ascii_case(&hit.surface));
        let why = match (&hit.clause_title, &hit.message) {
            (Some(clause), Some(message)) => format!("{clause}: {message}"),
            (Some(clause), None) => clause.clone(),
            (None, Some(message)) => message.clone(),
            (None, None) => hit.rule.clone(),
        };
        let said = match word {
            // A composite is made of other rules and has no words of its own.
            _ if hit.surface.is_empty() => None,
            Some(word) => Some(locale::say_with(
                language,
                "marks-stands-for",
                &[("surface", shortened(&hit.surface)), ("word", word.to_owned())],
            )),
            None => Some(locale::say_with(language, "marks-surface", &[("surface", shortened(&hit.surface))])),
        };
        let sentence = said.map(|said| format!("{said} — {why}")).unwrap_or(why);
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    sentences
}

/// Whether a hit is shown: a shadow rule's hits are recorded, not shown.
fn counts(hit: &HitView) -> bool {
    hit.mode == "enforce"
}

fn title(hit: &HitView) -> String {
    hit.clause_title.clone().or_else(|| hit.message.clone()).unwrap_or_else(|| hit.rule.clone())
}

fn shortened(surface: &str) -> String {
    const LONGEST: usize = 60;
    if surface.chars().count() <= LONGEST {
        surface.to_owned()
    } else {
        surface.chars().take(LONGEST).chain(['…']).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(rule: &str, start: usize, end: usize) -> HitView {
        HitView {
            rule: rule.into(),
            clause: None,
            clause_title: None,
            clause_url: None,
            clause_dsa: std::collections::BTreeMap::new(),
            message: None,
            action: "hold".into(),
            view: "plain".into(),
            field: "text".into(),
            start,
            end,
            utf16_start: 0,
            utf16_end: 0,
            surface: String::new(),
            word: None,
            mode: "enforce".into(),
        }
    }

    fn cut(text: &str, hits: &[HitView]) -> Vec<(String, String)> {
        parts(text, hits).into_iter().map(|part| (part.text, part.reasons)).collect()
    }

    #[test]
    fn overlapping_hits_share_their_stretch() {
        let cut = cut("abcdef", &[hit("x", 1, 4), hit("y", 3, 5)]);
        let expected = [("a", ""), ("bc", "x"), ("d", "x · y"), ("e", "y"), ("f", "")];
        assert_eq!(cut, expected.map(|(text, reasons)| (text.to_owned(), reasons.to_owned())));
    }

    #[test]
    fn a_moderator_is_told_the_rule_the_view_and_the_word() {
        let veiled = HitView { view: "leet".into(), word: Some("idiot".into()), ..hit("x", 0, 1) };
        let told: Vec<String> =
            parts_at_desk("ab", &[veiled, hit("y", 0, 1)]).into_iter().map(|part| part.reasons).collect();
        assert_eq!(told, ["x (x, leet: idiot) · y (y, plain)", ""]);
    }

    #[test]
    fn the_parts_are_the_whole_text_whatever_the_hits() {
        for hits in [vec![], vec![hit("x", 0, 7)], vec![hit("x", 1, 2)], vec![hit("x", 3, 900)]] {
            let joined: String = cut("éàü c", &hits).into_iter().map(|(text, _)| text).collect();
            assert_eq!(joined, "éàü c");
        }
    }

    #[test]
    fn a_shadow_rule_marks_nothing() {
        let shadow = HitView { mode: "shadow".into(), ..hit("x", 0, 1) };
        assert_eq!(cut("ab", &[shadow]), [("ab".to_owned(), String::new())]);
    }
}
