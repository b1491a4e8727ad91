//! Where readers read: published threads, as pages of JSON kept ready in memory.
//!
//! Last room on a comment's way. A page in the cache carries the stamp of its thread from *before* it was read;
//! the writer moves the stamp with every decision, so that a page read too early is never shown too late.

mod body;
mod cache;
mod page;
mod place;

pub use body::body_html;
pub use cache::{CachedPage, Publisher, ReadError, Stamps};
pub use page::{Author, LARGEST_PAGE, PublishedComment, ThreadPage, ThreadView, read_page};
pub use place::{Place, find_place};
