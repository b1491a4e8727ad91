//! From a place with rule files to compiled packs: layers are laid, names resolved, tests run. Whole or not at all.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::compile::{Shared, compile};
use super::error::{LoadError, LoadErrors, Sources, place_of_key};
use super::examples::KnownFailures;
use super::file::PackFile;
use super::kept::RuleVersion;
use super::layer;
use super::list_file;
use super::parse::parse;
use super::place::Place;
use super::set::RuleSet;

/// A pack that extends one that extends one …: at most so many.
const LONGEST_CHAIN: usize = 8;

/// Rules whose tests run before their memory is given back.
const TESTED_AT_ONCE: usize = 40;

/// Every pack of one place, compiled.
#[derive(Debug)]
pub struct Library {
    packs: BTreeMap<String, Arc<RuleSet>>,
    /// Packs with a site's own layers over them, by site and pack.
    sites: HashMap<(String, String), Arc<RuleSet>>,
    known_failures: KnownFailures,
    /// The files of each set, until they are taken.
    versions: Vec<RuleVersion>,
}

impl Library {
    /// The packs that the binary carries.
    ///
    /// # Errors
    /// One of them is broken, which a test of this crate would have said before.
    pub fn shipped() -> Result<Self, LoadErrors> {
        Self::load(&Place::Shipped, Tests::Run)
    }

    /// The packs of a directory: every `.yaml`, `.yml` and `.toml` file in it, and the sites' own layers in
    /// `sites/<site>/`.
    ///
    /// # Errors
    /// Everything that is wrong with them, or that there are none. Nothing is loaded then.
    pub fn from_directory(directory: &Path) -> Result<Self, LoadErrors> {
        Self::load(&Place::Directory(directory.to_owned()), Tests::Run)
    }

    /// A version that was kept, compiled again. Its tests passed when it was loaded; where the program reads differently
    /// today, that is what a replay is to show, and they do not run.
    ///
    /// # Errors
    /// This program cannot read it any more.
    pub fn replay(version: &RuleVersion) -> Result<Arc<RuleSet>, LoadErrors> {
        let library = Self::load(&Place::Kept(version.files.clone()), Tests::Skipped)?;
        let mut sets = library.packs.values().chain(library.sites.values());
        sets.find(|set| set.hash == version.hash).cloned().ok_or_else(|| {
            let message = "its files are not those that were loaded then: their SHA-256 is another".to_owned();
            LoadErrors(vec![LoadError::file(&version.pack, message)])
        })
    }

    /// The files of each set, to be kept; they are held no longer.
    pub fn take_versions(&mut self) -> Vec<RuleVersion> {
        std::mem::take(&mut self.versions)
    }

    /// A pack by its name.
    pub fn pack(&self, name: &str) -> Option<Arc<RuleSet>> {
        self.packs.get(name).cloned()
    }

    /// A pack as a site has it: with the site's own layers, where there are any.
    pub fn for_site(&self, site: &str, pack: &str) -> Option<Arc<RuleSet>> {
        if self.sites.is_empty() {
            return self.pack(pack);
        }
        self.sites.get(&(site.to_owned(), pack.to_owned())).cloned().or_else(|| self.pack(pack))
    }

    /// The names of the packs, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.packs.keys().map(String::as_str)
    }

    /// Every set: the packs in order, then the sites' own, with the site's key.
    pub fn sets(&self) -> Vec<(Option<&str>, &RuleSet)> {
        let mut sites: Vec<_> = self.sites.iter().collect();
        sites.sort_by_key(|(names, _)| *names);
        let packs = self.packs.values().map(|set| (None, &**set));
        packs.chain(sites.into_iter().map(|((site, _), set)| (Some(site.as_str()), &**set))).collect()
    }

    /// The tests that are known to fail (`todo_fires`, `todo_passes`), in words.
    pub fn known_failures(&self) -> &[String] {
        &self.known_failures.failing
    }

    /// Those among them that do not fail any more, in words.
    pub fn mended_failures(&self) -> &[String] {
        &self.known_failures.mended
    }

    fn load(place: &Place, tests: Tests) -> Result<Self, LoadErrors> {
        let mut loading = Loading {
            place,
            tests,
            read: HashMap::new(),
            layers: HashMap::new(),
            versions: Vec::new(),
            errors: Vec::new(),
            broken: Vec::new(),
            known_failures: KnownFailures::default(),
            shared: Shared::default(),
        };
        loading.parse().map_err(|error| LoadErrors(vec![error]))?;
        let mut names: Vec<String> = loading.layers.keys().cloned().collect();
        names.sort();
        let mut packs = BTreeMap::new();
        for name in names {
            if let Some(set) = loading.pack(&name, &[]) {
                packs.insert(name, Arc::new(set));
            }
        }
        let mut sites = HashMap::new();
        for (site, over) in loading.sites().map_err(|error| LoadErrors(vec![error]))? {
            for (pack, layers) in over {
                if let Some(set) = loading.pack(&pack, &layers) {
                    sites.insert((site.clone(), pack), Arc::new(set));
                }
            }
        }
        let Loading { errors, known_failures, versions, .. } = loading;
        if errors.is_empty() { Ok(Self { packs, sites, known_failures, versions }) } else { Err(LoadErrors(errors)) }
    }
}

