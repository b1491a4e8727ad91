//! From a file's words to a set that runs: names are resolved, patterns compiled, lists expanded.

use std::collections::{BTreeMap, HashMap, HashSet};

use regex::RegexBuilder;

use super::assessment::{Field, Mode, Outcome, View};
use super::check::{capitals, email, links, pattern, words};
use super::composite::Expression;
use super::condition::{Condition, Near};
use super::error::LoadError;
use super::file::{
    Case, CompositeFile, ConditionFile, DecideFile, Defaults, NearFile, PackFile, Pronoun, RefuseFile, RuleFile,
    UnlessFile,
};
use super::matcher::{Matcher, Pattern};
use super::set::{Clause, Composite, Decide, Localised, Rule, RuleSet, Unless};

/// The longest pattern, in bytes.
const LONGEST_PATTERN: usize = 64 * 1024;
/// The memory that one compiled pattern may take, in bytes.
const PATTERN_MEMORY: usize = 4 * 1024 * 1024;
/// The most words of all lists together.
const MOST_WORDS: usize = 100_000;
/// Conditions nested deeper than this are an error.
const DEEPEST: usize = 32;

const SECOND_PERSON: &[&str] = &[
    "you",
    "you're",
    "you've",
    "you'll",
    "your",
    "yours",
    "yourself",
    "yourselves",
    "u",
    "ur",
    "vous",
    "votre",
    "vos",
    "tu",
    "t'es",
    "t'as",
    "toi",
    "ton",
    "ta",
    "tes",
    "te",
];

const ALL_VIEWS: [View; 6] = [View::Plain, View::Folded, View::Leet, View::Spaced, View::Masked, View::Repeated];

/// A file beside the pack, read already: its words by its name.
pub type WordFiles = HashMap<String, Vec<String>>;

/// Compiles a pack; every error is reported, not the first only.
///
/// # Errors
/// Unknown names, patterns that do not compile, budgets exceeded: each with its place in the file.
pub fn compile(
    pack: &PackFile,
    file: &str,
    source: &str,
    word_files: &WordFiles,
    hash: String,
) -> Result<RuleSet, Vec<LoadError>> {
    let mut compiler = Compiler::new(pack, file, source);
    compiler.lists(pack, word_files);
    let clauses = compiler.clauses(pack);
    let rules: Vec<Rule> = pack.rules.iter().filter_map(|rule| compiler.rule(rule, &pack.defaults)).collect();
    let composites = pack.composites.iter().filter_map(|composite| compiler.composite(composite, pack)).collect();
    let decide = compiler.decide(&pack.decide);
    if !compiler.errors.is_empty() {
        return Err(compiler.errors);
    }
    let matcher = Matcher::new(compiler.words, compiler.languages, compiler.patterns)
        .map_err(|error| vec![LoadError::file(file, format!("the words of the lists do not fit: {error}"))])?;
    let (name, version) = (pack.pack.clone(), pack.version.clone());
    Ok(RuleSet { pack: name, version, hash, clauses, rules, composites, matcher, decide })
}

struct Compiler<'a> {
    file: &'a str,
    source: &'a str,
    errors: Vec<LoadError>,
    /// The numbers of the lists, by name.
    lists: HashMap<String, usize>,
    /// The words of the lists as written, for checks that ask for them.
    entries: Vec<Vec<String>>,
    languages: Vec<Option<String>>,
    words: Vec<words::Word>,
    patterns: Vec<Pattern>,
    clause_ids: HashSet<&'a str>,
    /// Names of rules and composites that were compiled.
    known: HashSet<String>,
}

impl<'a> Compiler<'a> {
    fn new(pack: &'a PackFile, file: &'a str, source: &'a str) -> Self {
        Self {
            file,
            source,
            errors: Vec::new(),
            lists: HashMap::new(),
            entries: Vec::new(),
            languages: Vec::new(),
            words: Vec::new(),
            patterns: Vec::new(),
            clause_ids: pack.clauses.iter().map(|clause| clause.id.as_str()).collect(),
            known: HashSet::new(),
        }
    }

