//! Web addresses in a text.
//!
//! `linkify` finds what has a scheme; bare domains (`bit.ly/x`, `пример.рф`) are accepted only if the public suffix
//! list knows their ending and everything before it is written in lower case, which leaves out `Node.js`, `ASP.NET`
//! and `St.John`. An email address is personal data, not a link.

use std::sync::LazyLock;

use linkify::{LinkFinder, LinkKind};
use regex::Regex;

use super::token;
use super::token::LETTERS;

/// One web address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// First byte in the text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// The absolute address; `https://` is added where the writer left the scheme out.
    pub url: String,
}

/// Endings that the public suffix list knows and that people write as file names, or where a full stop lacks its space.
const FILE_ENDINGS: &[&str] = &[
    "rs", "py", "sh", "md", "js", "ts", "pl", "cc", "so", "zip", "mov", "ps", "ai", "java", "app", "name", "it", "is",
    "in", "no", "to", "so", "my", "me", "as", "at", "be", "al",
];

/// Every web address of a text, in order.
pub fn links(text: &str) -> Vec<Link> {
    if !has_inner_dot(text) && !text.contains("://") && !text.contains(['。', '[', '(', '{']) && !is_spaced(text) {
        return Vec::new();
    }
    let mut found = with_scheme(text);
    for disguised in [spelled(text), spaced(text), defanged(text)] {
        found.retain(|link| !disguised.iter().any(|other| other.start < link.end && link.start < other.end));
        found.extend(disguised);
    }
    let mut bare = Vec::new();
    for (start, piece) in pieces(text) {
        let end = start + piece.len();
        if !piece.contains('.') || found.iter().any(|link| link.start < end && start < link.end) {
            continue;
        }
        bare.extend(bare_domain(start, piece));
    }
    if !bare.is_empty() {
        found.extend(bare);
        found.sort_by_key(|link| link.start);
    }
    found
}

/// Whether there is a full stop with something behind it: the others end sentences.
fn has_inner_dot(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.match_indices('.').any(|(at, _)| bytes.get(at + 1).is_some_and(|next| !next.is_ascii_whitespace()))
}

/// The host of an absolute address, in lower case, without `www.` and port.
pub fn host(url: &str) -> Option<String> {
    let parsed = url::Url::parse(url).ok()?;
    let host = parsed.host_str()?.trim_end_matches('.').to_lowercase();
    Some(host.strip_prefix("www.").map(str::to_owned).unwrap_or(host))
}

/// The domain that somebody registered: `news.example.co.uk` is `example.co.uk`.
pub fn registrable(host: &str) -> &str {
    psl::domain_str(host).unwrap_or(host)
}

/// Addresses with a scheme nobody follows, or a bracketed full stop: `hxxps://example[.]com`.
fn defanged(text: &str) -> Vec<Link> {
    static DEFANGED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(&format!(r"\b(?i:h(?:xx|tt)ps?)://[{LETTERS}0-9-]+(?:\[?\.\]?[{LETTERS}0-9-]+)+(?:/[^\s<>]*)?")).ok()
    });
    let is_defanged = |written: &str| {
        written.contains('[') || written.get(1..3).is_some_and(|letters| letters.eq_ignore_ascii_case("xx"))
    };
    if !text.contains("[.]") && !text.contains("xxp") && !text.contains("XXP") {
        return Vec::new();
    }
    let found = DEFANGED.iter().flat_map(|pattern| pattern.find_iter(text)).filter(|found| is_defanged(found.as_str()));
    found
        .map(|found| {
            let whole = found.as_str().replace("[.]", ".");
            let address = whole.split_once("://").map_or(whole.as_str(), |(_, address)| address);
            Link { start: found.start(), end: found.end(), url: format!("https://{address}") }
        })
        .collect()
}

/// A full stop in brackets, as a sign or as a word: `[.]`, `(dot)`.
pub const BRACKETED_STOP: &str = r"\s?[\[({]\s?(?i:\.|dot|point|punto|ponto|точка)\s?[\])}]\s?";

/// A host whose full stop stands in brackets, as a sign or as a word: `example (dot) net / offer`, `exemple[.]com`.
fn spelled(text: &str) -> Vec<Link> {
    static SPELLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let part = format!("[{LETTERS}0-9-]");
        Regex::new(&format!(
            r"{part}{{2,}}(?:{BRACKETED_STOP}{part}+)*{BRACKETED_STOP}[{LETTERS}]{{2,}}(?:\s?/\s?{part}+)*"
        ))
        .ok()
    });
    static STOP: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(BRACKETED_STOP).ok());
    let (Some(spelled), Some(stop)) = (SPELLED.as_ref(), STOP.as_ref()) else { return Vec::new() };
    if !text.contains(['[', '(', '{']) || !stop.is_match(text) {
        return Vec::new();
    }
    let link = |found: regex::Match<'_>| {
        // An address of a mailbox is personal data.
        let before = text.get(..found.start())?.trim_end().chars().next_back();
        let address = stop.replace_all(found.as_str(), ".").replace(char::is_whitespace, "");
        let host = address.split('/').next()?.to_lowercase();
        let ending = host.rsplit('.').next()?;
        let known = psl::suffix(host.as_bytes())?.is_known()
            && psl::domain(host.as_bytes()).is_some()
            && (address.contains('/') || !FILE_ENDINGS.contains(&ending));
        (known && !matches!(before, Some('@' | ']' | ')' | '}'))).then(|| Link {
            start: found.start(),
            end: found.end(),
            url: format!("https://{address}"),
        })
    };
    spelled.find_iter(text).filter_map(link).collect()
}

