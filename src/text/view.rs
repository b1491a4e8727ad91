//! A text in another shape, with its way back: every byte of the view knows which bytes of the original it came from.

use std::ops::Range;

/// A rewritten text and, for each of its bytes, the span of the original that it stands for.
#[derive(Debug, Clone, Default)]
pub struct View {
    text: String,
    /// One span a byte; `None` when the view has the original's very byte offsets.
    spans: Option<Vec<(usize, usize)>>,
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
            spans.extend(std::iter::repeat_n((start, end), character.len_utf8()));
        }
    }

    /// Lets the last character stand for everything up to `end`: a mark was laid over it.
    pub fn extend_last(&mut self, end: usize) {
        let Some(width) = self.text.chars().next_back().map(char::len_utf8) else { return };
        for span in self.spans.iter_mut().flat_map(|spans| spans.iter_mut().rev().take(width)) {
            span.1 = end;
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
                let first = spans.get(range.start)?.0;
                let last = spans.get(range.end - 1)?.1;
                (first < last).then_some(first..last)
            }
        }
    }
}
