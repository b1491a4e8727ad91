//! The author's name (netiquette, "Identity" and "Impersonation"). The rule reads `fields: [name]`.
//!
//! - `incomplete`: fewer than two words of two letters or more, one of which may be an initial; a name in a script that
//!   writes names without spaces is one word, from two characters on.
//! - `unlikely`: a digit, an `@`, an underscore, a web address, no letter at all, or keys struck at random.
//! - `taken`: the name of somebody of the staff, or of another reader whose comments were approved; compared as the eye
//!   does (UTS #39, skeletons).
//!
//! ```yaml
//! fields: [name]
//! when: {name: {is: incomplete}}
//! fires:  {name: Voter123}
//! passes: {name: Jean-François d’Ormesson}
//! ```

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::Check;
use super::gibberish::is_mashed;
use crate::text::token::is_unspaced;
use crate::text::token;

/// The parameters.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// What is looked for.
    pub is: NameIs,
}

/// What is doubtful about a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum NameIs {
    /// Not a first and a last name.
    Incomplete,
    /// Nobody's name.
    Unlikely,
    /// Somebody else's.
    Taken,
}

impl Check for Name {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        let name = reading.text.trim();
        let holds = match self.is {
            NameIs::Incomplete => !is_full(name),
            NameIs::Unlikely => is_unlikely(name),
            NameIs::Taken => reading.past.taken.is_some(),
        };
        into.extend((holds && !name.is_empty()).then(|| Found::plain(0..reading.text.len())));
    }
}

fn is_full(name: &str) -> bool {
    // Korean too writes first and last name in one.
    let in_one = |character: char| is_unspaced(character) || matches!(character, '가'..='힣');
    if name.chars().filter(|character| in_one(*character)).count() >= 2 {
        return true;
    }
    let words = name.split(|character: char| character.is_whitespace() || character == ',');
    let letters = |word: &str| word.chars().filter(|character| token::is_letter(*character)).count();
    let (mut long, mut initials) = (0, 0);
    for word in words {
        match letters(word) {
            0 => {}
            1 => initials += 1,
            // `J.-P.` and `J.R.R.` are initials too.
            _ if is_initials(word) => initials += 1,
            _ => long += 1,
        }
    }
    long >= 2 || (long == 1 && initials >= 1)
}

fn is_initials(word: &str) -> bool {
    word.ends_with('.') && word.split(['.', '-']).all(|part| part.chars().count() <= 1)
}

fn is_unlikely(name: &str) -> bool {
    let strange = |character: char| {
        character.is_numeric() || matches!(character, '@' | '_' | '/' | '#' | '*' | '<' | '>' | '$' | '=' | '|' | '~')
    };
    name.contains(strange)
        || !name.contains(token::is_letter)
        || !crate::text::links(name).is_empty()
        || name.chars().any(|character| super::formatting::is_fake(character, true))
        || name.split_whitespace().any(|word| is_mashed(word) || is_one_letter(word))
}

/// `aaaa`: the same letter from beginning to end.
fn is_one_letter(word: &str) -> bool {
    let mut letters = word.chars().flat_map(char::to_lowercase);
    let first = letters.next();
    word.chars().nth(2).is_some() && letters.all(|letter| Some(letter) == first)
}
