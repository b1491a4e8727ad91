//! Sites: one newsroom's place, with its language, its netiquette and its note under the form.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::schema::sites;
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::{Language, SiteId, SiteKey, Timestamp};

/// A site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// Its key in URLs.
    pub key: SiteKey,
    /// Its name, as readers know it.
    pub name: String,
    /// Its address.
    pub url: Option<String>,
    /// The language of its articles, and of its pages when a reader asks for none.
    pub language: Language,
    /// The note above the form, by language tag; none shows Placet's own.
    pub note: BTreeMap<String, String>,
    /// The pack of rules it uses.
    pub pack: String,
    /// Its own hosts: links there are free, and its pages may frame and call Placet.
    pub hosts: Vec<String>,
    /// Whether a first comment opens a thread that was not announced.
    pub opens_threads: bool,
}

impl Site {
    /// Whether an address is on one of its hosts: those that it names, and that of its own address.
    pub fn has_page(&self, address: &str) -> bool {
        let host = |address: &str| Some(url::Url::parse(address).ok()?.host_str()?.to_owned());
        let Some(asked) = host(address) else { return false };
        self.hosts.contains(&asked) || self.url.as_deref().and_then(host) == Some(asked)
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = sites, treat_none_as_default_value = false)]
struct Row {
    id: i64,
    key: String,
    name: String,
    url: Option<String>,
    language: String,
    note: Option<String>,
    pack: String,
    hosts: String,
    opens_threads: bool,
    created_at: i64,
}

impl TryFrom<Row> for Site {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let corrupt = |what: &str| StoreError::Corrupt(format!("site {} with a broken {what}", row.id));
        Ok(Self {
            id: SiteId::from_i64(row.id),
            key: SiteKey::parse(&row.key).map_err(|_| corrupt("key"))?,
            name: row.name,
            url: row.url,
            language: Language::from_tag(&row.language).ok_or_else(|| corrupt("language"))?,
            note: match row.note {
                Some(note) => serde_json::from_str(&note).map_err(|_| corrupt("note"))?,
                None => BTreeMap::new(),
            },
            pack: row.pack,
            hosts: serde_json::from_str(&row.hosts).map_err(|_| corrupt("hosts"))?,
            opens_threads: row.opens_threads,
        })
    }
}

/// Every site, by key.
///
/// # Errors
/// The query failed.
pub fn all(connection: &mut AnyConnection) -> Result<Vec<Site>, StoreError> {
    let rows: Vec<Row> = sites::table.order(sites::key).select(Row::as_select()).load(connection)?;
    rows.into_iter().map(Site::try_from).collect()
}

/// Adds a site, unless its key is taken; the id in `site` is replaced by a new one.
///
/// # Errors
/// The query failed.
pub fn insert(transaction: &mut Transaction<'_>, site: &Site) -> Result<Option<SiteId>, StoreError> {
    let taken: Option<i64> = sites::table
        .filter(sites::key.eq(site.key.as_str()))
        .select(sites::id)
        .first(transaction.connection)
        .optional()?;
    if taken.is_some() {
        return Ok(None);
    }
    let id = transaction.next_id();
    let row = Row {
        id,
        key: site.key.to_string(),
        name: site.name.clone(),
        url: site.url.clone(),
        language: site.language.tag().to_owned(),
        note: (!site.note.is_empty()).then(|| serde_json::json!(site.note).to_string()),
        pack: site.pack.clone(),
        hosts: serde_json::json!(site.hosts).to_string(),
        opens_threads: site.opens_threads,
        created_at: Timestamp::now().as_micros(),
    };
    diesel::insert_into(sites::table).values(&row).execute(transaction.connection)?;
    Ok(Some(SiteId::from_i64(id)))
}
