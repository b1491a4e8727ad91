//! The names of the staff, which no reader may take: few, asked for by every submission, hardly ever changed.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::store::{Store, StoreError, moderators};
use crate::text;

/// For how long the names are taken as they were read.
const FRESH: Duration = Duration::from_secs(5);

/// Somebody of the staff.
#[derive(Debug)]
struct Member {
    /// The address, folded.
    email: String,
    name: String,
    /// The name as the eye reads it.
    key: String,
}

/// The staff in memory.
#[derive(Debug, Default)]
pub(super) struct Staff {
    known: Mutex<Option<(Instant, Arc<[Member]>)>>,
}

impl Staff {
    /// The name of somebody of the staff that looks like this one, unless its bearer writes from this folded address.
    pub async fn namesake(&self, store: &Store, key: &str, email: &str) -> Result<Option<String>, StoreError> {
        let members = self.members(store).await?;
        // Whoever writes from a moderator's own address is that moderator.
        Ok(members.iter().find(|member| member.key == key && member.email != email).map(|member| member.name.clone()))
    }

    async fn members(&self, store: &Store) -> Result<Arc<[Member]>, StoreError> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((read_at, members)) = known
            && read_at.elapsed() < FRESH
        {
            return Ok(members);
        }
        let names = store.read(moderators::names).await?;
        let members: Arc<[Member]> =
            names.into_iter().map(|(email, name)| Member { email, key: text::name_key(&name), name }).collect();
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), Arc::clone(&members)));
        Ok(members)
    }
}
