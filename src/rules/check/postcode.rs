//! Addresses of homes (netiquette, "Privacy"): postcodes whose form is their own (Canada, the United Kingdom), and a number
//! with a street. A city's name or a bare number of five digits is no address.
//!
//! Forms: Canada Post `A1A 1A1` without D, F, I, O, Q, U; Royal Mail `AA9A 9AA` in its six shapes (BS 7666).
//!
//! ```yaml
//! when: {postcode: {regions: [CA, GB]}}
//! when: {postcode: {streets: true}}
//! fires:  "He lives at 221 Baker Street, London {{NW1 6XE}}"
//! passes: "Bill C-18, room B4, M25 and A1"
//! when: {postcode: {streets: true, public: {words: [downing street]}}}
//! passes: "the mess inside 10 Downing Street"
//! ```

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use aho_corasick::AhoCorasick;
use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::{Check, Lists, Parameters, Words};
use crate::text::token;

/// The parameters.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Postcode {
    /// Whose postcodes.
    pub regions: Vec<Country>,
    /// A number with a street too.
    pub streets: bool,
    /// Names of streets, in small letters, that are everybody's: an address that has one of them is nobody's home.
    pub public: Option<Words>,
}

#[derive(Debug)]
struct Compiled {
    regions: Vec<Country>,
    streets: bool,
    public: Arc<HashSet<String>>,
}

impl Parameters for Postcode {
    fn check(&self, lists: &mut dyn Lists) -> Result<Box<dyn Check>, String> {
        let public = lists.optional(self.public.as_ref())?;
        Ok(Box::new(Compiled { regions: self.regions.clone(), streets: self.streets, public }))
    }
}

/// A country whose postcodes are told from other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Country {
    /// Canada.
    #[serde(rename = "CA")]
    Canada,
    /// The United Kingdom.
    #[serde(rename = "GB")]
    UnitedKingdom,
}

static CANADA: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u:\b)[ABCEGHJ-NPRSTVXYabceghj-nprstvxy]\d[A-Za-z][ \u{A0}-]?\d[A-Za-z]\d(?-u:\b)").ok());
static KINGDOM: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u:\b)(?:[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKPSTUW]?|GIR) ?\d[ABD-HJLNP-UW-Z]{2}(?-u:\b)").ok());
/// In characters; a street's name has few.
const LONGEST_NAME: usize = 4;

/// What stands before a year.
const BEFORE_YEARS: &[&str] = &["in", "since", "by", "until", "before", "after", "from", "en", "depuis", "desde", "em", "avant"];

/// One of these is in every match of [`STREET`]: seeing them costs less than the expression.
const STREET_WORDS: &[&str] = &[
    "street", "avenue", "road", "boulevard", "drive", "lane", "crescent", "court", "terrace", "st.", "ave.", "rd.", "blvd.",
    "st,", "ave,", "rd,", "blvd,", "dr,", "ln,", "dr.", "ln.", "rue ", "chemin", "allée", "impasse", "quai", "place", "rang ",
    "montée", "calle", "rua ", "avenida", "avda", "plaza", "paseo", "travessa", "ул", "просп", "пер",
];

static STREET_SEEN: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(STREET_WORDS).ok());

static STREET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // Names in the letters of Latin and Cyrillic scripts: all that is a letter anywhere would take a megabyte.
    let expression = concat!(
        r"(?i)(?-u:\b)\d{1,5}(?:\s?(?:bis|ter|[a-d]))?,?\s+(?:",
        r"(?-i:[A-Z])[\w’'-]+(?:\s(?-i:[A-Z])[\w’'-]+){0,3}\s(?:street|avenue|road|boulevard|drive|lane|crescent|court|terrace|(?:st|ave|rd|blvd|dr|ln)(?:\.|,))",
        r"|(?:rue|avenue|boulevard|chemin|allée|impasse|quai|place|rang|montée)\s(?:(?:de|du|des|la|le|les|l[’']|d[’'])\s?)*(?-i:\p{Lu})[\w’'-]+",
        r"|calle\s(?-i:\p{Lu})[\w’'-]+",
        r")|(?:(?-u:\b)(?:calle|avenida|avda\.|plaza|paseo|travessa)|rua)\s(?:(?:de|do|da|dos|das|del|la|las|los)\s)*(?-i:\p{Lu})[\w’'-]+(?:\s(?-i:\p{Lu})[\w’'-]+)*,?\s(?:n[º°.]?\s?)?\d{1,5}",
        r"|(?:ул(?:\.|ица|ице)|просп(?:\.|екте?)|пер(?:\.|еулок))\s(?-i:\p{Lu})[\w-]+,?\s(?:д(?:\.|ом)\s?)?\d{1,4}"
    );
    let expression = expression.replace(r"\w", "a-z0-9à-öø-ÿœа-яё").replace(r"\p{Lu}", "[A-ZÀ-ÖØ-ÞŒА-ЯЁ]").replace(r"\d", "[0-9]");
    Regex::new(&expression).ok()
});

