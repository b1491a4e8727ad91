//! What is written in a rule and cannot be meant: a condition that never holds or always does, a score that is no number.

use super::assessment::View;
use super::composite::SYMBOLS;
use super::file::{ConditionFile, Defaults, ExampleFile, NearFile, RuleFile};
use crate::text::fold;

/// How far `near` may reach, in words: what is farther away is not near, and would be looked for again and again.
const FARTHEST: usize = 50;

/// The faults of a rule that need nothing but the rule, each in a sentence.
pub fn of_rule(rule: &RuleFile, defaults: &Defaults) -> Vec<String> {
    let mut faults = Vec::new();
    faults.extend(of_id(&rule.id));
    if !rule.changes.is_empty() {
        faults.push("`override` changes what a pack below has; there is nothing of this name below".to_owned());
    }
    if rule.fields.is_none() && defaults.fields.is_none() && rule.when.as_ref().is_some_and(asks_for_domain) {
        faults.push("`email_domain` looks at the author's address: say `fields: [email]`".to_owned());
    }
    if SYMBOLS.contains(&rule.id.as_str()) {
        faults.push("this name stands for what is known of an author; choose another one".to_owned());
    }
    if rule.score.iter().chain(rule.per_view.values()).any(|score| !score.is_finite()) {
        faults.push("`score` is no number".to_owned());
    }
    if rule.fields.as_ref().is_some_and(Vec::is_empty) {
        faults.push("`fields` names none: leave it out, or name `text`, `name`, `email` or `website`".to_owned());
    }
    let views = rule.views.as_ref().or_else(|| rule.when.as_ref().and_then(|when| when.views.as_ref()));
    if views.is_some_and(Vec::is_empty) {
        faults.push("`views` names none: leave it out for all of them".to_owned());
    }
    // What is cut unseen is found by whoever looks into `folded`, and counts as `spaced`.
    let finds =
        |own: &View, view: &View| own == view || own.told() == *view || (*own, *view) == (View::Folded, View::Spaced);
    let is_searched = |view: &View| views.is_none_or(|views| views.iter().any(|own| finds(own, view)));
    if let Some(view) = rule.per_view.keys().find(|view| !is_searched(view)) {
        let view = format!("{view:?}").to_lowercase();
        faults.push(format!("`per_view` counts the view `{view}`, which `views` leaves out"));
    }
    if let Some(active) = &rule.active
        && let (Some(from), Some(until)) = (active.from, active.until)
        && until <= from
    {
        faults.push("`active` ends before it begins".to_owned());
    }
    if let Some(since) = rule.since.as_ref().filter(|since| since.parse::<jiff::civil::Date>().is_err()) {
        faults.push(format!("`since` is a day, such as 2026-11-28; found `{since}`"));
    }
    if let Some(language) = rule.langs.iter().find(|tag| !is_detected(tag)) {
        faults.push(no_language(language));
    }
    if let Some(language) = rule.message.keys().find(|tag| !is_tag(tag)) {
        faults.push(no_language(language));
    }
    if rule.views.is_some() && rule.when.as_ref().is_some_and(|when| when.views.is_some()) {
        faults.push("`views` stands twice: at the rule or at the head of `when`".to_owned());
    }
    if let Some(example) = rule.tests.passes.iter().chain(&rule.tests.todo_passes).find(|it| text_of(it).contains("{{"))
    {
        faults.push(format!("nothing is marked in what must pass: {:?}", text_of(example)));
    }
    if let Some(example) = rule.tests.fires.iter().chain(&rule.tests.todo_fires).find(|example| is_open(example)) {
        faults.push(format!("a mark is not closed in {:?}: write `{{{{…}}}}`", text_of(example)));
    }
    if rule.when.as_ref().is_some_and(|when| when.near.is_some()) {
        faults.push("`near` is a sieve for what stands beside it in `all`".to_owned());
    }
    faults.extend(rule.when.iter().flat_map(of_condition));
    let excuses = rule.unless.iter().chain(rule.when.iter().flat_map(|when| &when.unless));
    let near = excuses.filter_map(|unless| unless.near.as_ref());
    faults.extend(near.flat_map(of_near));
    faults
}

/// What is wrong with the name of a rule or composite: names stand in expressions.
pub fn of_id(id: &str) -> Option<String> {
    let is_plain = |character: char| character.is_alphanumeric() || matches!(character, '.' | '_' | '-');
    match id {
        "" => Some("it has no id".to_owned()),
        "and" | "or" | "not" => Some(format!("`id` is `{id}`, which is a word of expressions; choose another one")),
        id if !id.chars().all(is_plain) => {
            Some(format!("`id` is `{id}`: letters, digits, `.`, `-` and `_`, since expressions name it"))
        }
        _ => None,
    }
}