/// Whether the rules' own tests run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tests {
    Run,
    Skipped,
}

/// A file as it was parsed, with its name and its source.
#[derive(Clone)]
struct Layer {
    pack: PackFile,
    /// Its name within the place.
    name: String,
    /// Its name as people are shown it.
    file: String,
    source: Arc<str>,
}

impl Layer {
    /// What is wrong with a key at its head.
    fn fault(&self, key: &str, message: String) -> LoadError {
        let place = place_of_key(&self.source, key).unwrap_or((1, 1));
        LoadError::at(&self.file, &self.source, place, message)
    }
}

struct Loading<'a> {
    place: &'a Place,
    tests: Tests,
    /// What stands in the files read so far: the same lists are of many packs.
    read: HashMap<String, Arc<str>>,
    /// The packs' own files, by the pack's name.
    layers: HashMap<String, Layer>,
    errors: Vec<LoadError>,
    /// The names of files that could not be read.
    broken: Vec<String>,
    known_failures: KnownFailures,
    versions: Vec<RuleVersion>,
    shared: Shared,
}

impl Loading<'_> {
    fn parse(&mut self) -> Result<(), LoadError> {
        let names = self.place.packs()?;
        for name in &names {
            let Some(layer) = self.layer(name) else { continue };
            let pack = layer.pack.pack.clone();
            if let Some(other) = self.layers.get(&pack) {
                let message = format!("the pack `{pack}` is there already, in {}", other.file);
                self.errors.push(layer.fault("pack", message));
            } else {
                self.layers.insert(pack, layer);
            }
        }
        if names.is_empty() {
            let expected = "there is no pack here; expected a file ending in .yaml or .toml";
            return Err(LoadError::file(&self.place.shown(""), expected));
        }
        Ok(())
    }

    fn layer(&mut self, name: &str) -> Option<Layer> {
        let file = self.place.shown(name);
        let parsed = self.place.read(name).and_then(|source| Ok((parse(&file, &source)?, source.into())));
        match parsed {
            Ok((pack, source)) => Some(Layer { pack, name: name.to_owned(), file, source }),
            Err(error) => {
                self.errors.push(error);
                // By its name, as far as that can be told.
                let stem = name.rsplit('/').next().and_then(|file| file.split('.').next());
                self.broken.extend(stem.map(str::to_owned));
                None
            }
        }
    }

    /// The sites' own layers: by site, then by the pack that they lie over.
    fn sites(&mut self) -> Result<BTreeMap<String, BTreeMap<String, Vec<Layer>>>, LoadError> {
        let mut sites: BTreeMap<String, BTreeMap<String, Vec<Layer>>> = BTreeMap::new();
        for (site, name) in self.place.layers()? {
            let Some(layer) = self.layer(&name) else { continue };
            let pack = layer.pack.pack.clone();
            sites.entry(site).or_default().entry(pack).or_default().push(layer);
        }
        Ok(sites)
    }

    /// A pack with everything that it extends below it, and these layers above.
    fn pack(&mut self, name: &str, above: &[Layer]) -> Option<RuleSet> {
        let mut chain: Vec<Layer> = above.iter().rev().cloned().collect();
        let mut wanted = Some(name.to_owned());
        while let Some(name) = wanted.take() {
            let Some(layer) = self.layers.get(&name).cloned() else {
                let message = format!("there is no pack `{name}` to build on");
                let error = match chain.last() {
                    Some(layer) if layer.pack.extends.as_ref() == Some(&name) => layer.fault("extends", message),
                    Some(layer) => layer.fault("pack", message),
                    None => LoadError::file(&self.place.shown(""), message),
                };
                // Where its file is broken, that is told, and all that is wrong.
                if !self.broken.contains(&name) {
                    self.errors.push(error.suggesting(&name, self.layers.keys().map(String::as_str)));
                }
                return None;
            };
            wanted.clone_from(&layer.pack.extends);
            chain.push(layer);
            if chain.len() > LONGEST_CHAIN {
                let last = chain.last().map(|layer| {
                    layer.fault(
                        "extends",
                        format!("`{name}` extends itself, or builds on more than {LONGEST_CHAIN} packs"),
                    )
                });
                self.errors.extend(last.filter(|error| !self.errors.contains(error)));
                return None;
            }
        }
        match self.assemble(chain) {
            Ok(set) => Some(set),
            Err(errors) => {
                // What is wrong with a pack is wrong with all that build on it: it is told once.
                let new = errors.into_iter().filter(|error| !self.errors.contains(error)).collect::<Vec<_>>();
                self.errors.extend(new);
                None
            }
        }
    }

    /// Lays the layers, the last of the chain first, compiles them and runs their tests.
    fn assemble(&mut self, mut chain: Vec<Layer>) -> Result<RuleSet, Vec<LoadError>> {
        let (mut sources, mut made_of) = (Sources::default(), MadeOf::default());
        let mut pack: Option<PackFile> = None;
        while let Some(layer) = chain.pop() {
            made_of.add(&layer.name, &layer.source);
            sources.0.push((layer.file, layer.source));
            pack = Some(match pack {
                None => layer.pack,
                Some(lower) => layer::lay(lower, layer.pack, &sources)?,
            });
        }
        let Some(pack) = pack else { return Err(Vec::new()) };
        let mut words: HashMap<String, Vec<String>> = HashMap::new();
        let mut files = |name: &str| {
            if let Some(words) = words.get(name) {
                return Ok(words.clone());
            }
            let source = match self.read.get(name) {
                Some(source) => Arc::clone(source),
                None => {
                    let read = self.place.read(name).map_err(|error| format!("{}: {}", error.file, error.message))?;
                    Arc::clone(self.read.entry(name.to_owned()).or_insert(read.into()))
                }
            };
            made_of.add(name, &source);
            let of_file = words_of(&source);
            words.insert(name.to_owned(), of_file.clone());
            Ok(of_file)
        };
        let mut set = compile(&pack, &sources, &mut files, &mut self.shared)?;
        set.hash = made_of.hash();
        let failures = if self.tests == Tests::Run { self.test(&mut set, &pack, &sources) } else { Vec::new() };
        set.matcher.forget_tests();
        if !failures.is_empty() {
            return Err(failures);
        }
        let (pack, version, hash) = (set.pack.clone(), set.version.clone(), set.hash.clone());
        self.versions.push(RuleVersion { pack, version, hash, files: made_of.files });
        Ok(set)
    }

    /// Runs the tests of a set's rules: those that fail and are not known to.
    fn test(&mut self, set: &mut RuleSet, pack: &PackFile, sources: &Sources) -> Vec<LoadError> {
        let mut failures = Vec::new();
        let lists = list_file::digest(&pack.lists);
        let around = Sha256::new().chain_update(lists).chain_update(format!("{:?}", pack.defaults)).finalize();
        // In portions: what tests have searched in is given back before more is taken.
        for rules in pack.rules.chunks(TESTED_AT_ONCE) {
            for rule in rules {
                let (of_rule, known_of_rule) = self.shared.passed.run(set, rule, &around, sources);
                failures.extend(of_rule);
                self.known_failures.extend(known_of_rule);
            }
            set.matcher.release_memory();
        }
        failures
    }
}

/// What a set is made of.
#[derive(Default)]
struct MadeOf {
    digest: Sha256,
    files: BTreeMap<String, Arc<str>>,
}

impl MadeOf {
    fn add(&mut self, name: &str, source: &Arc<str>) {
        self.digest.update(source.as_bytes());
        // A byte that no file can contain keeps two files from being taken for one.
        self.digest.update([0xFF]);
        self.files.insert(name.to_owned(), Arc::clone(source));
    }

    fn hash(&self) -> String {
        self.digest.clone().finalize().iter().fold(String::with_capacity(64), |mut hash, byte| {
            let _ = write!(hash, "{byte:02x}");
            hash
        })
    }
}

/// One word a line; `#` begins a remark.
fn words_of(file: &str) -> Vec<String> {
    let words = file.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
