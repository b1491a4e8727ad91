//! The way along an index that has the order: candidates, portion by portion.

use diesel::deserialize::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::few::ranges;
use super::stretch::{MOST_PARTS, Part, WHOLE, is_language, kinds, list, quoted, side_by_side};
use super::{Order, Position, STEP, Sieve, TRUSTED};
use crate::comment::{CommentId, Status};
use crate::store::{AnyConnection, StoreError, words};
use crate::text::search::Phrase;

/// Entries of an index that are looked at in one step, where the index knows all that is asked.
const ENTRIES: usize = 10_000;

/// Entries that are looked at for one page.
const MOST_ENTRIES: usize = 20_000;

/// Of so many comments with a word the rest of the sieve is asked, before the tray itself is walked.
const WITH_WORD: usize = 500;

/// A comment that may be meant.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub(super) struct Candidate {
    #[diesel(sql_type = BigInt)]
    pub(super) id: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) risk: i64,
}

impl Candidate {
    pub(super) fn position(&self) -> Position {
        Position { risk: self.risk, id: CommentId::from_i64(self.id) }
    }
}

/// What a position is sorted by.
pub(super) fn place(order: Order, position: Position) -> (i64, i64) {
    let id = position.id.as_i64();
    match order {
        Order::Risk => (-position.risk, id),
        Order::Oldest => (0, id),
        Order::Newest => (0, -id),
    }
}

/// The next candidates, in order.
pub(super) struct Step {
    pub(super) candidates: Vec<Candidate>,
    /// How far the way has led; `None` at its end.
    pub(super) reached: Option<Position>,
    /// What needs not be asked of the candidates.
    pub(super) knows: Knows,
}

/// What a way has asked of its candidates already.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Knows {
    /// That they are of the site, the language and so on that are asked for.
    pub(super) kind: bool,
    /// That they are of the thread, and so of its site.
    pub(super) thread: bool,
}

impl Knows {
    const KIND: Self = Self { kind: true, thread: false };
    const THREAD: Self = Self { kind: false, thread: true };
}

/// Along which index.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Along {
    /// That which finds what is rare soonest.
    Rare,
    /// That of the tray, where texts are looked for: many have them.
    Texts,
    /// That of the tray, where a thread is looked for: very many are on it.
    Tray,
}

/// Where candidates come from.
pub(super) enum Way {
    /// From a list in order.
    Few(std::vec::IntoIter<Candidate>),
    /// From an index.
    Index(Index),
}

/// A way along an index.
pub(super) struct Index {
    status: Status,
    order: Order,
    /// Stretches of the index that are read side by side.
    parts: Vec<Part>,
    /// What is asked of each comment, as a condition.
    asked: String,
    /// Whether it is asked of each entry: too many stretches would have to be read.
    asks_each: bool,
    /// What is looked for in the texts, until it was looked for along the index of the words.
    phrases: Option<Vec<Phrase>>,
    knows: Knows,
    /// What is walked: all comments, those of a thread, or those that are reported.
    source: String,
    /// Entries looked at.
    looked: usize,
    /// Comments with the words that were looked at.
    with_word: usize,
}

/// Whether a way along an index begins with that of the words, which names what is rare by itself.
pub(super) fn walks_words(connection: &AnyConnection, sieve: &Sieve, order: Order) -> bool {
    let asks_risk = sieve.risk.is_some() || sieve.score.is_some() || sieve.trusted.is_some();
    let asks_else = sieve.reported || sieve.author.is_some() || asks_risk;
    order != Order::Risk && !asks_else && words::are_in_order(connection)
}

