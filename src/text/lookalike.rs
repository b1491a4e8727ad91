//! Letters that look like Latin ones.
//!
//! Our own table, from looking at the shapes: Cyrillic, Greek and Armenian letters that a reader takes for Latin, and Latin
//! letters with a stroke that do not decompose. Lower case only: folding comes first.

/// The Latin letter that this lower-case Cyrillic, Greek or Armenian letter looks like.
pub const fn latin_for_foreign(letter: char) -> Option<char> {
    Some(match letter {
        'а' | 'α' => 'a',
        'ь' | 'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
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
        'ł' | 'ƚ' | 'ɫ' => "l",
        'đ' | 'ð' | 'ɖ' | 'ᴅ' => "d",
        'ħ' => "h",
        'ŧ' | 'ᴛ' => "t",
        'ı' | 'ɨ' => "i",
        'ƀ' => "b",
        'ɡ' | 'ǥ' => "g",
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
        _ => return None,
    })
}

/// The letter in a negative circle or square (U+1F150-1F169, U+1F170-1F189), which NFKC leaves as it is.
pub fn boxed_letter(character: char) -> Option<char> {
    let code = u32::from(character);
    let place = match code {
        0x1F150..=0x1F169 => code - 0x1F150,
        0x1F170..=0x1F189 => code - 0x1F170,
        _ => return None,
    };
    char::from_u32(u32::from('a') + place)
}

/// The letters that a digit or a sign may stand for inside a word; `l` is told as `i`, because `1`, `!` and `|` are both.
pub const fn letter_for_sign(sign: char) -> Option<char> {
    Some(match sign {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' | '+' => 't',
        '8' => 'b',
        '(' => 'c',
        _ => return None,
    })
}
