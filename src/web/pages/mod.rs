//! Pages for people: the reader's thread, form and status; the moderators' desk; the page behind a mail's link.
//! All are made on the server and work without JavaScript.

pub mod account;
pub mod act;
mod around;
mod card;
pub mod demo;
pub mod desk;
pub mod desk_actions;
pub mod desk_all;
pub mod desk_audit;
pub mod desk_bulk;
pub mod desk_filter;
pub mod desk_flash;
pub mod desk_live;
pub mod desk_numbers;
pub mod desk_one;
pub mod desk_rules;
pub mod desk_standings;
pub mod desk_tests;
pub mod form;
pub mod login;
mod marks;
pub mod netiquette;
mod numbers_tables;
pub mod people;
pub mod permalink;
pub mod problems;
pub mod report;
pub mod status;
pub mod thread;
mod words;
