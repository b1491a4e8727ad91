//! The chain: each entry's hash is made of the one before and of everything that the entry says.

use std::fmt::Write as _;

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use super::{Entry, Event};
use crate::comment::{ModeratorId, Timestamp};
use crate::store::schema::{audit, audit_head};
use crate::store::{AnyConnection, StoreError};

/// Entries of one statement on PostgreSQL, which takes 65,535 parameters.
const AT_ONCE: usize = 1000;

/// What stands before the first entry.
pub const BEGINNING: [u8; 32] = [0; 32];

#[derive(Insertable)]
#[diesel(table_name = audit, treat_none_as_default_value = false)]
struct Row {
    number: i64,
    at: i64,
    kind: &'static str,
    actor: &'static str,
    moderator_id: Option<i64>,
    site_id: Option<i64>,
    comment_id: Option<i64>,
    facts: String,
    previous: Vec<u8>,
    hash: Vec<u8>,
}

/// Appends events to the chain, in their order: two statements for all of them, and one for the rows or each row.
///
/// The first statement reads the chain's last link, and locks it until the transaction ends, so that several servers on
/// PostgreSQL, and a command beside a server on SQLite, write one chain.
///
/// # Errors
/// The query failed.
pub fn append(connection: &mut AnyConnection, events: Vec<Event>) -> Result<(), StoreError> {
    if events.is_empty() {
        return Ok(());
    }
    let head = audit_head::table.find(1).select((audit_head::number, audit_head::at, audit_head::hash));
    let (number, at, mut last): (i64, i64, Vec<u8>) = match connection {
        AnyConnection::Postgres(postgres) => head.for_update().first(postgres)?,
        // Here every transaction that writes is alone from its beginning.
        AnyConnection::Sqlite(sqlite) => head.first(sqlite)?,
    };
    // Never earlier than the entry before, whatever the clocks of several servers say.
    let at = Timestamp::now().as_micros().max(at);
    let rows: Vec<Row> = (number + 1..)
        .zip(events)
        .map(|(number, event)| {
            let mut row = Row {
                number,
                at,
                kind: event.kind.as_str(),
                actor: event.actor.as_str(),
                moderator_id: event.actor.moderator().map(ModeratorId::as_i64),
                site_id: event.site.map(crate::comment::SiteId::as_i64),
                comment_id: event.comment.map(crate::comment::CommentId::as_i64),
                facts: serde_json::Value::Object(event.facts).to_string(),
                previous: std::mem::take(&mut last),
                hash: Vec::new(),
            };
            row.hash = row.link();
            last.clone_from(&row.hash);
            row
        })
        .collect();
    match connection {
        AnyConnection::Postgres(postgres) => {
            for rows in rows.chunks(AT_ONCE) {
                diesel::insert_into(audit::table).values(rows).execute(postgres)?;
            }
        }
        // One prepared statement for all: SQLite plans a statement of many rows anew each time.
        AnyConnection::Sqlite(sqlite) => {
            for row in &rows {
                diesel::insert_into(audit::table).values(row).execute(sqlite)?;
            }
        }
    }
    let number = rows.last().map_or(number, |row| row.number);
    let link = (audit_head::number.eq(number), audit_head::at.eq(at), audit_head::hash.eq(last));
    match connection {
        AnyConnection::Postgres(postgres) => {
            diesel::update(audit_head::table.find(1)).set(link).execute(postgres)?;
        }
        // Diesel keeps no prepared UPDATE, and this runs with every batch.
        AnyConnection::Sqlite(sqlite) => {
            diesel::replace_into(audit_head::table).values((audit_head::id.eq(1), link)).execute(sqlite)?;
        }
    }
    Ok(())
}

impl Row {
    fn link(&self) -> Vec<u8> {
        let fields = Fields {
            number: self.number,
            at: self.at,
            kind: self.kind,
            actor: self.actor,
            moderator: self.moderator_id,
            site: self.site_id,
            comment: self.comment_id,
            facts: &self.facts,
        };
        fields.link(&self.previous)
    }
}

impl Entry {
    /// The hash that this entry must have.
    #[must_use]
    pub fn link(&self) -> Vec<u8> {
        let fields = Fields {
            number: self.number,
            at: self.at.as_micros(),
            kind: &self.kind,
            actor: &self.actor,
            moderator: self.moderator.map(ModeratorId::as_i64),
            site: self.site.map(crate::comment::SiteId::as_i64),
            comment: self.comment.map(crate::comment::CommentId::as_i64),
            facts: &self.facts,
        };
        fields.link(&self.previous)
    }
}

struct Fields<'a> {
    number: i64,
    at: i64,
    kind: &'a str,
    actor: &'a str,
    moderator: Option<i64>,
    site: Option<i64>,
    comment: Option<i64>,
    facts: &'a str,
}

impl Fields<'_> {
    /// SHA-256 over nine netstrings (`LENGTH:BYTES,`), so that no field can run into the next one: the hash before in
    /// hexadecimal, then every field as text, one that is not there as an empty text.
    fn link(&self, previous: &[u8]) -> Vec<u8> {
        let number = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
        let mut text = String::with_capacity(512);
        for field in [
            hexadecimal(previous).as_str(),
            &self.number.to_string(),
            &self.at.to_string(),
            self.kind,
            self.actor,
            &number(self.moderator),
            &number(self.site),
            &number(self.comment),
            self.facts,
        ] {
            // Writing into a text cannot fail.
            let _ = write!(text, "{}:{field},", field.len());
        }
        Sha256::digest(text.as_bytes()).to_vec()
    }
}

/// Bytes in hexadecimal, small letters.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
