//! A compiled condition: a tree that is evaluated over what the matcher saw.

use super::assessment::View;
use super::check::{
    capitals, email, formatting::Formatting, length::Length, links, phone::Phone, repetition::Repetition,
    typography::Typography,
};
use super::matcher::{Matcher, Seen};
use super::reading::{Found, Reading};

/// One node of the tree.
#[derive(Debug)]
pub enum Condition {
    /// A word of a list, by number.
    List(usize),
    /// A pattern, by number.
    Pattern(usize),
    /// Words in capitals.
    Capitals(capitals::Check),
    /// Web addresses.
    Links(links::Check),
    /// Length and parts.
    Length(Length),
    /// The same message again.
    Repetition(Repetition),
    /// Bold, italic, underlined.
    Formatting(Formatting),
    /// Runs of signs, walls of emoji.
    Typography(Typography),
    /// Email addresses.
    Email(email::Check),
    /// Telephone numbers.
    Phone(Phone),
    /// Every one.
    All(Vec<Condition>),
    /// One of them.
    Any(Vec<Condition>),
    /// None.
    Not(Box<Condition>),
    /// Closeness: inside `All`, a sieve for the others' hits.
    Near(Near),
}

/// One of the conditions within so many words.
#[derive(Debug)]
pub struct Near {
    /// How many words may lie between.
    pub within: usize,
    /// What must be close.
    pub any: Vec<Condition>,
}

/// What a condition is evaluated over.
pub struct Context<'a> {
    /// The field.
    pub reading: &'a Reading<'a>,
    /// What one pass saw.
    pub seen: &'a Seen,
    /// The pack's words and patterns.
    pub matcher: &'a Matcher,
    /// The comment's language, where known.
    pub language: Option<&'a str>,
    /// The views in which the rule looks for words.
    pub views: &'a [View],
}

impl Condition {
    /// Whether it can hold at all, from what one pass saw. Costs next to nothing.
    pub fn may_hold(&self, seen: &Seen) -> bool {
        match self {
            Self::List(list) => seen.list(*list),
            Self::Pattern(pattern) => seen.pattern(*pattern),
            Self::All(all) => all.iter().all(|part| part.may_hold(seen)),
            Self::Any(any) => any.iter().any(|part| part.may_hold(seen)),
            Self::Near(near) => near.any.iter().any(|part| part.may_hold(seen)),
            _ => true,
        }
    }

    /// Whether it holds; the places go into `into`.
    pub fn holds(&self, context: &Context<'_>, into: &mut Vec<Found>) -> bool {
        let before = into.len();
        match self {
            Self::All(all) => return holds_all(all, context, into),
            Self::Any(any) => return holds_any(any, context, into),
            Self::Not(part) => return !part.holds(context, &mut Vec::new()),
            Self::Near(near) => return holds_any(&near.any, context, into),
            Self::List(list) => words(*list, context, into),
            Self::Pattern(pattern) => {
                if context.seen.pattern(*pattern) {
                    context.matcher.find_pattern(*pattern, context.reading.text, into);
                }
            }
            Self::Capitals(check) => check.find(context.reading, into),
            Self::Links(check) => check.find(context.reading, into),
            Self::Length(check) => check.find(context.reading, into),
            Self::Repetition(check) => check.find(context.reading, into),
            Self::Formatting(check) => check.find(context.reading, into),
            Self::Typography(check) => check.find(context.reading, into),
            Self::Email(check) => check.find(context.reading, into),
            Self::Phone(check) => check.find(context.reading, into),
        }
        into.len() > before
    }
}

impl Near {
    /// Whether one of the conditions holds close to `found`.
    pub fn is_near(&self, found: &Found, context: &Context<'_>) -> bool {
        let mut places = Vec::new();
        for part in &self.any {
            part.holds(context, &mut places);
        }
        self.is_close(found, &places, context.reading)
    }

    fn is_close(&self, found: &Found, places: &[Found], reading: &Reading<'_>) -> bool {
        places.iter().any(|place| reading.words_between(found, place) <= self.within)
    }
}

fn words(list: usize, context: &Context<'_>, into: &mut Vec<Found>) {
    let foreign = matches!((context.matcher.language(list), context.language), (Some(own), Some(text)) if own != text);
    if foreign || !context.seen.list(list) {
        return;
    }
    let of_list = context.seen.words.iter().filter(|(of, found)| *of == list && context.views.contains(&found.view));
    into.extend(of_list.map(|(_, found)| found.clone()));
}

/// Every part is asked, even when one holds already: every place is reported.
fn holds_any(any: &[Condition], context: &Context<'_>, into: &mut Vec<Found>) -> bool {
    let mut holds = false;
    for part in any {
        holds |= part.holds(context, into);
    }
    holds
}

fn holds_all(all: &[Condition], context: &Context<'_>, into: &mut Vec<Found>) -> bool {
    let mut found = Vec::new();
    for part in all.iter().filter(|part| !matches!(part, Condition::Near(_))) {
        if !part.holds(context, &mut found) {
            return false;
        }
    }
    for near in all.iter().filter_map(|part| if let Condition::Near(near) = part { Some(near) } else { None }) {
        let mut places = Vec::new();
        for part in &near.any {
            part.holds(context, &mut places);
        }
        found.retain(|place| near.is_close(place, &places, context.reading));
        if found.is_empty() {
            return false;
        }
    }
    into.append(&mut found);
    true
}
