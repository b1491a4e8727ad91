//! A text in another shape, with its way back: every byte of the view knows which bytes of the original it came from.

use std::ops::Range;

use super::token;

/// A rewritten text and, for each of its bytes, the span of the original that it stands for.
#[derive(Debug, Clone, Default)]
pub struct View {
    text: String,
    /// One span a byte; `None` when the view has the original's very byte offsets.
    spans: Option<Vec<Span>>,
}

/// A stretch of the original, in numbers half as wide: a view is read and written more than anything else is.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
}

/// An offset in a text; none has four gigabytes.
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

impl View {
    /// A view with the same offsets as the original: only letters of the same length were changed.
    pub const fn same_offsets(text: String) -> Self {
        Self { text, spans: None }
    }

    /// An empty view, to be filled with [`View::push`].
    pub fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), spans: Some(Vec::with_capacity(bytes)) }
    }

    /// Adds a character that stands for `start..end` of the original.
    pub fn push(&mut self, character: char, start: usize, end: usize) {
        self.text.push(character);
        if let Some(spans) = &mut self.spans {
            let span = Span { start: narrow(start), end: narrow(end) };
            spans.extend(std::iter::repeat_n(span, character.len_utf8()));
        }
    }

    /// Adds a character of another view, with its way back.
    fn push_from(&mut self, view: &Self, at: usize, character: char) {
        if let Some(span) = view.original(at..at + character.len_utf8()) {
            self.push(character, span.start, span.end);
        }
    }

    /// Adds a character for a stretch of another view; one that has no original is left out.
    pub(super) fn push_for(&mut self, view: &Self, range: Range<usize>, character: char) {
        if let Some(span) = view.original(range) {
            self.push(character, span.start, span.end);
        }
    }

    /// Lets the last character stand for everything up to `end`: a mark was laid over it.
    pub fn extend_last(&mut self, end: usize) {
        let Some(width) = self.text.chars().next_back().map(char::len_utf8) else { return };
        for span in self.spans.iter_mut().flat_map(|spans| spans.iter_mut().rev().take(width)) {
            span.end = narrow(end);
        }
    }

    /// The rewritten text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The span of the original for a span of the view; an empty span has no original.
    pub fn original(&self, range: Range<usize>) -> Option<Range<usize>> {
        if range.is_empty() || range.end > self.text.len() {
            return None;
        }
        match &self.spans {
            None => Some(range),
            Some(spans) => {
                let first = spans.get(range.start)?.start;
                let last = spans.get(range.end - 1)?.end;
                (first < last).then_some(usize::try_from(first).ok()?..usize::try_from(last).ok()?)
            }
        }
    }
}

/// A view without what separates two characters of a script that puts no spaces between words: spaces, dots, stars,
/// emoji. `None` where nothing does. The marks of a sentence separate by right.
pub fn without_separators(view: &View) -> Option<View> {
    const MARKS: &[char] =
        &['，', '。', '！', '？', '、', '；', '：', ',', '!', '?', ';', ':', '\n', '“', '”', '《', '》', '「', '」'];
    let is_letter = |character: char| token::is_unspaced(character);
    let mut joined = View::with_capacity(view.text.len());
    let (mut before, mut gap, mut changed) = (None::<char>, Vec::new(), false);
    for (at, character) in view.text.char_indices() {
        if token::is_letter_or_digit(character) || MARKS.contains(&character) {
            let separates = gap.len() <= WIDEST_GAP && before.is_some_and(is_letter) && is_letter(character);
            if separates && !gap.is_empty() {
                changed = true;
            } else {
                for (at, character) in &gap {
                    joined.push_from(view, *at, *character);
                }
            }
            gap.clear();
            joined.push_from(view, at, character);
            before = Some(character);
        } else {
            gap.push((at, character));
        }
    }
    changed.then_some(joined)
}

/// In characters: an emoji and its selectors.
const WIDEST_GAP: usize = 4;

/// A view with one space for everything that is no letter and no digit, and a line's end where a sentence ends: a phrase
/// is then found whatever stands between its words.
pub fn words(view: &View) -> View {
    let mut words = View::with_capacity(view.text.len());
    let mut gap: Option<(usize, usize, bool)> = None;
    let mut characters = view.text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let end = at + character.len_utf8();
        if token::is_letter_or_digit(character) {
            if let Some((start, end, ends_sentence)) = gap.take() {
                words.push_for(view, start..end, if ends_sentence { '\n' } else { ' ' });
            }
            words.push_from(view, at, character);
        } else {
            let is_end = matches!(character, '.' | '!' | '?' | '…')
                && characters.peek().is_some_and(|(_, next)| next.is_whitespace());
            let ends_sentence = is_end;
            gap =
                Some(gap.map_or((at, end, ends_sentence), |(start, _, before)| (start, end, before || ends_sentence)));
        }
    }
    if let Some((start, end, _)) = gap {
        words.push_for(view, start..end, '\n');
    }
    words
}
