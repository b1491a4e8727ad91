//! A compiled condition: a tree that is evaluated over what the matcher saw.

use super::assessment::View;
use super::check::Check;
use super::file::Side;
use super::matcher::{Matcher, Seen};
use super::reading::{Found, Reading};
use super::set::Rule;
use super::watch::Watch;
use crate::text::{fold, token};

/// One node of the tree.
#[derive(Debug)]
pub enum Condition {
    /// A word of a list, by number.
    List(usize),
    /// A word of a list that tells upper and lower case apart, by number.
    Exact(usize),
    /// A pattern, by number.
    Pattern(usize),
    /// A kind that has a file of its own.
    Check(Box<dyn Check>),
    /// The name of somebody to whom the comment answers.
    Mention,
    /// What another rule looks for, by its number.
    Rule(usize),
    /// Every one.
    All(Vec<Condition>),
    /// One of them.
    Any(Vec<Condition>),
    /// None.
    Not(Box<Condition>),
    /// Closeness: inside `All`, a sieve for the others' hits.
    Near(Near),
    /// So many places at least; each row of so many, where they must follow each other.
    Count { least: usize, in_a_row: bool, of: Box<Condition> },
}

/// One of the conditions within so many words.
#[derive(Debug)]
pub struct Near {
    /// How many words may lie between.
    pub within: usize,
    /// On which side.
    pub side: Side,
    /// What must be close.
    pub any: Vec<Condition>,
}

/// What a condition is evaluated over.
pub struct Context<'a> {
    /// The field.
    pub reading: &'a Reading<'a>,
    /// What one pass saw.
    pub seen: &'a Seen<'a>,
    /// The pack's words and patterns.
    pub matcher: &'a Matcher,
    /// The pack's rules.
    pub rules: &'a [Rule],
    /// The comment's language, where known.
    pub language: Option<&'a str>,
    /// The views in which the rule looks for words.
    pub views: &'a [View],
    /// What the reading may still take.
    pub watch: &'a Watch,
}

impl Condition {
    /// Whether it can hold at all, from what one pass saw. Costs next to nothing.
    pub fn may_hold(&self, seen: &Seen<'_>) -> bool {
        match self {
            Self::List(list) | Self::Exact(list) => seen.list(*list),
            Self::Pattern(pattern) => seen.pattern(*pattern),
            Self::Check(check) => check.may_hold(seen),
            Self::All(all) => all.iter().all(|part| part.may_hold(seen)),
            Self::Any(any) => any.iter().any(|part| part.may_hold(seen)),
            Self::Near(near) => near.any.iter().any(|part| part.may_hold(seen)),
            Self::Count { of, .. } => of.may_hold(seen),
            Self::Mention | Self::Rule(_) | Self::Not(_) => true,
        }
    }