    fn fail(&mut self, about: &str, message: impl Into<String>) {
        self.errors.push(LoadError::about(self.file, self.source, about, message));
    }

    fn clauses(&mut self, pack: &PackFile) -> Vec<Clause> {
        if pack.format != 1 {
            self.fail("format", format!("format {} is not known; expected 1", pack.format));
        }
        let mut seen = HashSet::new();
        for clause in &pack.clauses {
            if !seen.insert(&clause.id) {
                self.fail(&clause.id, format!("the clause `{}` is there twice", clause.id));
            }
        }
        let localised = |words: &BTreeMap<String, String>| Localised(words.clone());
        let clause = |clause: &super::file::ClauseFile| Clause {
            id: clause.id.clone(),
            title: localised(&clause.title),
            text: localised(&clause.text),
        };
        pack.clauses.iter().map(clause).collect()
    }

    fn lists(&mut self, pack: &PackFile, word_files: &WordFiles) {
        for (name, list) in &pack.lists {
            let from = list.from.as_ref().and_then(|file| word_files.get(file));
            let all: Vec<String> = from.into_iter().flatten().chain(&list.words).cloned().collect();
            let language = list.lang.clone().filter(|language| language != "any");
            if all.is_empty() {
                self.fail(name, format!("the list `{name}` has no words"));
            }
            let number = self.add_list(name, language.clone(), all);
            if list.case == Case::Exact {
                // Only for checks that ask for the list's words themselves.
                continue;
            }
            let entries = self.entries.get(number).cloned().unwrap_or_default();
            self.add_words(number, &entries, language.as_deref(), &list.variants);
        }
        if self.words.len() > MOST_WORDS {
            self.fail("lists", format!("the lists have {} forms; at most {MOST_WORDS}", self.words.len()));
        }
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
        language: Option<&str>,
        variants: &[super::file::Variant],
    ) {
        for entry in entries {
            for form in words::forms(entry.trim(), language, variants) {
                let folded = crate::text::fold::folded_word(&form);
                if !folded.trim().is_empty() {
                    self.words.push(words::Word { list, entry: entry.clone(), form, folded });
                }
            }
        }
    }

    /// Words written on the spot are a list without a language.
    fn words_on_the_spot(&mut self, words: &[String]) -> usize {
        let number = self.add_list(&format!("\u{0}{}", self.entries.len()), None, words.to_vec());
        self.add_words(number, words, None, &[]);
        number
    }

    fn rule(&mut self, rule: &RuleFile, defaults: &Defaults) -> Option<Rule> {
        if !self.known.insert(rule.id.clone()) {
            self.fail(&rule.id, format!("the rule `{}` is there twice", rule.id));
        }
        self.check_clause(&rule.id, rule.clause.as_deref());
        let condition = self.condition(&rule.id, &rule.when, 0)?;
        let unless = rule.unless.iter().filter_map(|unless| self.unless(&rule.id, unless)).collect();
        let mode = rule.mode.or(defaults.mode).map_or(Some(Mode::Enforce), super::file::ModeFile::running);
        Some(Rule {
            id: rule.id.clone(),
            clause: rule.clause.clone(),
            message: Localised(rule.message.clone()),
            condition,
            unless,
            languages: rule.langs.clone(),
            fields: rule.fields.clone().or_else(|| defaults.fields.clone()).unwrap_or_else(|| vec![Field::Text]),
            views: rule.views.clone().unwrap_or_else(|| ALL_VIEWS.to_vec()),
            mode,
            action: rule.action.or(defaults.action).unwrap_or(Outcome::Hold),
            score: rule.score.or(defaults.score).unwrap_or(1.0),
            per_view: rule.per_view.clone(),
        })
    }

    fn check_clause(&mut self, id: &str, clause: Option<&str>) {
        let Some(clause) = clause.filter(|clause| !self.clause_ids.contains(clause)) else { return };
        let error = LoadError::about(self.file, self.source, id, format!("rule `{id}`: there is no clause `{clause}`"));
        self.errors.push(error.suggesting(clause, self.clause_ids.iter().copied()));
    }

