//! `placet rules bench`: what it costs to assess the texts that come in.

use std::hint::black_box;
use std::io::{self, BufRead, Write};
use std::time::{Duration, Instant};

use serde::Deserialize;

use super::{Which, set};
use crate::rules::{Draft, Past};

/// The texts are read over and over for about so long.
const LONG_ENOUGH: Duration = Duration::from_secs(2);

#[derive(Deserialize)]
struct Line {
    text: String,
}

/// Measures; whether there was anything to measure.
pub(super) fn bench(
    which: &Which,
    json: bool,
    input: impl BufRead,
    mut out: impl Write,
    mut errors: impl Write,
) -> io::Result<bool> {
    let loading = Instant::now();
    let (_, set) = match set(&which.rules, &which.pack) {
        Ok(found) => found,
        Err(message) => {
            writeln!(errors, "{message}")?;
            return Ok(false);
        }
    };
    let loading = loading.elapsed();
    let mut texts = Vec::new();
    for line in input.lines() {
        let line = line?;
        // A line of JSON is a comment as `explain` reads it; any other line is a text.
        let text = serde_json::from_str::<Line>(&line).map_or(line, |line| line.text);
        texts.extend((!text.trim().is_empty()).then_some(text));
    }
    if texts.is_empty() {
        writeln!(errors, "there is no text on standard input")?;
        return Ok(false);
    }
    let mut taken = Vec::new();
    let began = Instant::now();
    while began.elapsed() < LONG_ENOUGH {
        for text in &texts {
            let draft = Draft { text, ..Draft::default() };
            let begin = Instant::now();
            black_box(set.assess(black_box(&draft), &Past::default()));
            taken.push(begin.elapsed());
        }
    }
    let all: Duration = taken.iter().sum();
    taken.sort_unstable();
    let at = |share: usize| micros(taken.get((taken.len() - 1) * share / 100).copied().unwrap_or_default());
    let count = u32::try_from(taken.len()).unwrap_or(u32::MAX);
    let mean = micros(all) / f64::from(count);
    let bytes = texts.iter().map(String::len).sum::<usize>() / texts.len();
    if json {
        let told = serde_json::json!({ "pack": set.pack(), "rules": set.rule_count(), "texts": texts.len(),
            "bytes_per_text": bytes, "load_ms": micros(loading) / 1000.0, "comments_per_second": 1e6 / mean,
            "mean_us": mean, "p50_us": at(50), "p99_us": at(99), "max_us": at(100) });
        writeln!(out, "{told}")?;
    } else {
        writeln!(
            out,
            "pack               {} ({} rules, loaded in {:.0} ms)",
            set.pack(),
            set.rule_count(),
            micros(loading) / 1000.0
        )?;
        writeln!(out, "texts              {} of {bytes} bytes on average", texts.len())?;
        writeln!(out, "comments a second  {:.0} on one core", 1e6 / mean)?;
        writeln!(
            out,
            "µs a comment       {mean:.1} on average, {:.1} at p50, {:.1} at p99, {:.1} at most",
            at(50),
            at(99),
            at(100)
        )?;
    }
    Ok(true)
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}
