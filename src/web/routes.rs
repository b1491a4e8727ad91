//! Every route, in one place.

use actix_web::dev::ServiceResponse;
use actix_web::middleware::{ErrorHandlerResponse, from_fn};
use actix_web::{HttpRequest, HttpResponse, Result, web};

use super::auth::AtDesk;
use super::pages::{
    account, act, demo, desk, desk_actions, desk_all, desk_audit, desk_bulk, desk_filter, desk_live, desk_numbers,
    desk_one, desk_rules, desk_standings, desk_tests, form, login, netiquette, people, permalink, problems, report,
    status, thread,
};
use super::problem::{Kind, Problem};
use super::{api, assets, context, cors};

/// The API routes that the OpenAPI document must describe, as it writes them.
pub const DOCUMENTED: &[(&str, &str)] = &[
    ("get", "/healthz"),
    ("get", "/readyz"),
    ("post", "/api/v1/sites/{site}/threads/{thread}/comments"),
    ("get", "/api/v1/sites/{site}/threads/{thread}/comments"),
    ("post", "/api/v1/sites/{site}/threads/{thread}/check"),
    ("post", "/api/v1/sites/{site}/threads/{thread}/comments/{id}/reports"),
    ("put", "/api/v1/sites/{site}/threads/{thread}"),
    ("post", "/api/v1/rules/reload"),
    ("get", "/api/v1/audit"),
    ("get", "/api/v1/numbers"),
    ("get", "/api/v1/audit.jsonl"),
    ("get", "/api/v1/queue"),
    ("get", "/api/v1/comments/{id}"),
    ("post", "/api/v1/comments/{id}/decisions"),
    ("post", "/api/v1/comments/{id}/undo"),
    ("post", "/api/v1/comments/{id}/notes"),
    ("post", "/api/v1/comments/{id}/preview"),
    ("get", "/api/v1/comments/{id}/surroundings"),
    ("get", "/api/v1/trays"),
    ("post", "/api/v1/decisions"),
    ("get", "/api/v1/events"),
    ("get", "/api/v1/queue/count"),
    ("post", "/api/v1/claims"),
    ("delete", "/api/v1/claims"),
    ("get", "/api/v1/people"),
    ("put", "/api/v1/people/{id}/access"),
    ("post", "/api/v1/invitations"),
    ("get", "/api/v1/invitations"),
    ("delete", "/api/v1/invitations/{id}"),
    ("get", "/api/v1/account"),
    ("patch", "/api/v1/account"),
    ("put", "/api/v1/account/password"),
    ("post", "/api/v1/account/second-factor"),
    ("put", "/api/v1/account/second-factor"),
    ("delete", "/api/v1/account/second-factor"),
    ("get", "/api/v1/sessions"),
    ("delete", "/api/v1/sessions/{id}"),
    ("get", "/api/v1/tokens"),
    ("post", "/api/v1/tokens"),
    ("delete", "/api/v1/tokens/{id}"),
    ("get", "/api/v1/standings"),
    ("post", "/api/v1/standings"),
    ("delete", "/api/v1/standings/{id}"),
];

