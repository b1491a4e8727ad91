//! A compiled pattern, searched in two steps.
//!
//! Unicode word boundaries (`\b`) are what an automaton cannot decide in a text that is not ASCII: a backtracker then walks
//! it, at a tenth of the speed. So an automaton looks first, for the pattern without its boundaries: whatever the pattern
//! matches, that one matches too. Only where it does is the pattern itself compiled, once, and searched.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use regex_automata::meta::{Config, Regex};
use regex_automata::{Input, Match};
use regex_syntax::hir::{Hir, HirKind, Look};

use super::check::pattern::required;
use super::reading::Found;
use super::watch::Watch;
use super::width;

/// The longest pattern, in bytes.
pub const LONGEST: usize = 64 * 1024;
/// The memory that one compiled pattern may take, in bytes.
const MEMORY: usize = 4 * 1024 * 1024;
/// The memory of the tables that a search makes as it goes, in bytes: a text made for it fills more again and again, at a
/// microsecond for each sign, where the plain search that follows takes a tenth of that.
const TABLES: usize = 256 * 1024;

/// From this size on, in bytes of its automaton, an expression is compiled when it is loaded: to do so takes two milliseconds
/// for a megabyte, and a reading has three.
const LARGE: usize = 256 * 1024;

/// How far a wide pattern is searched before the watch is asked, in bytes.
const STRETCH: usize = 1024;
/// How long a match of a wide pattern without an end may be, in bytes.
const FARTHEST: usize = 1024;

/// Words in lower case of which one is in every match of a pattern.
pub type Literals = Arc<[String]>;

/// A pattern, compiled.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// The expression without its word boundaries, or as it is where it has none: one for all packs, since each by itself
    /// would have a kilobyte of its own to search in.
    loose: Arc<Regex>,
    /// The same while tests run, with memory of its own, which ends with them.
    tested: Option<Regex>,
    /// The expression itself, where that is another one.
    exact: Option<Exact>,
    /// How long a match may be, in bytes, where the pattern is wide.
    reach: Option<usize>,
}

/// An expression that is compiled when it is first needed.
#[derive(Debug, Clone)]
struct Exact {
    expression: Arc<str>,
    /// The same as it was parsed, until it is compiled or its tests are over.
    parsed: Arc<Mutex<Option<Hir>>>,
    /// `None` inside, should it not compile.
    compiled: Arc<OnceLock<Option<Regex>>>,
}

impl Pattern {
    /// Compiles an expression; with it come the literals, where it has any. Without, it runs on every text.
    ///
    /// # Errors
    /// It is too long or too large, or no regular expression; in words.
    pub fn new(expression: &str) -> Result<(Self, Option<Literals>), String> {
        if expression.len() > LONGEST {
            return Err(format!("the pattern has {} bytes; at most {LONGEST}", expression.len()));
        }
        let wrong = |error: &dyn std::fmt::Display| format!("the pattern does not compile: {error}");
        let parsed = regex_syntax::parse(expression).map_err(|error| wrong(&error))?;
        let width = width::width(&parsed);
        if width > width::WIDEST {
            return Err(format!(
                "the pattern repeats too much: {width} attempts to match it may be under way at once, at most {}; shorten its \
                 repetitions, make several patterns of it, or say with `near` what may stand apart",
                width::WIDEST
            ));
        }
        let reach = (width > width::NARROW).then(|| parsed.properties().maximum_len().unwrap_or(FARTHEST));
        let loose = loosened(&parsed);
        let literals = required(&parsed).map(Into::into);
        let exact = (loose != parsed).then(|| Exact {
            expression: expression.into(),
            parsed: Arc::new(Mutex::new(Some(parsed))),
            compiled: Arc::default(),
        });
        // Whether its literals are in the text the pack's own automaton has asked already.
        let config = config().nfa_size_limit(Some(MEMORY)).auto_prefilter(false);
        let loose = Regex::builder().configure(config).build_from_hir(&loose).map_err(|error| wrong(&error))?;
        if let Some(exact) = exact.as_ref().filter(|_| loose.memory_usage() > LARGE) {
            exact.compiled.get_or_init(|| exact.compile());
        }
        Ok((Self { loose: Arc::new(loose), tested: None, exact, reach }, literals))
    }

