//! Which language a text is in, where that can be known, and which it cannot be in.
//!
//! Little words decide first: they are certain and cost next to nothing. Failing them, from 25 letters on, two detectors
//! must agree (`whichlang` and `whatlang`); otherwise the language is unknown, and nothing is held for it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::token;
use unicode_script::{Script, UnicodeScript as _};

/// From how many letters on a detector is asked.
const ENOUGH_LETTERS: usize = 25;

/// In bytes, with a curly apostrophe.
const LONGEST_LITTLE_WORD: usize = 9;

/// The languages that are told by their little words.
const TONGUES: [&str; 7] = ["en", "fr", "es", "pt", "it", "de", "nl"];

const LITTLE_WORDS: [&str; 7] = [
    "the is are was were you your they their this that of and to it he she his her with have has not be been who what \
     for from my i we our such these those there would should will by an do don't it's i'm can did does how why if as at \
     on in or but all so me him them us more just than when about out up no yes am very too really only you're that's \
     they're he's she's isn't aren't wasn't doesn't didn't can't won't were would've any some it'll",
    "le la les un une des du de et est sont vous votre vos nous notre nos ils elle elles il je ce cette ces cet qui que \
     dans pour pas avec sur au aux êtes était ont ne se tu ton ta tes quel quelle quels c'est j'ai c'était d'un d'une qu'il \
     n'est l'on espèce bande toi moi à où son ses leur leurs plus mais ou en on par si bien tout tous très c' y sa mon ma \
     mes comme même aussi être avoir fait faut rien encore ça ici quelle n'a n'ont qu'elle qu'on s'est aujourd'hui quoi",
    "el la los las un una de del y en que es no se por con para su al lo como más pero sus le ya o este sí porque esta son \
     entre cuando muy sin sobre también me hasta hay donde quien desde todo nos eres soy está están usted ustedes tú te ese \
     esa eso si fue han ha he has qué menudo mi tu yo ella ellos nosotros puede hacer esto aquí así nada solo unos unas",
    "o a os as um uma de do da dos das e em que é não se por com para seu sua ao no na nos nas mais mas como foi ele ela \
     eles você vocês eu isso este esta esse essa são está tem ser ou muito já também só pelo pela até quando meu minha quem \
     nem sem à às num numa vc tudo todos aqui porque lhe nós tu te era vai fazer nada",
    "il lo la i gli le un una di del della dei e è che non per con sono si da in al alla più ma come anche questo questa hai \
     ho ha tu mi ti ci vi sei suo sua loro nel nella quando perché chi cosa tutto tutti molto solo ancora essere",
    "der die das und ist nicht ein eine ich du er sie es wir ihr mit auf für von zu den dem des im auch wie so was aber nur \
     noch wenn als sind war hat haben sein kann dass sich bei aus nach über sehr schon mehr man diese dieser doch mal ja",
    "de het een en van is dat die niet ik je hij ze we met op voor zijn er maar om ook als dan nog bij uit aan naar over \
     deze dit wat wie heeft hebben kan wel geen meer door zo of u jullie hun",
];

/// Which of the languages each little word votes for, as bits.
static VOTES: LazyLock<HashMap<&'static str, u8>> = LazyLock::new(|| {
    let mut votes = HashMap::new();
    for (bit, words) in LITTLE_WORDS.iter().enumerate() {
        for word in words.split_whitespace() {
            *votes.entry(word).or_insert(0) |= 1_u8 << bit;
        }
    }
    votes
});

/// Whether a word in lower case is one of the little words.
pub fn is_little_word(word: &str) -> bool {
    VOTES.contains_key(word)
}

/// What the little words of a text say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Votes {
    counts: [u16; TONGUES.len()],
    /// Votes by words that are no other language's.
    own: [u16; TONGUES.len()],
    words: usize,
}

impl Votes {
    /// Counts the little words of a text in lower case.
    pub fn of(text: &str) -> Self {
        let mut votes = Self::default();
        let ends = |character: char| !token::is_letter_or_digit(character) && !matches!(character, '\'' | '’');
        for word in text.split(ends).filter(|word| !word.is_empty()) {
            // One letter is no word of one language, and spaced letters are none at all.
            if word.chars().nth(1).is_none() {
                continue;
            }
            votes.words += 1;
            if word.len() > LONGEST_LITTLE_WORD {
                continue;
            }
            let bits =
                if word.contains('’') { VOTES.get(word.replace('’', "'").as_str()) } else { VOTES.get(word) }.copied();
            votes.add(bits.unwrap_or_default());
        }
        votes
    }

    fn add(&mut self, bits: u8) {
        for (bit, (count, own)) in self.counts.iter_mut().zip(&mut self.own).enumerate() {
            if bits & (1 << bit) != 0 {
                *count = count.saturating_add(1);
                *own = own.saturating_add(u16::from(bits.is_power_of_two()));
            }
        }
    }

    /// The language that has the most votes, one of them its own, in a text of which it knows a sixth of the words.
    pub fn winner(&self) -> Option<&'static str> {
        let best = *self.counts.iter().max()?;
        let mut leaders = self.counts.iter().zip(&self.own).zip(TONGUES).filter(|((count, _), _)| **count == best);
        let ((_, own), tongue) = leaders.next()?;
        let is_alone = leaders.next().is_none();
        (is_alone && *own > 0 && usize::from(best) * 6 >= self.words).then_some(tongue)
    }

    /// The same where two little words say so.
    pub fn sure_winner(&self) -> Option<&'static str> {
        self.winner().filter(|_| self.counts.iter().max().is_some_and(|best| *best >= 2))
    }

    /// Whether the text can be in this language: others must not have two votes and more than twice as many.
    pub fn allow(&self, language: &str) -> bool {
        let best = self.counts.iter().max().copied().unwrap_or_default();
        let place = TONGUES.iter().position(|tongue| *tongue == language);
        let own = place.and_then(|place| self.counts.get(place)).copied();
        own.is_none_or(|own| best < 2 || u32::from(own) * 2 >= u32::from(best))
    }
}