/// Whether a scheme may stand there letter by letter.
fn is_spaced(text: &str) -> bool {
    text.contains("t t p") || text.contains("T T P")
}

/// An address that is written letter by letter: `h t t p s : / / example . com`.
fn spaced(text: &str) -> Vec<Link> {
    static SPACED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let part = format!("[{LETTERS}0-9-]+");
        Regex::new(&format!(r"\b(?i:h t t p(?: s)?) ?: ?/ ?/ ?(?<host>{part}(?: ?\. ?{part})+)")).ok()
    });
    if !is_spaced(text) {
        return Vec::new();
    }
    let found = SPACED.iter().flat_map(|pattern| pattern.captures_iter(text));
    found
        .filter_map(|found| {
            let (whole, host) = (found.get(0)?, found.name("host")?);
            Some(Link {
                start: whole.start(),
                end: whole.end(),
                url: format!("https://{}", host.as_str().replace(' ', "")),
            })
        })
        .collect()
}

fn with_scheme(text: &str) -> Vec<Link> {
    if !text.contains("://") {
        return Vec::new();
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    finder
        .links(text)
        .filter(|link| {
            let scheme = link.as_str().split(':').next().unwrap_or_default();
            scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
        })
        .map(|link| Link { start: link.start(), end: link.end(), url: link.as_str().to_owned() })
        .chain(international(text))
        .collect()
}

/// Addresses with a scheme whose host ends in letters that are not Latin, which `linkify` does not take for one.
fn international(text: &str) -> Vec<Link> {
    static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let part = format!("[{LETTERS}0-9-]+");
        Regex::new(&format!(r"\b(?i:https?)://(?<host>{part}(?:\.{part})+)(?:/[^\s<>，。、；）]*)?")).ok()
    });
    if text.is_ascii() {
        return Vec::new();
    }
    let found = ADDRESS.iter().flat_map(|pattern| pattern.captures_iter(text));
    found
        .filter_map(|found| {
            let (whole, host) = (found.get(0)?, found.name("host")?);
            let ending = host.as_str().rsplit('.').next()?;
            let is_known = psl::suffix(host.as_str().to_lowercase().as_bytes())?.is_known();
            (is_known && !ending.is_ascii()).then(|| Link {
                start: whole.start(),
                end: whole.end(),
                url: whole.as_str().to_owned(),
            })
        })
        .collect()
}

/// Pieces between white space and the signs that cannot stand in a bare address.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    const BETWEEN: &[char] =
        &['<', '>', '"', '(', ')', '[', ']', '«', '»', '“', '”', ',', ';', '|', '{', '}', '，', '。'];
    text.split(|character: char| character.is_whitespace() || BETWEEN.contains(&character)).map(move |piece| {
        // The piece is cut from the text, so the difference of the addresses is its offset.
        (piece.as_ptr().addr() - text.as_ptr().addr(), piece)
    })
}

fn bare_domain(offset: usize, piece: &str) -> Option<Link> {
    let piece = piece.trim_end_matches(['.', '!', '?', ':', '\'', '’', '…', '*', '_']);
    let trimmed = piece.trim_start_matches(['.', '*', '_', '\'', '’', '-', '@']);
    let start = offset + (piece.len() - trimmed.len());
    if piece.contains('@') {
        return None;
    }
    // A colon ends what people write before an address without a space: `site:example.org`.
    let (start, trimmed) = match trimmed.split_once(':') {
        Some((before, after)) if after.contains('.') && !before.contains('.') => (start + before.len() + 1, after),
        _ => (start, trimmed),
    };
    let host_end = trimmed.find(['/', '?', '#', ':']).unwrap_or(trimmed.len());
    let host = trimmed.get(..host_end)?;
    let has_path = trimmed.get(host_end..).is_some_and(|rest| rest.starts_with('/') && rest.len() > 1);
    let is_www = host.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("www."));
    if !is_host(host, is_www, has_path) {
        return None;
    }
    Some(Link { start, end: start + trimmed.len(), url: format!("https://{trimmed}") })
}

fn is_host(host: &str, is_www: bool, has_path: bool) -> bool {
    let labels = || host.split('.');
    let well_formed = labels().all(|label| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|character| token::is_letter_or_digit(character) || character == '-')
    });
    if !well_formed || labels().count() < 2 {
        return false;
    }
    if !is_www && host.chars().any(char::is_uppercase) {
        return false;
    }
    // `a.m.to`, `i.e.all`: an abbreviation whose last full stop lacks its space.
    if !has_path && labels().count() > 2 && labels().rev().skip(1).all(|label| label.chars().count() == 1) {
        return false;
    }
    let lower = host.to_lowercase();
    // The list keeps internationalised endings in Unicode and the crate compares bytes, as we do.
    let last = lower.rsplit('.').next().unwrap_or_default();
    // What begins with `www.` is meant as an address, whatever it ends with.
    if is_www && labels().count() > 2 && last.chars().count() > 1 && last.chars().all(token::is_letter) {
        return true;
    }
    let Some(suffix) = psl::suffix(lower.as_bytes()) else { return false };
    if !suffix.is_known() || psl::domain(lower.as_bytes()).is_none() {
        return false;
    }
    has_path || labels().count() > 2 || !FILE_ENDINGS.contains(&last)
}
