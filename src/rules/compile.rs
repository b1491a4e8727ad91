//! From a file's words to a set that runs: names are resolved, patterns compiled, lists expanded.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::assessment::{Field, Mode, Outcome, View};
use super::check::{Parameters, pronouns};
use super::composite::{self, Expression};
use super::condition::{Condition, Near};
use super::error::{LoadError, Sources};
use super::examples::Passed;
use super::faults;
use super::file::{
    CompositeFile, ConditionFile, DecideFile, Defaults, NearFile, PackFile, Pronoun, RefuseFile, RuleFile, UnlessFile,
};
use super::matcher::Matcher;
use super::set::{Clause, Composite, Decide, Localised, Rule, RuleSet, Unless};
use super::vocabulary::{Known, Vocabulary, WordFiles};
use super::word_index::WordIndex;

/// Conditions nested deeper than this are an error.
const DEEPEST: usize = 32;

const ALL_VIEWS: [View; 7] =
    [View::Plain, View::Folded, View::Leet, View::Spaced, View::Masked, View::Repeated, View::Swapped];

/// Compiles a pack; every error is reported, not the first only. The set has no hash yet.
///
/// # Errors
/// Unknown names, patterns that do not compile, budgets exceeded: each with its place in the file.
pub fn compile(
    pack: &PackFile,
    sources: &Sources,
    files: &mut WordFiles<'_>,
    shared: &mut Shared,
) -> Result<RuleSet, Vec<LoadError>> {
    let Shared { indexes, known, .. } = shared;
    let mut compiler = Compiler {
        sources,
        errors: Vec::new(),
        vocabulary: Vocabulary::new(files, known),
        clause_ids: pack.clauses.iter().map(|clause| clause.id.as_str()).collect(),
        known: HashMap::new(),
    };
    let clauses = compiler.clauses(pack);
    for (about, message) in compiler.vocabulary.add_lists(&pack.lists) {
        compiler.fail_under("lists", &about, message);
    }
    let rules: Vec<Rule> = pack.rules.iter().filter_map(|rule| compiler.rule(rule, &pack.defaults)).collect();
    let composites = pack.composites.iter().filter_map(|composite| compiler.composite(composite, pack)).collect();
    let decide = compiler.decide(&pack.decide);
    if !compiler.errors.is_empty() {
        return Err(compiler.errors);
    }
    let Vocabulary { words, places, languages, patterns, .. } = compiler.vocabulary;
    let too_many = |error: String| vec![sources.whole(format!("the words of the lists do not fit: {error}"))];
    let word_index = match indexes.iter().find(|known| known.is_of(&words, &languages)) {
        Some(index) => Arc::clone(index),
        None => {
            let index = Arc::new(WordIndex::new(&words, languages).map_err(too_many)?);
            indexes.push(Arc::clone(&index));
            index
        }
    };
    known.keep(words, places);
    let matcher = Matcher::new(word_index, patterns).map_err(|error| too_many(error.to_string()))?;
    let (name, version) = (pack.pack.clone(), pack.version.clone());
    let index = rules.iter().enumerate().map(|(place, rule)| (rule.id.clone(), place)).collect();
    let mut of_field: BTreeMap<Field, Vec<usize>> = BTreeMap::new();
    for (place, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.mode.is_some()) {
        for field in &rule.fields {
            of_field.entry(*field).or_default().push(place);
        }
    }
    Ok(RuleSet {
        pack: name,
        version,
        hash: String::new(),
        clauses,
        clause_base: pack.clause_base.clone(),
        rules,
        of_field,
        index,
        composites,
        matcher,
        decide,
    })
}

/// What packs that are loaded together share: much of it is the same.
#[derive(Debug, Default)]
pub struct Shared {
    indexes: Vec<Arc<WordIndex>>,
    known: Known,
    pub(super) passed: Passed,
}

struct Compiler<'a> {
    sources: &'a Sources,
    errors: Vec<LoadError>,
    vocabulary: Vocabulary<'a>,
    clause_ids: HashSet<&'a str>,
    /// Rules and composites that were compiled, and their places.
    known: HashMap<String, usize>,
}

