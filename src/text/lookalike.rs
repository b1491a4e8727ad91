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
        'е' | 'є' | 'ε' | 'ҽ' => 'e',
        'ғ' => 'f',
        'ɡ' | 'ց' | 'ԍ' => 'g',
        'һ' | 'н' | 'հ' => 'h',
        'і' | 'ї' | 'ι' => 'i',
        'ј' | 'յ' => 'j',
        'к' | 'κ' | 'қ' | 'ҝ' => 'k',
        'ӏ' => 'l',
        'м' | 'μ' => 'm',
        'п' | 'η' | 'ո' | 'ռ' => 'n',
        'о' | 'ο' | 'σ' | 'օ' | 'ө' | 'ѳ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' | 'զ' => 'q',
        'г' => 'r',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' | 'ц' | 'ս' => 'u',
        'ѵ' | 'ν' => 'v',
        'ԝ' | 'ω' | 'ш' | 'ѡ' => 'w',
        'х' | 'χ' | 'ҳ' => 'x',
        'у' | 'γ' | 'ү' | 'ұ' => 'y',
        'ζ' => 'z',
        _ => return None,
    })
}

/// The Latin letter that a Lisu or a Cherokee one looks like: both scripts were made of Latin capitals, and few comments under an
/// article are in either.
pub const fn latin_for_capital(letter: char) -> Option<char> {
    Some(match letter {
        'ꓮ' | 'Ꭺ' | 'ꭺ' => 'a',
        'ꓐ' | 'Ᏼ' => 'b',
        'ꓚ' | 'Ꮯ' | 'ꮯ' => 'c',
        'ꓓ' | 'Ꭰ' | 'ꭰ' => 'd',
        'ꓰ' | 'Ꭼ' | 'ꭼ' => 'e',
        'ꓝ' => 'f',
        'ꓖ' | 'Ꮐ' | 'ꮐ' => 'g',
        'ꓧ' | 'Ꮋ' | 'ꮋ' => 'h',
        'ꓲ' | 'Ꭵ' | 'ꭵ' => 'i',
        'ꓙ' | 'Ꭻ' | 'ꭻ' => 'j',
        'ꓗ' | 'Ꮶ' | 'ꮶ' => 'k',
        'ꓡ' | 'Ꮮ' | 'ꮮ' => 'l',
        'ꓟ' | 'Ꮇ' | 'ꮇ' => 'm',
        'ꓠ' => 'n',
        'ꓳ' => 'o',
        'ꓑ' | 'Ꮲ' | 'ꮲ' => 'p',
        'ꓣ' | 'Ꭱ' | 'ꭱ' | 'Ꮢ' | 'ꮢ' => 'r',
        'ꓢ' | 'Ꮪ' | 'ꮪ' => 's',
        'ꓔ' | 'Ꭲ' | 'ꭲ' => 't',
        'ꓴ' => 'u',
        'ꓦ' | 'Ꮩ' | 'ꮩ' => 'v',
        'ꓪ' | 'Ꮃ' | 'ꮃ' => 'w',
        'ꓫ' => 'x',
        'ꓬ' | 'Ꭹ' | 'ꭹ' => 'y',
        'ꓜ' | 'Ꮓ' | 'ꮓ' => 'z',
        _ => return None,
    })
}

/// The plain letters of a Latin letter that has a stroke, a ligature or another shape and does not decompose.
pub const fn plain_latin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ø' | 'ɵ' | 'ᴏ' => "o",
        'ł' | 'ƚ' | 'ɫ' | 'ʟ' => "l",
        'đ' | 'ð' | 'ɖ' | 'ɗ' | 'ᴅ' => "d",
        'ħ' | 'ʜ' | 'ɦ' => "h",
        'ŧ' | 'ᴛ' | 'ʈ' | 'ƭ' => "t",
        'ı' | 'ɨ' | 'ɪ' => "i",
        'ƀ' | 'ʙ' | 'ɓ' => "b",
        'ɡ' | 'ǥ' | 'ɢ' | 'ɠ' => "g",
        'ƒ' => "f",
        'ɑ' | 'ᴀ' => "a",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ʀ' | 'ɽ' | 'ɍ' => "r",
        'ɴ' | 'ɳ' | 'ɲ' | 'ŋ' | 'ƞ' => "n",
        'ᴇ' | 'ɇ' | 'ɛ' => "e",
        'ᴜ' | 'ʉ' => "u",
        'ꜱ' | 'ʂ' | 'ȿ' => "s",
        'ᴄ' | 'ȼ' | 'ƈ' | 'ɕ' => "c",
        'ᴋ' | 'ƙ' | 'ꝁ' => "k",
        'ᴍ' | 'ɱ' => "m",
        'ʏ' | 'ɏ' | 'ƴ' => "y",
        'ᴘ' | 'ƥ' | 'ᵽ' => "p",
        'ᴊ' | 'ɉ' => "j",
        'ᴠ' | 'ʋ' => "v",
        'ᴡ' => "w",
        'ᴢ' | 'ʐ' | 'ƶ' | 'ȥ' => "z",
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

/// The Cyrillic letter that a Latin or Greek one, or a digit, stands for in a Cyrillic text: by its shape, printed or written.
pub const fn cyrillic_for_latin(letter: char) -> Option<char> {
    Some(match letter {
        'a' | '@' | 'α' => 'а',
        'b' | '6' => 'б',
        'c' | 's' | '$' => 'с',
        'd' | 'g' | 'δ' => 'д',
        'e' | '€' | 'ε' => 'е',
        'h' => 'н',
        'i' | 'u' | '1' | 'ι' => 'и',
        'k' | 'κ' => 'к',
        'l' | 'λ' => 'л',
        'm' => 'м',
        'n' | 'π' | 'η' => 'п',
        'o' | '0' | 'ο' => 'о',
        'p' | 'ρ' => 'р',
        'r' => 'г',
        't' | 'τ' => 'т',
        'v' | 'w' | '8' => 'в',
        'x' | 'χ' => 'х',
        'y' | 'υ' | 'γ' => 'у',
        'z' | '3' => 'з',
        'φ' => 'ф',
        '4' => 'ч',
        _ => return None,
    })
}

/// The Arabic letter that a digit looks like: `١` is `ا`.
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

/// The Arabic letter for which a digit is typed on a Latin keyboard: `7` is `ح`, `5` is `خ`.
pub const fn arabic_for_typed_digit(digit: char) -> Option<char> {
    Some(match digit {
        '2' => 'ا',
        '3' => 'ع',
        '5' => 'خ',
        '6' => 'ط',
        '7' => 'ح',
        '8' => 'غ',
        '9' => 'ق',
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
        '(' | '¢' | '©' => 'c',
        '®' => 'r',
        '£' => 'l',
        _ => return None,
    })
}