    /// Inside `all`, what sifts the others' hits: those that are close to something, or those that are not.
    fn sieve(&self) -> Option<(&Near, bool)> {
        match self {
            Self::Near(near) => Some((near, true)),
            Self::Not(part) => match &**part {
                Self::Near(near) => Some((near, false)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether it asks what another rule finds.
    pub fn asks_for_rules(&self) -> bool {
        match self {
            Self::Rule(_) => true,
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::asks_for_rules),
            Self::Near(near) => near.any.iter().any(Self::asks_for_rules),
            Self::Not(of) | Self::Count { of, .. } => of.asks_for_rules(),
            Self::List(_) | Self::Exact(_) | Self::Pattern(_) | Self::Check(_) | Self::Mention => false,
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
            Self::Count { least, in_a_row: false, of } => return holds_often(*least, of, context, into),
            Self::Count { least, in_a_row: true, of } => holds_in_a_row(*least, of, context, into),
            Self::List(list) => words(*list, context, into),
            Self::Exact(list) => exact_words(*list, context, into),
            Self::Pattern(pattern) => {
                if context.seen.pattern(*pattern) && !context.watch.is_over() {
                    context.matcher.find_pattern(*pattern, context.reading.text, context.watch, into);
                }
            }
            Self::Check(check) => {
                if !context.watch.is_over() {
                    check.find(context.reading, into);
                }
            }
            Self::Mention => mentions(context.reading, into),
            Self::Rule(number) => {
                if let Some(rule) = context.rules.get(*number) {
                    rule.find(context, into);
                }
            }
        }
        into.len() > before
    }
}

impl Near {
    /// Where the conditions hold, in order. What stands around a word is read as it is written: a masked word may fit a
    /// word of any list.
    pub fn places(&self, context: &Context<'_>) -> Vec<Found> {
        let context = Context { views: &[View::Plain, View::Folded], ..*context };
        let mut places = Vec::new();
        for part in &self.any {
            part.holds(&context, &mut places);
        }
        places.sort_by_key(|place| place.start);
        places
    }

    /// Whether one of these places is close to `found`. Only those are looked at that can be: a text full of both must
    /// not cost their product.
    pub fn is_close(&self, found: &Found, places: &[Found], reading: &Reading<'_>) -> bool {
        // What somebody else is quoted with makes nothing of the words around the quotation.
        let is_quoted = reading.is_quoted(found);
        self.is_close_to(found, places, reading, |place| is_quoted || !reading.is_quoted(place))
    }

    /// The same for places that lie outside `found`: what excuses a phrase is not one of its own words.
    pub fn is_close_outside(&self, found: &Found, places: &[Found], reading: &Reading<'_>) -> bool {
        self.is_close_to(found, places, reading, |place| place.end <= found.start || found.end <= place.start)
    }

    fn is_close_to(
        &self,
        found: &Found,
        places: &[Found],
        reading: &Reading<'_>,
        may: impl Fn(&Found) -> bool,
    ) -> bool {
        let is_on_side = |place: &&Found| match self.side {
            Side::Either => true,
            Side::Before => place.start < found.start,
            Side::After => place.start > found.start,
        };
        let window = reading.around(found, self.within + LONGEST_PHRASE);
        let first = places.partition_point(|place| place.start < window.start);
        let near = places.iter().skip(first).take_while(|place| place.start < window.end);
        near.filter(is_on_side).filter(|place| may(place)).any(|place| reading.is_within(found, place, self.within))
    }
}

/// In words: a phrase that is close begins that much farther away.
const LONGEST_PHRASE: usize = 12;

fn words(list: usize, context: &Context<'_>, into: &mut Vec<Found>) {
    if !context.seen.list(list) {
        return;
    }
    let own = context.matcher.language(list);
    let is_known = own.is_none_or(|own| context.reading.may_be(own));
    // A disguise hides a text's language from those who guess it by its letters: only its little words tell then. Whoever
    // puts a star in the place of a letter writes what is not said, in whatever language.
    let is_hidden = is_known || own.is_some_and(|own| context.reading.may_be_disguised(own));
    let has_star = |found: &Found| context.reading.text.get(found.start..found.end).is_some_and(|it| it.contains('*'));
    let may = |found: &Found| match found.view {
        View::Masked => is_hidden || has_star(found),
        View::Veiled | View::Unseen | View::Leet | View::Spaced => is_hidden,
        _ => is_known,
    };
    let of_list =
        context.seen.words.iter().filter(|(of, found)| *of == list && found.view.is_among(context.views) && may(found));
    into.extend(of_list.filter(|(_, found)| !context.reading.is_in_link(found)).map(|(_, found)| found.clone()));
}

/// Words as they are written in the list.
fn exact_words(list: usize, context: &Context<'_>, into: &mut Vec<Found>) {
    let mut found = Vec::new();
    words(list, context, &mut found);
    found.retain(|place| {
        let entry = place.word.and_then(|word| context.matcher.entry(word));
        entry.is_some() && entry == context.reading.text.get(place.start..place.end)
    });
    into.append(&mut found);
}

/// The names that stand over the comments above, and each of their words of four letters or more.
fn mentions(reading: &Reading<'_>, into: &mut Vec<Found>) {
    let text = reading.folded.text();
    for ancestor in reading.past.above.iter().filter(|ancestor| !ancestor.is_author) {
        let name = fold::folded_word(&ancestor.name);
        let parts = name.split_whitespace().filter(|part| part.chars().count() >= 4);
        for part in parts {
            let places = text.match_indices(part).map(|(at, _)| at..at + part.len());
            let whole = places.filter(|range| token::is_whole(text, range));
            into.extend(whole.filter_map(|range| reading.folded.original(range)).map(Found::plain));
        }
    }
}

fn holds_often(least: usize, part: &Condition, context: &Context<'_>, into: &mut Vec<Found>) -> bool {
    let mut found = Vec::new();
    part.holds(context, &mut found);
    super::set::keep_outermost(&mut found);
    let holds = found.len() >= least;
    if holds {
        into.append(&mut found);
    }
    holds
}

/// Each row of so many places, with no word between them, becomes one place.
fn holds_in_a_row(least: usize, part: &Condition, context: &Context<'_>, into: &mut Vec<Found>) {
    let mut found = Vec::new();
    part.holds(context, &mut found);
    super::set::keep_outermost(&mut found);
    for row in found.chunk_by(|left, right| context.reading.is_within(left, right, 0)) {
        if let ([first, .., last], true) = (row, row.len() >= least) {
            into.push(Found { start: first.start, end: last.end, ..first.clone() });
        }
    }
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
    for part in all.iter().filter(|part| part.sieve().is_none()) {
        if !part.holds(context, &mut found) {
            return false;
        }
    }
    for (near, wanted) in all.iter().filter_map(Condition::sieve) {
        let places = near.places(context);
        found.retain(|place| !context.watch.is_over() && near.is_close(place, &places, context.reading) == wanted);
        if found.is_empty() {
            return false;
        }
    }
    into.append(&mut found);
    true
}
