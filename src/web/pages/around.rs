//! What stands around a comment, at the desk.

use super::words::Words;
use crate::comment::{CommentId, Timestamp};
use crate::locale;
use crate::review::Surroundings;
use crate::store::comments::Comment;

/// A comment in a few words.
pub struct Brief {
    pub id: CommentId,
    pub author: String,
    pub text: String,
    pub status: String,
    pub status_label: String,
    pub at: Timestamp,
}

/// What stands around a comment.
pub struct Around {
    pub above: Vec<Brief>,
    pub neighbours: Vec<Brief>,
    pub similar: Vec<Brief>,
    pub latest: Vec<Brief>,
    /// How many of the author's comments stand where.
    pub counts: String,
    pub names: Vec<String>,
    /// Other addresses under the same name.
    pub namesakes: Vec<String>,
    pub first_seen: Timestamp,
}

impl Around {
    /// In the words of whoever looks.
    pub fn new(found: Surroundings, words: Words) -> Self {
        let brief = |comment: &Comment| Brief::new(comment, words);
        let counts: Vec<String> = found
            .author
            .counts
            .iter()
            .map(|(status, count)| {
                let status = words.say(&format!("is-{status}"));
                locale::say_with(words.0, "author-count", &[("status", status), ("count", count.to_string())])
            })
            .collect();
        Self {
            above: found.above.iter().map(brief).collect(),
            neighbours: found.neighbours.iter().map(brief).collect(),
            similar: found.similar.iter().map(|(comment, _)| brief(comment)).collect(),
            latest: found.author.latest.iter().map(brief).collect(),
            counts: counts.join(" · "),
            names: found.author.names,
            namesakes: found.author.namesakes,
            first_seen: found.author.first_seen,
        }
    }
}

impl Brief {
    fn new(comment: &Comment, words: Words) -> Self {
        const LONGEST: usize = 200;
        let mut text: String = comment.text.chars().take(LONGEST).collect();
        if text.len() < comment.text.len() {
            text.push('…');
        }
        Self {
            id: comment.id,
            author: comment.author_name.clone(),
            text,
            status: comment.status.to_string(),
            status_label: words.say(&format!("is-{}", comment.status)),
            at: comment.created_at,
        }
    }
}
