//! A great many comments, written into the store's own tables in batches.

use std::fmt::Write as _;
use std::sync::Arc;

use diesel::connection::SimpleConnection as _;
use placet::store::{Address, Options, Store, StoreError};

use crate::served::Failure;

/// Rows of one statement.
const ROWS: u32 = 500;

/// Words of all texts; the first stands in nearly each, the last in few.
const VOCABULARY: f64 = 20_000.0;

/// Words of one text.
const WORDS: u32 = 40;

const THREADS: u32 = 2_000;

/// Numbers that look like chance, and are the same each time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u32) -> u32 {
        u32::try_from(self.next() % u64::from(limit)).unwrap_or_default()
    }

    /// Between nought and one.
    fn share(&mut self) -> f64 {
        f64::from(self.below(1_000_000)) / 1_000_000.0
    }

    /// A word: the n-th is the n-th part as common as the first.
    fn word(&mut self) -> String {
        format!("w{:.0}", VOCABULARY.powf(self.share()).floor())
    }
}

/// Fills a database with pending comments, and a tenth more of decided ones.
pub fn fill(database: &str, pending: u32) -> Result<(), Failure> {
    let is_sqlite = database.starts_with("sqlite:");
    let store = Store::open_for_command(Options::new(Address::parse(database)?))?;
    let store = Arc::new(store);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build()?;
    let run = |statements: String| {
        runtime.block_on(
            store.write(move |transaction| transaction.reader().batch_execute(&statements).map_err(StoreError::Query)),
        )
    };
    let mut before = String::new();
    for (id, site) in [(1, "large"), (2, "middle"), (3, "small")] {
        writeln!(
            before,
            "INSERT INTO sites (id, key, name, language, pack, hosts, opens_threads, created_at) \
             VALUES ({id}, '{site}', '{site}', 'en', 'rci', '[]', {}, 0);",
            if is_sqlite { "1" } else { "TRUE" }
        )?;
    }
    for thread in 0..THREADS {
        writeln!(
            before,
            "INSERT INTO threads (id, site_id, key, version, published, created_at) VALUES ({}, 1, '{thread}', 1, 0, 0);",
            thread + 1
        )?;
    }
    run(before)?;
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    let total = pending + pending / 10;
    let mut written = 0;
    while written < total {
        let count = ROWS.min(total - written);
        run(statements(&mut chance, written, count, total, is_sqlite))?;
        written += count;
    }
    if is_sqlite {
        run("PRAGMA optimize".to_owned())?;
    }
    store.close();
    if is_sqlite { Ok(()) } else { vacuum(database) }
}

/// What PostgreSQL does by itself in the hours in which so many comments come in; it cannot be done in a transaction.
fn vacuum(database: &str) -> Result<(), Failure> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let (client, connection) = tokio_postgres::connect(database, tokio_postgres::NoTls).await?;
        let background = tokio::spawn(connection);
        client.batch_execute("VACUUM ANALYZE").await?;
        drop(client);
        background.await??;
        Ok(())
    })
}

/// Some comments with their words, their assessments and their hits.
fn statements(chance: &mut Chance, from: u32, count: u32, total: u32, is_sqlite: bool) -> String {
    let (mut comments, mut words, mut assessments, mut hits) = (vec![], vec![], vec![], vec![]);
    for number in from..from + count {
        // Spread evenly up to today's ids, so that a place among them can be named.
        let id = 9_007_199_254_740_992 / i64::from(total) * i64::from(number + 1);
        let text: Vec<String> = (0..WORDS).map(|_| chance.word()).collect();
        let (links, first) = (chance.below(10) == 0, chance.below(3) == 0);
        let language = match chance.below(30_000) {
            0 => "'zh'",
            1..6_000 => "'fr'",
            6_000..8_000 => "'ar'",
            8_000..9_000 => "NULL",
            _ => "'en'",
        };
        let links = links && language != "'zh'";
        let site = match chance.below(1_000) {
            0 => 3,
            1..200 => 2,
            _ => 1,
        };
        let step = match chance.below(100) {
            0 => 3,
            1..4 => 2,
            4..9 => 1,
            _ => 0,
        };
        let score = if step == 0 && chance.below(10) > 0 { 0 } else { chance.below(1_000) };
        let thread = if chance.below(33) == 0 { 0 } else { chance.below(THREADS) };
        let author = if chance.below(50) == 0 { 0 } else { chance.below(200_000) };
        let status = match number % 11 {
            5 => ["approved", "approved", "approved", "refused", "spam"]
                .get(usize::try_from(chance.below(5)).unwrap_or_default())
                .copied()
                .unwrap_or("approved"),
            _ => "pending",
        };
        let flag = |flag: bool| match (is_sqlite, flag) {
            (true, true) => "1",
            (true, false) => "0",
            (false, true) => "TRUE",
            (false, false) => "FALSE",
        };
        comments.push(format!(
            "({id}, {site}, {}, {id}, 0, 'Author {author}', 'author{author}@load.example', 'author{author}@load.example', \
             '{}', 'en', {}, '{status}', {}, 1, {}, {number}, {number}, {id}, {language}, {}, {})",
            thread + 1,
            text.join(" "),
            flag(false),
            flag(false),
            step * 1_000_000 + score,
            flag(links),
            flag(first)
        ));
        if is_sqlite {
            words.push(format!("({id}, '{}')", text.join(" ")));
        } else {
            let placed: Vec<String> =
                text.iter().enumerate().map(|(place, word)| format!("''{word}'':{}", place + 1)).collect();
            words.push(format!("({id}, '{}')", placed.join(" ")));
        }
        assessments.push(format!("({id}, {id}, 'rci', '1', 'none', 'none', 0, {language}, '[]', {id})"));
        let rule = match chance.below(5_000) {
            0 => Some("seed.rare"),
            1..250 => Some("seed.common"),
            _ => None,
        };
        if let Some(rule) = rule {
            hits.push(format!("({id}, {id}, 'rci', '1', '{rule}', {}, {id})", flag(true)));
        }
    }
    let mut all = format!(
        "INSERT INTO comments (id, site_id, thread_id, root_id, depth, author_name, author_email, author_email_folded, text, \
         reader_language, wants_receipt, status, visible, version, risk, fingerprint, repetition, created_at, language, \
         has_links, is_first) VALUES {};\n",
        comments.join(",")
    );
    let id = if is_sqlite { "rowid" } else { "comment_id" };
    let _ = writeln!(all, "INSERT INTO comment_words ({id}, words) VALUES {};", words.join(","));
    let _ = writeln!(
        all,
        "INSERT INTO assessments (id, comment_id, pack, version, hash, outcome, score, language, hits, created_at) VALUES {};",
        assessments.join(",")
    );
    if !hits.is_empty() {
        let _ = writeln!(
            all,
            "INSERT INTO hits (id, comment_id, pack, version, rule, counted, created_at) VALUES {};",
            hits.join(",")
        );
    }
    all
}
