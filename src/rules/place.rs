//! Where rule files stand: a directory, the binary itself, or a version that was kept. The only place of this room that reads files.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use rust_embed::RustEmbed;

use super::error::LoadError;

/// The largest file, in bytes.
const LARGEST_FILE: usize = 1024 * 1024;
/// The folder of the sites' own layers.
const SITES: &str = "sites";

#[derive(RustEmbed)]
#[folder = "rules/"]
struct Shipped;

/// Where packs are read from.
#[derive(Debug, Clone)]
pub enum Place {
    /// The binary.
    Shipped,
    /// A directory.
    Directory(PathBuf),
    /// The files of a version that was kept, by their names.
    Kept(BTreeMap<String, Arc<str>>),
}

impl Place {
    /// The packs: every `.yaml`, `.yml` and `.toml` file, in order.
    ///
    /// # Errors
    /// The directory cannot be read.
    pub fn packs(&self) -> Result<Vec<String>, LoadError> {
        let names = match self {
            Self::Shipped => Shipped::iter().map(std::borrow::Cow::into_owned).collect(),
            Self::Directory(directory) => names_in(directory).map_err(|error| self.unreadable("", &error))?,
            Self::Kept(files) => files.keys().cloned().collect(),
        };
        Ok(names.into_iter().filter(|name| !name.contains('/') && is_pack(name)).collect())
    }

    /// The layers of the sites: the site's key and the file, in order.
    ///
    /// # Errors
    /// A directory cannot be read.
    pub fn layers(&self) -> Result<Vec<(String, String)>, LoadError> {
        let directory = match self {
            Self::Shipped => return Ok(Vec::new()),
            Self::Directory(directory) => directory,
            Self::Kept(files) => return Ok(files.keys().filter_map(|file| layer_of(file)).collect()),
        };
        let sites = directory.join(SITES);
        if !sites.is_dir() {
            return Ok(Vec::new());
        }
        let mut layers = Vec::new();
        for site in names_in(&sites).map_err(|error| self.unreadable(SITES, &error))? {
            let folder = sites.join(&site);
            if !folder.is_dir() {
                continue;
            }
            let files = names_in(&folder).map_err(|error| self.unreadable(&format!("{SITES}/{site}"), &error))?;
            let of_site = |file: String| (site.clone(), format!("{SITES}/{site}/{file}"));
            layers.extend(files.into_iter().filter(|file| is_pack(file)).map(of_site));
        }
        Ok(layers)
    }

    /// What stands in a file.
    ///
    /// # Errors
    /// It is not there, not UTF-8, too large, or outside the directory.
    pub fn read(&self, name: &str) -> Result<String, LoadError> {
        let fail = |message: String| LoadError::file(&self.shown(name), message);
        if Path::new(name).components().any(|part| !matches!(part, Component::Normal(_))) {
            return Err(fail("lies outside the directory of the rules".to_owned()));
        }
        let bytes = match self {
            Self::Shipped => {
                Shipped::get(name).map(|file| file.data.into_owned()).ok_or_else(|| fail("is not there".to_owned()))?
            }
            Self::Directory(directory) => {
                std::fs::read(directory.join(name)).map_err(|error| self.unreadable(name, &error))?
            }
            Self::Kept(files) => files
                .get(name)
                .map(|source| source.as_bytes().to_vec())
                .ok_or_else(|| fail("is not there".to_owned()))?,
        };
        if bytes.len() > LARGEST_FILE {
            return Err(fail(format!("has {} bytes; at most {LARGEST_FILE}", bytes.len())));
        }
        String::from_utf8(bytes).map_err(|_| fail("is not UTF-8".to_owned()))
    }

    /// The file's name as people are shown it.
    pub fn shown(&self, name: &str) -> String {
        match self {
            Self::Shipped | Self::Kept(_) => format!("rules/{name}"),
            Self::Directory(directory) => directory.join(name).display().to_string(),
        }
    }

    fn unreadable(&self, name: &str, error: &std::io::Error) -> LoadError {
        LoadError::file(&self.shown(name), format!("cannot be read: {error}"))
    }
}

/// The site's key and the file, where a file is a site's own layer.
fn layer_of(file: &str) -> Option<(String, String)> {
    let (site, name) = file.strip_prefix(SITES)?.strip_prefix('/')?.split_once('/')?;
    (!name.contains('/') && is_pack(name)).then(|| (site.to_owned(), file.to_owned()))
}

fn names_in(directory: &Path) -> std::io::Result<Vec<String>> {
    let entries = std::fs::read_dir(directory)?;
    let mut names = entries
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<std::io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

fn is_pack(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(std::ffi::OsStr::to_str);
    // Editors leave files that begin with a dot.
    ending.is_some_and(|ending| ["yaml", "yml", "toml"].contains(&ending)) && !name.starts_with('.')
}