/// Adds every route to a server.
pub fn configure(routes: &mut web::ServiceConfig) {
    routes
        // For the operator.
        .service(web::resource("/healthz").get(api::health::healthz))
        .service(web::resource("/readyz").get(api::health::readyz))
        .service(web::resource("/openapi.json").get(api::openapi::serve))
        // The API, for readers.
        .service(
            web::resource("/api/v1/sites/{site}/threads/{thread}/comments")
                .wrap(from_fn(cors::on_every_answer))
                .post(api::comments::submit)
                .get(api::threads::read)
                .route(web::method(actix_web::http::Method::OPTIONS).to(api::threads::preflight)),
        )
        .service(
            web::resource("/api/v1/sites/{site}/threads/{thread}/check")
                .wrap(from_fn(cors::on_every_answer))
                .post(api::check::check)
                .route(web::method(actix_web::http::Method::OPTIONS).to(api::threads::preflight)),
        )
        .service(
            web::resource("/api/v1/sites/{site}/threads/{thread}/comments/{id}/reports")
                .wrap(from_fn(cors::on_every_answer))
                .post(api::reports::report)
                .route(web::method(actix_web::http::Method::OPTIONS).to(api::threads::preflight)),
        )
        // The API, for moderators.
        .service(web::resource("/api/v1/rules/reload").post(api::rules::reload))
        .service(web::resource("/api/v1/audit").get(api::audit::page))
        .service(web::resource("/api/v1/numbers").get(api::numbers::read))
        .service(web::resource("/api/v1/audit.jsonl").get(api::audit::export))
        .service(web::resource("/api/v1/sites/{site}/threads/{thread}").put(api::threads::put))
        .service(web::resource("/api/v1/decisions").post(api::bulk::decide))
        .service(web::resource("/api/v1/claims").post(api::claims::claim).delete(api::claims::release))
        .service(web::resource("/api/v1/events").get(api::events::events))
        .service(web::resource("/api/v1/standings").get(api::standings::list).post(api::standings::set))
        .service(web::resource("/api/v1/standings/{id}").delete(api::standings::lift))
        .service(web::resource("/api/v1/queue").get(api::review::queue))
        .service(web::resource("/api/v1/queue/count").get(api::bulk::count))
        .service(web::resource("/api/v1/comments/{id}").get(api::review::one))
        .service(web::resource("/api/v1/comments/{id}/decisions").post(api::review::decide))
        .service(web::resource("/api/v1/comments/{id}/undo").post(api::review::undo))
        .service(web::resource("/api/v1/comments/{id}/notes").post(api::notes::note))
        .service(web::resource("/api/v1/comments/{id}/preview").post(api::notes::preview))
        .service(web::resource("/api/v1/comments/{id}/surroundings").get(api::surroundings::around))
        .service(web::resource("/api/v1/trays").get(api::surroundings::trays))
        .service(web::resource("/api/v1/people").get(api::people::list))
        .service(web::resource("/api/v1/people/{id}/access").put(api::people::set_access))
        .service(web::resource("/api/v1/invitations").get(api::people::invitations).post(api::people::invite))
        .service(web::resource("/api/v1/invitations/{id}").delete(api::people::revoke_invitation))
        .service(web::resource("/api/v1/account").get(api::account::read).patch(api::account::change))
        .service(web::resource("/api/v1/account/password").put(api::account::set_password))
        .service(
            web::resource("/api/v1/account/second-factor")
                .post(api::account::offer_second_factor)
                .put(api::account::set_second_factor)
                .delete(api::account::drop_second_factor),
        )
        .service(web::resource("/api/v1/sessions").get(api::own::sessions))
        .service(web::resource("/api/v1/sessions/{id}").delete(api::own::end_session))
        .service(web::resource("/api/v1/tokens").get(api::own::tokens).post(api::own::create_token))
        .service(web::resource("/api/v1/tokens/{id}").delete(api::own::revoke_token))
        // Pages, for readers.
        .service(web::resource("/sites/{site}/threads/{thread}").get(thread::show).post(form::send))
        .service(
            web::resource("/sites/{site}/threads/{thread}/comments/{id}/report").get(report::show).post(report::send),
        )
        .service(web::resource("/sites/{site}/threads/{thread}/comments/{id}").get(permalink::follow))
        .service(web::resource("/sites/{site}/netiquette").get(netiquette::show))
        .service(web::resource("/status/{seal}").get(status::show))
        .service(web::resource("/problems/{code}").get(problems::explain))
        .service(web::resource("/assets/{file}").get(assets::serve))
        .configure(of_desk)
        .service(web::resource("/act/{seal}").get(act::show).post(act::act))
        // The demonstration.
        .service(web::resource("/").get(demo::start))
        .service(web::resource("/demo/mails").get(demo::mails))
        .default_service(web::to(nowhere));
}

