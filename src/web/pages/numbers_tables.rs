//! The numbers as charts, as tables to read and as tables for a program.

use super::words::Words;
use crate::locale;
use crate::review::numbers::{Day, Numbers};
use crate::web::chart::{self, Chart, Series};

/// Bars of a chart of rows, at most: the table has them all.
const MOST_ROWS: usize = 20;

/// A chart with its table.
pub struct Section {
    pub id: &'static str,
    pub title: String,
    pub lead: String,
    pub chart: Chart,
    pub heads: Vec<String>,
    /// No rows: nothing to show.
    pub rows: Vec<Vec<String>>,
}

/// A number of a day.
type OfDay = fn(&Day) -> i64;

/// The numbers in the words of whoever looks; `clause` says what a clause is called.
pub fn sections(numbers: &Numbers, words: Words, clause: &dyn Fn(&str) -> String) -> Vec<Section> {
    let days: Vec<String> = numbers.days.iter().map(|day| day.from.to_day()).collect();
    let heads = |keys: &[&str]| keys.iter().map(|key| words.say(&format!("numbers-{key}"))).collect::<Vec<_>>();
    let sum = |of: OfDay| numbers.days.iter().map(of).sum::<i64>();
    let of_day = |id: &'static str, lead: String, named: &[(&str, OfDay)]| {
        let title = words.say(&format!("numbers-title-{id}"));
        let series = named.iter().map(|(name, value)| {
            let name = words.say(&format!("numbers-{name}"));
            let values =
                numbers.days.iter().map(|day| (value(day), format!("{} · {name}: {}", day.from.to_day(), value(day))));
            Series { values: values.collect(), name }
        });
        let chart =
            chart::columns((title.clone(), lead.clone()), &days, series.collect(), 1, |value| value.to_string());
        let is_empty = named.iter().all(|(_, value)| sum(*value) == 0);
        let row = |day: &Day| {
            let values = named.iter().map(|(_, value)| value(day).to_string());
            std::iter::once(day.from.to_day()).chain(values).collect()
        };
        let rows = if is_empty { Vec::new() } else { numbers.days.iter().map(row).collect() };
        let keys: Vec<&str> = std::iter::once("day").chain(named.iter().map(|(name, _)| *name)).collect();
        Section { id, title, lead, chart, heads: heads(&keys), rows }
    };
    let said = |key: &str, values: &[(&str, String)]| locale::say_with(words.0, key, values);
    let (received, decided): (OfDay, OfDay) = (|day| day.received, |day| day.decided);
    let reversed: OfDay = |day| day.reversed;
    let lead =
        said("numbers-lead-days", &[("received", sum(received).to_string()), ("decided", sum(decided).to_string())]);
    let by_day = of_day("days", lead, &[("received", received), ("decided", decided)]);
    let lead = words.count("numbers-lead-reversals", &sum(reversed));
    let reversals = of_day("reversals", lead, &[("reversed", reversed)]);
    vec![
        by_day,
        waits(numbers, &days, words),
        clauses(numbers, words, clause),
        reversals,
        rules(numbers, words),
        moderators(numbers, words),
    ]
}

fn waits(numbers: &Numbers, days: &[String], words: Words) -> Section {
    let title = words.say("numbers-title-waits");
    let said = |wait: Option<i64>| wait.map_or_else(|| "–".to_owned(), |wait| duration(wait, words));
    let lead = locale::say_with(
        words.0,
        "numbers-lead-waits",
        &[("median", said(numbers.waits.median)), ("p95", said(numbers.waits.p95))],
    );
    let longest = numbers.days.iter().filter_map(|day| day.waits.p95).max().unwrap_or(0);
    let (unit, key) = unit(longest);
    let series = |key: &str, of: fn(&Day) -> Option<i64>| {
        let name = words.say(&format!("numbers-{key}"));
        let value = |day: &Day| (of(day).unwrap_or(0), format!("{} · {name}: {}", day.from.to_day(), said(of(day))));
        Series { values: numbers.days.iter().map(value).collect(), name }
    };
    let both = vec![series("median", |day| day.waits.median), series("p95", |day| day.waits.p95)];
    let step = |value: i64| locale::say_with(words.0, key, &[("count", (value / unit).to_string())]);
    let chart = chart::columns((title.clone(), lead.clone()), days, both, unit, step);
    let row = |day: &Day| vec![day.from.to_day(), said(day.waits.median), said(day.waits.p95)];
    let is_empty = numbers.waits.median.is_none();
    Section {
        id: "waits",
        title,
        lead,
        chart,
        heads: ["day", "median", "p95"].map(|key| words.say(&format!("numbers-{key}"))).to_vec(),
        rows: if is_empty { Vec::new() } else { numbers.days.iter().map(row).collect() },
    }
}

fn clauses(numbers: &Numbers, words: Words, clause: &dyn Fn(&str) -> String) -> Section {
    let title = words.say("numbers-title-clauses");
    let lead = words.count("numbers-lead-clauses", &numbers.clauses.iter().map(|(_, count)| count).sum());
    let most = numbers.clauses.first().map_or(0, |(_, count)| *count);
    let bars = numbers.clauses.iter().take(MOST_ROWS).map(|(id, count)| (clause(id), *count, count.to_string()));
    Section {
        id: "clauses",
        chart: chart::rows((title.clone(), lead.clone()), bars.collect(), most),
        title,
        lead,
        heads: ["clause", "refused"].map(|key| words.say(&format!("numbers-{key}"))).to_vec(),
        rows: numbers.clauses.iter().map(|(id, count)| vec![clause(id), count.to_string()]).collect(),
    }
}

