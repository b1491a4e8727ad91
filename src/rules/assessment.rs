//! What goes into an assessment and what comes out: the words that the other rooms use.

use std::net::IpAddr;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A comment as it was written, with what is known around it.
#[derive(Debug, Default, Clone)]
pub struct Draft<'a> {
    /// The comment.
    pub text: &'a str,
    /// The author's name.
    pub name: Option<&'a str>,
    /// The author's email address.
    pub email: Option<&'a str>,
    /// The author's website.
    pub website: Option<&'a str>,
    /// The language of the page on which it was written.
    pub language: Option<&'a str>,
    /// The site's name.
    pub site: Option<&'a str>,
    /// The article that it answers.
    pub article: Option<Article<'a>>,
    /// The site's own hosts: links to these are not external.
    pub own_hosts: &'a [String],
    /// The address from which it comes.
    pub ip: Option<IpAddr>,
    /// When it is sent; without it, a rule's `active` is not asked.
    pub at: Option<Timestamp>,
}

/// The article that a comment answers.
#[derive(Debug, Default, Clone)]
pub struct Article<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its text, as far as known.
    pub text: &'a str,
    /// Its language.
    pub language: Option<&'a str>,
    /// The section of the paper in which it stands.
    pub section: Option<&'a str>,
    /// Its tags.
    pub tags: Vec<&'a str>,
}

/// What the store knows of what came before, asked before the rules run.
#[derive(Debug, Default, Clone)]
pub struct Past {
    /// Whether the same message came from the same author before.
    pub repeated: bool,
    /// What the author sent in the last seven days.
    pub recent: Vec<String>,
    /// Who wrote the comments above this one in its branch, the nearest first.
    pub above: Vec<Ancestor>,
    /// Whose name the author bears, if it is somebody else's.
    pub taken: Option<String>,
    /// What editors decided on the author's comments; `None` where nobody asked.
    pub author: Option<AuthorPast>,
    /// Names that may not stand under this article.
    pub banned: Vec<String>,
}

impl Past {
    /// Whether it is the author's first comment on which an editor decides.
    pub fn is_first_comment(&self) -> bool {
        self.author.is_some_and(AuthorPast::is_first)
    }

    /// Whether editors have come to trust the author.
    pub fn is_author_trusted(&self) -> bool {
        self.author.is_some_and(AuthorPast::is_trusted)
    }
}

/// Who wrote a comment above.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Ancestor {
    /// The same text for the same author, whatever it is.
    pub author: String,
    /// Whether it is the author of this comment.
    pub is_author: bool,
    /// The name that stands over the comment.
    pub name: String,
}

/// What editors decided on an author's comments.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct AuthorPast {
    /// How many were approved.
    pub approved: u32,
    /// How many were refused, or were spam.
    pub refused: u32,
}

impl AuthorPast {
    /// Whether it is the author's first comment on which an editor decides.
    pub const fn is_first(self) -> bool {
        self.approved == 0 && self.refused == 0
    }

    /// Whether editors have come to trust the author: ten approved, and not one in ten refused.
    pub const fn is_trusted(self) -> bool {
        self.approved >= 10 && self.refused * 10 < self.approved
    }
}

/// The effect of a rule, and of all of them: the strongest. In the order of strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Nothing was found.
    None,
    /// For the editor's eye.
    Hint,
    /// The reader is shown what it is, and may mend it.
    Warn,
    /// To the head of the queue.
    Hold,
    /// Proposed for the spam tray.
    Spam,
    /// Given back to the reader; only where the pack allows it.
    Refuse,
}

impl Outcome {
    /// The outcome of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::None, Self::Hint, Self::Warn, Self::Hold, Self::Spam, Self::Refuse]
            .into_iter()
            .find(|outcome| outcome.as_str() == word)
    }

    /// The word for it in files, answers and the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Hint => "hint",
            Self::Warn => "warn",
            Self::Hold => "hold",
            Self::Spam => "spam",
            Self::Refuse => "refuse",
        }
    }
}

/// What the rules found in one comment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// The strongest effect of the hits that count.
    pub outcome: Outcome,
    /// The sum of the scores of the rules that hit and count.
    pub score: f64,
    /// The comment's language, where it could be known.
    pub language: Option<String>,
    /// Every hit, those in shadow included, by place.
    pub hits: Vec<Hit>,
    /// The pack of rules.
    pub pack: String,
    /// Its version.
    pub version: String,
    /// The SHA-256 of its files, in hexadecimal.
    pub hash: String,
    /// What went wrong; the comment is held then.
    pub fault: Option<String>,
}

/// One place in a comment that a rule found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The rule.
    pub rule: String,
    /// The clause it serves.
    pub clause: Option<String>,
    /// The rule's effect.
    pub action: Outcome,
    /// The view in which it was found.
    pub view: View,
    /// The part of the submission.
    pub field: Field,
    /// First byte, in that part.
    pub start: usize,
    /// The byte after the last; equal to `start` where the hit is the comment as a whole.
    pub end: usize,
    /// The words as they were written.
    pub surface: String,
    /// The list's word, where there is one.
    pub word: Option<String>,
    /// Whether it counts.
    pub mode: Mode,
}

impl Hit {
    /// Whether the reader is told of it before an editor decides: what may be mended, of a rule that counts.
    pub fn may_be_mended(&self) -> bool {
        self.action == Outcome::Warn && self.mode == Mode::Enforce
    }
}

/// A way of reading a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum View {
    /// As written, but for upper and lower case.
    Plain,
    /// Without look-alikes, invisible characters and marks.
    Folded,
    /// Folded, and written as nobody types it: with tags inside, in letters of another alphabet, for mathematics or in
    /// circles. Whoever looks into `folded` sees it too, and a hit says `folded`.
    Veiled,
    /// Folded, and cut by what nobody sees. Whoever looks into `folded` or `spaced` sees it, and a hit says `spaced`.
    Unseen,
    /// Digits and signs as letters.
    Leet,
    /// Single letters joined.
    Spaced,
    /// Masked letters guessed.
    Masked,
    /// Stretched words shortened.
    Repeated,
    /// Two neighbouring letters changed back.
    Swapped,
}

impl View {
    /// Whether a rule that looks into `views` sees what was found in this one.
    pub fn is_among(self, views: &[Self]) -> bool {
        views.contains(&self) || views.contains(&self.told()) || (self == Self::Unseen && views.contains(&Self::Folded))
    }

    /// The view that rules and hits name: what is veiled is folded, what is cut unseen is spaced.
    #[must_use]
    pub const fn told(self) -> Self {
        match self {
            Self::Veiled => Self::Folded,
            Self::Unseen => Self::Spaced,
            other => other,
        }
    }
}

/// A part of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// The comment.
    Text,
    /// The author's name.
    Name,
    /// The author's email address.
    Email,
    /// The author's website.
    Website,
}

/// Whether a rule's hits count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// They do.
    Enforce,
    /// They are recorded only.
    Shadow,
}