/// The BCP 47 primary tag of the language of a text in lower case; `None` where it cannot be known.
pub fn detect(text: &str) -> Option<&'static str> {
    detect_by(&Votes::of(text), text)
}

/// The same, with its votes counted already.
pub fn detect_by(votes: &Votes, text: &str) -> Option<&'static str> {
    let is_long = || text.chars().filter(|character| token::is_letter(*character)).nth(ENOUGH_LETTERS - 1).is_some();
    votes.winner().filter(|_| is_long() || votes.sure_winner().is_some()).or_else(|| by_detectors(text))
}

/// The language of a text in lower case for which something may be held: it has 25 letters, and two little words say it, or
/// both detectors. A text in letters of its own needs no more than them.
pub fn certain(text: &str) -> Option<&'static str> {
    let is_long = text.chars().filter(|character| token::is_letter(*character)).count() >= ENOUGH_LETTERS;
    let votes = Votes::of(text);
    let told = votes.sure_winner().filter(|_| is_long).or_else(|| by_detectors(text));
    told.filter(|language| is_long || has_own_script(language))
}

/// Whether a language is one of those that are told by their little words.
pub fn is_told_by_little_words(language: &str) -> bool {
    TONGUES.contains(&language)
}

/// Whether a language is written in letters that are not Latin: words of another cannot be taken for its own.
pub fn has_own_script(language: &str) -> bool {
    matches!(language, "ar" | "fa" | "hi" | "ja" | "ko" | "ru" | "zh")
}

fn by_detectors(text: &str) -> Option<&'static str> {
    let letters = text.chars().filter(|character| token::is_letter(*character)).count();
    let is_foreign = |character: char| token::is_letter(character) && character.script() != Script::Latin;
    // A letter or two of another script beside a Latin word tell nothing.
    if letters < ENOUGH_LETTERS && text.chars().filter(|character| is_foreign(*character)).count() * 2 <= letters {
        return None;
    }
    if let Some(sure) = by_letters(text) {
        return Some(sure);
    }
    let first = tag(whichlang::detect_language(text));
    let second = whatlang::detect(text)?.lang();
    (second.code() == three_letters(first)).then_some(first)
}

/// Russian and Arabic by letters and little words that no other language has, at a twentieth of what the detectors take.
fn by_letters(text: &str) -> Option<&'static str> {
    let (mut own, mut others) = ((0_usize, 0_usize), 0_usize);
    for character in text.chars() {
        match character {
            'ы' | 'э' => own.0 += 1,
            'ة' | 'ي' | 'ك' => own.1 += 1,
            'а'..='я' | 'ё' | '\u{621}'..='\u{652}' => {}
            character => others += usize::from(token::is_letter(character)),
        }
    }
    // Ukrainian, Kazakh, Persian and Urdu have letters besides.
    if others > 0 {
        return None;
    }
    let has_two = |words: &[&str]| text.split_whitespace().filter(|word| words.contains(word)).nth(1).is_some();
    match own {
        (1.., 0) if has_two(RUSSIAN) => Some("ru"),
        (0, 2..) if has_two(ARABIC) => Some("ar"),
        _ => None,
    }
}

/// Little words of Russian that Belarusian, Bulgarian and Serbian have not, nor what is written in Russian letters besides.
const RUSSIAN: &[&str] = &[
    "и",
    "что",
    "это",
    "не",
    "кто",
    "она",
    "они",
    "его",
    "её",
    "для",
    "если",
    "когда",
    "чтобы",
    "только",
    "очень",
    "ещё",
    "или",
    "был",
    "была",
    "были",
    "этот",
    "эта",
    "эти",
    "там",
    "тем",
    "вы",
    "ты",
    "мы",
    "на",
    "по",
    "из",
    "уже",
    "нет",
];
/// Little words of Arabic that Persian and Urdu have not.
const ARABIC: &[&str] = &[
    "في",
    "على",
    "إلى",
    "الى",
    "أن",
    "ان",
    "التي",
    "الذي",
    "هذا",
    "هذه",
    "كان",
    "كانت",
    "لا",
    "ما",
    "هو",
    "هي",
    "مع",
    "عن",
    "لم",
    "لن",
    "قد",
    "بعد",
    "قبل",
    "كل",
    "ذلك",
    "الذين",
];

const fn tag(language: whichlang::Lang) -> &'static str {
    use whichlang::Lang;
    match language {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}

fn three_letters(tag: &str) -> &'static str {
    match tag {
        "ar" => "ara",
        "zh" => "cmn",
        "de" => "deu",
        "en" => "eng",
        "fr" => "fra",
        "hi" => "hin",
        "it" => "ita",
        "ja" => "jpn",
        "ko" => "kor",
        "nl" => "nld",
        "pt" => "por",
        "ru" => "rus",
        "es" => "spa",
        "sv" => "swe",
        "tr" => "tur",
        "vi" => "vie",
        _ => "",
    }
}
