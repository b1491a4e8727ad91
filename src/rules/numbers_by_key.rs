//! Numbers under keys, in two tables: what a pack keeps of its tens of thousands of words costs thirteen bytes each here,
//! where a map of lists costs ten times that.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Numbers by key, found by halving; most keys that are asked for are told by a bit that they are none.
#[derive(Debug, Default)]
pub(super) struct NumbersByKey {
    /// A bit for each number that [`bit`] may give, set where a key has it: a power of two of them, four to eight a key.
    known: Box<[u64]>,
    /// Sorted; a key with several numbers stands several times.
    keys: Box<[u64]>,
    numbers: Box<[u32]>,
}

impl NumbersByKey {
    /// The table of these pairs.
    pub(super) fn new(mut pairs: Vec<(u64, u32)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let bits = (pairs.len() * 4).next_power_of_two().max(64);
        let mut known = vec![0; bits / 64];
        for (key, _) in &pairs {
            let (place, bit) = bit(*key, known.len());
            if let Some(bits) = known.get_mut(place) {
                *bits |= bit;
            }
        }
        Self {
            known: known.into(),
            keys: pairs.iter().map(|(key, _)| *key).collect(),
            numbers: pairs.iter().map(|(_, number)| *number).collect(),
        }
    }

    /// The numbers under a key, the lowest first.
    pub(super) fn of(&self, key: u64) -> &[u32] {
        let (place, bit) = bit(key, self.known.len());
        if self.known.get(place).is_none_or(|bits| bits & bit == 0) {
            return &[];
        }
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

/// An odd number without a pattern in its bits.
pub(super) const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// The bit of a key: its place among so many words of 64 bits, and the bit in it. By multiplication: what differs in two
/// keys, wherever it stands, reaches the highest bits (Knuth, The Art of Computer Programming, 6.4).
fn bit(key: u64, words: usize) -> (usize, u64) {
    let bits = words.max(1).ilog2() + u64::BITS.ilog2();
    let number = key.wrapping_mul(FACTOR) >> (u64::BITS - bits);
    (usize::try_from(number / 64).unwrap_or(usize::MAX), 1 << (number % 64))
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
        assert!(NumbersByKey::new(Vec::new()).of(7).is_empty() && NumbersByKey::default().of(7).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn what_is_found_is_what_was_put_there(pairs in proptest::collection::vec((0..300_u64, 0..9_u32), 0..200), factor: u64) {
            let factor = factor | 1;
            let table = NumbersByKey::new(pairs.iter().map(|(key, number)| (key.wrapping_mul(factor), *number)).collect());
            for key in 0..300 {
                let mut expected: Vec<u32> = pairs.iter().filter(|pair| pair.0 == key).map(|pair| pair.1).collect();
                expected.sort_unstable();
                expected.dedup();
                proptest::prop_assert_eq!(table.of(key.wrapping_mul(factor)), expected);
            }
        }
    }
}