impl Compiler<'_> {
    fn fail(&mut self, about: &str, message: impl Into<String>) {
        self.errors.push(self.sources.about(about, message));
    }

    fn fail_under(&mut self, section: &str, about: &str, message: impl Into<String>) {
        self.errors.push(self.sources.under(section, about, message));
    }

    fn clauses(&mut self, pack: &PackFile) -> Vec<Clause> {
        if pack.defaults.score.is_some_and(|score| !score.is_finite()) {
            self.fail("defaults", "`score` is no number");
        }
        if pack.format != 1 {
            self.fail("format", format!("format {} is not known; expected 1", pack.format));
        }
        if let Some(base) = pack.clause_base.as_ref().filter(|base| !is_web_address(base)) {
            self.fail(
                "clause_base",
                format!("`clause_base` is an address such as https://paper.example/charter; found `{base}`"),
            );
        }
        let mut seen = HashSet::new();
        for clause in &pack.clauses {
            if !seen.insert(&clause.id) {
                self.fail_under("clauses", &clause.id, format!("the clause `{}` is there twice", clause.id));
            }
            if clause.title.is_empty() || clause.text.is_empty() {
                self.fail_under("clauses", &clause.id, format!("the clause `{}` has no title or no text", clause.id));
            }
        }
        let localised = |words: &BTreeMap<String, String>| Localised(words.clone());
        let clause = |clause: &super::file::ClauseFile| Clause {
            id: clause.id.clone(),
            title: localised(&clause.title),
            text: localised(&clause.text),
            dsa: clause.dsa.clone().unwrap_or_default(),
        };
        pack.clauses.iter().map(clause).collect()
    }

    fn rule(&mut self, rule: &RuleFile, defaults: &Defaults) -> Option<Rule> {
        if self.known.contains_key(&rule.id) {
            self.fail(&rule.id, format!("the rule `{}` is there twice", rule.id));
        }
        self.check_clause(&rule.id, rule.clause.as_deref());
        let Some(when) = &rule.when else {
            self.fail(&rule.id, format!("rule `{}`: `when` is missing", rule.id));
            return None;
        };
        if let Some(view) = rule.per_view.keys().find(|view| view.told() != **view) {
            let told = format!("{:?}", view.told()).to_lowercase();
            self.fail(&rule.id, format!("rule `{}`: in `per_view`, this counts as `{told}`", rule.id));
        }
        for problem in faults::of_rule(rule, defaults) {
            // The first word that a fault names is the key that it is about.
            let about = problem.split('`').nth(1).unwrap_or_default();
            let error = self.sources.within(&rule.id, about, format!("rule `{}`: {problem}", rule.id));
            self.errors.push(error);
        }
        let condition = self.condition(&rule.id, when, 0);
        // The rule's number is its place: later rules may name it.
        self.known.insert(rule.id.clone(), self.known.len());
        let written = rule.unless.iter().chain(&when.unless);
        let unless = written.filter_map(|unless| self.unless(&rule.id, unless)).collect();
        let mode = rule.mode.or(defaults.mode).map_or(Some(Mode::Enforce), super::file::ModeFile::running);
        Some(Rule {
            id: rule.id.clone(),
            clause: rule.clause.clone(),
            message: Localised(rule.message.clone()),
            condition: condition?,
            unless,
            languages: rule.langs.clone(),
            scope: rule.scope.clone().unwrap_or_default(),
            active: rule.active.clone().unwrap_or_default(),
            fields: rule.fields.clone().or_else(|| defaults.fields.clone()).unwrap_or_else(|| vec![Field::Text]),
            views: rule.views.clone().or_else(|| when.views.clone()).unwrap_or_else(|| ALL_VIEWS.to_vec()),
            mode,
            action: rule.action.or(defaults.action).unwrap_or(Outcome::Hold),
            severity: rule.severity,
            score: rule.score.or(defaults.score).unwrap_or(1.0),
            per_view: rule.per_view.clone(),
            redact: rule.redact.as_ref().map(|redact| Localised(redact.words())),
            since: rule.since.clone(),
        })
    }

    fn check_clause(&mut self, id: &str, clause: Option<&str>) {
        let Some(clause) = clause.filter(|clause| !self.clause_ids.contains(clause)) else { return };
        let error = self.sources.within(id, clause, format!("rule `{id}`: there is no clause `{clause}`"));
        self.errors.push(error.suggesting(clause, self.clause_ids.iter().copied()));
    }

    fn condition(&mut self, rule: &str, written: &ConditionFile, depth: usize) -> Option<Condition> {
        let kinds = written.kinds();
        if kinds != 1 {
            let error = format!("rule `{rule}`: a condition has exactly one kind; this has {kinds}");
            self.errors.push(self.sources.within(rule, "when", error));
            return None;
        }
        if depth > DEEPEST {
            self.errors.push(self.sources.within(
                rule,
                "when",
                format!("rule `{rule}`: conditions are nested too deeply"),
            ));
            return None;
        }
        if depth > 0 && (written.views.is_some() || !written.unless.is_empty()) {
            self.fail(rule, format!("rule `{rule}`: `views` and `unless` stand at the head of `when`"));
            return None;
        }
        let written = Node::of(written)?;
        match written {
            Node::All(parts) => Some(Condition::All(self.conditions(rule, parts, depth))),
            Node::Any(parts) => Some(Condition::Any(self.conditions(rule, parts, depth))),
            Node::Not(part) => Some(Condition::Not(Box::new(self.condition(rule, part, depth + 1)?))),
            Node::Near(near) => Some(Condition::Near(self.near(rule, near, depth))),
            Node::Count(count) => {
                let of = Box::new(self.condition(rule, &count.of, depth + 1)?);
                Some(Condition::Count { least: count.at_least, in_a_row: count.in_a_row, of })
            }
            Node::List(name) => {
                let list = self.list(rule, name)?;
                let is_exact = self.vocabulary.looks_for_exact(list);
                Some(if is_exact { Condition::Exact(list) } else { Condition::List(list) })
            }
            Node::Words(words) => Some(Condition::List(self.vocabulary.on_the_spot(None, words))),
            Node::Pattern(expression) => match self.vocabulary.pattern(expression) {
                Ok(pattern) => Some(Condition::Pattern(pattern)),
                Err(message) => {
                    let error = self.sources.within(rule, "pattern", format!("rule `{rule}`: {message}"));
                    self.errors.push(error);
                    None
                }
            },
            Node::Pronoun(Pronoun::SecondPerson) => Some(self.second_person()),
            Node::Mention => Some(Condition::Mention),
            Node::Rule(other) => self.other_rule(rule, other),
            Node::Check(parameters) => self.check(rule, parameters),
        }
    }

    fn conditions(&mut self, rule: &str, parts: &[ConditionFile], depth: usize) -> Vec<Condition> {
        parts.iter().filter_map(|part| self.condition(rule, part, depth + 1)).collect()
    }

    fn near(&mut self, rule: &str, near: &NearFile, depth: usize) -> Near {
        Near { within: near.within, side: near.side, any: self.conditions(rule, &near.any, depth) }
    }

    fn second_person(&mut self) -> Condition {
        let of_language = |(language, words): &(&str, &[&str])| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            Condition::List(self.vocabulary.on_the_spot(Some(language), &words))
        };
        Condition::Any(pronouns::SECOND_PERSON.iter().map(of_language).collect())
    }

    fn other_rule(&mut self, rule: &str, other: &str) -> Option<Condition> {
        let place = self.known.get(other).copied();
        if place.is_none() {
            let error =
                self.sources.within(rule, other, format!("rule `{rule}`: there is no rule `{other}` before it"));
            self.errors.push(error.suggesting(other, self.known.keys().map(String::as_str)));
        }
        place.map(Condition::Rule)
    }

    fn check(&mut self, rule: &str, parameters: &dyn Parameters) -> Option<Condition> {
        match parameters.check(&mut self.vocabulary) {
            Ok(check) => Some(Condition::Check(check)),
            Err(message) => {
                let named = message.split('`').nth(1).unwrap_or_default().to_owned();
                let error = self.sources.within(rule, &named, format!("rule `{rule}`: {message}"));
                self.errors.push(error.suggesting(&named, self.vocabulary.names()));
                None
            }
        }
    }

    fn list(&mut self, rule: &str, name: &str) -> Option<usize> {
        let number = self.vocabulary.list(name);
        if number.is_none() {
            let error = self.sources.within(rule, name, format!("rule `{rule}`: there is no list `{name}`"));
            self.errors.push(error.suggesting(name, self.vocabulary.names()));
        }
        number
    }

    fn unless(&mut self, rule: &str, written: &UnlessFile) -> Option<Unless> {
        match (written.place, &written.near, written.of.is_empty(), written.trusted) {
            (Some(place), None, true, None) => Some(Unless::In(place)),
            (None, Some(near), _, None) => {
                let of = written.of.iter().filter_map(|list| self.list(rule, list)).collect();
                Some(Unless::Near(self.near(rule, near, 0), of))
            }
            (None, None, true, Some(trusted)) => Some(Unless::Trusted(trusted)),
            _ => {
                self.fail(
                    rule,
                    format!("rule `{rule}`: each `unless` says `in`, `near` (with `of` or without) or `trusted`"),
                );
                None
            }
        }
    }

    fn composite(&mut self, written: &CompositeFile, pack: &PackFile) -> Option<Composite> {
        self.check_clause(&written.id, written.clause.as_deref());
        if let Some(problem) = faults::of_id(&written.id) {
            self.fail(&written.id, format!("composite `{}`: {problem}", written.id));
        }
        let expression = match Expression::parse(&written.expr) {
            Ok(expression) => expression,
            Err(message) => {
                self.fail(&written.id, format!("composite `{}`: {message}", written.id));
                return None;
            }
        };
        let is_unknown = |rule: &&str| !composite::SYMBOLS.contains(rule) && !self.known.contains_key(*rule);
        let given = written.tests.iter().flat_map(|test| test.given.iter().map(String::as_str));
        let unknown: BTreeSet<&str> = expression.rules().into_iter().chain(given).filter(is_unknown).collect();
        for rule in unknown {
            let message = format!("composite `{}`: there is no rule `{rule}`", written.id);
            let known = pack.rules.iter().map(|rule| rule.id.as_str()).chain(composite::SYMBOLS.iter().copied());
            self.errors.push(self.sources.within(&written.id, rule, message).suggesting(rule, known));
        }
        if self.known.contains_key(&written.id) {
            self.fail(&written.id, format!("the rule `{}` is there twice", written.id));
        }
        if !written.score.is_finite() {
            self.fail(&written.id, format!("composite `{}`: `score` is no number", written.id));
        }
        self.known.insert(written.id.clone(), self.known.len());
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
        let refuse: HashSet<String> = match &written.refuse {
            RefuseFile::Nobody | RefuseFile::Word(_) => HashSet::new(),
            RefuseFile::Rules(rules) => rules.iter().cloned().collect(),
        };
        for rule in &refuse {
            if !self.known.contains_key(rule) {
                let error = self.sources.about("refuse", format!("there is no rule `{rule}` to refuse"));
                self.errors.push(error.suggesting(rule, self.known.keys().map(String::as_str)));
            }
        }
        let hold = self.threshold("hold", written.hold.as_deref());
        let hint = self.threshold("hint", written.hint.as_deref());
        if let (Some(held), Some(hinted)) = (hold, hint)
            && hinted > held
        {
            self.fail("hint", format!("a hint takes a lower score than a hold: {hinted} is above {held}"));
        }
        Decide { refuse, hold, hint }
    }

    fn threshold(&mut self, name: &str, written: Option<&str>) -> Option<f64> {
        let written = written?;
        let value = written.trim().strip_prefix(">=").and_then(|number| number.trim().parse().ok());
        let value = value.filter(|number: &f64| number.is_finite());
        if value.is_none() {
            self.fail(name, format!("expected a threshold such as `>= 2.0`, found `{written}`"));
        }
        value
    }
}

