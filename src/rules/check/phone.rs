//! Telephone numbers (netiquette, "Privacy"), after the numbering plans: E.164 (`+` and 8 to 15 digits), NANP for CA and
//! US (area and exchange begin with 2 to 9), ten digits from 0 for FR, eleven from 0 for GB,
//! nine from 6 to 9 in groups of 3, 2, 2 and 2, or from 6 and 7 of 3, for ES, eleven with an area code for BR, eleven from 89
//! for RU, eleven from 13 to 19 or an area code and seven or eight for CN, ten from 05 for SA and AE, ten in groups of 2, 4 and 4 for
//! the great cities of MX, nine from 91, 92, 93 and 96 for PT. The digits may stand one by one. Toll-free and short numbers are public institutions' and may stand.
//!
//! ```yaml
//! when: {phone: {regions: [CA, FR, GB]}}
//! fires:  "Call {{514-555-0182}}"
//! passes: "The vote was 215-118 on 2023-06-22"
//! ```

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::Check;
use crate::text::token;

/// The parameters.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Phone {
    /// Whose numbers without a country code are known; international ones always are.
    pub regions: Vec<Region>,
}

/// A numbering plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Region {
    /// Canada (NANP).
    #[serde(rename = "CA")]
    Canada,
    /// The United States (NANP).
    #[serde(rename = "US")]
    UnitedStates,
    /// France.
    #[serde(rename = "FR")]
    France,
    /// The United Kingdom.
    #[serde(rename = "GB")]
    UnitedKingdom,
    /// Spain.
    #[serde(rename = "ES")]
    Spain,
    /// Brazil.
    #[serde(rename = "BR")]
    Brazil,
    /// Russia.
    #[serde(rename = "RU")]
    Russia,
    /// China, mobile numbers.
    #[serde(rename = "CN")]
    China,
    /// Saudi Arabia, mobile numbers.
    #[serde(rename = "SA")]
    SaudiArabia,
    /// The United Arab Emirates, mobile numbers.
    #[serde(rename = "AE")]
    Emirates,
    /// Mexico.
    #[serde(rename = "MX")]
    Mexico,
    /// Portugal, mobile numbers.
    #[serde(rename = "PT")]
    Portugal,
}

static DIGITS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\+?\(?\d(?:[\s.\-‑–/\u{A0}\u{202F}]{0,2}[()]?[\s.\-]?\d){6,16}").ok());

impl Check for Phone {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        if reading.digits < 7 {
            return;
        }
        // The folded text has every digit and hyphen in its ordinary form.
        let text = reading.folded.text();
        for found in DIGITS.iter().flat_map(|digits| digits.find_iter(text)) {
            if self.is_number(text, found.range()) {
                into.extend(reading.folded.original(found.range()).map(Found::plain));
            }
        }
    }
}

impl Phone {
    fn is_number(&self, text: &str, range: Range<usize>) -> bool {
        let before = text.get(..range.start).and_then(|before| before.chars().next_back());
        let after = text.get(range.end..).and_then(|after| after.chars().next());
        // Part of a longer number, an amount, an identifier.
        let is_joined = |c: char| token::is_letter_or_digit(c) && !token::is_unspaced(c);
        if before.is_some_and(|c| is_joined(c) || matches!(c, '$' | '€' | '£' | '.' | ',' | '-' | '/' | '#'))
            || after.is_some_and(|c| is_joined(c) || matches!(c, '%' | '€' | '$'))
        {
            return false;
        }
        let after = text.get(range.end..).unwrap_or_default();
        let before_it = text.get(..range.start).unwrap_or_default();
        let Some(written) = text.get(range) else { return false };
        if is_amount(written, before_it, after) || is_decimal(written) || is_identifier(before_it) {
            return false;
        }
        let digits: String = written.chars().filter(char::is_ascii_digit).collect();
        if written.starts_with('+') {
            return (8..=15).contains(&digits.len()) && !digits.starts_with('0');
        }
        // The other way to begin an international number, and a country: its first digit is never 0.
        if let Some(international) = digits.strip_prefix("00") {
            // A Brazilian court's number (Resolução CNJ 65/2008) is none: `0012345-67.2021`.
            return (9..=13).contains(&international.len())
                && !international.starts_with('0')
                && !groups(written).starts_with(&[7, 2, 4]);
        }
        self.regions.iter().any(|region| match region {
            Region::Canada | Region::UnitedStates => is_nanp(written, &digits),
            Region::France => is_french(written, &digits),
            Region::UnitedKingdom => is_british(&digits),
            Region::Spain => {
                let groups = groups(written);
                // What begins with 80 or 90 is a public line.
                let public = digits.starts_with("80") || digits.starts_with("90");
                (digits.len() == 9 && digits.starts_with(['6', '7', '8', '9']) && !public && groups == [3, 2, 2, 2])
                    || (digits.starts_with(['6', '7']) && groups == [3, 3, 3])
            }
            Region::Brazil => is_brazilian(written, &digits),
            Region::Russia => digits.len() == 11 && digits.starts_with("89"),
            Region::Mexico => {
                ["33", "55", "56", "81"].iter().any(|city| digits.starts_with(city)) && groups(written) == [2, 4, 4]
            }
            Region::Portugal => {
                ["91", "92", "93", "96"].iter().any(|network| digits.starts_with(network))
                    && matches!(groups(written).as_slice(), [3, 3, 3] | [9])
            }
            Region::SaudiArabia | Region::Emirates => is_gulf_mobile(written, &digits),
            Region::China => is_chinese_mobile(written, &digits) || is_chinese_landline(written),
        })
    }
}