    /// The same pattern for another pack, whose tests have not run.
    pub fn to_be_tested(&self) -> Self {
        Self { tested: Some((*self.loose).clone()), ..self.clone() }
    }

    /// Every match, but for empty ones, as far as there is time. A match of a wide pattern without an end (`\w+.{0,40}`) is
    /// looked for over 1,024 bytes.
    pub fn find(&self, text: &str, watch: &Watch, into: &mut Vec<Found>) {
        let loose = self.tested.as_ref().unwrap_or(&self.loose);
        let Some(first) = self.first(loose, text, 0, watch) else { return };
        let regex = match &self.exact {
            // What compiles without its boundaries compiles with them: they are a state each.
            Some(exact) => exact.compiled.get_or_init(|| exact.compile()).as_ref().unwrap_or(loose),
            None => loose,
        };
        // No match begins before the first of the looser expression.
        let mut at = first.start();
        // Each match may be looked for to the end of the text, and found to be a short one: thousands cost the text's square.
        while let Some(found) = self.first(regex, text, at, watch).filter(|_| !watch.is_over()) {
            at = found.end();
            if found.is_empty() {
                at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            } else {
                into.push(Found::plain(found.range()));
            }
        }
    }

    /// The first match from there on. What is wide is searched a stretch at a time: a match that begins in one lies in it or
    /// ends within the pattern's reach behind it.
    fn first(&self, regex: &Regex, text: &str, at: usize, watch: &Watch) -> Option<Match> {
        let mut at = at;
        while at <= text.len() {
            let Some(reach) = self.reach else { return regex.find(Input::new(text).range(at..)) };
            let next = at.saturating_add(STRETCH);
            let end = next.saturating_add(reach).min(text.len());
            let found = regex.find(Input::new(text).range(at..end));
            if let Some(found) = found.filter(|found| found.start() < next || end == text.len()) {
                return Some(found);
            }
            if end == text.len() || watch.is_over() {
                return None;
            }
            at = next;
        }
        None
    }

    /// Gives back the memory in which tests have searched so far.
    pub fn release_memory(&mut self) {
        // A clone of an expression shares what is compiled and begins without memory of its own.
        self.tested = self.tested.clone();
        if let Some(exact) = &mut self.exact
            && let Some(regex) = exact.compiled.get()
        {
            exact.compiled = Arc::new(OnceLock::from(regex.clone()));
        }
    }

    /// Forgets what tests have compiled: few of the patterns are needed again, and those are compiled when they are.
    pub fn forget_tests(&mut self) {
        self.tested = None;
        if self.loose.memory_usage() > LARGE {
            return self.release_memory();
        }
        if let Some(exact) = &mut self.exact {
            *exact =
                Exact { expression: Arc::clone(&exact.expression), parsed: Arc::default(), compiled: Arc::default() };
        }
    }
}

