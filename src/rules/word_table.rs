//! The words of a pack as they are kept: their texts in one string, twenty-eight bytes for each word beside it. As strings
//! of their own they would take four times that.

use super::check::list::{Role, Word};

/// A word of the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept<'a> {
    /// The list's number.
    pub(super) list: usize,
    /// The word as the list has it, for people.
    pub(super) entry: &'a str,
    /// The form, in lower case.
    pub(super) form: &'a str,
    /// The form, folded.
    pub(super) folded: &'a str,
    /// How it is found.
    pub(super) role: Role,
}

/// Words by their numbers.
#[derive(Debug)]
pub(super) struct WordTable {
    texts: Box<str>,
    rows: Box<[Row]>,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    entry: Place,
    form: Place,
    folded: Place,
    list: u16,
    role: Role,
}

/// A stretch of the texts, in bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    start: u32,
    length: u16,
}

impl WordTable {
    /// The table of these words; `None` if there are more lists or texts than it can hold: 65,536 lists, four thousand
    /// million bytes in all, 65,535 in one text.
    pub(super) fn new(words: &[Word]) -> Option<Self> {
        let (mut texts, mut rows) = (String::new(), Vec::with_capacity(words.len()));
        let mut last: Option<(&str, Place)> = None;
        for word in words {
            // The forms of one word follow each other.
            let entry = match last {
                Some((text, place)) if *text == *word.entry => place,
                _ => put(&mut texts, &word.entry)?,
            };
            last = Some((&word.entry, entry));
            let form = if word.form == word.entry { entry } else { put(&mut texts, &word.form)? };
            let folded = if word.folded == word.form { form } else { put(&mut texts, &word.folded)? };
            rows.push(Row { entry, form, folded, list: u16::try_from(word.list).ok()?, role: word.role });
        }
        Some(Self { texts: texts.into(), rows: rows.into() })
    }

    /// The word with this number.
    pub(super) fn get(&self, number: usize) -> Option<Kept<'_>> {
        self.rows.get(number).map(|row| self.kept(row))
    }

    /// All of them, by their numbers.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = Kept<'_>> {
        self.rows.iter().map(|row| self.kept(row))
    }

    fn kept(&self, row: &Row) -> Kept<'_> {
        Kept {
            list: row.list.into(),
            entry: self.text(row.entry),
            form: self.text(row.form),
            folded: self.text(row.folded),
            role: row.role,
        }
    }

    fn text(&self, place: Place) -> &str {
        let start = usize::try_from(place.start).unwrap_or(usize::MAX);
        self.texts.get(start..start.saturating_add(place.length.into())).unwrap_or_default()
    }
}

fn put(texts: &mut String, text: &str) -> Option<Place> {
    let place = Place { start: u32::try_from(texts.len()).ok()?, length: u16::try_from(text.len()).ok()? };
    texts.push_str(text);
    Some(place)
}

impl PartialEq<Word> for Kept<'_> {
    fn eq(&self, word: &Word) -> bool {
        (self.list, self.entry, self.form, self.folded, self.role)
            == (word.list, &*word.entry, &*word.form, &*word.folded, word.role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_kept_as_it_was() {
        let word = |list, entry: &str, form: &str, folded: &str, role| Word {
            list,
            entry: entry.into(),
            form: form.into(),
            folded: folded.into(),
            role,
        };
        let words = [
            word(0, "Imbécile", "imbécile", "imbecile", Role::Whole),
            word(0, "Imbécile", "imbéciles", "imbeciles", Role::Whole),
            word(7, "moron", "moron", "moron", Role::Excuse),
        ];
        let table = WordTable::new(&words).expect("a small table");
        assert!(table.iter().len() == 3 && table.iter().zip(&words).all(|(kept, word)| kept == *word));
        assert_eq!(table.get(1).map(|kept| kept.entry), Some("Imbécile"));
        assert!(table.get(3).is_none());
        assert!(WordTable::new(&[word(70_000, "a", "a", "a", Role::Whole)]).is_none());
    }
}
