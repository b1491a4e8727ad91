//! `POST /api/v1/rules/reload`: the rules are loaded anew, whole or not at all.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::comment::{Role, Timestamp};
use crate::store::audit::Actor;
use crate::web::auth::Moderator;
use crate::web::context;
use crate::web::problem::{Kind, Problem};

/// The rules in force.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RulesView {
    /// When they were loaded, RFC 3339.
    #[schema(value_type = String, format = DateTime)]
    loaded_at: Timestamp,
    /// The packs, in order.
    packs: Vec<PackView>,
}

/// A pack in force.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PackView {
    /// Its name.
    #[schema(example = "rci")]
    pack: String,
    /// The site whose own layers lie over it.
    #[schema(example = "courier")]
    site: Option<String>,
    /// Its version.
    #[schema(example = "2026.11.20")]
    version: String,
    /// The SHA-256 of its files, in hexadecimal.
    #[schema(example = "13ad16c350e2b69d6ddf54b2936fe62b10cc310ad1f7609e5f367b9739807406")]
    hash: String,
    /// How many rules it has.
    #[schema(example = 66)]
    rules: usize,
}

/// Load the rules anew.
///
/// They come into force only if every file loads and every test in them passes; otherwise the set in force stays, and
/// the answer says what is wrong.
#[utoipa::path(
    post, path = "/api/v1/rules/reload", tag = "moderators",
    security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "In force.", body = RulesView),
        (status = 422, description = "Not loaded: `current.errors` says what is wrong and where.", body = Problem, content_type = "application/problem+json"),
        (status = "4XX", description = "Not allowed.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn reload(moderator: Moderator, app: context::Shared) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    moderator.must_everywhere(Role::Owner)?;
    match app.service.reload_rules(Actor::Moderator(moderator.0.id)).await {
        Ok(Ok(())) => {}
        Ok(Err(errors)) => {
            return Err(Problem::new(Kind::RulesNotLoaded, language)
                .with_current(serde_json::json!({ "errors": errors.to_string() })));
        }
        Err(error) => return Err(Problem::from_store(&error, language)),
    }
    let library = app.service.rules.load();
    let packs = library.sets().into_iter().map(|(site, set)| PackView {
        pack: set.pack().to_owned(),
        site: site.map(str::to_owned),
        version: set.version().to_owned(),
        hash: set.hash().to_owned(),
        rules: set.rule_count(),
    });
    let loaded_at = app.service.reload.status().loaded_at;
    Ok(HttpResponse::Ok().json(RulesView { loaded_at, packs: packs.collect() }))
}
