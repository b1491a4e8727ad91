//! `/api/v1/events`: what happens at the desk, as server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use actix_web::http::header::{self, ContentEncoding};
use actix_web::{FromRequest as _, HttpRequest, HttpResponse};
use bytes::Bytes;
use futures_util::stream;
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use crate::comment::{CommentId, ModeratorId, Role, SiteId, Status, Timestamp};
use crate::live::{Event, Feed, News, NoPlace, Position, What};
use crate::store::moderators;
use crate::web::auth::Moderator;
use crate::web::problem::{Kind, Problem};
use crate::web::{context, query};

/// After how long a browser that lost its stream asks again.
const RETRY: Duration = Duration::from_secs(2);

/// Which events.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventsQuery {
    /// Only those of the site with this key.
    #[param(example = "courier")]
    site: Option<String>,
    /// Those after the event with this id, for whoever cannot send `Last-Event-ID`.
    #[param(example = "188005752027773590")]
    after: Option<String>,
}

/// What is told of an event: enough to know what to read anew, nothing of what a reader wrote.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct EventView {
    /// The comment; `reset` and `here` name none.
    #[schema(value_type = String, required = false, example = "188005752027773590")]
    comment: CommentId,
    /// Its site's key.
    #[schema(required = false, example = "courier")]
    site: String,
    /// The name of the moderator who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Ada, editor")]
    by: Option<String>,
    /// The moderator's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "188005752027773590")]
    moderator: Option<ModeratorId>,
    /// `decided` and `undone`: where it stands since; `released`: where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "approved")]
    status: Option<Status>,
    /// `decided` and `undone`: its version since.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i64>,
    /// `decided` and `undone`: whether it is published without what a rule offered to take out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = false)]
    redacted: Option<bool>,
    /// `decided` and `undone`: whether reports of it are open now, by readers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = false)]
    reported: Option<bool>,
    /// `claimed`: until when, RFC 3339, unless it is renewed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
}

impl EventView {
    fn new(event: Event, site: String) -> (&'static str, Self) {
        let (moderator, by) = event.by.unzip();
        let bare = Self {
            comment: event.comment,
            site,
            by,
            moderator,
            status: None,
            version: None,
            redacted: None,
            reported: None,
            until: None,
        };
        match event.what {
            What::Came => ("comment", bare),
            What::Reported => ("reported", bare),
            What::Noted => ("noted", bare),
            What::Released(status) => ("released", Self { status: Some(status), ..bare }),
            What::Claimed(until) => ("claimed", Self { until: Some(until), ..bare }),
            What::Decided { status, version, undone, redacted, reported } => (
                if undone { "undone" } else { "decided" },
                Self {
                    status: Some(status),
                    version: Some(version),
                    redacted: Some(redacted),
                    reported: Some(reported),
                    ..bare
                },
            ),
        }
    }
}

/// Follow what happens at the desk.
///
/// Server-sent events that do not end: `comment` (one came in), `reported` (a reader reported one), `decided`, `undone`, `claimed`, `released`, `noted`, each
/// with an `EventView` as its data; and `reset`, without a comment, when what was missed is too much or too long ago to be
/// told: read the queue anew. Each event's `id` goes back in `Last-Event-ID` (or `after`): the stream goes on behind it,
/// and nothing is lost or told twice. A comment line comes every fifteen seconds,
/// and with it, once nothing waits to be told, the event `here`, so that the place of a stream to which nothing happens does
/// not grow old. The stream ends with the session or the
/// token by which it was opened.
#[utoipa::path(
    get, path = "/api/v1/events", tag = "moderators",
    params(EventsQuery, ("Last-Event-ID" = Option<String>, Header, description = "The id of the last event that was received.", example = "188005752027773590")),
    security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "The events; `EventView` is the data of each.", body = EventView, content_type = "text/event-stream"),
        (status = 429, description = "This moderator has too many open streams; try again after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "There are too many open streams, or the server is stopping.", body = Problem, content_type = "application/problem+json"),
        (status = "4XX", description = "Not logged in, or no such site.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn events(moderator: Moderator, request: HttpRequest, app: context::Shared) -> Result<HttpResponse, Problem> {
    let moderator = moderator.0;
    let language = moderator.language;
    let asked: EventsQuery = query::read(request.query_string(), &[], language)?;
    let site = match asked.site.filter(|key| !key.is_empty()) {
        Some(key) => Some(app.site(&request, &key).await?.0.id),
        None => None,
    };
    if site.is_some_and(|site| !may_see(&moderator, site)) {
        return Err(Problem::new(Kind::UnknownSite, language));
    }
    // A browser that comes back sends the header; the address still says where it began.
    let last = request.headers().get("last-event-id").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let position = last.or(asked.after).filter(|text| !text.is_empty());
    // What cannot be read is not gone on from: the stream begins with a reset.
    let position = position.map(|text| text.parse().unwrap_or_else(|()| Position::default()));
    let feed = app.service.live.open(moderator.id, position).map_err(|error| {
        let kind = match error {
            NoPlace::OfOne => Kind::TooManyStreams,
            NoPlace::InAll => Kind::Busy,
        };
        Problem::new(kind, language)
    })?;
    let mut beat = interval_at(Instant::now() + app.service.keep_alive, app.service.keep_alive);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let following = Following { feed, beat, moderator, site, app, request, began: false };
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // A compressor and a proxy would hold events back until there are enough of them.
        .insert_header(ContentEncoding::Identity)
        .insert_header(("x-accel-buffering", "no"))
        .streaming(stream::unfold(following, Following::step)))
}

