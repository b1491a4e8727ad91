//! What an editor needs to know around a comment: what it answers, who its author is, what was made of its like.

use std::collections::HashSet;

use super::Desk;
use crate::comment::{CommentId, Status, Timestamp};
use crate::store::comments::{self, Comment};
use crate::store::{AnyConnection, StoreError, surroundings};
use crate::text::repetition_key;

/// Neighbours shown on each side.
const NEIGHBOURS: i64 = 2;
/// Comments above, the nearest first.
const ABOVE: usize = 3;
/// The author's latest that are shown.
const LATEST: usize = 5;
/// So many decided comments of each status are compared.
const COMPARED: i64 = 200;
/// Other addresses under the same name that are shown.
const NAMESAKES: i64 = 5;
/// Similar comments that are shown.
const SIMILAR: usize = 3;
/// From this share of common shingles on, two texts are similar.
const ALIKE: f64 = 0.25;
/// Characters of a shingle: overlapping stretches of a text, the same in texts that are nearly the same.
const SHINGLE: usize = 5;

/// What stands around a comment.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The comments that it answers, the nearest first.
    pub above: Vec<Comment>,
    /// The nearest comments in its thread, in their order.
    pub neighbours: Vec<Comment>,
    /// Its author.
    pub author: AuthorHistory,
    /// Comments with much of the same text that were decided, with the share of what is common.
    pub similar: Vec<(Comment, f64)>,
}

/// What is known of an author, on every site.
#[derive(Debug, Clone)]
pub struct AuthorHistory {
    /// How many comments have each status; of the newest two hundred.
    pub counts: Vec<(Status, usize)>,
    /// The names under which they were written.
    pub names: Vec<String>,
    /// Other addresses by which approved comments of this site were written under this name.
    pub namesakes: Vec<String>,
    /// When the first of them was.
    pub first_seen: Timestamp,
    /// The newest but this one.
    pub latest: Vec<Comment>,
}

impl Desk {
    /// What stands around a comment; `None` where there is no such comment.
    ///
    /// # Errors
    /// The query failed.
    pub async fn surroundings(&self, id: CommentId) -> Result<Option<Surroundings>, StoreError> {
        let desk = self.clone();
        self.store
            .read(move |connection| {
                let found = comments::get(connection, id)?.filter(|comment| desk.may_see(comment.site));
                let Some(comment) = found else { return Ok(None) };
                let mut own = surroundings::of_author(connection, &comment.author_email.folded())?;
                own.retain(|other| desk.may_see(other.site));
                Ok(Some(Surroundings {
                    above: above(connection, &comment)?,
                    neighbours: surroundings::neighbours(connection, &comment, NEIGHBOURS)?,
                    author: AuthorHistory {
                        namesakes: surroundings::namesakes(connection, &comment, NAMESAKES)?,
                        ..AuthorHistory::of(&comment, own)
                    },
                    similar: similar(connection, &comment)?,
                }))
            })
            .await
    }
}

impl AuthorHistory {
    fn of(comment: &Comment, own: Vec<Comment>) -> Self {
        let count = |status| (status, own.iter().filter(|other| other.status == status).count());
        let mut names: Vec<String> = Vec::new();
        for other in &own {
            if !names.contains(&other.author_name) {
                names.push(other.author_name.clone());
            }
        }
        Self {
            counts: Status::ALL.into_iter().map(count).filter(|(_, count)| *count > 0).collect(),
            names,
            namesakes: Vec::new(),
            first_seen: own.last().map_or(comment.created_at, |first| first.created_at),
            latest: own.into_iter().filter(|other| other.id != comment.id).take(LATEST).collect(),
        }
    }
}

fn above(connection: &mut AnyConnection, comment: &Comment) -> Result<Vec<Comment>, StoreError> {
    let mut above = Vec::new();
    let mut next = comment.parent;
    while let Some(id) = next.filter(|_| above.len() < ABOVE) {
        let Some(parent) = comments::get(connection, id)? else { break };
        next = parent.parent;
        above.push(parent);
    }
    Ok(above)
}

/// The decided comments that have most in common with this one.
fn similar(connection: &mut AnyConnection, comment: &Comment) -> Result<Vec<(Comment, f64)>, StoreError> {
    let own = shingles(&comment.text);
    let mut similar = Vec::new();
    for status in [Status::Approved, Status::Refused, Status::Spam] {
        for other in surroundings::latest(connection, comment.site, status, COMPARED)? {
            let alike = if other.id == comment.id { 0.0 } else { jaccard(&own, &shingles(&other.text)) };
            if alike >= ALIKE {
                similar.push((other, alike));
            }
        }
    }
    similar.sort_by(|(_, left), (_, right)| right.total_cmp(left));
    similar.truncate(SIMILAR);
    Ok(similar)
}

fn shingles(text: &str) -> HashSet<Vec<char>> {
    let letters: Vec<char> = repetition_key(text).chars().collect();
    letters.windows(SHINGLE.min(letters.len()).max(1)).map(<[char]>::to_vec).collect()
}

/// The share of what two sets have in common (Jaccard 1901).
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a share of some thousands, for people")]
fn jaccard(left: &HashSet<Vec<char>>, right: &HashSet<Vec<char>>) -> f64 {
    let common = left.intersection(right).count();
    let all = left.len() + right.len() - common;
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}
