//! Forms of a word: what a list's `variants` make of its entries, when the list is loaded. Rules of thumb of each
//! language's grammar, wide enough for the words of insult lists; an odd form is an entry of its own.

/// The feminine of a masculine word.
pub(super) fn feminine(word: &str, language: Option<&str>) -> Option<String> {
    let changed = |ending: &str, to: &str| word.strip_suffix(ending).map(|stem| format!("{stem}{to}"));
    match language {
        Some("es") => changed("ón", "ona").or_else(|| changed("or", "ora")).or_else(|| changed("o", "a")),
        Some("pt") => changed("ão", "ona").or_else(|| changed("or", "ora")).or_else(|| changed("o", "a")),
        _ if word.ends_with('e') => None,
        _ => changed("eux", "euse")
            .or_else(|| changed("eur", "euse"))
            .or_else(|| changed("if", "ive"))
            .or_else(|| changed("ien", "ienne"))
            .or_else(|| changed("on", "onne"))
            .or_else(|| changed("et", "ette"))
            .or_else(|| Some(format!("{word}e"))),
    }
}

/// The plural, or several that people write.
pub(super) fn plural(word: &str, language: Option<&str>) -> Vec<String> {
    let changed = |ending: &str, to: &str| word.strip_suffix(ending).map(|stem| format!("{stem}{to}"));
    let plain = || Some(format!("{word}s"));
    let one = match language {
        Some("en") => Some(english(word)),
        Some("es") if word.ends_with(['a', 'e', 'i', 'o', 'u', 'á', 'é', 'ó']) => plain(),
        Some("es") => changed("z", "ces")
            .or_else(|| changed("ón", "ones"))
            .or_else(|| (!word.ends_with('s')).then(|| format!("{word}es"))),
        Some("pt") => changed("ão", "ões")
            .or_else(|| changed("il", "is"))
            .or_else(|| changed("l", "is"))
            .or_else(|| changed("m", "ns"))
            .or_else(|| word.ends_with(['r', 'z']).then(|| format!("{word}es")))
            .or_else(|| (!word.ends_with('s')).then(|| format!("{word}s"))),
        _ if word.ends_with(['s', 'x', 'z']) => None,
        _ if word.ends_with("eau") => Some(format!("{word}x")),
        _ => plain(),
    };
    one.into_iter().collect()
}

fn english(word: &str) -> String {
    if ["s", "x", "z", "ch", "sh"].iter().any(|ending| word.ends_with(ending)) {
        return format!("{word}es");
    }
    let stem = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    stem.map_or_else(|| format!("{word}s"), |stem| format!("{stem}ies"))
}

/// Russian cases and numbers, by the ending of the nominative.
pub(super) fn declension(word: &str) -> Vec<String> {
    const HARD: &[&str] = &["а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах"];
    // After these, ы is written и, and an unstressed о is written е.
    const HUSHED: &[&str] = &["а", "у", "ом", "ем", "е", "и", "ов", "ей", "ам", "ами", "ах"];
    const AFTER_TSE: &[&str] = &["а", "у", "ом", "ем", "е", "ы", "ов", "ев", "ам", "ами", "ах"];
    const ADJECTIVE: &[&str] =
        &["ый", "ий", "ой", "ая", "ое", "ее", "ые", "ие", "ого", "ому", "ым", "им", "ом", "ую", "ых", "их", "ыми"];
    let with = |stem: &str, endings: &[&str]| -> Vec<String> {
        endings.iter().map(|ending| format!("{stem}{ending}")).collect()
    };
    let cases = |stem: &str| match stem.chars().last() {
        Some('ц') => AFTER_TSE,
        Some('г' | 'к' | 'х' | 'ж' | 'ш' | 'ч' | 'щ') => HUSHED,
        _ => HARD,
    };
    for ending in ["ый", "ий", "ой"] {
        if let Some(stem) = word.strip_suffix(ending) {
            return with(stem, ADJECTIVE);
        }
    }
    // The vowel that goes (`подонок, подонка`, `козёл, козла`), or stays (`подлец, подлеца`, `игрок, игрока`).
    for (ending, left) in [("ок", "к"), ("ёк", "ьк"), ("ец", "ц"), ("ёл", "л"), ("хол", "хл")] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.chars().count() > 1) {
            let stem = format!("{stem}{left}");
            let both = [stem.as_str(), word];
            return both.iter().flat_map(|stem| with(stem, cases(stem))).chain([word.to_owned()]).collect();
        }
    }
    if let Some(stem) = word.strip_suffix('й') {
        return with(stem, &["й", "я", "ю", "ем", "е", "и", "ев", "ёв", "ям", "ями", "ях"]);
    }
    if let Some(stem) = word.strip_suffix('а') {
        return with(stem, &["а", "ы", "и", "е", "у", "ой", "ою", "ей", "", "ам", "ами", "ах"]);
    }
    if let Some(stem) = word.strip_suffix('я') {
        return with(stem, &["я", "и", "ю", "ей", "е", "ь", "ям", "ями", "ях"]);
    }
    if let Some(stem) = word.strip_suffix('о') {
        return with(stem, &["о", "а", "у", "ом", "е"]);
    }
    if let Some(stem) = word.strip_suffix('ь') {
        return with(stem, &["ь", "я", "ю", "ем", "и", "ей", "ям", "ями", "ях", "ью"]);
    }
    with(word, cases(word))
}

/// Arabic: the article and the particles that are written with a word, and its regular feminine and plurals.
pub(super) fn particles(word: &str) -> Vec<String> {
    const BEFORE: [&str; 9] = ["", "ال", "و", "يا", "وال", "بال", "لل", "ك", "هال"];
    /// The commonest of these, the first, stand before its plurals too.
    const BEFORE_PLURALS: usize = 4;
    let before = |word: String, particles: usize| {
        BEFORE.iter().take(particles).map(move |particle| format!("{particle}{word}")).collect::<Vec<_>>()
    };
    let mut forms = before(word.to_owned(), BEFORE.len());
    // A phrase is not inflected at its end.
    if !word.contains(' ') {
        let stem = word.strip_suffix('ة').unwrap_or(word);
        // Folding reads `ة` as `ه`.
        forms.extend(["", "ة"].iter().flat_map(|ending| before(format!("{stem}{ending}"), BEFORE.len())));
        let plurals = ["ين", "ون", "ات", "ا"].iter();
        forms.extend(plurals.flat_map(|ending| before(format!("{stem}{ending}"), BEFORE_PLURALS)));
    }
    forms
}

/// A Russian word in Latin letters, as people write it without a Cyrillic keyboard.
pub(super) fn transliterated(word: &str) -> Option<String> {
    let letter = |letter: char| match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' => "i",
        'й' | 'ы' => "y",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "h",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ё' => "yo",
        'ю' => "yu",
        'я' => "ya",
        _ => "",
    };
    let plain: String = word.chars().map(letter).collect();
    // Four letters are a word of too many languages: `dura` lasts in Portuguese.
    (plain.len() >= 5).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::declension;

    #[test]
    fn a_russian_word_is_declined_where_a_vowel_goes_and_where_it_stays() {
        for (word, form) in [
            ("подонок", "подонками"),
            ("козёл", "козлах"),
            ("хохол", "хохлам"),
            ("глупец", "глупцы"),
            ("подлец", "подлецу"),
            ("холуй", "холуям"),
            ("дурак", "дураками"),
            ("идиотский", "идиотскую"),
        ] {
            assert!(declension(word).iter().any(|declined| declined == form), "{word}: {form}");
        }
    }
}
