//! The numbers of the desk: what came in, what was decided and how long it waited, by day, clause, rule and moderator.
//!
//! A decision that was taken back counts as a reversal on the day on which it was, and as nothing else. One that leaves a
//! reported comment as it is goes back on nothing and is no second decision: it counts as its moderator's work alone.

use std::collections::BTreeMap;

use super::Desk;
use crate::comment::{ModeratorId, SiteId, Status, Timestamp};
use crate::store::hits::{self, Figures};
use crate::store::numbers::{self, Made};
use crate::store::{StoreError, moderators};

/// A day, in UTC.
pub const DAY: std::time::Duration = std::time::Duration::from_secs(24 * 3600);

/// The most days of one look.
pub const MOST_DAYS: usize = 366;

/// Which days, and which sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day's beginning.
    pub from: Timestamp,
    /// The last day's end.
    pub to: Timestamp,
    /// One site, or all that may be seen.
    pub site: Option<SiteId>,
}

/// The numbers of a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// By day, the first one first.
    pub days: Vec<Day>,
    /// How long comments waited, of the whole period.
    pub waits: Waits,
    /// Refusals by clause, the most first.
    pub clauses: Vec<(String, i64)>,
    /// What each rule in force that hit has done: pack, rule, figures; the most hits first.
    pub rules: Vec<(String, String, Figures)>,
    /// What each moderator has done, the most first.
    pub moderators: Vec<Load>,
}

/// The numbers of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Its beginning, in UTC.
    pub from: Timestamp,
    /// Comments that came in.
    pub received: i64,
    /// Decisions that stand: approved, refused or spam.
    pub decided: i64,
    /// Decisions that went back on another one: undone, reopened, or decided otherwise.
    pub reversed: i64,
    /// How long the comments waited that were decided on this day.
    pub waits: Waits,
}

/// How long comments waited until they were decided on, in microseconds; `None` where none was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waits {
    /// Half of them waited no longer.
    pub median: Option<i64>,
    /// Nineteen of twenty waited no longer.
    pub p95: Option<i64>,
}

/// What a moderator has done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// Who; `None` where nobody was named.
    pub moderator: Option<ModeratorId>,
    /// Their name.
    pub name: String,
    /// Decisions that they made, those that were taken back included.
    pub decided: i64,
    /// Of those, the ones that were taken back.
    pub undone: i64,
}

impl Waits {
    /// Of these waits, which are put in order. By nearest rank: a wait that was, never one between two.
    fn of(waits: &mut [i64]) -> Self {
        let mut at = |hundredth: usize| {
            let place = (waits.len() * hundredth).div_ceil(100).checked_sub(1)?;
            Some(*waits.select_nth_unstable(place).1)
        };
        Self { median: at(50), p95: at(95) }
    }
}

#[derive(Default)]
struct Sums {
    waits: Vec<i64>,
    clauses: BTreeMap<String, i64>,
    moderators: BTreeMap<Option<ModeratorId>, (i64, i64)>,
}

impl Sums {
    fn day(&mut self, from: Timestamp, received: i64, made: Vec<Made>) -> Day {
        let mut day = Day { from, received, decided: 0, reversed: 0, waits: Waits::default() };
        let mut waits = Vec::new();
        for one in made {
            let keeps = one.from == one.to;
            day.reversed += i64::from(!keeps && (one.undoes || one.from != Status::Pending));
            if one.undoes {
                continue;
            }
            let load = self.moderators.entry(one.moderator).or_default();
            load.0 += 1;
            load.1 += i64::from(one.undone);
            if keeps || one.undone || one.to == Status::Pending {
                continue;
            }
            day.decided += 1;
            waits.extend(one.waited);
            if let Some(clause) = one.clause.filter(|_| one.to == Status::Refused) {
                *self.clauses.entry(clause).or_default() += 1;
            }
        }
        day.waits = Waits::of(&mut waits);
        self.waits.append(&mut waits);
        day
    }
}

impl Desk {
    /// The numbers of a period, of the sites that may be seen. Read a day at a time: a long period takes no more memory.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn numbers(&self, period: Period) -> Result<Numbers, StoreError> {
        let sites = self.sites_of(period.site).await?;
        let library = self.rules.load_full();
        self.store
            .read(move |connection| {
                let sites = sites.as_deref();
                let mut sums = Sums::default();
                let mut days = Vec::new();
                let mut from = period.from;
                while from < period.to && days.len() < MOST_DAYS {
                    let to = from.plus(DAY);
                    let received = numbers::received(connection, (from, to), sites)?;
                    let made = numbers::made(connection, (from, to), sites)?;
                    days.push(sums.day(from, received, made));
                    from = to;
                }
                let mut rules = Vec::new();
                for (_, set) in library.sets() {
                    let of_set = (set.pack(), set.version());
                    for (rule, figures) in hits::figures_between(connection, of_set, (period.from, from), sites)? {
                        rules.push((set.pack().to_owned(), rule, figures));
                    }
                }
                rules.sort_by_key(|(_, _, figures)| std::cmp::Reverse(figures.hits));
                rules.dedup_by(|left, right| (&left.0, &left.1) == (&right.0, &right.1));
                let mut clauses: Vec<(String, i64)> = sums.clauses.into_iter().collect();
                clauses.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
                let mut loads = Vec::new();
                for (moderator, (decided, undone)) in sums.moderators {
                    let known = moderator.map(|id| moderators::get(connection, id)).transpose()?.flatten();
                    let name = known.map(|known| known.name).unwrap_or_default();
                    loads.push(Load { moderator, name, decided, undone });
                }
                loads.sort_by_key(|load| std::cmp::Reverse(load.decided));
                Ok(Numbers { days, waits: Waits::of(&mut sums.waits), clauses, rules, moderators: loads })
            })
            .await
    }

    /// The sites of a look: the one that is asked for, if it may be seen; else all that may be. `None` is every site.
    async fn sites_of(&self, asked: Option<SiteId>) -> Result<Option<Vec<SiteId>>, StoreError> {
        if let Some(site) = asked {
            return Ok(Some([site].into_iter().filter(|site| self.may_see(*site)).collect()));
        }
        if self.access.allows_everywhere(crate::comment::Role::Viewer) {
            return Ok(None);
        }
        let known = self.store.sites().await?;
        Ok(Some(known.values().map(|site| site.id).filter(|site| self.may_see(*site)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_wait_that_was() {
        assert_eq!(Waits::of(&mut []), Waits::default());
        assert_eq!(Waits::of(&mut [7]), Waits { median: Some(7), p95: Some(7) });
        let mut waits: Vec<i64> = (1..=100).rev().collect();
        assert_eq!(Waits::of(&mut waits), Waits { median: Some(50), p95: Some(95) });
        assert_eq!(Waits::of(&mut [30, 10, 20, 40]), Waits { median: Some(20), p95: Some(40) });
    }
}