impl Way {
    /// The way along an index.
    pub(super) fn along_an_index(
        connection: &mut AnyConnection,
        status: Status,
        sieve: &Sieve,
        order: Order,
        along: Along,
    ) -> Result<Self, StoreError> {
        let by_risk = order == Order::Risk;
        let asks_kind = sieve.site_ids().is_some()
            || sieve.language.is_some()
            || sieve.has_links.is_some()
            || sieve.is_first.is_some();
        let asks_risk = sieve.risk.is_some() || sieve.score.is_some() || sieve.trusted.is_some();
        let index = Index {
            status,
            order,
            parts: Vec::new(),
            asked: asked(sieve),
            asks_each: false,
            phrases: sieve.phrases.clone().filter(|_| !by_risk && along != Along::Texts),
            knows: Knows::KIND,
            source: "comments".into(),
            looked: 0,
            with_word: 0,
        };
        // By age nothing is known of the risk but by a look at each entry.
        let may_be_parted = by_risk || !asks_risk;
        let of_risk = if by_risk && asks_risk { ranges(sieve) } else { vec![WHOLE] };
        if sieve.reported {
            // More than can be named: the open reports lead to the comments, not the tray to the reports. A text is put
            // behind the status, so that the tray's index is left alone.
            let source = format!(
                "(SELECT comments.id, risk, status FROM \
                 (SELECT DISTINCT comment_id FROM reports WHERE settled_by IS NULL) AS open \
                 JOIN comments ON comments.id = open.comment_id WHERE status || '' = '{}') AS reported",
                status.as_str()
            );
            let phrases = None;
            let parts = vec![Part::whole()];
            return Ok(Self::Index(Index { parts, phrases, knows: Knows::default(), source, ..index }));
        }
        if let Some(author) = &sieve.author {
            let is_author = format!("author_email_folded = {}", quoted(author));
            let (parts, source) = if by_risk {
                // The index of authors knows no order by risk: its entries are put in order, all of them, which costs less
                // than to look for them in the whole tray. The limit only keeps the databases from taking another index.
                let columns = "SELECT id, risk, status FROM comments WHERE";
                (vec![Part::whole()], format!("({columns} {is_author} ORDER BY id LIMIT {}) AS of_author", i64::MAX))
            } else {
                (vec![Part::of(is_author)], index.source.clone())
            };
            return Ok(Self::Index(Index { parts, phrases: None, knows: Knows::default(), source, ..index }));
        }
        if let Some(thread) = sieve.thread.filter(|_| by_risk) {
            let of_thread = format!("thread_id = {}", thread.as_i64());
            let parts = of_risk.iter().map(|range| Part::in_range(&of_thread, *range)).collect();
            return Ok(Self::Index(Index { parts, knows: Knows::THREAD, ..index }));
        }
        if let Some(thread) = sieve.thread.filter(|_| sieve.phrases.is_none()) {
            if along == Along::Tray {
                // One step, and no more: the other way is at hand.
                let looked = MOST_ENTRIES - ENTRIES;
                let knows = Knows { kind: true, thread: true };
                return Ok(Self::Index(Index { parts: vec![Part::whole()], asks_each: true, knows, looked, ..index }));
            }
            // The thread's own index knows no age: its entries are put in order, all of them.
            let source = format!(
                "(SELECT id, risk, status FROM comments WHERE thread_id = {} AND status = '{}' \
                 ORDER BY risk DESC, id LIMIT {}) AS of_thread",
                thread.as_i64(),
                status.as_str(),
                i64::MAX
            );
            return Ok(Self::Index(Index { parts: vec![Part::whole()], knows: Knows::THREAD, source, ..index }));
        }
        if may_be_parted && !asks_kind {
            let parts = of_risk.iter().map(|range| Part::in_range("TRUE", *range)).collect();
            return Ok(Self::Index(Index { parts, ..index }));
        }
        let kinds = if may_be_parted { kinds(connection, status, sieve)? } else { Vec::new() };
        let parts: Vec<Part> =
            kinds.iter().flat_map(|kind| of_risk.iter().map(move |range| kind.part(*range))).collect();
        if may_be_parted && parts.is_empty() {
            return Ok(Self::Few(Vec::new().into_iter()));
        }
        if may_be_parted && parts.len() <= MOST_PARTS {
            return Ok(Self::Index(Index { parts, ..index }));
        }
        Ok(Self::Index(Index { parts: vec![Part::whole()], asks_each: true, ..index }))
    }

    /// Whether it was gone long enough for one page.
    pub(super) fn is_tired(&self) -> bool {
        matches!(self, Self::Index(index) if index.looked >= MOST_ENTRIES)
    }

    /// The next candidates after a place, about so many.
    pub(super) fn step(
        &mut self,
        connection: &mut AnyConnection,
        after: Option<Position>,
        portion: usize,
    ) -> Result<Step, StoreError> {
        match self {
            Self::Few(few) => {
                let candidates: Vec<Candidate> = few.by_ref().take(portion).collect();
                let reached = candidates.last().map(Candidate::position).filter(|_| few.len() > 0);
                Ok(Step { candidates, reached, knows: Knows::default() })
            }
            Self::Index(index) => match index.by_words(connection, after, portion)? {
                Some(step) => Ok(step),
                None => index.step(connection, after, portion),
            },
        }
    }
}

impl Index {
    /// The next comments with the words that are looked for, while their index is in this order and not walked in vain for
    /// long.
    fn by_words(
        &mut self,
        connection: &mut AnyConnection,
        after: Option<Position>,
        portion: usize,
    ) -> Result<Option<Step>, StoreError> {
        let Some(phrases) = self.phrases.as_ref().filter(|_| self.with_word < WITH_WORD) else { return Ok(None) };
        let newest_first = self.order == Order::Newest;
        let after = after.map(|after| after.id);
        // Some of them are in another tray.
        let most = (portion * 2).min(WITH_WORD);
        let limit = i64::try_from(most).unwrap_or(i64::MAX);
        let Some(ids) = words::in_order(connection, phrases, after, newest_first, limit)? else { return Ok(None) };
        self.with_word += ids.len();
        let reached = ids.last().filter(|_| ids.len() == most);
        let reached = reached.map(|id| Position { risk: 0, id: CommentId::from_i64(*id) });
        // The tray's index knows all that is asked, and is many times smaller than the comments; by itself SQLite would read these.
        let statement = format!(
            "SELECT id, risk FROM comments INDEXED BY comments_by_status WHERE status = '{}' AND id IN ({}) AND {}",
            self.status.as_str(),
            list(&ids),
            self.asked
        );
        let mut candidates: Vec<Candidate> = diesel::sql_query(statement).load(connection)?;
        candidates.sort_unstable_by_key(|one| place(self.order, one.position()));
        Ok(Some(Step { candidates, reached, knows: Knows { kind: true, thread: true } }))
    }

