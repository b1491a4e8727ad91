//! Layers: a pack that extends another, a site's own changes. A later layer adds what is new, and changes what is known
//! only where `override` names the field and how; anything else with a known name is an error.

use std::collections::BTreeMap;

use super::error::{LoadError, Sources};
use super::file::{
    Case, Change, ClauseFile, CompositeFile, Defaults, ExampleFile, ListFile, Override, PackFile, RuleFile,
    Sources as Files,
};

/// Lays `upper` over `lower`.
///
/// # Errors
/// An entry whose name is known without an `override`, or an `override` that does not fit.
pub fn lay(mut lower: PackFile, upper: PackFile, sources: &Sources) -> Result<PackFile, Vec<LoadError>> {
    let mut errors = Vec::new();
    let names: Vec<String> = names_of(&lower);
    let mut note = |about: &str, outcome: Result<(), String>| {
        errors.extend(outcome.err().map(|message| {
            let is_unknown = message.ends_with(NOTHING_BELOW);
            let error = sources.about(about, message);
            if is_unknown { error.suggesting(about, names.iter().map(String::as_str)) } else { error }
        }));
    };
    for clause in upper.clauses {
        let id = clause.id.clone();
        note(&id, place(&mut lower.clauses, clause, |clause| &clause.id, &id, change_clause));
    }
    for (name, list) in upper.lists {
        match lower.lists.get_mut(&name) {
            Some(known) => note(&name, change_list(known, list).map_err(|message| named(&name, &message))),
            None if list.changes.is_empty() => drop(lower.lists.insert(name, list)),
            None => note(&name, Err(named(&name, NOTHING_BELOW))),
        }
    }
    for rule in upper.rules {
        let id = rule.id.clone();
        note(&id, place(&mut lower.rules, rule, |rule| &rule.id, &id, change_rule));
    }
    for composite in upper.composites {
        let id = composite.id.clone();
        note(&id, place(&mut lower.composites, composite, |composite| &composite.id, &id, change_composite));
    }
    lower.pack = upper.pack;
    lower.version = upper.version;
    lower.clause_base = upper.clause_base.or(lower.clause_base);
    lower.defaults = defaults(lower.defaults, upper.defaults);
    if let super::file::RefuseFile::Rules(_) | super::file::RefuseFile::Word(_) = upper.decide.refuse {
        lower.decide.refuse = upper.decide.refuse;
    }
    lower.decide.hold = upper.decide.hold.or(lower.decide.hold);
    lower.decide.hint = upper.decide.hint.or(lower.decide.hint);
    if errors.is_empty() { Ok(lower) } else { Err(errors) }
}

/// What is said where nothing is below.
const NOTHING_BELOW: &str = "there is nothing of this name to override";

/// The names of all that can be changed.
fn names_of(pack: &PackFile) -> Vec<String> {
    let rules = pack.rules.iter().map(|rule| &rule.id).chain(pack.composites.iter().map(|composite| &composite.id));
    rules.chain(pack.clauses.iter().map(|clause| &clause.id)).chain(pack.lists.keys()).cloned().collect()
}

/// An entry with an `override`: what it changes.
trait Entry {
    fn changes(&self) -> &Override;
}

impl Entry for ClauseFile {
    fn changes(&self) -> &Override {
        &self.changes
    }
}

impl Entry for RuleFile {
    fn changes(&self) -> &Override {
        &self.changes
    }
}

impl Entry for CompositeFile {
    fn changes(&self) -> &Override {
        &self.changes
    }
}

fn place<E: Entry>(
    known: &mut Vec<E>,
    entry: E,
    id_of: impl Fn(&E) -> &str,
    id: &str,
    change: impl Fn(&mut E, E) -> Result<(), String>,
) -> Result<(), String> {
    let is_change = !entry.changes().is_empty();
    match known.iter_mut().find(|known| id_of(known) == id) {
        Some(old) if is_change => change(old, entry).map_err(|message| named(id, &message)),
        Some(_) => Err(named(id, "an earlier layer has it; to change it, name each field under `override`")),
        None if is_change => Err(named(id, NOTHING_BELOW)),
        None => {
            known.push(entry);
            Ok(())
        }
    }
}

fn named(id: &str, message: &str) -> String {
    format!("`{id}`: {message}")
}

fn defaults(lower: Defaults, upper: Defaults) -> Defaults {
    Defaults {
        fields: upper.fields.or(lower.fields),
        mode: upper.mode.or(lower.mode),
        action: upper.action.or(lower.action),
        score: upper.score.or(lower.score),
    }
}

/// How a field may be changed, and whether it was named at all.
struct Changes<'a> {
    wanted: &'a Override,
    seen: Vec<&'static str>,
    wrong: Option<String>,
}

impl<'a> Changes<'a> {
    const fn new(wanted: &'a Override) -> Self {
        Self { wanted, seen: Vec::new(), wrong: None }
    }

    /// Takes the new value where `override` says `replace`.
    fn replace<T: Written>(&mut self, field: &'static str, old: &mut T, new: T) {
        match self.wanted(field) {
            Some(Change::Replace) if new.is_missing() => {
                self.wrong = Some(format!("`{field}` is to be replaced, and is not there"));
            }
            Some(Change::Replace) => *old = new,
            Some(Change::Append) => {
                self.wrong = Some(format!("`{field}` is no list: it can be replaced, not appended to"));
            }
            None => self.stay(field, new.is_there()),
        }
    }

