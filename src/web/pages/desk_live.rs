//! What a page of the desk needs to follow what happens: where its stream begins, who looks, and the trays as they are.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::desk::{Tray, to_log_in, trays};
use super::problems;
use super::words::Words;
use crate::comment::ModeratorId;
use crate::locale;
use crate::web::auth::AtDesk;
use crate::web::context::{self, App};
use crate::web::headers::{self, Frames};
use crate::web::problem::Problem;

/// What stands for a name in the words that the script fills in.
const WHO: &str = "{who}";

/// Where a page's stream of events begins, and for whom.
pub struct Watch {
    /// Behind this: whatever the page shows was read later.
    pub position: String,
    /// Who looks: what they do themselves they are not told.
    pub moderator: ModeratorId,
    /// Milliseconds after which claims are renewed: three times within a lease.
    pub renew: u128,
    words: Words,
}

impl Watch {
    /// From now on; to be called before the page reads anything.
    pub fn new(app: &App, at_desk: &AtDesk) -> Self {
        Self {
            position: app.service.live.position().to_string(),
            moderator: at_desk.moderator.id,
            renew: app.service.lease.as_millis() / 3,
            words: Words(at_desk.moderator.language),
        }
    }

    /// A message about somebody whose name the script fills in.
    pub fn about(&self, key: &str) -> String {
        locale::say_with(self.words.0, key, &[("who", WHO.to_owned())])
    }
}

#[derive(Template)]
#[template(path = "pages/desk_trays.html")]
struct TraysNow {
    words: Words,
    trays: Vec<Tray>,
}

/// The trays with their counts, as they stand in the desk's head: the script puts them in their place.
pub async fn trays_now(at_desk: Result<AtDesk, Problem>, request: HttpRequest, app: context::Shared) -> HttpResponse {
    let at_desk = match at_desk {
        Ok(at_desk) => at_desk,
        Err(problem) => return to_log_in(&problem, &request),
    };
    let words = Words(at_desk.moderator.language);
    match trays(&at_desk, &app, None, words).await {
        Ok(trays) => headers::page(HttpResponse::Ok(), &Frames::Desk, words.0, &TraysNow { words, trays }),
        Err(error) => problems::at_desk(&Problem::from_store(&error, words.0), words.0, None),
    }
}
