//! What leaves the house: what mails say, and that each arrives once.

mod composing;
mod delivering;
mod folder;
mod letters;
mod looks;
pub(crate) mod sink;
mod whole;