fn asks_for_domain(condition: &ConditionFile) -> bool {
    condition.email_domain.is_some() || parts(condition).any(asks_for_domain)
}

/// The conditions within a condition.
fn parts(condition: &ConditionFile) -> impl Iterator<Item = &ConditionFile> {
    let several = condition.all.iter().flatten().chain(condition.any.iter().flatten());
    several.chain(condition.not.as_deref()).chain(condition.count.as_ref().map(|count| &*count.of))
}

/// What is said of a tag that is none.
pub fn no_language(written: &str) -> String {
    format!("`{written}` is no language: write `en`, `fr` or another primary tag of BCP 47, of two small letters")
}

/// Whether a tag is written as texts' languages are told: two small letters, without a region.
pub fn is_detected(tag: &str) -> bool {
    tag.len() == 2 && LANGUAGES.split_ascii_whitespace().any(|known| known == tag)
}

/// The languages of ISO 639-1.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz \
    ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja \
    jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng \
    nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw \
    ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Whether a text is a language's tag, as far as its form tells.
fn is_tag(text: &str) -> bool {
    let primary = text.split(['-', '_']).next().unwrap_or_default();
    is_detected(&primary.to_ascii_lowercase())
}

/// The faults of a condition and of its parts.
fn of_condition(condition: &ConditionFile) -> Vec<String> {
    of_part(condition, false)
}

/// The same for a part; in `all`, `not: {near: …}` is a sieve too.
fn of_part(condition: &ConditionFile, is_sieve: bool) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |message: &str| faults.push(message.to_owned());
    if condition.all.as_ref().is_some_and(Vec::is_empty) {
        fault("`all` is empty, and would hit every comment");
    }
    if condition.any.as_ref().is_some_and(Vec::is_empty) {
        fault("`any` is empty, and would never hit");
    }
    let beside = condition.any.iter().flatten().chain(condition.not.as_deref().filter(|_| !is_sieve));
    if beside.chain(condition.count.as_ref().map(|count| &*count.of)).any(|part| part.near.is_some()) {
        fault("`near` is a sieve for what stands beside it in `all`");
    }
    if condition.count.as_ref().is_some_and(|count| count.at_least == 0) {
        fault("`count` of 0 would hit every comment");
    }
    if condition.pattern.as_ref().is_some_and(String::is_empty) {
        fault("`pattern` is empty");
    }
    if condition.words.as_ref().is_some_and(Vec::is_empty) {
        fault("`words` is empty, and would never hit");
    }
    for word in condition.words.iter().flatten() {
        if fold::folded(word).text().trim().is_empty() {
            fault(&format!("the word `{word}` has nothing that can be looked for"));
        }
    }
    if let Some(length) = &condition.length
        && (length.min, length.max, length.parts) == (None, None, false)
    {
        fault("`length` names neither `min` nor `max` nor `parts`, and would never hit");
    }
    if let Some(language) = &condition.language
        && let Some(wrong) = language.accept.iter().find(|tag| !is_tag(tag))
    {
        fault(&no_language(wrong));
    }
    if let Some(length) = &condition.length
        && let (Some(min), Some(max)) = (length.min, length.max)
        && min > max
    {
        fault(&format!("`length` hits every comment: {max} characters are too many, and {min} too few"));
    }
    if let Some(all) = &condition.all
        && !all.is_empty()
        && all.iter().all(|part| part.near.is_some())
    {
        fault("`all` has only `near`: name what must be near to it");
    }
    faults.extend(condition.all.iter().flatten().flat_map(|part| of_part(part, true)));
    faults.extend(condition.near.iter().flat_map(of_near));
    let parts = condition.any.iter().flatten();
    let parts = parts.chain(condition.not.as_deref()).chain(condition.count.as_ref().map(|count| &*count.of));
    faults.extend(parts.flat_map(of_condition));
    faults
}

/// The faults of a sieve and of what it looks for.
fn of_near(near: &NearFile) -> Vec<String> {
    let mut faults = Vec::new();
    if near.any.is_empty() {
        faults.push("`near` names nothing to be near to".to_owned());
    }
    if near.within > FARTHEST {
        faults.push(format!(
            "`near` reaches {FARTHEST} words at most, and never over a sentence's end; found {}. What may stand anywhere is said with \
             `all`",
            near.within
        ));
    }
    faults.extend(near.any.iter().flat_map(of_condition));
    faults
}

fn text_of(example: &ExampleFile) -> &str {
    match example {
        ExampleFile::Text(text) => text,
        ExampleFile::Full(full) => &full.text,
    }
}

/// Whether a mark begins in an example and does not end.
fn is_open(example: &ExampleFile) -> bool {
    let text = text_of(example);
    text.matches("{{").count() != text.matches("}}").count()
}
