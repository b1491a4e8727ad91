//! A compiled pack, and how it assesses a comment.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::comment::Language;

use super::assessment::{Assessment, Draft, Field, Hit, Mode, Outcome, Past, View};
use super::composite::{self, Expression};
use super::condition::{Condition, Context, Near};
use super::file::{ActiveFile, Place, ScopeFile, Severity};
use super::matcher::{Matcher, Seen};
use super::reading::{Found, Reading};
use super::watch::Watch;

/// A text in several languages.
#[derive(Debug, Clone, Default)]
pub struct Localised(pub(super) BTreeMap<String, String>);

impl Localised {
    /// In this language; in English where it is not there; failing that, in any.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        self.find(language).unwrap_or_default()
    }

    fn find(&self, language: Language) -> Option<&str> {
        self.0.get(language.tag()).or_else(|| self.0.get("en")).or_else(|| self.0.values().next()).map(String::as_str)
    }
}

/// One clause of the netiquette.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Its name in rules, decisions and mails.
    pub id: String,
    /// A few words.
    pub title: Localised,
    /// One or two sentences, to the reader.
    pub text: Localised,
    /// Where it stands among the categories of the EU transparency database; empty where the pack does not say.
    pub dsa: BTreeMap<String, String>,
}

/// A compiled rule.
#[derive(Debug)]
pub(super) struct Rule {
    pub id: String,
    pub clause: Option<String>,
    pub message: Localised,
    pub condition: Condition,
    pub unless: Vec<Unless>,
    pub languages: Vec<String>,
    pub scope: ScopeFile,
    pub active: ActiveFile,
    pub fields: Vec<Field>,
    pub views: Vec<View>,
    /// None: the rule is off.
    pub mode: Option<Mode>,
    pub action: Outcome,
    pub severity: Option<Severity>,
    pub score: f64,
    pub per_view: BTreeMap<View, f64>,
    pub redact: Option<Localised>,
    pub since: Option<String>,
}

impl Rule {
    /// The places that it finds, whatever its mode: sorted, and none inside another.
    pub fn find(&self, context: &Context<'_>, into: &mut Vec<Found>) {
        let is_foreign = context
            .language
            .is_some_and(|text| !self.languages.is_empty() && !self.languages.iter().any(|own| own == text));
        if is_foreign
            || !self.condition.may_hold(context.seen)
            || !self.applies(context.reading.draft)
            || context.watch.is_over()
        {
            return;
        }
        let context = Context { views: &self.views, ..*context };
        let mut found = Vec::new();
        if !self.condition.holds(&context, &mut found) {
            return;
        }
        // A condition that holds without a place, such as `not`, is about the field as a whole.
        if found.is_empty() {
            found.push(Found::whole());
        }
        let excuses: Vec<Excuse<'_>> = self.unless.iter().map(|unless| unless.prepare(&context)).collect();
        found.retain(|place| !context.watch.is_over() && !excuses.iter().any(|excuse| excuse.excuses(place, &context)));
        keep_outermost(&mut found);
        into.append(&mut found);
    }

    /// Whether this is the place and the time.
    fn applies(&self, draft: &Draft<'_>) -> bool {
        let names = |own: &[String], here: Option<&str>| {
            own.is_empty() || here.is_some_and(|here| own.iter().any(|name| name == here))
        };
        let article = draft.article.as_ref();
        let has_tag = || {
            article.is_some_and(|article| article.tags.iter().any(|tag| self.scope.tags.iter().any(|own| own == tag)))
        };
        names(&self.scope.sites, draft.site)
            && names(&self.scope.sections, article.and_then(|article| article.section))
            && (self.scope.tags.is_empty() || has_tag())
            && draft.at.is_none_or(|now| {
                self.active.from.is_none_or(|from| from <= now) && self.active.until.is_none_or(|until| now < until)
            })
    }
}

/// Hits that do not count.
#[derive(Debug)]
pub(super) enum Unless {
    In(Place),
    /// What stands close; with lists, only their words are excused.
    Near(Near, Vec<usize>),
    /// Whether the author is trusted, or is not.
    Trusted(bool),
}

/// A compiled composite.
#[derive(Debug)]
pub(super) struct Composite {
    pub id: String,
    pub clause: Option<String>,
    pub message: Localised,
    pub expression: Expression,
    pub mode: Option<Mode>,
    pub action: Outcome,
    pub score: f64,
}