/// A moderator who follows the events.
struct Following {
    feed: Feed,
    beat: Interval,
    moderator: moderators::Moderator,
    site: Option<SiteId>,
    app: context::Shared,
    /// By which it is asked again whether the moderator may follow.
    request: HttpRequest,
    began: bool,
}

impl Following {
    /// The next piece of the stream; `None` at its end.
    async fn step(mut self) -> Option<(Result<Bytes, Infallible>, Self)> {
        if !self.began {
            self.began = true;
            let retry = RETRY.as_millis();
            // Where it begins, so that a break before the first event loses nothing; one that is behind has a place already.
            let piece = if self.feed.is_behind() {
                format!("retry: {retry}\n\n")
            } else {
                format!("retry: {retry}\nid: {}\n\n", self.feed.position())
            };
            return Some((Ok(Bytes::from(piece)), self));
        }
        loop {
            let news = tokio::select! {
                _ = self.beat.tick() => None,
                news = self.feed.next() => Some(news),
            };
            let piece = match news {
                None if self.is_over().await => return None,
                None => {
                    self.feed.rest();
                    if self.feed.is_behind() {
                        ": still here\n\n".to_owned()
                    } else {
                        format!(": still here\nevent: here\nid: {}\ndata: {{}}\n\n", self.feed.position())
                    }
                }
                Some(Ok(News::End)) => return None,
                Some(Ok(News::Reset)) => format!("event: reset\nid: {}\ndata: {{}}\n\n", self.feed.position()),
                Some(Ok(News::Event(event))) => match self.piece(event).await {
                    Some(piece) => piece,
                    None => continue,
                },
                Some(Err(error)) => {
                    tracing::warn!(%error, "a stream of events was ended: the database did not answer");
                    return None;
                }
            };
            return Some((Ok(Bytes::from(piece)), self));
        }
    }

    /// An event as it is sent; `None` if it is not for this moderator.
    async fn piece(&self, event: Event) -> Option<String> {
        if self.site.is_some_and(|site| site != event.site) || !may_see(&self.moderator, event.site) {
            return None;
        }
        let site = self.app.service.store.site_by_id(event.site).await.ok().flatten();
        let (name, view) = EventView::new(event, site.map(|site| site.key.to_string()).unwrap_or_default());
        let data = serde_json::to_string(&view).unwrap_or_default();
        Some(format!("event: {name}\nid: {}\ndata: {data}\n\n", self.feed.position()))
    }

    /// Whether the session or the token by which the stream was opened is good no more. Reads the moderator anew.
    async fn is_over(&mut self) -> bool {
        match Moderator::extract(&self.request).await {
            Ok(moderator) => {
                self.moderator = moderator.0;
                false
            }
            // A database that does not answer ends no session.
            Err(problem) => problem.kind().status().is_client_error(),
        }
    }
}

/// Whether a moderator is told of what happens on a site: the one place that knows it.
fn may_see(moderator: &moderators::Moderator, site: SiteId) -> bool {
    moderator.access.allows(Role::Viewer, site)
}
