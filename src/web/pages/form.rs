//! The form, sent: kept and on to its status page, or back with all that was typed and what to mend.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};

use super::problems;
use super::thread::{Trouble, Typed, render};
use crate::comment::{Language, Website};
use crate::intake::{Submission, SubmitError};
use crate::web::api::comments::{SubmissionBody, is_title};
use crate::web::headers::Frames;
use crate::web::problem::{Kind, Problem};
use crate::web::{body, client, context, view};

/// Takes the form.
pub async fn send(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    let (site, language) = match app.site(&request, &path.0).await {
        Ok(found) => found,
        Err(problem) => return returned(&request, payload, &problem).await,
    };
    let key = match context::thread_key(&path.1, language) {
        Ok(key) => key,
        Err(problem) => return returned(&request, payload, &problem).await,
    };
    let sent = read(&request, payload).await;
    if sent.refused == Some(Kind::WrongContentType) {
        let problem = Problem::new(Kind::WrongContentType, language);
        return problems::within(&Frames::Site(&site), &problem, language, &sent.typed);
    }
    if let Some(language) = Language::from_tag(&sent.again) {
        let (trouble, status) = (Trouble::default(), StatusCode::OK);
        return render(&app, &request, &site, &key, language, sent.typed, trouble, status).await;
    }
    let language = Language::from_tag(&sent.language).unwrap_or(language);
    let trouble = |problem: Problem| {
        let status = problem.kind().status();
        (Trouble { problem: Some(problem), ..Trouble::default() }, status)
    };
    let (trouble, status) = if let Some(kind) = sent.refused {
        trouble(Problem::new(kind, language))
    } else {
        let parsed = sent.body().parse(site.key.clone(), key.clone(), app.service.limits, language, None);
        match parsed {
            Err(errors) => trouble(Problem::fields(errors, language)),
            Ok(submission) => match app
                .service
                .intake
                .submit(Submission { ip: client::address(&request, app.trusted_proxies), ..submission })
                .await
            {
                Ok(accepted) => {
                    let address = format!("/status/{}?new&lang={language}", app.service.seal.status(accepted.comment));
                    return HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish();
                }
                Err(error) => {
                    let (mut trouble, status) = trouble(Problem::from_submit(&error, language));
                    if let SubmitError::Refused(found) = &error {
                        let rules = app.service.rules.load().for_site(site.key.as_str(), &site.pack);
                        trouble.hits = view::hits(found, rules.as_deref(), &sent.typed.text, language);
                    }
                    (trouble, status)
                }
            },
        }
    };
    render(&app, &request, &site, &key, language, sent.typed, trouble, status).await
}

/// A form as it was sent.
struct Sent {
    typed: Typed,
    language: String,
    /// The language in which the form is to be shown again, with nothing kept yet.
    again: String,
    refused: Option<Kind>,
}

impl Sent {
    fn body(&self) -> SubmissionBody {
        let given = |field: &str| Some(field.to_owned()).filter(|field| !field.trim().is_empty());
        SubmissionBody {
            name: self.typed.name.clone(),
            email: self.typed.email.clone(),
            website: given(&self.typed.website),
            text: self.typed.text.clone(),
            parent: given(&self.typed.parent),
            language: None,
            receipt: self.typed.receipt,
            // The page's doing and not the reader's: what cannot be kept is left out, not held against them.
            article_title: given(&self.typed.article_title).filter(|title| is_title(title)),
            article_url: given(&self.typed.article_url).filter(|address| Website::parse(address).is_ok()),
        }
    }
}

async fn read(request: &HttpRequest, payload: web::Payload) -> Sent {
    let form = body::form(request, payload).await;
    let mut sent =
        Sent { typed: Typed::default(), language: String::new(), again: String::new(), refused: form.refused };
    sent.typed.text = form.unread.unwrap_or_default();
    for (name, value) in form.fields {
        match name.as_str() {
            "text" => sent.typed.text = value,
            "name" => sent.typed.name = value,
            "email" => sent.typed.email = value,
            "website" => sent.typed.website = value,
            "receipt" => sent.typed.receipt = value == "true",
            "parent" => sent.typed.parent = value,
            "article_title" => sent.typed.article_title = value,
            "article_url" => sent.typed.article_url = value,
            "language" => sent.language = value,
            "again" => sent.again = value,
            _ => {}
        }
    }
    sent
}

/// There is no such site or thread: what was typed comes back all the same, to be copied.
async fn returned(request: &HttpRequest, payload: web::Payload, problem: &Problem) -> HttpResponse {
    let language = context::language(request);
    problems::returning(problem, language, &read(request, payload).await.typed)
}
