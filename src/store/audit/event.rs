//! What the audit log tells: one event of one kind.

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::comment::{CommentId, ModeratorId, SiteId};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)+) => {
        /// What was done. A new kind is one line here and one in each language's `audit.ftl`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kind {
            $($(#[$doc])* $name,)+
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word that the database and the API use.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }
        }
    };
}

kinds! {
    /// A comment came in and is held.
    Hold = "hold",
    /// An editor decided on a comment.
    Decision = "decision",
    /// The last decision on a comment was taken back.
    Undo = "undo",
    /// Something else than what the reader wrote is published.
    Redaction = "redaction",
    /// A note for colleagues.
    Note = "note",
    /// A comment that somebody else was reading was taken over.
    ClaimTakeOver = "claim.take-over",
    /// A comment is kept as a test of the rules.
    TestKeep = "test.keep",
    /// A comment is no longer kept as a test.
    TestDrop = "test.drop",
    /// A thread was announced, or what is said of its article changed.
    ThreadSet = "thread.set",
    /// A thread takes no more comments.
    ThreadClose = "thread.close",
    /// A thread takes comments again.
    ThreadOpen = "thread.open",
    /// What editors think of somebody was set: trust, always hold, block.
    StandingSet = "standing.set",
    /// It was taken back, or another took its place.
    StandingLift = "standing.lift",
    /// A site was added.
    SiteAdd = "site.add",
    /// Somebody may work at the desk.
    UserAdd = "user.add",
    /// Somebody was invited.
    UserInvite = "user.invite",
    /// An invitation was taken back.
    UserInviteRevoke = "user.invite.revoke",
    /// Somebody's second factor was put in force or taken away.
    UserFactor = "user.second-factor",
    /// What somebody may do has changed.
    UserRole = "user.role",
    /// Somebody's password was set.
    UserPassword = "user.password",
    /// Somebody changed how they want their desk.
    UserSettings = "user.settings",
    /// An API token was made.
    TokenCreate = "token.create",
    /// An API token was revoked.
    TokenRevoke = "token.revoke",
    /// Somebody logged in.
    Login = "login",
    /// Somebody tried to log in and could not.
    LoginFailed = "login.failed",
    /// Somebody logged out.
    Logout = "logout",
    /// A session was ended from the list of sessions.
    SessionEnd = "session.end",
    /// A server started, with these rules.
    Start = "start",
    /// The rules were loaded anew.
    RulesReload = "rules.reload",
    /// Rules were not loaded: those in force stayed.
    RulesRefused = "rules.refused",
    /// The audit log was exported.
    Export = "export",
}

impl Kind {
    /// The kind of a word that [`Kind::as_str`] gave.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A moderator.
    Moderator(ModeratorId),
    /// Whoever runs commands on the server.
    CommandLine,
    /// Placet itself.
    System,
}

impl Actor {
    /// The word that the database and the API use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Moderator(_) => "moderator",
            Self::CommandLine => "command-line",
            Self::System => "system",
        }
    }

    /// The moderator, where it is one.
    #[must_use]
    pub const fn moderator(self) -> Option<ModeratorId> {
        match self {
            Self::Moderator(id) => Some(id),
            Self::CommandLine | Self::System => None,
        }
    }
}

impl From<Option<ModeratorId>> for Actor {
    /// The moderator, or Placet itself where nobody is named.
    fn from(moderator: Option<ModeratorId>) -> Self {
        moderator.map_or(Self::System, Self::Moderator)
    }
}

/// Something that was done.
///
/// Its facts are ids, hashes and words of our own: never an address, a comment's text or what somebody typed.
#[derive(Debug, Clone)]
pub struct Event {
    pub(super) kind: Kind,
    pub(super) actor: Actor,
    pub(super) site: Option<SiteId>,
    pub(super) comment: Option<CommentId>,
    pub(super) facts: Map<String, Value>,
}

impl Event {
    /// Something of this kind, done by this actor.
    pub fn new(kind: Kind, actor: impl Into<Actor>) -> Self {
        Self { kind, actor: actor.into(), site: None, comment: None, facts: Map::new() }
    }

    /// On this site.
    #[must_use]
    pub fn site(self, site: SiteId) -> Self {
        Self { site: Some(site), ..self }
    }

    /// To this comment.
    #[must_use]
    pub fn comment(self, comment: CommentId) -> Self {
        Self { comment: Some(comment), ..self }
    }

    /// With a fact: an id (which prints as a string), a hash, a number, a word of our own. `null` is no fact.
    #[must_use]
    pub fn fact(mut self, name: &'static str, value: impl serde::Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(Value::Null) | Err(_) => {}
            Ok(value) => {
                self.facts.insert(name.to_owned(), value);
            }
        }
        self
    }
}

/// What stands in the log for a text: its SHA-256, in hexadecimal.
#[must_use]
pub fn digest(text: &str) -> String {
    super::chain::hexadecimal(&Sha256::digest(text.as_bytes()))
}