/// From hits to an outcome.
#[derive(Debug, Default)]
pub(super) struct Decide {
    /// The rules that may refuse.
    pub refuse: HashSet<String>,
    pub hold: Option<f64>,
    pub hint: Option<f64>,
}

/// A compiled pack.
#[derive(Debug)]
pub struct RuleSet {
    pub(super) pack: String,
    pub(super) version: String,
    pub(super) hash: String,
    pub(super) clauses: Vec<Clause>,
    /// The address of the netiquette as the paper publishes it.
    pub(super) clause_base: Option<String>,
    pub(super) rules: Vec<Rule>,
    /// The places of the rules that read each field and are not off.
    pub(super) of_field: BTreeMap<Field, Vec<usize>>,
    /// The places of the rules, by id.
    pub(super) index: HashMap<String, usize>,
    pub(super) composites: Vec<Composite>,
    pub(super) matcher: Matcher,
    pub(super) decide: Decide,
}

impl RuleSet {
    /// The name under which a site chooses it.
    pub fn pack(&self) -> &str {
        &self.pack
    }

    /// Its own version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The SHA-256 of its files, in hexadecimal.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// How many rules and composites it has.
    pub fn rule_count(&self) -> usize {
        self.rules.len() + self.composites.len()
    }

    /// The netiquette, in its order.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// A clause by its name.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// Where the paper publishes a clause: the pack's `clause_base` and the clause's name; `None` where the pack has none.
    pub fn clause_url(&self, id: &str) -> Option<String> {
        let clause = self.clause(id)?;
        self.clause_base.as_ref().map(|base| format!("{base}#{}", clause.id))
    }

    /// What the reader is told when this rule hits.
    pub fn message(&self, rule: &str, language: Language) -> Option<&str> {
        let of_rule = self.rule(rule).map(|rule| &rule.message);
        of_rule
            .or_else(|| self.composites.iter().find(|known| known.id == rule).map(|rule| &rule.message))?
            .find(language)
    }

    /// What an editor may put in the place of a rule's hits, in this language.
    pub fn redaction(&self, rule: &str, language: Language) -> Option<&str> {
        self.rule(rule)?.redact.as_ref()?.find(language)
    }

    /// How grave a rule's hits are, for people.
    pub fn severity(&self, rule: &str) -> Option<Severity> {
        self.rule(rule)?.severity
    }

    /// Since when a rule is in the pack, as its file says it.
    pub fn since(&self, rule: &str) -> Option<&str> {
        self.rule(rule)?.since.as_deref()
    }

    /// Whether it has a rule of this name, composites left out.
    pub fn has_rule(&self, id: &str) -> bool {
        self.index.contains_key(id)
    }

    fn rule(&self, id: &str) -> Option<&Rule> {
        self.index.get(id).and_then(|place| self.rules.get(*place))
    }

    /// Reads a comment. A fault in a rule never loses a comment: it is held, with the fault noted.
    pub fn assess(&self, draft: &Draft<'_>, past: &Past) -> Assessment {
        let watch = Watch::over(draft.text.chars().count());
        catch_unwind(AssertUnwindSafe(|| self.read(draft, past, &watch))).unwrap_or_else(|_| Assessment {
            outcome: Outcome::Hold,
            score: 0.0,
            language: None,
            hits: Vec::new(),
            pack: self.pack.clone(),
            version: self.version.clone(),
            hash: self.hash.clone(),
            fault: Some("a rule failed while it read this comment".to_owned()),
        })
    }

    pub(super) fn read(&self, draft: &Draft<'_>, past: &Past, watch: &Watch) -> Assessment {
        let text = Reading::new(Field::Text, draft.text, draft, past);
        let language = text.language().or(draft.language).map(primary);
        let mut hits = Vec::new();
        let mut unread = self.read_field(&text, language.as_deref(), watch, &mut hits);
        for (field, written) in
            [(Field::Name, draft.name), (Field::Email, draft.email), (Field::Website, draft.website)]
        {
            if let Some(written) = written.filter(|_| self.of_field.contains_key(&field)) {
                let reading = Reading::new(field, written, draft, past);
                unread = unread.or(self.read_field(&reading, language.as_deref(), watch, &mut hits));
            }
        }
        // A composite may ask that a rule did not hit, which is not known of those that were not asked.
        if unread.is_none() {
            self.add_composites(past, &mut hits);
        }
        hits.sort_by_key(|hit| (hit.field, hit.start, hit.end));
        let score = self.score(&hits);
        let outcome = self.outcome(&hits, score);
        Assessment {
            outcome: if unread.is_some() { outcome.max(Outcome::Hold) } else { outcome },
            score,
            language,
            hits,
            pack: self.pack.clone(),
            version: self.version.clone(),
            hash: self.hash.clone(),
            fault: unread.map(|rule| {
                format!(
                    "this comment takes too long to read: what the rule `{rule}` and those after it find is not known"
                )
            }),
        }
    }

