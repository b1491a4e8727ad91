//! Reads packs from a directory, or those that the binary carries. The only place of this room that reads files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

use super::compile::{WordFiles, compile};
use super::error::{LoadError, LoadErrors};
use super::examples;
use super::file::PackFile;
use super::set::RuleSet;

/// The largest file, in bytes.
const LARGEST_FILE: usize = 1024 * 1024;

#[derive(RustEmbed)]
#[folder = "rules/"]
struct Shipped;

/// Every pack of one place, compiled.
#[derive(Debug)]
pub struct Library {
    packs: BTreeMap<String, Arc<RuleSet>>,
}

impl Library {
    /// The packs that the binary carries.
    ///
    /// # Errors
    /// One of them is broken, which a test of this crate would have said before.
    pub fn shipped() -> Result<Self, LoadErrors> {
        Self::load(&Place::Shipped)
    }

    /// The packs of a directory: every `.yaml`, `.yml` and `.toml` file in it.
    ///
    /// # Errors
    /// Everything that is wrong with them, or that there are none. Nothing is loaded then.
    pub fn from_directory(directory: &Path) -> Result<Self, LoadErrors> {
        Self::load(&Place::Directory(directory.to_owned()))
    }

    /// A pack by its name.
    pub fn pack(&self, name: &str) -> Option<Arc<RuleSet>> {
        self.packs.get(name).cloned()
    }

    /// The names of the packs, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.packs.keys().map(String::as_str)
    }

    fn load(place: &Place) -> Result<Self, LoadErrors> {
        let mut packs = BTreeMap::new();
        let mut errors = Vec::new();
        let names = place.packs().map_err(|error| LoadErrors(vec![error]))?;
        for name in &names {
            match load_pack(place, name) {
                Ok(set) => {
                    let pack = set.pack().to_owned();
                    if packs.insert(pack.clone(), Arc::new(set)).is_some() {
                        errors.push(LoadError::file(&place.shown(name), format!("the pack `{pack}` is there twice")));
                    }
                }
                Err(mut found) => errors.append(&mut found),
            }
        }
        if names.is_empty() {
            errors.push(LoadError::file(
                &place.shown(""),
                "there is no pack here; expected a file ending in .yaml or .toml",
            ));
        }
        if errors.is_empty() { Ok(Self { packs }) } else { Err(LoadErrors(errors)) }
    }
}

/// Where packs are read from.
enum Place {
    Shipped,
    Directory(PathBuf),
}

impl Place {
    fn packs(&self) -> Result<Vec<String>, LoadError> {
        let mut names: Vec<String> = match self {
            Self::Shipped => {
                Shipped::iter().map(std::borrow::Cow::into_owned).filter(|name| !name.contains('/')).collect()
            }
            Self::Directory(directory) => std::fs::read_dir(directory)
                .and_then(|entries| {
                    entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
                })
                .map_err(|error: std::io::Error| {
                    LoadError::file(&self.shown(""), format!("cannot be read: {error}"))
                })?,
        };
        let is_pack = |name: &String| {
            Path::new(name)
                .extension()
                .is_some_and(|ending| ["yaml", "yml", "toml"].iter().any(|known| ending == *known))
        };
        names.retain(is_pack);
        names.sort();
        Ok(names)
    }

    fn read(&self, name: &str) -> Result<String, LoadError> {
        let fail = |message: String| LoadError::file(&self.shown(name), message);
        let is_outside = Path::new(name).components().any(|part| !matches!(part, std::path::Component::Normal(_)));
        if is_outside {
            return Err(fail("lies outside the directory of the rules".to_owned()));
        }
        let bytes = match self {
            Self::Shipped => {
                Shipped::get(name).map(|file| file.data.into_owned()).ok_or_else(|| fail("is not there".to_owned()))?
            }
            Self::Directory(directory) => {
                std::fs::read(directory.join(name)).map_err(|error| fail(format!("cannot be read: {error}")))?
            }
        };
        if bytes.len() > LARGEST_FILE {
            return Err(fail(format!("has {} bytes; at most {LARGEST_FILE}", bytes.len())));
        }
        String::from_utf8(bytes).map_err(|_| fail("is not UTF-8".to_owned()))
    }

    /// The file's name as people are shown it.
    fn shown(&self, name: &str) -> String {
        match self {
            Self::Shipped => format!("rules/{name}"),
            Self::Directory(directory) => directory.join(name).display().to_string(),
        }
    }
}

fn load_pack(place: &Place, name: &str) -> Result<RuleSet, Vec<LoadError>> {
    let source = place.read(name).map_err(|error| vec![error])?;
    let file = place.shown(name);
    let pack = parse(&file, &source).map_err(|error| vec![error])?;
    let mut digest = Sha256::new();
    digest.update(source.as_bytes());
    let mut word_files = WordFiles::new();
    for from in pack.lists.values().filter_map(|list| list.from.as_ref()) {
        let words = place.read(from).map_err(|error| vec![error])?;
        // A separator that no file can contain keeps two files from being taken for one.
        digest.update([0xFF]);
        digest.update(words.as_bytes());
        word_files.insert(from.clone(), words_of(&words));
    }
    let hash = digest.finalize().iter().fold(String::with_capacity(64), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    });
    let set = compile(&pack, &file, &source, &word_files, hash)?;
    let failures: Vec<LoadError> =
        pack.rules.iter().flat_map(|rule| examples::run(&set, rule, &file, &source)).collect();
    if failures.is_empty() { Ok(set) } else { Err(failures) }
}

/// One word a line; `#` begins a remark.
fn words_of(file: &str) -> Vec<String> {
    let words = file.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn parse(file: &str, source: &str) -> Result<PackFile, LoadError> {
    if Path::new(file).extension().is_some_and(|ending| ending == "toml") {
        return toml::from_str(source).map_err(|error| {
            let before = error.span().and_then(|span| source.get(..span.start)).unwrap_or_default();
            let column = before.chars().rev().take_while(|character| *character != '\n').count() + 1;
            broken(file, source, (before.matches('\n').count() + 1, column), error.message())
        });
    }
    serde_saphyr::from_str(source).map_err(|error| {
        let error = error.without_snippet();
        let place = error.location().map_or((1, 1), |location| {
            (usize::try_from(location.line()).unwrap_or(1), usize::try_from(location.column()).unwrap_or(1))
        });
        let message = match error {
            serde_saphyr::Error::SerdeUnknownField { field, expected, .. } => {
                let expected = expected.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
                format!("unknown field `{field}`, expected one of {expected}")
            }
            other => other.to_string(),
        };
        broken(file, source, place, &message)
    })
}

/// A syntax error; for an unknown key, with the key that was probably meant.
fn broken(file: &str, source: &str, place: (usize, usize), message: &str) -> LoadError {
    let error = LoadError::at(file, source, place, message);
    let mut quoted = message.split('`').skip(1).step_by(2);
    match (message.contains("unknown"), quoted.next()) {
        (true, Some(written)) => error.suggesting(written, quoted),
        _ => error,
    }
}