/// Whether a number is written as amounts are, in groups of three, and the word after it says what it counts: money,
/// people, tonnes.
fn is_amount(written: &str, before: &str, after: &str) -> bool {
    const COUNTED: &[&str] = &[
        "dollars", "euros", "euro", "pounds", "francs", "livres", "pesos", "reais", "real", "yuan", "rubles", "rublos", "dolares",
        "рублеи", "рубля", "евро", "долларов", "человек", "жителеи", "inhabitants", "people", "residents", "votes", "voters",
        "habitants", "electeurs", "voix", "habitantes", "personas", "votos", "pessoas", "eleitores", "метров", "тонн", "tonnes",
        "tons", "toneladas", "litres", "litros", "hectares", "hectareas", "元", "人", "美元", "欧元", "دولار", "يورو", "نسمة",
        "roubles", "yen", "yens", "rupees", "dirhams", "soles", "guaranies", "citizens", "barrels", "views", "subscribers",
        "vues", "abonnes", "barils", "vistas", "usuarios", "barriles", "votantes", "barris", "visualizacoes",
        "юанеи", "гривен", "тенге", "иен", "голосов", "просмотров", "подписчиков", "баррелеи", "日元", "英镑", "卢布", "票", "吨",
        "ريال", "ريالا", "درهم", "درهما", "دينار", "دينارا", "جنيه", "جنيها", "ليرة", "شخص", "ناخب", "ناخبا", "صوت", "طن", "برميل", "مشاهدة",
    ];
    /// What stands between two amounts.
    const UP_TO: &[&str] = &["to", "and", "a", "et", "y", "e", "para", "ate", "до", "и", "إلى", "الى", "到"];
    let in_thousands = groups(written).iter().skip(1).all(|group| *group == 3);
    if !in_thousands || written.starts_with('+') {
        return false;
    }
    let mut words =
        after.split(|character: char| !token::is_letter_or_digit(character)).filter(|word| !word.is_empty()).peekable();
    // `from 612 345 000 to 987 654 000 euros`: what is counted is said behind the second one.
    let is_number = |word: &str| word.chars().all(char::is_numeric);
    if words.next_if(|word| UP_TO.contains(word)).is_some() {
        if !words.peek().is_some_and(|word| is_number(word)) {
            return false;
        }
        while words.next_if(|word| is_number(word)).is_some() {}
    }
    if words.next().is_some_and(|word| COUNTED.contains(&word)) {
        return true;
    }
    // `from 612 345 000 euros to 987 654 000`: it was said behind the first one.
    let mut words =
        before.rsplit(|character: char| !token::is_letter_or_digit(character)).filter(|word| !word.is_empty());
    let is_group = |word: &str| word.len() == 3 && is_number(word);
    words.next().is_some_and(|word| UP_TO.contains(&word))
        && words.next().is_some_and(|word| COUNTED.contains(&word))
        && words.by_ref().take(2).filter(|word| is_group(word)).count() == 2
}