    /// The first rule that could not be asked in the time there is, if there is one.
    fn read_field(
        &self,
        reading: &Reading<'_>,
        language: Option<&str>,
        watch: &Watch,
        hits: &mut Vec<Hit>,
    ) -> Option<&str> {
        let seen = self.matcher.scan(reading, watch);
        let context = self.context(reading, &seen, language, watch);
        let mut found = Vec::new();
        let places = self.of_field.get(&reading.field).map(Vec::as_slice).unwrap_or_default();
        for rule in places.iter().filter_map(|place| self.rules.get(*place)) {
            let Some(mode) = rule.mode else { continue };
            found.clear();
            rule.find(&context, &mut found);
            // Half of what a rule asks may be its opposite.
            if watch.has_ended() {
                return Some(&rule.id);
            }
            hits.extend(found.iter().map(|place| self.hit(rule, mode, place, reading)));
        }
        None
    }

    fn context<'a>(
        &'a self,
        reading: &'a Reading<'a>,
        seen: &'a Seen<'a>,
        language: Option<&'a str>,
        watch: &'a Watch,
    ) -> Context<'a> {
        Context { reading, seen, matcher: &self.matcher, rules: &self.rules, language, views: &[], watch }
    }

    /// What one rule finds in a draft, for its own tests.
    pub(super) fn find_alone(
        &self,
        rule: &str,
        draft: &Draft<'_>,
        past: &Past,
    ) -> Vec<(Field, std::ops::Range<usize>)> {
        let mut all = Vec::new();
        let language = Reading::new(Field::Text, draft.text, draft, past).language().or(draft.language).map(primary);
        let Some(rule) = self.rule(rule) else { return all };
        for field in &rule.fields {
            let written = match field {
                Field::Text => Some(draft.text),
                Field::Name => draft.name,
                Field::Email => draft.email,
                Field::Website => draft.website,
            };
            let Some(written) = written else { continue };
            let reading = Reading::new(*field, written, draft, past);
            let (watch, mut found) = (Watch::without_end(), Vec::new());
            let seen = self.matcher.scan(&reading, &watch);
            rule.find(&self.context(&reading, &seen, language.as_deref(), &watch), &mut found);
            all.extend(found.into_iter().map(|place| (*field, place.start..place.end)));
        }
        all
    }

    /// Whether what a rule finds depends on what others find.
    pub(super) fn asks_for_others(&self, rule: &str) -> bool {
        self.rule(rule).is_none_or(|rule| {
            let excuses =
                rule.unless.iter().flat_map(|unless| if let Unless::Near(near, _) = unless { &*near.any } else { &[] });
            std::iter::once(&rule.condition).chain(excuses).any(Condition::asks_for_rules)
        })
    }

    fn hit(&self, rule: &Rule, mode: Mode, place: &Found, reading: &Reading<'_>) -> Hit {
        Hit {
            rule: rule.id.clone(),
            clause: rule.clause.clone(),
            action: rule.action,
            view: place.view.told(),
            field: reading.field,
            start: place.start,
            end: place.end,
            surface: reading.text.get(place.start..place.end).unwrap_or_default().to_owned(),
            word: place.word.and_then(|word| self.matcher.entry(word)).map(str::to_owned),
            mode,
        }
    }

    fn add_composites(&self, past: &Past, hits: &mut Vec<Hit>) {
        for composite in &self.composites {
            let Some(mode) = composite.mode else { continue };
            // What is in shadow counts for what is in shadow itself.
            let counts = |hit: &Hit| hit.mode == Mode::Enforce || mode == Mode::Shadow;
            let hit_by = |id: &str| hits.iter().any(|hit| hit.rule == id && counts(hit));
            let holds = |id: &str| composite::symbol(id, past).unwrap_or_else(|| hit_by(id));
            if composite.expression.holds(&holds) {
                hits.push(Hit {
                    rule: composite.id.clone(),
                    clause: composite.clause.clone(),
                    action: composite.action,
                    view: View::Plain,
                    field: Field::Text,
                    start: 0,
                    end: 0,
                    surface: String::new(),
                    word: None,
                    mode,
                });
            }
        }
    }

    /// Each rule counts once, and once more for the most telling of its views.
    fn score(&self, hits: &[Hit]) -> f64 {
        let counted: BTreeSet<&str> =
            hits.iter().filter(|hit| hit.mode == Mode::Enforce).map(|hit| hit.rule.as_str()).collect();
        let of_rule = |id: &&str| {
            let Some(rule) = self.rule(id) else {
                return self.composites.iter().find(|known| known.id == **id).map_or(0.0, |known| known.score);
            };
            let views = hits.iter().filter(|hit| hit.rule == rule.id).filter_map(|hit| rule.per_view.get(&hit.view));
            rule.score + views.copied().fold(0.0, f64::max)
        };
        // The sum of no floats is -0.0, which would be written with its sign.
        counted.iter().map(of_rule).fold(0.0, |sum, score| sum + score)
    }

    fn outcome(&self, hits: &[Hit], score: f64) -> Outcome {
        let of_hit = |hit: &Hit| match hit.action {
            Outcome::Refuse if !self.decide.refuse.contains(&hit.rule) => Outcome::Hold,
            action => action,
        };
        let strongest = hits.iter().filter(|hit| hit.mode == Mode::Enforce).map(of_hit).max().unwrap_or(Outcome::None);
        let reaches = |threshold: Option<f64>| threshold.is_some_and(|threshold| score >= threshold);
        if reaches(self.decide.hold) {
            strongest.max(Outcome::Hold)
        } else if reaches(self.decide.hint) {
            strongest.max(Outcome::Hint)
        } else {
            strongest
        }
    }
}

