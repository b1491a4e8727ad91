//! Where editors decide: the queue, one comment with its reasons, a decision, its undoing.
//!
//! No rule publishes and no machine refuses here: every transition comes from a person and is appended to the
//! comment's trail.

pub mod backtest;
mod bulk;
mod claims;
mod decide;
mod figures;
mod kept;
mod notes;
pub mod numbers;
mod queue;
mod redact;
mod standings;
mod surroundings;
mod thread;

use std::sync::Arc;
use std::time::Duration;

pub use bulk::{BulkError, Confirmed, LARGEST_BULK, Matching};
pub use decide::{DecideError, Decided, LONGEST_NOTE, MOST_AT_ONCE, Order};
pub use figures::PackFigures;
pub use kept::TestState;
pub use notes::LONGEST_REMARK;
pub use queue::{Item, LARGEST_PAGE, QueuePage, QueueRequest, Tray, TrayCount};
pub use redact::{Piece, redacted};
pub use standings::{Caution, LONGEST_REASON, StandingError, StandingPage, StandingRequest};
pub use surroundings::{AuthorHistory, Surroundings};

pub use crate::store::standings::{Standing, State as StandingState, Wanted as WantedStandings};

pub use crate::store::queue::{Order as QueueOrder, Position as QueuePosition, Sieve};

use crate::comment::{Access, ModeratorId, Role, SiteId};
use crate::intake::Rules;
use crate::store::Store;
use crate::store::audit::Actor;

/// The review of comments, as somebody may do it who has some access: what they may not see is not there.
#[derive(Clone)]
pub struct Desk {
    access: Access,
    actor: Actor,
    store: Arc<Store>,
    rules: Arc<Rules>,
    mails: bool,
    delay: Duration,
    lease: Duration,
}

impl Desk {
    /// A desk over `store`; readers are written to if `mails`, and only after `delay`, so that an undo unsends. Whoever
    /// opens a comment holds it for `lease`.
    pub fn new(store: Arc<Store>, rules: Arc<Rules>, mails: bool, delay: Duration, lease: Duration) -> Self {
        Self { access: Access::everywhere(Role::Owner), actor: Actor::System, store, rules, mails, delay, lease }
    }

    /// The same desk for a moderator with this access, under whose name the audit log tells what is done at it.
    #[must_use]
    pub fn of(&self, moderator: ModeratorId, access: &Access) -> Self {
        Self { access: access.clone(), actor: Actor::Moderator(moderator), ..self.clone() }
    }

    /// Whether comments of this site may be seen.
    fn may_see(&self, site: SiteId) -> bool {
        self.access.allows(Role::Viewer, site)
    }
}
