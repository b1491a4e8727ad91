//! Numbers under keys, in two tables: what a pack keeps of its tens of thousands of words costs twelve bytes each here,
//! where a map of lists costs ten times that.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Numbers by key, found by halving.
#[derive(Debug, Default)]
pub(super) struct NumbersByKey {
    /// Sorted; a key with several numbers stands several times.
    keys: Box<[u64]>,
    numbers: Box<[u32]>,
}

impl NumbersByKey {
    /// The table of these pairs.
    pub(super) fn new(mut pairs: Vec<(u64, u32)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        Self {
            keys: pairs.iter().map(|(key, _)| *key).collect(),
            numbers: pairs.iter().map(|(_, number)| *number).collect(),
        }
    }

    /// The numbers under a key, the lowest first.
    pub(super) fn of(&self, key: u64) -> &[u32] {
        let first = self.keys.partition_point(|known| *known < key);
        let rest = self.keys.get(first..).unwrap_or_default();
        let count = rest.iter().take_while(|known| **known == key).count();
        self.numbers.get(first..first + count).unwrap_or_default()
    }

    /// The numbers under a text.
    pub(super) fn of_text(&self, text: &str) -> &[u32] {
        self.of(key(text))
    }

    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

/// The key of a text: 64 bits, so that two of a hundred thousand words share one once in four thousand million packs.
pub(super) fn key(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_found_under_its_key_and_under_no_other() {
        let table = NumbersByKey::new(vec![(7, 3), (key("word"), 9), (7, 1), (7, 3)]);
        assert_eq!(
            (table.of(7), table.of_text("word"), table.of(8)),
            ([1, 3].as_slice(), [9].as_slice(), [].as_slice())
        );
        assert!(NumbersByKey::new(Vec::new()).is_empty());
    }
}