/// Ten digits from 05, in one or in groups.
fn is_gulf_mobile(written: &str, digits: &str) -> bool {
    digits.len() == 10
        && digits.starts_with("05")
        && matches!(groups(written).as_slice(), [10] | [3, 3, 4] | [3, 7] | [4, 6] | [4, 3, 3] | [2, 4, 4] | [2, 8])
}

/// Whether every digit stands by itself.
fn is_one_by_one(written: &str) -> bool {
    groups(written).iter().all(|group| *group == 1)
}

/// Whether a number is one with decimals: `1.4142135624`.
fn is_decimal(written: &str) -> bool {
    matches!(written.split_once('.'), Some((whole, decimals))
        if whole.chars().chain(decimals.chars()).all(|digit| digit.is_ascii_digit()))
}

/// Whether what stands before says that the number is something else's.
fn is_identifier(before: &str) -> bool {
    const NAMES: &[&str] = &["isbn", "issn", "doi", "siret", "siren", "cnpj", "cpf", "cif", "inn", "инн", "огрн"];
    let word = before.trim_end_matches(|sign: char| !token::is_letter_or_digit(sign));
    NAMES.contains(&word.rsplit(|sign: char| !token::is_letter_or_digit(sign)).next().unwrap_or_default())
}

/// Area and exchange begin with 2 to 9; written in groups of 3, 3 and 4, or in one.
fn is_nanp(written: &str, digits: &str) -> bool {
    let national = if digits.len() == 11 { digits.strip_prefix('1') } else { Some(digits) };
    let Some(national) = national.filter(|national| national.len() == 10) else { return false };
    let starts_high =
        |part: Option<&str>| part.is_some_and(|part| part.starts_with(|first: char| ('2'..='9').contains(&first)));
    let toll_free = ["800", "833", "844", "855", "866", "877", "888"].iter().any(|code| national.starts_with(code));
    let groups = groups(written);
    let grouped = matches!(groups.as_slice(), [3, 3, 4] | [3, 7] | [1, 3, 3, 4] | [10 | 11] | [1, 10] | [6, 4])
        || is_one_by_one(written);
    starts_high(national.get(..3)) && starts_high(national.get(3..6)) && !toll_free && grouped
}

/// Ten digits from 01 to 09, in pairs or in one; 0800 to 0809 are public.
fn is_french(written: &str, digits: &str) -> bool {
    let groups = written.split(|character: char| !character.is_ascii_digit()).filter(|group| !group.is_empty());
    let even = groups.clone().all(|group| group.len() == 2) || groups.count() == 1 || is_one_by_one(written);
    digits.len() == 10 && digits.starts_with('0') && !digits.starts_with("00") && !digits.starts_with("080") && even
}

/// Eleven digits from 01, 02 or 07; 03 and 08 are public.
fn is_british(digits: &str) -> bool {
    digits.len() == 11 && ["01", "02", "07"].iter().any(|prefix| digits.starts_with(prefix))
}

/// Eleven digits in one, from 13 to 19.
fn is_chinese_mobile(written: &str, digits: &str) -> bool {
    let second =
        digits.strip_prefix('1').is_some_and(|rest| rest.starts_with(|digit: char| ('3'..='9').contains(&digit)));
    second && matches!(groups(written).as_slice(), [11] | [3, 4, 4])
}

/// An area code from 010 to 0999, a hyphen, seven or eight digits.
fn is_chinese_landline(written: &str) -> bool {
    written.starts_with('0') && matches!(groups(written).as_slice(), [3 | 4, 7 | 8])
}

/// An area code from 11 to 99 in brackets or before a space, then nine digits from 9, or eight.
fn is_brazilian(written: &str, digits: &str) -> bool {
    let mobile = digits.len() == 11 && digits.get(2..3) == Some("9");
    (mobile || digits.len() == 10)
        && !digits.starts_with('0')
        && matches!(groups(written).as_slice(), [2, 4 | 5, 4] | [2, 9] | [2, 1, 4, 4])
        && (written.starts_with('(') || mobile)
}

/// How many digits stand together, group by group.
fn groups(written: &str) -> Vec<usize> {
    let groups = written.split(|character: char| !character.is_ascii_digit());
    groups.map(str::len).filter(|length| *length > 0).collect()
}
