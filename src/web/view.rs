//! What moderators are shown of a comment, as JSON; the desk's pages are made of the same views.

use std::collections::BTreeMap;

use crate::comment::{CommentId, DecisionId, Language, NoteId, ReportId, StandingId, Status, Timestamp};
use crate::review::{Item, redacted};
use crate::rules::{Assessment, Field, Mode, RuleSet};
use crate::store::claims::Held;
use crate::store::decisions::Decision;
use crate::store::notes::Note;
use crate::store::reports::Report;

/// A comment with everything that bears on it. Moderators only: it holds the author's address.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct ReviewView {
    /// Its id.
    #[schema(value_type = String, example = "188005752027773590")]
    pub id: CommentId,
    /// Its site's key.
    #[schema(example = "courier")]
    pub site: String,
    /// Its thread.
    pub thread: ThreadReference,
    /// The comment that it answers.
    #[schema(value_type = Option<String>, example = "188005752027773590")]
    pub parent: Option<CommentId>,
    /// Who wrote it.
    pub author: ReviewAuthor,
    /// What it says.
    #[schema(example = "A careful piece, thank you.")]
    pub text: String,
    /// What is published in the place of the text, where an editor has redacted it.
    #[schema(example = "Call me at [number removed].")]
    pub redacted: Option<String>,
    /// What would be published if it were redacted as its rules offer.
    #[schema(example = "Call me at [number removed].")]
    pub redaction: Option<String>,
    /// Where it stands.
    #[schema(value_type = String, example = "pending")]
    pub status: Status,
    /// The version against which a decision is made.
    pub version: i64,
    /// When it was submitted.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was last decided on.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Timestamp>,
    /// Who else is reading it, if anybody is: nothing is decided on it until the claim is taken over or ends.
    pub claim: Option<HeldView>,
    /// What the rules found.
    pub assessment: Option<AssessmentView>,
    /// What editors thought of its author when it came in.
    pub standing: Option<StandingMark>,
    /// Its trail, the first decision first; only when one comment is read.
    pub decisions: Vec<DecisionView>,
    /// What moderators have noted, the first note first; only when one comment is read.
    pub notes: Vec<NoteView>,
    /// What readers report of it: the newest twenty reports, the first one first; those that are settled only when one
    /// comment is read.
    pub reports: Vec<ReportView>,
    /// How many reports there are.
    pub report_count: i64,
}

/// A comment that somebody else is reading.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct HeldView {
    /// The comment.
    #[schema(value_type = String, example = "188005752027773590")]
    pub comment: CommentId,
    /// Who reads it.
    #[schema(example = "Ada, editor")]
    pub by: String,
    /// Until when, RFC 3339, unless they renew it.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
}

impl From<Held> for HeldView {
    fn from(held: Held) -> Self {
        Self { comment: held.comment, by: held.by, until: held.until }
    }
}

/// What editors thought of an author.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct StandingMark {
    /// Which standing.
    #[schema(value_type = String, example = "188005752027773590")]
    pub id: StandingId,
    /// `trust` or `hold`.
    #[schema(example = "hold")]
    pub kind: String,
    /// Why.
    #[schema(example = "Sends the same advertisement every day.")]
    pub reason: String,
}

/// What a reader reports. Who it was is not kept.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct ReportView {
    /// Its id, in the order of time.
    #[schema(value_type = String, example = "188005752027773590")]
    pub id: ReportId,
    /// The clause that the reader thinks is broken.
    #[schema(example = "insult")]
    pub clause: Option<String>,
    /// The clause's title in the moderator's language.
    #[schema(example = "No insults")]
    pub clause_title: Option<String>,
    /// What the reader says of it.
    #[schema(example = "This is about my neighbour, who cannot answer.")]
    pub word: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// The decision that settled it; none while it is open.
    #[schema(value_type = Option<String>, example = "188005752027773590")]
    pub settled_by: Option<DecisionId>,
}

impl ReportView {
    fn new(report: &Report, rules: Option<&RuleSet>, language: Language) -> Self {
        let clause = report.clause.as_deref().and_then(|id| rules?.clause(id));
        Self {
            id: report.id,
            clause: report.clause.clone(),
            clause_title: clause.map(|clause| clause.title.get(language).to_owned()),
            word: report.word.clone(),
            created_at: report.created_at,
            settled_by: report.settled_by,
        }
    }
}