    fn condition(&mut self, rule: &str, written: &ConditionFile, depth: usize) -> Option<Condition> {
        let kinds = count_kinds(written);
        if kinds != 1 || depth > DEEPEST {
            let what = if kinds == 1 {
                "conditions are nested too deeply".to_owned()
            } else {
                format!("a condition has exactly one kind; this has {kinds}")
            };
            self.fail(rule, format!("rule `{rule}`: {what}"));
            return None;
        }
        if let Some(parts) = &written.all {
            return Some(Condition::All(self.conditions(rule, parts, depth)));
        }
        if let Some(parts) = &written.any {
            return Some(Condition::Any(self.conditions(rule, parts, depth)));
        }
        if let Some(part) = &written.not {
            return Some(Condition::Not(Box::new(self.condition(rule, part, depth + 1)?)));
        }
        if let Some(near) = &written.near {
            return Some(Condition::Near(self.near(rule, near, depth)));
        }
        self.leaf(rule, written)
    }

    fn conditions(&mut self, rule: &str, parts: &[ConditionFile], depth: usize) -> Vec<Condition> {
        parts.iter().filter_map(|part| self.condition(rule, part, depth + 1)).collect()
    }

    fn near(&mut self, rule: &str, near: &NearFile, depth: usize) -> Near {
        Near { within: near.within, any: self.conditions(rule, &near.any, depth) }
    }

    fn leaf(&mut self, rule: &str, written: &ConditionFile) -> Option<Condition> {
        if let Some(name) = &written.list {
            return self.list(rule, name).map(Condition::List);
        }
        if let Some(words) = &written.words {
            return Some(Condition::List(self.words_on_the_spot(words)));
        }
        if let Some(Pronoun::SecondPerson) = written.pronoun {
            let words: Vec<String> = SECOND_PERSON.iter().map(|word| (*word).to_owned()).collect();
            return Some(Condition::List(self.words_on_the_spot(&words)));
        }
        if let Some(expression) = &written.pattern {
            return self.pattern(rule, expression).map(Condition::Pattern);
        }
        if let Some(check) = &written.capitals {
            let acronyms = self.named_words(rule, check.except.as_deref());
            let ordinary = self.named_words(rule, check.ordinary.as_deref());
            return Some(Condition::Capitals(capitals::Check::new(check.level, acronyms, ordinary)));
        }
        if let Some(check) = &written.links {
            let domains = check.domains.as_deref().map(|name| self.named_words(rule, Some(name)));
            return Some(Condition::Links(links::Check::new(check, domains)));
        }
        if let Some(check) = &written.email {
            return Some(Condition::Email(email::Check::new(self.named_words(rule, check.allow.as_deref()))));
        }
        let length = written.length.clone().map(Condition::Length);
        length
            .or_else(|| written.repetition.clone().map(Condition::Repetition))
            .or_else(|| written.formatting.clone().map(Condition::Formatting))
            .or_else(|| written.typography.clone().map(Condition::Typography))
            .or_else(|| written.phone.clone().map(Condition::Phone))
    }

    fn list(&mut self, rule: &str, name: &str) -> Option<usize> {
        let number = self.lists.get(name).copied();
        if number.is_none() {
            let error =
                LoadError::about(self.file, self.source, rule, format!("rule `{rule}`: there is no list `{name}`"));
            self.errors.push(error.suggesting(name, self.lists.keys().map(String::as_str)));
        }
        number
    }

    fn named_words(&mut self, rule: &str, name: Option<&str>) -> HashSet<String> {
        let number = name.and_then(|name| self.list(rule, name));
        number.and_then(|number| self.entries.get(number)).into_iter().flatten().cloned().collect()
    }

    fn pattern(&mut self, rule: &str, expression: &str) -> Option<usize> {
        if expression.len() > LONGEST_PATTERN {
            self.fail(
                rule,
                format!("rule `{rule}`: the pattern has {} bytes; at most {LONGEST_PATTERN}", expression.len()),
            );
            return None;
        }
        match RegexBuilder::new(expression).size_limit(PATTERN_MEMORY).dfa_size_limit(PATTERN_MEMORY).build() {
            Ok(regex) => {
                let literals = regex_syntax::parse(expression).ok().and_then(|hir| pattern::required(&hir));
                self.patterns.push(Pattern { regex, literals });
                Some(self.patterns.len() - 1)
            }
            Err(error) => {
                self.fail(rule, format!("rule `{rule}`: the pattern does not compile: {error}"));
                None
            }
        }
    }

