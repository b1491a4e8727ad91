//! The lists, words and patterns of a pack while it is compiled.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::check::list::{self, Role, Word};
use super::check::{Lists, WordSource, Words};
use super::faults::{is_detected, no_language};
use super::file::{Case, How, ListFile, Variant};
use super::list_file;
use super::pattern::{Literals, Pattern};
use crate::text::token::is_letter_or_digit;
use crate::text::{fold, view};

/// The most words of all lists together.
const MOST_WORDS: usize = 100_000;

/// Reads the words of a file beside the pack, one a line; what is wrong with it, in a sentence.
pub type WordFiles<'a> = dyn FnMut(&str) -> Result<Vec<String>, String> + 'a;

/// Where the words of each list stand among those of a pack: by its number and as it is written.
type Places = HashMap<(usize, [u8; 32]), Range<usize>>;

/// What packs that are loaded together have in common, which is most of it.
#[derive(Debug, Default)]
pub struct Known {
    /// Every form of the words of the lists of one pack.
    words: Vec<Word>,
    places: Places,
    patterns: HashMap<String, (Pattern, Option<Literals>)>,
    sets: Vec<Arc<HashSet<String>>>,
}

impl Known {
    /// Keeps the words of a pack for the next ones: most of their lists are the same.
    pub fn keep(&mut self, words: Vec<Word>, places: Places) {
        if self.words.is_empty() {
            (self.words, self.places) = (words, places);
        }
    }

    /// The set of these words: one that is there already, or a new one.
    fn set(&mut self, words: Vec<String>) -> Arc<HashSet<String>> {
        let words: HashSet<String> = words.into_iter().collect();
        if let Some(same) = self.sets.iter().find(|set| ***set == words) {
            return Arc::clone(same);
        }
        let set = Arc::new(words);
        self.sets.push(Arc::clone(&set));
        set
    }
}

/// What the rules look for, by number.
pub struct Vocabulary<'a> {
    files: &'a mut WordFiles<'a>,
    /// What another pack has compiled.
    shared: &'a mut Known,
    lists: HashMap<String, usize>,
    /// The words of the lists as written, for conditions that ask for them.
    entries: Vec<Vec<String>>,
    /// The language of each list.
    pub languages: Vec<Option<String>>,
    /// Every form of every word.
    pub words: Vec<Word>,
    /// Where those of each list stand among them.
    pub places: Places,
    /// Every pattern, with its literals.
    pub patterns: Vec<(Pattern, Option<Literals>)>,
    /// The lists that tell upper and lower case apart, and whether a condition looks for their words.
    exact: HashMap<usize, bool>,
}

impl<'a> Vocabulary<'a> {
    /// An empty one.
    pub fn new(files: &'a mut WordFiles<'a>, shared: &'a mut Known) -> Self {
        Self {
            files,
            shared,
            lists: HashMap::new(),
            entries: Vec::new(),
            languages: Vec::new(),
            words: Vec::new(),
            places: HashMap::new(),
            patterns: Vec::new(),
            exact: HashMap::new(),
        }
    }

    /// Takes the lists of a pack in; what is wrong, with the name of the list.
    pub fn add_lists(&mut self, lists: &BTreeMap<String, ListFile>) -> Vec<(String, String)> {
        let mut wrong = Vec::new();
        for (name, list) in lists {
            let mut all = Vec::new();
            for file in list.from.files() {
                match (self.files)(file) {
                    Ok(words) => all.extend(words),
                    Err(message) => wrong.push((name.clone(), message)),
                }
            }
            all.extend(list.words.iter().cloned());
            if all.is_empty() {
                wrong.push((name.clone(), format!("the list `{name}` has no words")));
            }
            if let Some(language) = list.lang.as_ref().filter(|tag| *tag != "any" && !is_detected(tag)) {
                wrong.push((name.clone(), format!("the list `{name}`: {}", no_language(language))));
            }
            let language = list.lang.clone().filter(|language| language != "any");
            let number = self.add_list(name, language.clone(), all.clone());
            if list.case == Case::Exact {
                self.exact.insert(number, false);
                if !list.variants.is_empty() {
                    wrong.push((name.clone(), format!("the list `{name}` tells case apart: write its variants out")));
                }
            }
            let (from, key) = (self.words.len(), (number, list_file::digest(list)));
            let known = self.shared.places.get(&key).and_then(|places| self.shared.words.get(places.clone()));
            // A list that another pack has too was looked through there.
            let is_empty = |word: &&String| !fold::folded(word).text().contains(is_letter_or_digit);
            if let Some(word) = all.iter().filter(|_| known.is_none()).find(is_empty) {
                wrong.push((name.clone(), format!("the list `{name}`: `{word}` has nothing that can be looked for")));
            }
            if let Some(known) = known {
                self.words.extend_from_slice(known);
            } else if list.case == Case::Fold {
                // With their case told apart, words are mostly for conditions that ask for the list's words themselves.
                let role = match list.how {
                    How::Ending => Role::Ending,
                    How::Word if list.disguises.unwrap_or(true) => Role::Whole,
                    How::Word => Role::Open,
                };
                self.add_words(number, &all, (language.as_deref(), &list.variants), role);
                self.add_words(number, &list.except, (language.as_deref(), &[]), Role::Excuse);
            }
            self.places.insert(key, from..self.words.len());
        }
        if self.words.len() > MOST_WORDS {
            let message = format!("the lists have {} forms; at most {MOST_WORDS}", self.words.len());
            wrong.push(("lists".to_owned(), message));
        }
        wrong
    }

