//! Any bytes as a rule file: it loads, or says what is wrong; it never panics. What loads reads a text of 5,000 characters that
//! is made of the file's own words, and does not take long.

#![no_main]

use std::time::{Duration, Instant};

use libfuzzer_sys::fuzz_target;
use placet::rules::{Draft, Library, Past};

/// Far above the promise of 5 ms: fuzzed code is instrumented, and the machine has other things to do.
const TOO_LONG: Duration = Duration::from_millis(250);

fuzz_target!(|written: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("pack.yaml"), written).expect("written");
    match Library::from_directory(folder.path()) {
        Ok(library) => {
            let text: String = String::from_utf8_lossy(written).chars().cycle().take(5000).collect();
            for (_, set) in library.sets() {
                let draft = Draft { text: &text, ..Draft::default() };
                // Once in three times at least: what else the machine does is not the text's.
                let mut tries = (0..3).map(|_| {
                    let began = Instant::now();
                    let _ = set.assess(&draft, &Past::default());
                    began.elapsed()
                });
                assert!(tries.any(|took| took < TOO_LONG), "three times longer than {TOO_LONG:?}");
            }
        }
        Err(errors) => assert!(!errors.to_string().is_empty()),
    }
});