/// A note between moderators.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct NoteView {
    /// Its id.
    #[schema(value_type = String, example = "188005752027773590")]
    pub id: NoteId,
    /// What it says.
    #[schema(example = "He has written to us by post, too.")]
    pub text: String,
    /// Who wrote it.
    #[schema(example = "Ada, editor")]
    pub moderator: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl From<&Note> for NoteView {
    fn from(note: &Note) -> Self {
        Self { id: note.id, text: note.text.clone(), moderator: note.moderator.clone(), created_at: note.created_at }
    }
}

/// The thread of a comment under review.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct ThreadReference {
    /// Its key.
    #[schema(example = "river-ice")]
    pub key: String,
    /// The article's title, or the key.
    #[schema(example = "River ice breaks a month early")]
    pub title: String,
    /// The article's address.
    #[schema(example = "https://courier.example/river-ice")]
    pub url: Option<String>,
}

/// The author of a comment under review.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct ReviewAuthor {
    /// The name.
    #[schema(example = "Jane Doe")]
    pub name: String,
    /// The address, never published.
    #[schema(example = "jane@example.org")]
    pub email: String,
    /// The website.
    #[schema(example = "https://example.org")]
    pub website: Option<String>,
}

/// What the rules found in a comment.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct AssessmentView {
    /// The strongest action: none, hint, warn, hold, spam or refuse.
    #[schema(example = "hold")]
    pub outcome: String,
    /// The sum of the scores.
    pub score: f64,
    /// The language that was detected, if any was.
    #[schema(example = "en")]
    pub language: Option<String>,
    /// The pack of rules.
    #[schema(example = "rci")]
    pub pack: String,
    /// Its version.
    #[schema(example = "2026.11.20")]
    pub version: String,
    /// The SHA-256 of its files.
    #[schema(example = "13ad16c350e2b69d6ddf54b2936fe62b10cc310ad1f7609e5f367b9739807406")]
    pub hash: String,
    /// What failed while it was read, if anything did: then it is held whatever was found.
    #[schema(example = "a rule failed while it read this comment")]
    pub fault: Option<String>,
    /// Every hit.
    pub hits: Vec<HitView>,
}

/// A hit of a rule.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct HitView {
    /// The rule.
    #[schema(example = "insult.word")]
    pub rule: String,
    /// The clause that the comment would break.
    #[schema(example = "insult")]
    pub clause: Option<String>,
    /// The clause's title in the moderator's language.
    #[schema(example = "No insults")]
    pub clause_title: Option<String>,
    /// Where the paper publishes the clause, if its rules say so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://paper.example/charter#insult")]
    pub clause_url: Option<String>,
    /// The clause's categories in the EU transparency database, if the rules name them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(example = json!({ "category": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH" }))]
    pub clause_dsa: BTreeMap<String, String>,
    /// What the rule says, in the same language.
    #[schema(example = "This word insults people.")]
    pub message: Option<String>,
    /// What the rule asks for.
    #[schema(example = "hint")]
    pub action: String,
    /// In which view of the text it was found.
    #[schema(example = "leet")]
    pub view: String,
    /// In which field: text, name, email or website.
    #[schema(example = "text")]
    pub field: String,
    /// Where it begins in that field, in bytes.
    #[schema(example = 8)]
    pub start: usize,
    /// Where it ends.
    #[schema(example = 13)]
    pub end: usize,
    /// Where it begins in the text, in UTF-16 code units.
    #[schema(example = 8)]
    pub utf16_start: usize,
    /// Where it ends.
    #[schema(example = 13)]
    pub utf16_end: usize,
    /// The words as the reader wrote them.
    #[schema(example = "id10t")]
    pub surface: String,
    /// The list's word that they stand for.
    #[schema(example = "idiot")]
    pub word: Option<String>,
    /// Whether it counts: `enforce`; or is only recorded: `shadow`.
    #[schema(example = "enforce")]
    pub mode: String,
}