    fn add_list(&mut self, name: &str, language: Option<String>, entries: Vec<String>) -> usize {
        let number = self.entries.len();
        self.lists.insert(name.to_owned(), number);
        self.entries.push(entries);
        self.languages.push(language);
        number
    }

    fn add_words(
        &mut self,
        list: usize,
        entries: &[String],
        (language, variants): (Option<&str>, &[Variant]),
        role: Role,
    ) {
        for written in entries {
            let entry: Arc<str> = written.as_str().into();
            for form in list::forms(written.trim(), language, variants) {
                let view = view::words(&fold::folded(&form));
                let folded = view.text().trim();
                if folded.is_empty() {
                    continue;
                }
                // Most words are what they are folded to: one text is kept for both.
                let form: Arc<str> = if form == *entry { Arc::clone(&entry) } else { form.into() };
                let folded = if *folded == *form { Arc::clone(&form) } else { folded.into() };
                self.words.push(Word { list, entry: Arc::clone(&entry), form, folded, role });
            }
        }
    }

    /// Whether a list tells upper and lower case apart; from now on its words are looked for, as they are written.
    pub fn looks_for_exact(&mut self, list: usize) -> bool {
        let Some(is_sought) = self.exact.get_mut(&list) else { return false };
        if !std::mem::replace(is_sought, true) {
            let language = self.languages.get(list).cloned().flatten();
            let written = self.entries.get(list).cloned().unwrap_or_default();
            self.add_words(list, &written, (language.as_deref(), &[]), Role::Open);
        }
        true
    }

    /// Words without a name are a list too.
    pub fn on_the_spot(&mut self, language: Option<&str>, words: &[String]) -> usize {
        let name = format!("\u{0}{}", self.entries.len());
        let number = self.add_list(&name, language.map(str::to_owned), words.to_vec());
        self.add_words(number, words, (language, &[]), Role::Whole);
        number
    }

    /// The number of a list.
    pub fn list(&self, name: &str) -> Option<usize> {
        self.lists.get(name).copied()
    }

    /// The names of the lists that have one.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(String::as_str).filter(|name| !name.starts_with('\u{0}'))
    }

    /// Compiles a pattern; its number.
    ///
    /// # Errors
    /// It is too long, or no regular expression.
    pub fn pattern(&mut self, expression: &str) -> Result<usize, String> {
        if let Some(known) = self.shared.patterns.get(expression) {
            self.patterns.push((known.0.to_be_tested(), known.1.clone()));
            return Ok(self.patterns.len() - 1);
        }
        let pattern = Pattern::new(expression)?;
        self.patterns.push((pattern.0.to_be_tested(), pattern.1.clone()));
        self.shared.patterns.insert(expression.to_owned(), pattern);
        Ok(self.patterns.len() - 1)
    }
}

impl Lists for Vocabulary<'_> {
    fn words(&mut self, source: &Words) -> Result<Arc<HashSet<String>>, String> {
        let (Words::Name(name) | Words::Source(WordSource::List(name))) = source else {
            return match source {
                Words::Source(WordSource::From(file)) => {
                    let words = (self.files)(file)?;
                    Ok(self.shared.set(words))
                }
                Words::Source(WordSource::Words(words)) => Ok(self.shared.set(words.clone())),
                Words::Name(_) | Words::Source(WordSource::List(_)) => Ok(Arc::default()),
            };
        };
        let number = self.list(name).ok_or_else(|| format!("there is no list `{name}`"))?;
        let entries = self.entries.get(number).cloned().unwrap_or_default();
        Ok(self.shared.set(entries))
    }
}
