//! Promises kept by the pages: the reader's form and status, the moderators' desk.

mod editors;
mod form;
mod hostile;
mod rules;
mod sifting;
