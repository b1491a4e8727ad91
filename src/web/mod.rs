//! HTTP, and nothing but HTTP: a handler parses, calls one function of `intake`, `review`, `publish` or `people`,
//! and renders. Every route stands in `routes`.

#[expect(clippy::missing_errors_doc, reason = "what a handler refuses stands in its OpenAPI description")]
pub mod api;
mod assets;
mod audit_query;
mod auth;
mod body;
mod chart;
mod client;
mod context;
mod cors;
mod headers;
mod numbers_query;
mod pages;
mod preview;
pub mod problem;
mod query;
mod queue_query;
mod routes;
mod server;
mod standing_input;
mod view;

pub use context::Demo;
pub use routes::{DOCUMENTED, configure};
pub use server::{Server, ServerError, Settings, bind};
