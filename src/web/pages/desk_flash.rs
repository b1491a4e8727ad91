//! What has just happened at the desk: said at the head of the next page, with the way to take it back.

use actix_web::HttpRequest;

use super::desk_bulk;
use super::words::Words;
use crate::comment::CommentId;
use crate::locale;
use crate::review::DecideError;

/// What has just happened, said once.
pub struct Flash {
    pub kind: &'static str,
    pub text: String,
    pub undo: Option<Undo>,
    /// The comment whose decision was taken back.
    pub undone: Option<CommentId>,
    /// Those of a decision on several, each as `ID.VERSION`.
    pub several: Vec<String>,
    /// Those on which it was not decided.
    pub left: Vec<Left>,
    /// Of a decision on all that a filter found: since when and until when it was made.
    pub all: Option<(i64, i64)>,
    /// Those that were chosen for a decision that could not be made, and the word that was typed for it.
    pub chosen: Vec<CommentId>,
    pub note: String,
}

/// A comment on which was not decided, and why.
pub struct Left {
    pub id: CommentId,
    pub why: String,
}

impl Left {
    /// Reads `ID.REASON`.
    fn read(text: &str, words: Words) -> Option<Self> {
        let (id, reason) = text.split_once('.')?;
        let reason = LEFT.into_iter().find(|known| *known == reason)?;
        Some(Self { id: id.parse().ok()?, why: words.say(&format!("left-{reason}")) })
    }

    /// Why it was not decided on, in a word for an address.
    pub const fn reason(error: &DecideError) -> &'static str {
        match error {
            DecideError::Conflict { .. } => "decided",
            DecideError::Claimed { .. } => "claimed",
            DecideError::NotFound => "gone",
            DecideError::NotAllowed { .. } => "forbidden",
            DecideError::UnknownClause => "clause",
            _ => "failed",
        }
    }
}

/// All reasons for which a comment is left.
pub const LEFT: [&str; 6] = ["decided", "claimed", "gone", "forbidden", "clause", "failed"];

/// The decision that can be taken back.
pub struct Undo {
    pub id: CommentId,
    pub version: i64,
}

/// The names in an address that say what has just happened.
pub const OF_FLASH: [&str; 11] =
    ["done", "comment", "version", "count", "failed", "taken", "left", "since", "until", "chosen", "word"];

/// What has just happened, from the address to which a decision led.
pub fn flash(request: &HttpRequest, words: Words) -> Option<Flash> {
    let mut said = None;
    let (mut id, mut version) = (None, None);
    let (mut count, mut failed) = (0_u64, 0_u64);
    let (mut several, mut left) = (Vec::new(), Vec::new());
    let (mut since, mut until) = (None, None);
    let (mut chosen, mut note) = (Vec::new(), String::new());
    for (name, value) in url::form_urlencoded::parse(request.query_string().as_bytes()) {
        match &*name {
            "done" => said = FLASHES.into_iter().find(|known| *known == value),
            "comment" => id = value.parse().ok(),
            "version" => version = value.parse().ok(),
            "count" => count = value.parse().unwrap_or_default(),
            "failed" => failed = value.parse().unwrap_or_default(),
            "taken" => {
                let known = value.split('-').filter_map(desk_bulk::comment_and_version);
                several = known.map(|(comment, version)| format!("{comment}.{version}")).collect();
            }
            "left" => left = value.split('-').filter_map(|one| Left::read(one, words)).collect(),
            "chosen" => chosen = value.split('-').filter_map(|id| id.parse().ok()).collect(),
            "word" => note = value.into_owned(),
            "since" => since = value.parse().ok(),
            "until" => until = value.parse().ok(),
            _ => {}
        }
    }
    let said = said?;
    let undoable = matches!(said, "approved" | "kept" | "refused" | "spam" | "pending");
    let is_good = undoable
        || matches!(
            said,
            "undone"
                | "several"
                | "all-decided"
                | "several-undone"
                | "view-kept"
                | "test-kept"
                | "test-dropped"
                | "noted"
                | "thread-closed"
                | "thread-opened"
                | "standing-set"
                | "standing-lifted"
        );
    Some(Flash {
        kind: if is_good { "done" } else { "problem" },
        text: locale::say_with(
            words.0,
            &format!("flash-{said}"),
            &[("count", count.to_string()), ("failed", failed.to_string())],
        ),
        undo: id.zip(version).filter(|_| undoable).map(|(id, version)| Undo { id, version }),
        undone: id.filter(|_| said == "undone"),
        several: if said == "several" { several } else { Vec::new() },
        left: if said == "several" { left } else { Vec::new() },
        chosen,
        note,
        all: since.zip(until).filter(|_| said == "all-decided"),
    })
}

/// All that a flash can say; anything else in an address is ignored.
pub const FLASHES: [&str; 27] = [
    "claimed",
    "kept",
    "standing-set",
    "standing-lifted",
    "pending",
    "noted",
    "note-empty",
    "nothing-to-redact",
    "thread-closed",
    "thread-opened",
    "approved",
    "refused",
    "spam",
    "undone",
    "already-decided",
    "nothing-to-undo",
    "clause-needed",
    "note-too-long",
    "not-found",
    "view-kept",
    "test-kept",
    "test-dropped",
    "several",
    "all-decided",
    "several-undone",
    "nothing-chosen",
    "count-changed",
];