    fn unless(&mut self, rule: &str, written: &UnlessFile) -> Option<Unless> {
        match (written.place, &written.near) {
            (Some(place), None) => Some(Unless::In(place)),
            (None, Some(near)) => Some(Unless::Near(self.near(rule, near, 0))),
            _ => {
                self.fail(rule, format!("rule `{rule}`: each `unless` says either `in` or `near`"));
                None
            }
        }
    }

    fn composite(&mut self, written: &CompositeFile, pack: &PackFile) -> Option<Composite> {
        self.check_clause(&written.id, written.clause.as_deref());
        let expression = match Expression::parse(&written.expr) {
            Ok(expression) => expression,
            Err(message) => {
                self.fail(&written.id, format!("composite `{}`: {message}", written.id));
                return None;
            }
        };
        let ids = || pack.rules.iter().map(|rule| rule.id.as_str());
        for rule in expression.rules().into_iter().filter(|rule| !self.known.contains(*rule)) {
            let message = format!("composite `{}`: there is no rule `{rule}`", written.id);
            self.errors.push(LoadError::about(self.file, self.source, &written.id, message).suggesting(rule, ids()));
        }
        if !self.known.insert(written.id.clone()) {
            self.fail(&written.id, format!("the rule `{}` is there twice", written.id));
        }
        if let Some(test) = &written.tests
            && expression.holds(&|id: &str| test.given.iter().any(|given| given == id)) != test.fires
        {
            let does = if test.fires { "does not hit" } else { "hits" };
            self.fail(&written.id, format!("composite `{}`: given {:?} it {does}", written.id, test.given));
        }
        Some(Composite {
            id: written.id.clone(),
            clause: written.clause.clone(),
            message: Localised(written.message.clone()),
            expression,
            mode: written.mode.map_or(Some(Mode::Enforce), super::file::ModeFile::running),
            action: written.action.unwrap_or(Outcome::Hint),
            score: written.score,
        })
    }

    fn decide(&mut self, written: &DecideFile) -> Decide {
        let refuse = match &written.refuse {
            RefuseFile::Nobody | RefuseFile::Word(_) => HashSet::new(),
            RefuseFile::Rules(rules) => rules.iter().cloned().collect(),
        };
        for rule in &refuse {
            if !self.known.contains(rule) {
                let error =
                    LoadError::about(self.file, self.source, "refuse", format!("there is no rule `{rule}` to refuse"));
                self.errors.push(error.suggesting(rule, self.known.iter().map(String::as_str)));
            }
        }
        Decide {
            refuse,
            hold: self.threshold("hold", written.hold.as_deref()),
            hint: self.threshold("hint", written.hint.as_deref()),
        }
    }

    fn threshold(&mut self, name: &str, written: Option<&str>) -> Option<f64> {
        let written = written?;
        let value = written.trim().strip_prefix(">=").and_then(|number| number.trim().parse().ok());
        if value.is_none() {
            self.fail(name, format!("expected a threshold such as `>= 2.0`, found `{written}`"));
        }
        value
    }
}

fn count_kinds(written: &ConditionFile) -> usize {
    [
        written.list.is_some(),
        written.words.is_some(),
        written.pattern.is_some(),
        written.capitals.is_some(),
        written.links.is_some(),
        written.length.is_some(),
        written.repetition.is_some(),
        written.formatting.is_some(),
        written.typography.is_some(),
        written.email.is_some(),
        written.phone.is_some(),
        written.pronoun.is_some(),
        written.all.is_some(),
        written.any.is_some(),
        written.not.is_some(),
        written.near.is_some(),
    ]
    .into_iter()
    .filter(|is_there| *is_there)
    .count()
}