/// Pages, for moderators.
fn of_desk(routes: &mut web::ServiceConfig) {
    routes
        .service(web::resource("/desk").get(desk::queue))
        .service(web::resource("/desk/trays").get(desk_live::trays_now))
        .service(web::resource("/desk/rules").get(desk_rules::show).post(desk_rules::try_text))
        .service(web::resource("/desk/numbers").get(desk_numbers::show))
        .service(web::resource("/desk/numbers/{table}.csv").get(desk_numbers::table))
        .service(web::resource("/desk/audit").get(desk_audit::show))
        .service(web::resource("/desk/login").get(login::show).post(login::log_in))
        .service(web::resource("/desk/login/code").post(login::enter_code))
        .service(web::resource("/desk/logout").post(login::log_out))
        .service(web::resource("/desk/account").get(account::show))
        .service(web::resource("/desk/account/{action}").post(account::act))
        .service(web::resource("/desk/people").get(people::show))
        .service(web::resource("/desk/people/{action}").post(people::act))
        .service(web::resource("/desk/invitations/{seal}").get(people::invitation).post(people::accept))
        .service(web::resource("/desk/comments/{id}").get(desk_one::one))
        .service(web::resource("/desk/comments/{id}/decide").post(desk_actions::decide))
        .service(web::resource("/desk/comments/{id}/undo").post(desk_actions::undo))
        .service(web::resource("/desk/comments/{id}/keep").post(desk_tests::keep))
        .service(web::resource("/desk/comments/{id}/drop").post(desk_tests::drop_one))
        .service(web::resource("/desk/comments/{id}/claim").post(desk_actions::take_over))
        .service(web::resource("/desk/comments/{id}/notes").post(desk_actions::note))
        .service(web::resource("/desk/comments/{id}/preview").post(desk_one::show_mail))
        .service(web::resource("/desk/threads/{id}").post(desk_actions::close_thread))
        .service(web::resource("/desk/standings").get(desk_standings::show).post(desk_standings::set))
        .service(web::resource("/desk/standings/{id}/lift").post(desk_standings::lift))
        .service(web::resource("/desk/bulk").post(desk_bulk::decide))
        .service(web::resource("/desk/bulk/undo").post(desk_bulk::undo))
        .service(web::resource("/desk/all/undo").post(desk_all::undo))
        .service(web::resource("/desk/all").get(desk_all::confirm).post(desk_all::decide))
        .service(web::resource("/desk/view").post(desk_filter::keep_view));
}

/// There is nothing at this address.
async fn nowhere(request: HttpRequest, at_desk: Result<AtDesk, Problem>) -> HttpResponse {
    match at_desk {
        // Whoever has logged in is told in their own language.
        Ok(at_desk) if request.path().starts_with("/desk") => {
            let language = at_desk.moderator.language;
            problems::at_desk(&Problem::new(Kind::NotFound, language), language, None)
        }
        _ => tell(&request, Kind::NotFound),
    }
}

/// Tells a method that a route does not have, in the same words as everything else.
#[expect(clippy::unnecessary_wraps, reason = "the signature that actix asks for")]
pub fn method_not_allowed<B>(response: ServiceResponse<B>) -> Result<ErrorHandlerResponse<B>> {
    let (request, original) = response.into_parts();
    let mut told = tell(&request, Kind::MethodNotAllowed);
    if let Some(allow) = original.headers().get(actix_web::http::header::ALLOW) {
        told.headers_mut().insert(actix_web::http::header::ALLOW, allow.clone());
    }
    let response = ServiceResponse::new(request, told).map_into_right_body();
    Ok(ErrorHandlerResponse::Response(response))
}

/// A problem as JSON under `/api/`, as a page elsewhere.
fn tell(request: &HttpRequest, kind: Kind) -> HttpResponse {
    let language = context::language(request);
    let problem = Problem::new(kind, language);
    if request.path().starts_with("/api/") {
        actix_web::ResponseError::error_response(&problem)
    } else {
        problems::answer(&problem, language, None)
    }
}
