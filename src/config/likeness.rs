//! What a misspelt key or variable was probably meant to be.

use super::keys::KEYS;

/// From this likeness on (Jaro-Winkler, 0 to 1) a suggestion helps more than it misleads.
const LIKE_ENOUGH: f64 = 0.8;

/// A name that is right but stands in the wrong table is a little less likely than one misspelt where it belongs.
const ELSEWHERE: f64 = 0.95;

/// The key or the table that an unknown path of the file was meant to be: `mail.transprot` is `mail.transport`.
pub(super) fn key(unknown: &str) -> Option<&'static str> {
    let known = KEYS.iter().flat_map(|key| {
        key.path.match_indices('.').map(|(dot, _)| dot).chain([key.path.len()]).filter_map(|end| key.path.get(..end))
    });
    best(known.map(|path| {
        let ((table, name), (table_meant, name_meant)) = (parts(unknown), parts(path));
        let weight = if table == table_meant { 1.0 } else { ELSEWHERE };
        (strsim::jaro_winkler(name, name_meant) * weight, path)
    }))
}

/// The value beside the name that is most like an unknown one.
pub(super) fn nearest<'n, T>(unknown: &str, known: impl Iterator<Item = (&'n str, T)>) -> Option<T> {
    best(known.map(|(name, meant)| (strsim::jaro_winkler(unknown, name), meant)))
}

fn parts(path: &str) -> (&str, &str) {
    path.rsplit_once('.').unwrap_or(("", path))
}

/// The likeliest; of two that are equally likely, the first.
fn best<T>(rated: impl Iterator<Item = (f64, T)>) -> Option<T> {
    let mut best: Option<(f64, T)> = None;
    for (likeness, meant) in rated.filter(|(likeness, _)| *likeness > LIKE_ENOUGH) {
        if best.as_ref().is_none_or(|(known, _)| likeness > *known) {
            best = Some((likeness, meant));
        }
    }
    best.map(|(_, meant)| meant)
}