impl Exact {
    fn take_parsed(&self) -> Option<Hir> {
        self.parsed.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn compile(&self) -> Option<Regex> {
        let parsed = self.take_parsed().or_else(|| regex_syntax::parse(&self.expression).ok())?;
        // The automaton has looked already: what follows it needs no tables of its own.
        let config = config().hybrid(false).auto_prefilter(false);
        Regex::builder().configure(config).build_from_hir(&parsed).ok()
    }
}

/// What every pattern is compiled with: what a sieved one gains by tables made ahead is not worth their memory.
fn config() -> Config {
    Config::new().onepass(false).dfa(false).hybrid_cache_capacity(TABLES)
}

/// The expression with every Unicode word boundary left out: it matches wherever the expression does.
fn loosened(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Look(
            Look::WordUnicode
            | Look::WordUnicodeNegate
            | Look::WordStartUnicode
            | Look::WordEndUnicode
            | Look::WordStartHalfUnicode
            | Look::WordEndHalfUnicode,
        ) => Hir::empty(),
        HirKind::Repetition(repetition) => {
            let mut loose = repetition.clone();
            loose.sub = Box::new(loosened(&repetition.sub));
            Hir::repetition(loose)
        }
        HirKind::Capture(capture) => {
            let mut loose = capture.clone();
            loose.sub = Box::new(loosened(&capture.sub));
            Hir::capture(loose)
        }
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(loosened).collect()),
        HirKind::Alternation(branches) => Hir::alternation(branches.iter().map(loosened).collect()),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => hir.clone(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(expression: &str, text: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        Pattern::new(expression).expect("a pattern").0.find(text, &Watch::without_end(), &mut found);
        found.into_iter().map(|found| (found.start, found.end)).collect()
    }

    #[test]
    fn a_boundary_is_kept_beside_letters_of_any_script() {
        assert_eq!(found(r"\bété\b", "été, l’été, étés, unété"), [(0, 5), (11, 16)]);
        assert_eq!(found(r"\Bet", "été poulet et"), [(10, 12)]);
        assert_eq!(found("summer", "midsummer"), [(3, 9)]);
    }

    /// Every match of an expression by itself.
    fn alone(expression: &str, text: &str) -> Vec<(usize, usize)> {
        let regex = Regex::new(expression).expect("a pattern");
        regex.find_iter(text).filter(|found| !found.is_empty()).map(|found| (found.start(), found.end())).collect()
    }

    #[test]
    fn a_large_expression_is_compiled_when_it_is_loaded_and_stays_so() {
        let is_compiled =
            |pattern: &Pattern| pattern.exact.as_ref().is_some_and(|exact| exact.compiled.get().is_some());
        for (expression, is_large) in [(r"(?i)\b\w{2,40}\b", true), (r"\bidiots?\b", false)] {
            let mut pattern = Pattern::new(expression).expect("a pattern").0;
            pattern.find("idiots", &Watch::without_end(), &mut Vec::new());
            assert!(is_compiled(&pattern));
            pattern.forget_tests();
            assert_eq!(is_compiled(&pattern), is_large, "{expression}");
        }
    }

    #[test]
    fn a_wide_pattern_without_an_end_is_looked_for_over_a_thousand_bytes() {
        let near = format!("{}a{}z", "-".repeat(3_000), "y".repeat(900));
        assert_eq!(found("ay+.{0,20}z", &near), [(3_000, 3_902)]);
        let far = format!("a{}z", "y".repeat(3_000));
        assert_eq!(found("ay+.{0,20}z", &far), []);
    }

    proptest! {
        /// The law of the stretches: they find what a search of the whole text finds.
        #[test]
        fn stretches_find_what_one_search_finds(
            pieces in proptest::collection::vec("[abж一.]{1,5}|[a.]{1,9} |y", 0..30),
            times in 1usize..60,
            which in 0usize..5,
        ) {
            let expression = [r"a.{0,30}ж", r"\b.{20}\b", r".{0,5}y[^ ]{0,16}", r"(?s)y?.{0,40}?一|ab", r"\w{3,16}$"][which];
            let text = pieces.concat().repeat(times);
            prop_assert_eq!(found(expression, &text), alone(expression, &text));
        }

        /// The law of the two steps: they find what the expression finds by itself.
        #[test]
        fn two_steps_find_what_one_finds(text in "[abé ж一.]{0,40}", which in 0usize..5) {
            let expression = [r"\ba+\b", r"(?:\bé|b\b)+", r"\B[ab]\B", r"\b{start}ж\b{end}", r"a\b b?"][which];
            prop_assert_eq!(found(expression, &text), alone(expression, &text));
        }
    }
}
