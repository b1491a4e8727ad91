//! Redaction: the words that a rule offers to take out, and what would be published in their place. Offered, never
//! applied alone: an editor approves with it or without.

use crate::comment::Language;
use crate::rules::{Assessment, Field, Mode, RuleSet};

/// A stretch of a comment's text, and what is put in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// It stays.
    Kept(String),
    /// It goes, and this is put in its place.
    Replaced(String, String),
}

/// The text cut where rules offer to redact it; `None` where they offer nothing.
///
/// Hits that overlap are taken out together, with the words of the one that begins first.
pub fn pieces(text: &str, found: &Assessment, rules: &RuleSet, language: Language) -> Option<Vec<Piece>> {
    let mut offered: Vec<(usize, usize, &str)> = found
        .hits
        .iter()
        .filter(|hit| hit.field == Field::Text && hit.mode != Mode::Shadow && hit.start < hit.end)
        .filter_map(|hit| Some((hit.start, hit.end, rules.redaction(&hit.rule, language)?)))
        .collect();
    offered.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
    let mut together: Vec<(usize, usize, &str)> = Vec::new();
    for (start, end, put) in offered {
        match together.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => together.push((start, end, put)),
        }
    }
    let mut pieces = Vec::new();
    let mut at = 0;
    for (start, end, put) in &together {
        let (before, gone) = (text.get(at..*start)?, text.get(*start..*end)?);
        if !before.is_empty() {
            pieces.push(Piece::Kept(before.to_owned()));
        }
        pieces.push(Piece::Replaced(gone.to_owned(), (*put).to_owned()));
        at = *end;
    }
    let rest = text.get(at..)?;
    if !rest.is_empty() {
        pieces.push(Piece::Kept(rest.to_owned()));
    }
    (!together.is_empty()).then_some(pieces)
}

/// What would be published.
pub fn redacted(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Kept(text) | Piece::Replaced(_, text) => text.as_str(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Draft, Library, Past};

    fn offered(text: &str) -> Option<Vec<Piece>> {
        let rules = Library::shipped().expect("the shipped packs").for_site("any", "rci").expect("the pack");
        let found = rules.assess(&Draft { text, ..Draft::default() }, &Past::default());
        pieces(text, &found, &rules, Language::Fr)
    }

    #[test]
    fn what_a_rule_offers_to_redact_is_taken_out_and_the_rest_stays() {
        let pieces = offered("Écrivez-moi : jean@example.org, merci.").expect("an offer");
        assert_eq!(redacted(&pieces), "Écrivez-moi : [adresse courriel retirée], merci.");
        let original: String = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Kept(text) | Piece::Replaced(text, _) => text.as_str(),
            })
            .collect();
        assert_eq!(original, "Écrivez-moi : jean@example.org, merci.");
    }

    #[test]
    fn a_comment_without_personal_data_is_offered_nothing() {
        assert_eq!(offered("A calm and useful word."), None);
    }
}
