//! What it costs to assess a comment of about 600 bytes: with the shipped pack, with 1,000 and 10,000 patterns more; and
//! what the worst texts of 5,000 characters cost.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use placet::rules::{Draft, Library, Past, RuleSet};

/// Ours: an ordinary comment, nothing to find.
const CALM: &str = "The council voted again last night, and for once I agree with most of what was decided. The new \
line should have been built ten years ago, when the land was cheap and the minister had promised it to the people who \
live out there. What nobody explains is who pays for the stations that were left out of the plan. My neighbour has \
walked two miles to the bus since the spring, in all weathers, and she is not the only one. I would rather hear a clear \
no than another study. If the money is there for a stadium, it is there for a shelter and a timetable that can be \
trusted by those who need it.";

/// The same in French with accents and a few things to find.
const HEATED: &str = "Vous êtes vraiment un id10t, relisez l’article ! Le conseil a voté hier soir, et pour une fois je \
suis d’accord avec l’essentiel de ce qui a été décidé. C’est une HONTE que personne n’explique qui paiera les gares \
oubliées. Ma voisine marche trois kilomètres jusqu’à l’arrêt depuis le printemps, par tous les temps, et elle n’est pas \
la seule. Voir https://example.org/etude et écrivez-moi au 06 12 34 56 78. J’aimerais mieux un non clair qu’une étude \
de plus. Si l’argent existe pour un stade, il existe pour un abri et un horaire.";

/// Much the same in Russian and in Arabic, about 560 and 440 bytes.
const RUSSIAN: &str = "Совет вчера вечером снова голосовал, и на этот раз я согласен с большей частью того, что было \
решено. Новую линию надо было построить десять лет назад, когда земля стоила дёшево, а министр обещал её тем, кто там живёт. \
Никто не объясняет, кто заплатит за станции, о которых в плане забыли. Моя соседка с весны ходит пешком.";
const ARABIC: &str = "صوت المجلس مرة أخرى مساء أمس، وهذه المرة أوافق على معظم ما تقرر. كان ينبغي بناء الخط الجديد قبل عشر \
سنوات، حين كانت الأرض رخيصة وكان الوزير قد وعد به الناس الذين يعيشون هناك. ما لا يشرحه أحد هو من سيدفع ثمن المحطات التي \
نسيت في الخطة. جارتي تمشي كل يوم.";

fn assess(bench: &mut Criterion, name: &str, rules: &RuleSet) {
    let mut group = bench.benchmark_group(name);
    for (kind, text) in [("calm", CALM), ("heated", HEATED), ("russian", RUSSIAN), ("arabic", ARABIC)] {
        group.throughput(Throughput::Bytes(u64::try_from(text.len()).unwrap_or_default()));
        let draft = Draft { text, language: Some("en"), ..Draft::default() };
        group.bench_function(kind, |timer| timer.iter(|| rules.assess(black_box(&draft), &Past::default())));
    }
    group.finish();
}

/// The shipped pack and so many patterns, each with a literal of its own.
fn grown(directory: &Path, patterns: u32) -> std::io::Result<()> {
    std::fs::create_dir_all(directory.join("words"))?;
    for file in std::fs::read_dir("rules/words")? {
        let file = file?;
        std::fs::copy(file.path(), directory.join("words").join(file.file_name()))?;
    }
    let mut rules = String::new();
    for number in 0..patterns {
        let word: String =
            number.to_string().chars().map(|digit| char::from_u32(u32::from(digit) + 65).unwrap_or('q')).collect();
        let _ = writeln!(
            rules,
            "  - id: grown.{number}\n    when: {{pattern: '(?i)\\b{word}tion(?:s|al)?\\s+of\\s+the\\s+\\w+'}}"
        );
    }
    let pack = std::fs::read_to_string("rules/rci.yaml")?;
    std::fs::write(directory.join("rci.yaml"), pack.replace("\ncomposites:\n", &format!("\n{rules}\ncomposites:\n")))
}

fn benches(bench: &mut Criterion) {
    match Library::shipped().map(|library| library.pack("rci")) {
        Ok(Some(rules)) => assess(bench, "shipped", &rules),
        other => panic!("the shipped pack does not load: {other:?}"),
    }
    for patterns in [1_000, 10_000] {
        let directory = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary directory: {error}"));
        if let Err(error) = grown(directory.path(), patterns) {
            panic!("the pack is not copied: {error}");
        }
        match Library::from_directory(directory.path()).map(|library| library.pack("rci")) {
            Ok(Some(rules)) => assess(bench, &format!("{patterns} more patterns"), &rules),
            other => panic!("the grown pack does not load: {other:?}"),
        }
    }
}

/// Texts of 5,000 characters that are full of what costs most.
fn worst(bench: &mut Criterion) {
    let Ok(Some(rules)) = Library::shipped().map(|library| library.pack("rci")) else {
        panic!("the shipped pack does not load");
    };
    let mut group = bench.benchmark_group("worst");
    for piece in ["you idiot ", "“", "ʇoᴉpᴉ ", "a*", "кук", "白 ", "你傻逼", "http://a.b "] {
        let text: String = piece.repeat(5000).chars().take(5000).collect();
        let draft = Draft { text: &text, ..Draft::default() };
        group.bench_function(piece.trim(), |timer| timer.iter(|| rules.assess(black_box(&draft), &Past::default())));
    }
    group.finish();
}