/// An `unless` over one text: what it looks for is looked for once.
struct Excuse<'a> {
    unless: &'a Unless,
    places: Vec<Found>,
    /// Where the words stand that may be excused: each beginning, and how far the words up to it reach.
    excusable: Vec<(usize, usize)>,
}

impl Unless {
    fn prepare(&self, context: &Context<'_>) -> Excuse<'_> {
        let places = if let Self::Near(near, _) = self { near.places(context) } else { Vec::new() };
        let mut excusable: Vec<(usize, usize)> = match self {
            Self::Near(_, of) if !of.is_empty() && !places.is_empty() => {
                let words = context.seen.words.iter().filter(|(list, _)| of.contains(list));
                words.map(|(_, word)| (word.start, word.end)).collect()
            }
            _ => Vec::new(),
        };
        excusable.sort_unstable();
        let mut reached = 0;
        for (_, end) in &mut excusable {
            reached = reached.max(*end);
            *end = reached;
        }
        Excuse { unless: self, places, excusable }
    }
}

impl Excuse<'_> {
    /// Whether a word that may be excused stands in or around this place.
    fn may_excuse(&self, place: &Found) -> bool {
        // Whoever hides a word does not mean it in its other sense.
        if matches!(place.view, View::Veiled | View::Leet | View::Masked) {
            return false;
        }
        let before = self.excusable.partition_point(|(start, _)| *start < place.end);
        before
            .checked_sub(1)
            .and_then(|last| self.excusable.get(last))
            .is_some_and(|(_, reached)| *reached > place.start)
    }

    fn excuses(&self, place: &Found, context: &Context<'_>) -> bool {
        match self.unless {
            Unless::In(Place::Quote) => context.reading.is_quoted(place),
            Unless::In(Place::Title) => context.reading.is_in_title(place),
            Unless::In(Place::Name) => context.reading.is_in_name(place),
            Unless::Near(near, of) => {
                (of.is_empty() || self.may_excuse(place)) && near.is_close_outside(place, &self.places, context.reading)
            }
            Unless::Trusted(wanted) => context.reading.past.is_author_trusted() == *wanted,
        }
    }
}

/// The language without its region: `fr-CA` is `fr`.
fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

pub(super) fn keep_outermost(found: &mut Vec<Found>) {
    found.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end), place.view));
    let mut reached: Option<(usize, usize)> = None;
    found.retain(|place| {
        let inside = reached.is_some_and(|(start, end)| place.start >= start && place.end <= end);
        if !inside {
            reached = Some((place.start, place.end));
        }
        !inside
    });
}