    /// Takes the new values, after the old ones where `override` says `append`.
    fn extend<T>(&mut self, field: &'static str, old: &mut Vec<T>, new: Vec<T>) {
        match self.wanted(field) {
            Some(Change::Replace) => *old = new,
            Some(Change::Append) => old.extend(new),
            None => self.stay(field, !new.is_empty()),
        }
    }

    /// What is written and not named would be dropped without a word.
    fn stay(&mut self, field: &str, is_there: bool) {
        if is_there {
            self.wrong = Some(format!("`{field}` is there, and `override` does not name it: `{field}: replace`"));
        }
    }

    fn wanted(&mut self, field: &'static str) -> Option<Change> {
        self.seen.push(field);
        self.wanted.get(field).copied()
    }

    fn done(self) -> Result<(), String> {
        if let Some(unknown) = self.wanted.keys().find(|field| !self.seen.contains(&field.as_str())) {
            return Err(format!("`{unknown}` cannot be overridden; these can: {}", self.seen.join(", ")));
        }
        self.wrong.map_or(Ok(()), Err)
    }
}

/// A field of a file, as far as can be told from what was read.
trait Written {
    /// That it is written.
    fn is_there(&self) -> bool;
    /// That it is not.
    fn is_missing(&self) -> bool {
        !self.is_there()
    }
}

impl<T> Written for Option<T> {
    fn is_there(&self) -> bool {
        self.is_some()
    }
}

impl<K, V> Written for BTreeMap<K, V> {
    fn is_there(&self) -> bool {
        !self.is_empty()
    }
}

impl Written for String {
    fn is_there(&self) -> bool {
        !self.is_empty()
    }
}

/// Whoever leaves these out has the usual value: it may be meant.
impl Written for Case {
    fn is_there(&self) -> bool {
        *self != Self::default()
    }

    fn is_missing(&self) -> bool {
        false
    }
}

impl Written for f64 {
    fn is_there(&self) -> bool {
        *self != 0.0
    }

    fn is_missing(&self) -> bool {
        false
    }
}

fn change_clause(old: &mut ClauseFile, new: ClauseFile) -> Result<(), String> {
    let mut changes = Changes::new(&new.changes);
    changes.replace("title", &mut old.title, new.title);
    changes.replace("text", &mut old.text, new.text);
    changes.replace("dsa", &mut old.dsa, new.dsa);
    changes.done()
}

fn change_list(old: &mut ListFile, new: ListFile) -> Result<(), String> {
    if new.changes.is_empty() {
        return Err("an earlier layer has it; to change it, name each field under `override`".to_owned());
    }
    let mut changes = Changes::new(&new.changes);
    changes.replace("lang", &mut old.lang, new.lang);
    changes.replace("case", &mut old.case, new.case);
    changes.replace("disguises", &mut old.disguises, new.disguises);
    changes.extend("variants", &mut old.variants, new.variants);
    changes.extend("words", &mut old.words, new.words);
    changes.extend("except", &mut old.except, new.except);
    let mut files = old.from.files().to_vec();
    changes.extend("from", &mut files, new.from.files().to_vec());
    old.from = Files::Several(files);
    changes.done()
}

fn change_rule(old: &mut RuleFile, new: RuleFile) -> Result<(), String> {
    let mut changes = Changes::new(&new.changes);
    changes.replace("clause", &mut old.clause, new.clause);
    changes.replace("message", &mut old.message, new.message);
    changes.replace("when", &mut old.when, new.when);
    changes.extend("unless", &mut old.unless, new.unless);
    changes.extend("langs", &mut old.langs, new.langs);
    changes.replace("scope", &mut old.scope, new.scope);
    changes.replace("active", &mut old.active, new.active);
    changes.replace("fields", &mut old.fields, new.fields);
    changes.replace("views", &mut old.views, new.views);
    changes.replace("mode", &mut old.mode, new.mode);
    changes.replace("action", &mut old.action, new.action);
    changes.replace("severity", &mut old.severity, new.severity);
    changes.replace("score", &mut old.score, new.score);
    changes.replace("per_view", &mut old.per_view, new.per_view);
    changes.replace("redact", &mut old.redact, new.redact);
    changes.replace("since", &mut old.since, new.since);
    let how = changes.wanted("tests");
    let tests: [(&mut Vec<ExampleFile>, Vec<ExampleFile>); 4] = [
        (&mut old.tests.fires, new.tests.fires),
        (&mut old.tests.passes, new.tests.passes),
        (&mut old.tests.todo_fires, new.tests.todo_fires),
        (&mut old.tests.todo_passes, new.tests.todo_passes),
    ];
    for (old, new) in tests {
        match how {
            Some(Change::Replace) => *old = new,
            Some(Change::Append) => old.extend(new),
            None => changes.stay("tests", !new.is_empty()),
        }
    }
    changes.done()
}

fn change_composite(old: &mut CompositeFile, new: CompositeFile) -> Result<(), String> {
    let mut changes = Changes::new(&new.changes);
    changes.replace("expr", &mut old.expr, new.expr);
    changes.replace("clause", &mut old.clause, new.clause);
    changes.replace("score", &mut old.score, new.score);
    changes.replace("action", &mut old.action, new.action);
    changes.replace("message", &mut old.message, new.message);
    changes.replace("mode", &mut old.mode, new.mode);
    changes.replace("tests", &mut old.tests, new.tests);
    changes.done()
}
