//! Promises kept by the pages: the reader's form and status, the moderators' desk.

mod deciding;
mod editors;
mod form;
mod hostile;
mod people;
mod rules;
mod sifting;
mod standings;