fn is_web_address(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|address| matches!(address.scheme(), "http" | "https") && address.has_host())
}

/// The one kind that a condition has.
enum Node<'a> {
    All(&'a [ConditionFile]),
    Any(&'a [ConditionFile]),
    Not(&'a ConditionFile),
    Near(&'a NearFile),
    Count(&'a super::file::CountFile),
    List(&'a str),
    Words(&'a [String]),
    Pattern(&'a str),
    Pronoun(Pronoun),
    Mention,
    Rule(&'a str),
    Check(&'a dyn Parameters),
}

impl<'a> Node<'a> {
    fn of(written: &'a ConditionFile) -> Option<Self> {
        let node = written.all.as_deref().map(Self::All);
        node.or_else(|| written.any.as_deref().map(Self::Any))
            .or_else(|| written.not.as_deref().map(Self::Not))
            .or_else(|| written.near.as_ref().map(Self::Near))
            .or_else(|| written.count.as_ref().map(Self::Count))
            .or_else(|| written.list.as_deref().map(Self::List))
            .or_else(|| written.words.as_deref().map(Self::Words))
            .or_else(|| written.pattern.as_deref().map(Self::Pattern))
            .or_else(|| written.pronoun.map(Self::Pronoun))
            .or_else(|| written.mention.map(|_| Self::Mention))
            .or_else(|| written.rule.as_deref().map(Self::Rule))
            .or_else(|| written.parameters().into_iter().next().map(Self::Check))
    }
}
