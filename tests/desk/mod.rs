//! Promises kept by the pages: the reader's form and status, the moderators' desk.

mod all;
mod deciding;
mod editors;
mod form;
mod hostile;
mod numbers;
mod people;
mod plenty;
mod rules;
mod searching;
mod sifting;
mod standings;
