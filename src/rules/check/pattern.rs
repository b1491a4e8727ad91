//! Regular expressions, in the syntax of the `regex` crate: linear time, no look-around.
//!
//! A pattern reads the text as written; `(?i)` is the author's to say. It runs only where a literal that it requires
//! was seen (`matcher`): see [`required`]. A pattern without one runs on every comment, which costs a little.
//!
//! ```yaml
//! when: {pattern: '(?i)\bvote[zr]?\s+(?:for|pour)\b'}
//! ```

use std::cmp::Reverse;

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::text::token;

/// Two letters at least, or the literal is seen everywhere; one sign is enough where signs are words.
const SHORTEST: usize = 2;
/// More alternatives than this are no sieve; one automaton looks for those of all patterns.
const MOST: usize = 512;
/// A class of more signs than this is no sieve either.
const MOST_SIGNS: usize = 64;

/// Literals in lower case of which every match contains at least one; `None` where there are no such literals.
pub fn required(hir: &Hir) -> Option<Vec<String>> {
    let literals = of(hir)?;
    (literals.iter().all(|literal| weight(literal) >= SHORTEST) && literals.len() <= MOST).then_some(literals)
}

fn of(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![std::str::from_utf8(&literal.0).ok()?.to_lowercase()]),
        HirKind::Capture(capture) => of(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => {
            let mut literals = of(&repetition.sub)?;
            // The same sign three times over is one literal of three; nothing stands between.
            if let (HirKind::Literal(_), [only]) = (repetition.sub.kind(), literals.as_mut_slice()) {
                *only = only.repeat(usize::try_from(repetition.min.min(8)).unwrap_or(1));
            }
            Some(literals)
        }
        HirKind::Alternation(branches) => {
            let mut all = Vec::new();
            for branch in branches {
                all.extend(of(branch)?);
            }
            Some(all)
        }
        HirKind::Concat(parts) => best_of_concat(parts),
        _ => one_letter(hir).map(|letter| vec![letter.to_string()]).or_else(|| few_signs(hir)),
    }
}

/// The part whose shortest literal is longest, and of those the one with the fewest so short; neighbouring single letters
/// make one literal.
fn best_of_concat(parts: &[Hir]) -> Option<Vec<String>> {
    let mut candidates: Vec<Vec<String>> = Vec::new();
    let mut run = String::new();
    for part in parts {
        match part.kind() {
            HirKind::Literal(literal) => run.push_str(&std::str::from_utf8(&literal.0).ok()?.to_lowercase()),
            HirKind::Look(_) => {}
            _ => {
                if let Some(letter) = one_letter(part) {
                    run.push(letter);
                } else {
                    candidates.push(vec![std::mem::take(&mut run)]);
                    candidates.extend(of(part));
                }
            }
        }
    }
    candidates.push(vec![run]);
    let shortest = |set: &Vec<String>| set.iter().map(|literal| weight(literal)).min().unwrap_or(0);
    let worth = |set: &Vec<String>| {
        let least = shortest(set);
        (least, Reverse(set.iter().filter(|literal| weight(literal) == least).count()))
    };
    candidates.into_iter().filter(|set| set.len() <= MOST).max_by_key(worth).filter(|set| shortest(set) > 0)
}

/// How many letters a literal has; a sign of a script that puts no spaces between words is a word, and counts for two.
fn weight(literal: &str) -> usize {
    literal.chars().map(|letter| if token::is_unspaced(letter) { 2 } else { 1 }).sum()
}

/// The signs of a small class of a script where a sign is a word: `[傻蠢笨]`.
fn few_signs(hir: &Hir) -> Option<Vec<String>> {
    let HirKind::Class(Class::Unicode(class)) = hir.kind() else { return None };
    let signs: Vec<char> =
        class.ranges().iter().flat_map(|range| range.start()..=range.end()).take(MOST_SIGNS + 1).collect();
    (signs.len() <= MOST_SIGNS && signs.iter().all(|sign| token::is_unspaced(*sign)))
        .then(|| signs.iter().map(char::to_string).collect())
}

/// The letter of a class that is one letter in its cases: `[Aa]`.
fn one_letter(hir: &Hir) -> Option<char> {
    let HirKind::Class(Class::Unicode(class)) = hir.kind() else { return None };
    let mut lower = None;
    for range in class.ranges() {
        if u32::from(range.end()) - u32::from(range.start()) > 2 {
            return None;
        }
        for character in range.start()..=range.end() {
            // The long s, the Kelvin sign and the rounded Cyrillic letters are in the classes of s, k, в, д, о, с, т, ъ,
            // and are not looked for.
            if matches!(character, 'ſ' | 'K' | '\u{1C80}'..='\u{1C88}') {
                continue;
            }
            let mut cases = character.to_lowercase();
            let (Some(letter), None) = (cases.next(), cases.next()) else { return None };
            if lower.replace(letter).is_some_and(|known| known != letter) {
                return None;
            }
        }
    }
    lower
}