    fn step(
        &mut self,
        connection: &mut AnyConnection,
        after: Option<Position>,
        portion: usize,
    ) -> Result<Step, StoreError> {
        let order = match self.order {
            Order::Risk => "risk DESC, id",
            Order::Oldest => "id",
            Order::Newest => "id DESC",
        };
        // By risk, those of the same risk come first, along their ids; then those of a lower one.
        let same_risk = after.filter(|after| self.order == Order::Risk && after.id.as_i64() != i64::MAX);
        let place = match (self.order, after) {
            (_, None) => "TRUE".to_owned(),
            (Order::Risk, Some(Position { risk, id })) if same_risk.is_some() => format!("risk = {risk} AND id > {id}"),
            (Order::Risk, Some(Position { risk, .. })) => format!("risk < {risk}"),
            (Order::Oldest, Some(Position { id, .. })) => format!("id > {id}"),
            (Order::Newest, Some(Position { id, .. })) => format!("id < {id}"),
        };
        let source = &self.source;
        let condition = |part: &str| format!("status = '{}' AND {part} AND {place}", self.status.as_str());
        let at_end = same_risk.map(|after| Position { id: CommentId::from_i64(i64::MAX), ..after });
        // A stretch of other risks than those that come next has nothing to give, but would be looked through all the same.
        let (low, high) = match after.filter(|_| self.order == Order::Risk) {
            Some(after) if same_risk.is_some() => (after.risk, after.risk),
            Some(after) => (WHOLE.0, after.risk.saturating_sub(1)),
            None => WHOLE,
        };
        let parts: Vec<Part> = self.parts.iter().filter(|part| part.meets(low, high)).cloned().collect();
        if parts.is_empty() {
            return Ok(Step { candidates: Vec::new(), reached: at_end, knows: self.knows });
        }
        let (statement, entries) = match (self.asks_each, parts.as_slice()) {
            (true, [part, ..]) => {
                let asked = &self.asked;
                let columns = "id, risk, site_id, language, has_links, is_first, thread_id";
                let condition = condition(&part.condition);
                let entries =
                    format!("SELECT {columns} FROM {source} WHERE {condition} ORDER BY {order} LIMIT {ENTRIES}");
                let sifted =
                    format!("SELECT id, risk FROM ({entries}) AS seen WHERE {asked} ORDER BY {order} LIMIT {portion}");
                let last = ENTRIES - 1;
                let end =
                    format!("SELECT id, risk FROM {source} WHERE {condition} ORDER BY {order} LIMIT 1 OFFSET {last}");
                (sifted, Some(end))
            }
            (_, [part]) => {
                let condition = condition(&part.condition);
                (format!("SELECT id, risk FROM {source} WHERE {condition} ORDER BY {order} LIMIT {portion}"), None)
            }
            (_, parts) => (side_by_side(connection, parts, source, &condition, (order, portion)), None),
        };
        let candidates: Vec<Candidate> = diesel::sql_query(statement).load(connection)?;
        let reached = if candidates.len() == portion {
            candidates.last().map(Candidate::position)
        } else if let Some(entries) = entries {
            self.looked += ENTRIES;
            let end: Option<Candidate> = diesel::sql_query(entries).get_result(connection).optional()?;
            end.map(|end| end.position()).or(at_end)
        } else {
            at_end
        };
        Ok(Step { candidates, reached, knows: self.knows })
    }
}

/// What is asked of each entry of the index.
fn asked(sieve: &Sieve) -> String {
    let mut asked = Vec::new();
    asked.extend(sieve.site_ids().map(|sites| format!("site_id IN ({})", list(&sites))));
    asked.extend(sieve.thread.map(|thread| format!("thread_id = {}", thread.as_i64())));
    asked.extend(sieve.language.as_deref().map(is_language));
    asked.extend(sieve.has_links.map(|has_links| format!("has_links = {has_links}")));
    asked.extend(sieve.is_first.map(|is_first| format!("is_first = {is_first}")));
    asked.extend(sieve.risk.map(|least| format!("risk >= {least}")));
    asked.extend(sieve.score.map(|least| format!("(risk + {TRUSTED}) % {STEP} >= {least}")));
    asked.extend(sieve.trusted.map(|trusted| if trusted { "risk < 0" } else { "risk >= 0" }.to_owned()));
    if asked.is_empty() { "TRUE".to_owned() } else { asked.join(" AND ") }
}
