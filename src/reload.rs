//! The rules in force and how they are replaced: whole or not at all. What could not be loaded is remembered, and told.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::comment::Timestamp;
use crate::intake::Rules;
use crate::rules::{Library, LoadError, LoadErrors, RuleVersion};

/// Where the rules come from, and what became of the last attempt to load them.
pub struct Reload {
    rules: Arc<Rules>,
    /// None: the packs that ship.
    directory: Option<PathBuf>,
    status: Mutex<ReloadStatus>,
    /// One at a time: an older set must not come after a newer one.
    loading: Mutex<()>,
}

/// How the rules in force came to be.
#[derive(Debug, Clone)]
pub struct ReloadStatus {
    /// When the set in force was loaded.
    pub loaded_at: Timestamp,
    /// When a later attempt failed, and everything that was wrong: the set in force stayed.
    pub failure: Option<(Timestamp, String)>,
}

impl Reload {
    /// For rules that have just been loaded from there.
    pub fn new(rules: Arc<Rules>, directory: Option<PathBuf>) -> Self {
        Self {
            rules,
            directory,
            status: Mutex::new(ReloadStatus { loaded_at: Timestamp::now(), failure: None }),
            loading: Mutex::new(()),
        }
    }

    /// The directory of the rules; none where the packs that ship are used.
    pub fn directory(&self) -> Option<&PathBuf> {
        self.directory.as_ref()
    }

    /// How the rules in force came to be.
    pub fn status(&self) -> ReloadStatus {
        self.status.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Loads the rules anew and puts them in force; requests under way keep the set with which they began. Reads files:
    /// not for a thread that serves. The files of the versions that are in force then, to be kept.
    ///
    /// # Errors
    /// Everything that is wrong with them; the set in force stays.
    pub fn reload(&self) -> Result<Vec<RuleVersion>, LoadErrors> {
        let _one_at_a_time = self.loading.lock().unwrap_or_else(PoisonError::into_inner);
        let loaded = self.directory.as_deref().map_or_else(Library::shipped, Library::from_directory);
        let loaded = loaded.and_then(|library| self.has_all_packs(library));
        let mut status = self.status.lock().unwrap_or_else(PoisonError::into_inner);
        match loaded {
            Ok(mut library) => {
                let versions = library.take_versions();
                let packs: Vec<String> =
                    library.sets().into_iter().map(|(_, set)| format!("{} {}", set.pack(), set.version())).collect();
                self.rules.store(Arc::new(library));
                *status = ReloadStatus { loaded_at: Timestamp::now(), failure: None };
                tracing::info!(packs = packs.join(", "), "the rules are loaded anew");
                Ok(versions)
            }
            Err(errors) => {
                tracing::error!(%errors, "the rules were not loaded: the set in force stays");
                status.failure = Some((Timestamp::now(), errors.to_string()));
                Err(errors)
            }
        }
    }

    /// A site whose pack is gone could take no comment: what is in force must still be there.
    fn has_all_packs(&self, library: Library) -> Result<Library, LoadErrors> {
        let in_force = self.rules.load();
        let gone = in_force.names().filter(|name| library.pack(name).is_none());
        let errors: Vec<LoadError> = gone
            .map(|name| {
                let place = self.directory.as_ref().map(|directory| directory.display().to_string());
                let message =
                    format!("the pack `{name}` is in force and is no longer there; only a restart drops a pack");
                LoadError::file(&place.unwrap_or_default(), message)
            })
            .collect();
        if errors.is_empty() { Ok(library) } else { Err(LoadErrors(errors)) }
    }
}