/// What texts are made of when the worst is looked for: what rules look for, what disguises it, what breaks a sieve.
const PIECES: &[&str] = &[
    "you idiot ",
    "“",
    "«",
    "ʇoᴉpᴉ ",
    "a*",
    "кук",
    "白",
    "http://a.b ",
    "c o n ",
    "id10t ",
    "u",
    ".",
    "1",
    "@",
    "é",
    "ё",
    "\u{301}",
    "&#111;",
    "sale ",
    "todos ",
    "они ",
    "هم ",
    "该",
    "+1 514 555 0182 ",
    "jane at example dot org ",
    "!!",
    "<b>",
    "ﷺ",
    "🙂",
    "\n> ",
    "it's ",
    "-",
];

/// A search for worse texts of 5,000 characters than those we know: what is found is printed, whatever it costs.
fn search(_: &mut Criterion) {
    let Ok(Some(rules)) = Library::shipped().map(|library| library.pack("rci")) else {
        panic!("the shipped pack does not load");
    };
    let pieces = proptest::collection::vec(proptest::sample::select(PIECES), 1..12);
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut worst = (std::time::Duration::ZERO, String::new());
    for _ in 0..2_000 {
        let Ok(tree) = proptest::strategy::Strategy::new_tree(&pieces, &mut runner) else { continue };
        let piece = proptest::strategy::ValueTree::current(&tree).concat();
        let text: String = piece.repeat(5_000).chars().take(5_000).collect();
        let draft = Draft { text: &text, ..Draft::default() };
        // The better of three: what the machine does besides is not the text's.
        let took = (0..3).map(|_| {
            let began = std::time::Instant::now();
            black_box(rules.assess(black_box(&draft), &Past::default()));
            began.elapsed()
        });
        let took = took.min().unwrap_or_default();
        if took > worst.0 {
            worst = (took, piece);
        }
    }
    println!("the worst of 2,000 texts made at random: {:?} for {:?} over and over", worst.0, worst.1);
}

/// What patterns are made of when the worst set is looked for that is accepted.
const PARTS: &[&str] = &[
    "y", "[^x]", ".", r"\w", r"\b", r"\s*", "[a-c]", "白", "(?i)k", "{0,10}", "{2,24}", "{0,48}", "*", "+", "?", "|",
    "(?:", ")", "[!?]", "é", "и",
];

/// A search for sets of patterns that are accepted, and texts of 5,000 characters, that take longer than those we know.
fn search_sets(_: &mut Criterion) {
    let expression = proptest::collection::vec(proptest::sample::select(PARTS), 2..10);
    let patterns = proptest::collection::vec(expression, 1..60);
    let pieces = proptest::collection::vec(
        proptest::sample::select(["y", "b", "白", "и", "é", "k", "𐐷", " "].as_slice()),
        5_000,
    );
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut worst, mut cut) = ((std::time::Duration::ZERO, String::new()), 0);
    for _ in 0..2_000 {
        let (Ok(patterns), Ok(text)) = (
            proptest::strategy::Strategy::new_tree(&patterns, &mut runner),
            proptest::strategy::Strategy::new_tree(&pieces, &mut runner),
        ) else {
            continue;
        };
        let text = proptest::strategy::ValueTree::current(&text).concat();
        let written: Vec<String> = proptest::strategy::ValueTree::current(&patterns)
            .iter()
            .map(|parts| parts.concat())
            .filter(|it| accepted(it))
            .collect();
        let Some(rules) = set_of(&written) else { continue };
        let draft = Draft { text: &text, ..Draft::default() };
        let took = (0..2).map(|_| {
            let began = std::time::Instant::now();
            cut += u32::from(black_box(rules.assess(black_box(&draft), &Past::default())).fault.is_some());
            began.elapsed()
        });
        let took = took.min().unwrap_or_default();
        if took > worst.0 {
            worst = (took, written.join("   "));
        }
    }
    println!("of 2,000 sets at random, {cut} readings were cut; the worst took {:?}: {}", worst.0, worst.1);
}

/// Whether a pattern is accepted by itself.
fn accepted(expression: &str) -> bool {
    set_of(&[expression.to_owned()]).is_some()
}

/// A set of these patterns, a rule each.
fn set_of(expressions: &[String]) -> Option<std::sync::Arc<RuleSet>> {
    let directory = tempfile::tempdir().ok()?;
    let mut pack =
        String::from("format: 1\npack: p\nversion: '1'\nclauses: [{id: c, title: {en: A}, text: {en: B}}]\nrules:\n");
    for (number, expression) in expressions.iter().enumerate() {
        let _ = writeln!(pack, "  - {{id: r{number}, clause: c, when: {{pattern: '{expression}'}}}}");
    }
    std::fs::write(directory.path().join("p.yaml"), pack).ok()?;
    Library::from_directory(directory.path()).ok()?.pack("p")
}

criterion_group!(all, benches, worst, search, search_sets);
criterion_main!(all);