fn rules(numbers: &Numbers, words: Words) -> Section {
    let title = words.say("numbers-title-rules");
    let lead = words.say("numbers-lead-rules");
    let share = |decided: i64, refused: i64| match decided {
        0 => "–".to_owned(),
        decided => format!("{} % ({refused} / {decided})", refused * 100 / decided),
    };
    let decided = numbers.rules.iter().filter(|(_, _, figures)| figures.decided > 0);
    let bars = decided.take(MOST_ROWS).map(|(pack, rule, figures)| {
        (format!("{rule} · {pack}"), figures.refused * 100 / figures.decided, share(figures.decided, figures.refused))
    });
    let row = |(pack, rule, figures): &(String, String, crate::store::hits::Figures)| {
        let count = [figures.hits, figures.decided, figures.refused].map(|count| count.to_string());
        [vec![rule.clone(), pack.clone()], count.to_vec(), vec![share(figures.decided, figures.refused)]].concat()
    };
    Section {
        id: "rules",
        chart: chart::rows((title.clone(), lead.clone()), bars.collect(), 100),
        title,
        lead,
        heads: ["rule", "pack", "hits", "decided", "refused", "precision"]
            .map(|key| words.say(&format!("numbers-{key}")))
            .to_vec(),
        rows: numbers.rules.iter().map(row).collect(),
    }
}

fn moderators(numbers: &Numbers, words: Words) -> Section {
    let title = words.say("numbers-title-moderators");
    let lead = words.say("numbers-lead-moderators");
    let name = |name: &str| if name.is_empty() { words.say("numbers-nobody") } else { name.to_owned() };
    let most = numbers.moderators.first().map_or(0, |load| load.decided);
    let loads = numbers.moderators.iter();
    let bars = loads.clone().take(MOST_ROWS).map(|load| (name(&load.name), load.decided, load.decided.to_string()));
    Section {
        id: "moderators",
        chart: chart::rows((title.clone(), lead.clone()), bars.collect(), most),
        title,
        lead,
        heads: ["moderator", "decided", "undone"].map(|key| words.say(&format!("numbers-{key}"))).to_vec(),
        rows: loads.map(|load| vec![name(&load.name), load.decided.to_string(), load.undone.to_string()]).collect(),
    }
}

/// The unit in which a wait is told, in microseconds, and its words: the largest of which it has two.
fn unit(wait: i64) -> (i64, &'static str) {
    const SECOND: i64 = 1_000_000;
    [(86_400 * SECOND, "numbers-d"), (3600 * SECOND, "numbers-h"), (60 * SECOND, "numbers-min")]
        .into_iter()
        .find(|(unit, _)| wait >= 2 * unit)
        .unwrap_or((SECOND, "numbers-s"))
}

fn duration(wait: i64, words: Words) -> String {
    let (unit, key) = unit(wait);
    locale::say_with(words.0, key, &[("count", ((wait + unit / 2) / unit).to_string())])
}

/// A table for a program: names and units that stay the same, waits in seconds. `None` where there is no such table.
pub fn csv(table: &str, numbers: &Numbers) -> Option<Vec<u8>> {
    let day = |day: &Day| day.from.to_day();
    let seconds = |wait: Option<i64>| wait.map(|wait| (wait / 1_000_000).to_string()).unwrap_or_default();
    let days = numbers.days.iter();
    let (heads, rows): (&[&str], Vec<Vec<String>>) = match table {
        "days" => (
            &["day", "received", "decided"],
            days.map(|of| vec![day(of), of.received.to_string(), of.decided.to_string()]).collect(),
        ),
        "waits" => (
            &["day", "median_seconds", "p95_seconds"],
            days.map(|of| vec![day(of), seconds(of.waits.median), seconds(of.waits.p95)]).collect(),
        ),
        "reversals" => (&["day", "reversed"], days.map(|of| vec![day(of), of.reversed.to_string()]).collect()),
        "clauses" => (
            &["clause", "refused"],
            numbers.clauses.iter().map(|(clause, count)| vec![clause.clone(), count.to_string()]).collect(),
        ),
        "rules" => (
            &["pack", "rule", "hits", "decided", "refused"],
            numbers
                .rules
                .iter()
                .map(|(pack, rule, figures)| {
                    let counts = [figures.hits, figures.decided, figures.refused].map(|count| count.to_string());
                    [vec![pack.clone(), rule.clone()], counts.to_vec()].concat()
                })
                .collect(),
        ),
        "moderators" => (
            &["moderator", "name", "decided", "undone"],
            numbers
                .moderators
                .iter()
                .map(|load| {
                    let id = load.moderator.map(|id| id.to_string()).unwrap_or_default();
                    vec![id, load.name.clone(), load.decided.to_string(), load.undone.to_string()]
                })
                .collect(),
        ),
        _ => return None,
    };
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(heads).ok()?;
    for row in rows {
        writer.write_record(row).ok()?;
    }
    writer.into_inner().ok()
}