/// A decision in a comment's trail.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct DecisionView {
    /// Its id.
    #[schema(value_type = String, example = "188005752027773590")]
    pub id: DecisionId,
    /// The comment's version that it made.
    pub version: i64,
    /// Where the comment stood.
    #[schema(value_type = String, example = "pending")]
    pub from: Status,
    /// Where it stands since.
    #[schema(value_type = String, example = "refused")]
    pub to: Status,
    /// The clause for which it was refused.
    #[schema(example = "insult")]
    pub clause: Option<String>,
    /// The word to the reader.
    #[schema(example = "Please say it without the word.")]
    pub note: Option<String>,
    /// Who decided.
    #[schema(example = "Ada, editor")]
    pub moderator: Option<String>,
    /// The decision that it takes back.
    #[schema(value_type = Option<String>, example = "188005752027773590")]
    pub undoes: Option<DecisionId>,
    /// What is published since in the place of the text, where it was redacted.
    #[schema(example = "Call me at [number removed].")]
    pub redacted: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl From<&Decision> for DecisionView {
    fn from(decision: &Decision) -> Self {
        Self {
            id: decision.id,
            version: decision.version,
            from: decision.from,
            to: decision.to,
            clause: decision.clause.clone(),
            note: decision.note.clone(),
            moderator: decision.moderator.clone(),
            undoes: decision.undoes,
            redacted: decision.redacted.clone(),
            created_at: decision.created_at,
        }
    }
}

impl ReviewView {
    /// The view of a comment for a moderator who reads `language`.
    pub fn new(item: &Item, site: &str, rules: Option<&RuleSet>, language: Language) -> Self {
        let comment = &item.comment;
        Self {
            id: comment.id,
            site: site.to_owned(),
            thread: ThreadReference {
                key: item.thread.key.to_string(),
                title: item.thread.title().to_owned(),
                url: item.thread.article.url.clone(),
            },
            parent: comment.parent,
            author: ReviewAuthor {
                name: comment.author_name.clone(),
                email: comment.author_email.as_typed().to_owned(),
                website: comment.author_website.clone(),
            },
            text: comment.text.clone(),
            redacted: comment.redacted.clone(),
            redaction: rules.and_then(|rules| item.redaction(rules)).map(|pieces| redacted(&pieces)),
            status: comment.status,
            version: comment.version,
            created_at: comment.created_at,
            decided_at: comment.decided_at,
            claim: None,
            assessment: item.assessment.as_ref().map(|found| AssessmentView {
                outcome: found.outcome.as_str().to_owned(),
                score: found.score,
                language: found.language.clone(),
                pack: found.pack.clone(),
                version: found.version.clone(),
                hash: found.hash.clone(),
                fault: found.fault.clone(),
                hits: hits(found, rules, &comment.text, language),
            }),
            standing: item.standing.as_ref().map(|standing| StandingMark {
                id: standing.id,
                kind: standing.kind.as_str().to_owned(),
                reason: standing.reason.clone(),
            }),
            decisions: item.decisions.iter().map(DecisionView::from).collect(),
            notes: item.notes.iter().map(NoteView::from).collect(),
            reports: item.reports.newest.iter().map(|report| ReportView::new(report, rules, language)).collect(),
            report_count: item.reports.count,
        }
    }
}

/// The hits of an assessment, with their words in `language`; `text` is what was assessed.
pub fn hits(found: &Assessment, rules: Option<&RuleSet>, text: &str, language: Language) -> Vec<HitView> {
    found
        .hits
        .iter()
        .map(|hit| {
            // Of another field only the surface is at hand: its hits are the whole of it, or begin after ASCII.
            let utf16 = |byte: usize| match hit.field {
                Field::Text => text.get(..byte).map_or(0, |before| before.encode_utf16().count()),
                _ if byte == hit.start => byte,
                _ => hit.start + hit.surface.encode_utf16().count(),
            };
            let clause = hit.clause.as_deref().and_then(|id| rules?.clause(id));
            HitView {
                rule: hit.rule.clone(),
                clause: hit.clause.clone(),
                clause_title: clause.map(|clause| clause.title.get(language).to_owned()),
                clause_url: clause.and_then(|clause| rules?.clause_url(&clause.id)),
                clause_dsa: clause.map(|clause| clause.dsa.clone()).unwrap_or_default(),
                message: rules.and_then(|rules| rules.message(&hit.rule, language)).map(str::to_owned),
                action: hit.action.as_str().to_owned(),
                view: word(&hit.view),
                field: word(&hit.field),
                start: hit.start,
                end: hit.end,
                utf16_start: utf16(hit.start),
                utf16_end: utf16(hit.end),
                surface: hit.surface.clone(),
                word: hit.word.clone(),
                mode: if hit.mode == Mode::Shadow { "shadow" } else { "enforce" }.to_owned(),
            }
        })
        .collect()
}

/// The word under which a plain enum is serialised.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
