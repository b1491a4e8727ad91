//! The JSON API, version 1: for readers without an account, for moderators with a token or the desk's session.

pub mod account;
pub mod audit;
pub mod bulk;
pub mod check;
pub mod claims;
pub mod comments;
pub mod events;
mod examples;
pub mod health;
pub mod notes;
pub mod numbers;
pub mod openapi;
pub mod own;
pub mod people;
pub mod reports;
pub mod review;
pub mod rules;
pub mod standings;
pub mod surroundings;
pub mod threads;
