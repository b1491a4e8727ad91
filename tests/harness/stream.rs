//! A client that follows the desk's events.

use std::collections::VecDeque;
use std::time::Duration;

use reqwest::{Client, RequestBuilder, Response};
use serde_json::Value;

use super::App;

/// An event that arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrived {
    pub name: String,
    pub id: String,
    pub data: Value,
}

/// A stream that is read event by event.
pub struct Stream {
    response: Response,
    rest: String,
    waiting: VecDeque<Arrived>,
    /// The last id that it was told, with an event or without.
    pub id: String,
    /// All that was sent.
    pub seen: String,
}

impl Stream {
    /// Opens the stream of a running Placet with the tests' token.
    pub async fn open(app: &App, last: Option<&str>) -> Self {
        Self::of(Client::new().get(app.url("/api/v1/events")).bearer_auth(&app.token), last).await
    }

    /// Opens a stream by any request, and waits until it has begun.
    pub async fn of(request: RequestBuilder, last: Option<&str>) -> Self {
        let request = match last {
            Some(last) => request.header("last-event-id", last),
            None => request,
        };
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let (rest, waiting, id, seen) = <(String, VecDeque<Arrived>, String, String)>::default();
        let mut stream = Self { response, rest, waiting, id, seen };
        assert!(stream.read().await, "it begins");
        assert!(stream.seen.starts_with("retry: 2000\n"), "{}", stream.seen);
        stream
    }

    /// The next event; `None` when the stream has ended as it should.
    pub async fn next(&mut self) -> Option<Arrived> {
        loop {
            if let Some(arrived) = self.waiting.pop_front() {
                return Some(arrived);
            }
            if !self.read().await {
                return None;
            }
        }
    }

    /// The next events.
    pub async fn take(&mut self, count: usize) -> Vec<Arrived> {
        let mut taken = Vec::with_capacity(count);
        while taken.len() < count {
            taken.push(self.next().await.expect("an event"));
        }
        taken
    }

    /// Reads a piece; `false` at the end.
    async fn read(&mut self) -> bool {
        let patience = Duration::from_secs(30);
        let piece = tokio::time::timeout(patience, self.response.chunk()).await.expect("something within patience");
        let Some(piece) = piece.expect("a whole stream") else { return false };
        let piece = std::str::from_utf8(&piece).expect("text");
        self.seen.push_str(piece);
        self.rest.push_str(piece);
        while let Some((block, rest)) = self.rest.split_once("\n\n") {
            let field = |name: &str| {
                block.lines().find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(": ")?.to_owned()))
            };
            if let Some(id) = field("id") {
                self.id = id;
            }
            if let Some(data) = field("data") {
                let name = field("event").expect("a name");
                let data = serde_json::from_str(&data).expect("JSON");
                // A sign of life is nothing that happened.
                if name != "here" {
                    self.waiting.push_back(Arrived { name, id: self.id.clone(), data });
                }
            }
            self.rest = rest.to_owned();
        }
        true
    }
}
