//! Letters that look like Latin ones.
//!
//! Our own table, from looking at the shapes: Cyrillic, Greek and Armenian letters that a reader takes for Latin, and Latin
//! letters with a stroke that do not decompose. Lower case only: folding comes first.

/// The Latin letter that this lower-case Cyrillic, Greek or Armenian letter looks like.
pub const fn latin_for_foreign(letter: char) -> Option<char> {
    Some(match letter {
        'а' | 'α' => 'a',
        'ь' | 'в' | 'β' => 'b',
        // Folding makes a final sigma of the lunate one.
        'с' | 'ϲ' | 'ς' => 'c',
        'ԁ' => 'd',
        'е' | 'є' | 'ε' => 'e',
        'ғ' => 'f',
        'ɡ' => 'g',
        'һ' | 'н' | 'հ' => 'h',
        'і' | 'ї' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' => 'l',
        'м' | 'μ' => 'm',
        'п' | 'η' | 'ո' => 'n',
        'о' | 'ο' | 'σ' | 'օ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'г' => 'r',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' | 'ц' | 'ս' => 'u',
        'ѵ' | 'ν' => 'v',
        'ԝ' | 'ω' | 'ш' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        'ζ' => 'z',
        _ => return None,
    })
}

/// The plain letters of a Latin letter that has a stroke, a ligature or another shape and does not decompose.
pub const fn plain_latin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ø' | 'ɵ' | 'ᴏ' => "o",
        'ł' | 'ƚ' | 'ɫ' | 'ʟ' => "l",
        'đ' | 'ð' | 'ɖ' | 'ᴅ' => "d",
        'ħ' | 'ʜ' => "h",
        'ŧ' | 'ᴛ' => "t",
        'ı' | 'ɨ' | 'ɪ' => "i",
        'ƀ' | 'ʙ' => "b",
        'ɡ' | 'ǥ' | 'ɢ' => "g",
        'ƒ' => "f",
        'ɑ' | 'ᴀ' => "a",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ʀ' => "r",
        'ɴ' => "n",
        'ᴇ' => "e",
        'ᴜ' => "u",
        'ꜱ' => "s",
        'ᴄ' => "c",
        'ᴋ' => "k",
        'ᴍ' => "m",
        'ʏ' => "y",
        'ᴘ' => "p",
        'ᴊ' => "j",
        'ᴠ' => "v",
        'ᴡ' => "w",
        'ᴢ' => "z",
        _ => return None,
    })
}

/// The letter in a negative circle or square (U+1F150-1F169, U+1F170-1F189), or of a flag (U+1F1E6-1F1FF), which NFKC
/// leaves as it is.
pub fn boxed_letter(character: char) -> Option<char> {
    let code = u32::from(character);
    let place = match code {
        0x1F150..=0x1F169 => code - 0x1F150,
        0x1F170..=0x1F189 => code - 0x1F170,
        0x1F1E6..=0x1F1FF => code - 0x1F1E6,
        _ => return None,
    };
    char::from_u32(u32::from('a') + place)
}

/// The Cyrillic letter that a Latin one, or a digit, stands for in a Cyrillic text: by its shape, printed or written.
pub const fn cyrillic_for_latin(letter: char) -> Option<char> {
    Some(match letter {
        'a' | '@' => 'а',
        'b' | '6' => 'б',
        'c' | 's' | '$' => 'с',
        'd' | 'g' => 'д',
        'e' | '€' => 'е',
        'h' => 'н',
        'i' | 'u' | '1' => 'и',
        'k' => 'к',
        'l' => 'л',
        'm' => 'м',
        'n' => 'п',
        'o' | '0' => 'о',
        'p' => 'р',
        'r' => 'г',
        't' => 'т',
        'v' | 'w' | '8' => 'в',
        'x' => 'х',
        'y' => 'у',
        'z' | '3' => 'з',
        '4' => 'ч',
        _ => return None,
    })
}

/// The Arabic letter that a digit stands for, by its shape in Arabic (`١` is `ا`) or as Latin keyboards write Arabic (`7` is `ح`).
pub const fn arabic_for_digit(digit: char) -> Option<char> {
    Some(match digit {
        '0' | '5' => 'ه',
        '1' => 'ا',
        '3' => 'ع',
        '6' => 'ط',
        '7' => 'ح',
        '8' => 'ق',
        '9' => 'و',
        _ => return None,
    })
}

/// The letter that this one is when the page is turned round.
pub const fn upright(letter: char) -> Option<char> {
    Some(match letter {
        'ɐ' => 'a',
        'q' => 'b',
        'ɔ' => 'c',
        'p' => 'd',
        'ǝ' => 'e',
        'ɟ' => 'f',
        'ƃ' => 'g',
        'ɥ' => 'h',
        'ᴉ' => 'i',
        'ɾ' => 'j',
        'ʞ' => 'k',
        'l' => 'l',
        'ɯ' => 'm',
        'u' => 'n',
        'o' => 'o',
        'd' => 'p',
        'b' => 'q',
        'ɹ' => 'r',
        's' => 's',
        'ʇ' => 't',
        'n' => 'u',
        'ʌ' => 'v',
        'ʍ' => 'w',
        'x' => 'x',
        'ʎ' => 'y',
        'z' => 'z',
        _ => return None,
    })
}

/// The letters that a digit or a sign may stand for inside a word; `l` is told as `i`, because `1`, `!` and `|` are both.
pub const fn letter_for_sign(sign: char) -> Option<char> {
    Some(match sign {
        '0' | '°' => 'o',
        '1' | '!' | '|' | '¡' => 'i',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' | '+' => 't',
        '8' => 'b',
        '6' | '9' => 'g',
        '#' => 'h',
        'µ' | 'μ' => 'u',
        '2' => 'z',
        '(' | '¢' => 'c',
        '£' => 'l',
        _ => return None,
    })
}