/// A street, a house and a door: 文三路1号2单元3室; or a building and a door: 阳光花园3号楼2单元501室. A house alone may be anybody's.
static CHINESE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let street = r"(?:路|街|大道|巷|弄|胡同|村|小区)[0-9]{1,5}(?:弄|巷)?[0-9]{0,4}号[一-龥0-9]{0,10}[0-9]{1,5}(?:室|单元|幢|栋|楼)";
    let building = r"[0-9]{1,3}(?:号楼|栋|幢|座)(?:[0-9]{1,2}单元)?[0-9]{2,5}(?:室|房)";
    Regex::new(&format!("{street}|{building}")).ok()
});

/// Numbers with streets, without years (`In 1932 Main Street had 14 shops`) and without those that are everybody's.
fn streets(text: &str, public: &HashSet<String>) -> impl Iterator<Item = Found> {
    let found = STREET.iter().flat_map(|street| street.find_iter(text));
    found
        .filter(|found| {
            let digits: String = found.as_str().chars().take_while(char::is_ascii_digit).collect();
            let is_year = digits.parse::<u16>().is_ok_and(|number| (1700..2100).contains(&number));
            let before = text.get(..found.start()).unwrap_or_default().trim_end();
            let word = before.rsplit(|character: char| !character.is_alphabetic()).next().unwrap_or_default();
            let is_story = is_year && BEFORE_YEARS.contains(&word.to_lowercase().as_str());
            let street = found.as_str().to_lowercase();
            let is_public = public.iter().any(|public| street.contains(public.as_str()));
            !is_story && !is_public
        })
        .map(|found| Found::plain(found.range()))
}

/// Chinese doors, with the name of the street before them.
fn doors(text: &str) -> impl Iterator<Item = Found> {
    CHINESE.iter().flat_map(|form| form.find_iter(text)).map(|found| {
        let before = text.get(..found.start()).unwrap_or_default().chars().rev();
        let name: usize = before.take(LONGEST_NAME).take_while(|sign| token::is_unspaced(*sign)).map(char::len_utf8).sum();
        Found::plain(found.start() - name..found.end())
    })
}

/// Whether a text has what every postcode has, `K1` or `GIR 0`: most numbers stand alone.
fn has_letter_before_digit(text: &str) -> bool {
    let mut pairs = text.as_bytes().windows(2);
    pairs.any(|pair| matches!(pair, [b'a'..=b'z' | b'A'..=b'Z', b'0'..=b'9'])) || text.contains("GIR")
}

impl Check for Compiled {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        if reading.digits == 0 {
            return;
        }
        let mut add = |form: &Option<Regex>| {
            into.extend(form.iter().flat_map(|form| form.find_iter(reading.text)).map(|found| Found::plain(found.range())));
        };
        if has_letter_before_digit(reading.text) {
            for region in &self.regions {
                match region {
                    Country::Canada => add(&CANADA),
                    Country::UnitedKingdom => add(&KINGDOM),
                }
            }
        }
        if self.streets && STREET_SEEN.as_ref().is_some_and(|seen| seen.is_match(reading.plain.text())) {
            into.extend(streets(reading.text, &self.public));
        }
        if self.streets && ['号', '栋', '幢', '座'].iter().any(|sign| reading.text.contains(*sign)) {
            into.extend(doors(reading.text));
        }
    }
}
