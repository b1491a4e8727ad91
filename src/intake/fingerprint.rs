//! How a submission is recognised when it comes again: numbers made of a hash, short enough for an index.

use sha2::{Digest as _, Sha256};

use super::Submission;
use crate::text;

/// A number for all that was submitted: a retry has the same one.
pub(super) fn of_submission(submission: &Submission) -> i64 {
    let parent = submission.parent.map(|parent| parent.to_string()).unwrap_or_default();
    number(&[
        submission.thread.as_str(),
        submission.name.as_str(),
        &submission.email.folded(),
        submission.website.as_ref().map_or("", |website| website.as_str()),
        submission.text.as_str(),
        &parent,
    ])
}

/// A number for the author and the message, as the clause `repetition` compares them.
pub(super) fn of_message(submission: &Submission) -> i64 {
    number(&[&submission.email.folded(), &text::repetition_key(submission.text.as_str())])
}

fn number(parts: &[&str]) -> i64 {
    let mut hash = Sha256::new();
    for part in parts {
        // The length first, so that no part can run into the next.
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    digest.iter().take(8).fold(0, |number: i64, byte| (number << 8) | i64::from(*byte))
}
