//! How much of a pattern can be under way at once: what bounds the work of searching it.
//!
//! A search without look-around reads a text once, but for each sign it moves every attempt that is under way: `.{0,900}`
//! behind a letter that comes again and again has 900 of them.

use regex_syntax::hir::{Class, Hir, HirKind};

/// The most attempts at once that a pattern may ask for.
pub const WIDEST: usize = 50;

/// What may keep more under way than these is searched a stretch at a time: 20 KB that keep fifty take 8 ms.
pub const NARROW: usize = 12;

/// A class of more signs than these is broad: what stands beside it fits it too.
const FEW_SIGNS: u32 = 16;

/// How many attempts may be under way at once, at most: each repetition counts as often as it repeats, and once more where
/// it has no end; each broad class counts once. Words do not: they seldom overlap themselves.
pub fn width(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Literal(_) | HirKind::Look(_) => 0,
        HirKind::Class(class) => usize::from(is_broad(class)),
        HirKind::Capture(capture) => width(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(width).fold(0, usize::saturating_add),
        HirKind::Repetition(repetition) => {
            let of_one = width(&repetition.sub);
            match repetition.max {
                Some(..=1) => of_one,
                Some(most) => of_one.max(1).saturating_mul(number(most)),
                None => of_one.max(1).saturating_mul(number(repetition.min).saturating_add(1)),
            }
        }
    }
}

fn number(times: u32) -> usize {
    usize::try_from(times).unwrap_or(usize::MAX)
}

fn is_broad(class: &Class) -> bool {
    let signs: u32 = match class {
        Class::Unicode(class) => class.ranges().iter().map(|range| span(range.start(), range.end())).sum(),
        Class::Bytes(class) => class.ranges().iter().map(|range| span(range.start(), range.end())).sum(),
    };
    signs > FEW_SIGNS
}

fn span(start: impl Into<u32>, end: impl Into<u32>) -> u32 {
    end.into().saturating_sub(start.into()).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(expression: &str) -> usize {
        width(&regex_syntax::parse(expression).expect("a pattern"))
    }

    #[test]
    fn a_repetition_counts_as_often_as_it_repeats() {
        assert_eq!(of(r"(?i)\bidiots?\b"), 0);
        assert_eq!(of(r"[^x]{0,900}y[^x]{0,900}z"), 1800);
        assert_eq!(of(r"(\w{1,10}\s?){1,10}!"), 110);
        assert_eq!(of(r"(?:[a-z]+\s+){0,3}idiot"), 4 * 3);
        assert_eq!(of(r"!{3,}"), 4);
        assert_eq!(of(r"[0-9]{4}\d\d"), 4 + 2);
        assert_eq!(of(r"...\w*"), 4);
        assert_eq!(of(r"[il1!]d[il1!][o0]t|.{9}|(?:foo|bar){7}"), 9 + 7);
    }
}
