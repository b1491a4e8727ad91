//! Words for the person spoken to, by language: `pronoun: second-person`.
//!
//! Accents are left out in comments, so a word that means something else without them is not here: `estás` would be `estas`, `és`
//! the `es` of Spanish. Nor is `seu`, which is as often *his*.

/// Language and words.
pub const SECOND_PERSON: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "you",
            "you're",
            "you've",
            "you'll",
            "you'd",
            "youre",
            "your",
            "yours",
            "yourself",
            "yourselves",
            "u",
            "ur",
            "ya",
            "yer",
            "y'all",
            "thou",
        ],
    ),
    (
        "fr",
        &[
            "vous",
            "votre",
            "vos",
            "tu",
            "t'es",
            "t'as",
            "toi",
            "ton",
            "ta",
            "tes",
            "te",
            "vôtre",
            "t'",
            "êtes",
            "es-tu",
            "êtes-vous",
        ],
    ),
    (
        "es",
        &[
            "tú", "tu", "tus", "te", "ti", "contigo", "usted", "ustedes", "vos", "vosotros", "vosotras", "vuestro",
            "vuestra", "eres", "sois", "sos",
        ],
    ),
    (
        "pt",
        &["você", "vocês", "vc", "vcs", "tu", "te", "ti", "teu", "tua", "teus", "tuas", "contigo", "senhor", "senhora"],
    ),
    ("ar", &["أنت", "انت", "أنتِ", "أنتم", "انتم", "أنتما", "إنت", "يا", "انتي", "لك", "عليك", "عنك", "منك"]),
    ("zh", &["你", "您", "你们", "妳", "楼上", "樓上"]),
    (
        "ru",
        &[
            "ты",
            "тебя",
            "тебе",
            "тобой",
            "твой",
            "твоя",
            "твоё",
            "твои",
            "вы",
            "вас",
            "вам",
            "вами",
            "ваш",
            "ваша",
            "ваши",
        ],
    ),
];
