//! Any bytes as a rule file: it loads, or says what is wrong; it never panics.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|written: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("pack.yaml"), written).expect("written");
    if let Err(errors) = placet::rules::Library::from_directory(folder.path()) {
        assert!(!errors.to_string().is_empty());
    }
});
