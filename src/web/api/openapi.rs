//! The API's own description, OpenAPI 3.1, made of the handlers themselves.

use actix_web::{HttpResponse, Responder};
use serde_json::Value;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::Ref;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{
    account, audit, bulk, check, claims, comments, events, examples, health, notes, numbers, own, people, reports,
    review, rules, standings, surroundings, threads,
};
use crate::web::auth::COOKIE;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Placet",
        description = "Comments under articles: sent by readers, read by netiquette rules, decided by editors.",
        license(name = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "readers", description = "Without an account."),
        (name = "moderators", description = "With a bearer token, or the desk's session and its form token in `X-CSRF-Token`."),
        (name = "health", description = "For the operator."),
    ),
    paths(
        comments::submit, check::check, reports::report, threads::read, threads::put, review::queue, review::one, review::decide, review::undo,
        notes::note, notes::preview, surroundings::around, surroundings::trays, bulk::decide, bulk::count, claims::claim, claims::release, events::events,
        people::list, people::set_access, people::invite, people::invitations, people::revoke_invitation,
        account::read, account::change, account::set_password,
        account::offer_second_factor, account::set_second_factor, account::drop_second_factor,
        own::sessions, own::end_session, own::tokens, own::create_token, own::revoke_token,
        standings::list, standings::set, standings::lift,
        audit::page, audit::export, numbers::read, rules::reload, health::healthz, health::readyz
    ),
    modifiers(&Security, &Failures)
)]
struct Description;

struct Security;

impl Modify for Security {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(COOKIE))));
    }
}

/// What may happen to any request, whatever it asks for.
struct Failures;

impl Modify for Failures {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let problem = || Ref::from_schema_name("Problem");
        let content = || ContentBuilder::new().schema(Some(problem())).build();
        let told = |what: &str| {
            ResponseBuilder::new().description(what).content("application/problem+json", content()).build()
        };
        let of_api = openapi.paths.paths.iter_mut().filter(|(path, _)| path.starts_with("/api/"));
        for (_, item) in of_api {
            let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
            for operation in operations.into_iter().flatten() {
                let has_body = operation.request_body.is_some();
                let is_guarded = operation.security.as_ref().is_some_and(|needed| !needed.is_empty());
                let responses = &mut operation.responses.responses;
                // What a handler says of all that may be wrong with a request is said of each.
                if let Some(refused) = responses.remove("4XX") {
                    let of_any = ["400", "403", "404"].into_iter();
                    let of_guarded = ["401", "409"].into_iter().filter(|_| is_guarded);
                    let of_body = ["413", "415", "422"].into_iter().filter(|_| has_body);
                    for status in of_any.chain(of_guarded).chain(of_body) {
                        responses.entry(status.to_owned()).or_insert_with(|| refused.clone());
                    }
                }
                let busy = || told("Not possible now; try again after `Retry-After` seconds.").into();
                responses.entry("503".to_owned()).or_insert_with(busy);
                responses.entry("500".to_owned()).or_insert_with(|| told("Something failed here.").into());
            }
        }
    }
}

/// The description as JSON.
pub fn description() -> Value {
    let mut described = serde_json::to_value(Description::openapi()).unwrap_or_default();
    examples::add(&mut described);
    described
}

/// Serves the description.
pub async fn serve() -> impl Responder {
    HttpResponse::Ok().insert_header(("access-control-allow-origin", "*")).json(description())
}
