//! The state of a comment, and the one function that says how it may change.

use std::fmt;

/// Where a comment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Waiting in the pre-moderation queue: every comment begins here.
    Pending,
    /// Published.
    Approved,
    /// Refused, with a clause, and the reader was told.
    Refused,
    /// Spam: refused without an answer.
    Spam,
}

/// What an editor decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Publish it.
    Approve,
    /// Do not publish it, for a clause of the netiquette.
    Refuse,
    /// It is spam.
    Spam,
    /// Back to the queue, to be decided on later.
    Reopen,
}

/// By which door a decision came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A moderator, at the desk or by the review API.
    Moderator,
    /// A moderator, through the signed link of a mail.
    MailLink,
    /// The sample data of the demonstration.
    Demo,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Approved, Self::Refused, Self::Spam];

    /// The word the database and the API use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Spam => "spam",
        }
    }

    /// The status of a word that [`Status::as_str`] gave.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// Where a verdict leads from here; `None` where it would change nothing.
    ///
    /// Any comment may be decided anew (a published one taken down, a refused one published after all), but
    /// never to the status that it has: two editors who agree are told so instead of being counted twice.
    #[must_use]
    pub fn after(self, verdict: Verdict) -> Option<Self> {
        let next = match verdict {
            Verdict::Approve => Self::Approved,
            Verdict::Refuse => Self::Refused,
            Verdict::Spam => Self::Spam,
            Verdict::Reopen => Self::Pending,
        };
        (next != self).then_some(next)
    }
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 4] = [Self::Approve, Self::Refuse, Self::Spam, Self::Reopen];

    /// The word the API and the forms use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Refuse => "refuse",
            Self::Spam => "spam",
            Self::Reopen => "reopen",
        }
    }

    /// The verdict of a word that [`Verdict::as_str`] gave.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == word)
    }
}

impl Source {
    /// The word the database and the API use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Moderator => "moderator",
            Self::MailLink => "mail-link",
            Self::Demo => "demo",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_that_changes_nothing_is_no_transition() {
        assert_eq!(Status::Approved.after(Verdict::Approve), None);
        assert_eq!(Status::Pending.after(Verdict::Approve), Some(Status::Approved));
        assert_eq!(Status::Approved.after(Verdict::Spam), Some(Status::Spam));
        assert_eq!(Status::Refused.after(Verdict::Approve), Some(Status::Approved));
        assert_eq!(Status::Spam.after(Verdict::Reopen), Some(Status::Pending));
        assert_eq!(Status::Pending.after(Verdict::Reopen), None);
    }

    #[test]
    fn every_status_reads_back_from_its_word() {
        for status in Status::ALL {
            assert_eq!(Status::from_word(status.as_str()), Some(status));
        }
    }
}
