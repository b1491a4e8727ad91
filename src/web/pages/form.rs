//! The form, sent: kept and on to its status page, or back with all that was typed and what to mend.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use super::problems;
use super::thread::{Trouble, Typed, render};
use crate::comment::{Language, Website};
use crate::intake::{Submission, SubmitError};
use crate::web::api::comments::SubmissionBody;
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
    let sent = match read(&request, payload, language).await {
        Ok(sent) => sent,
        Err(problem) => return problems::answer(&problem, language, None),
    };
    let language = Language::from_tag(&sent.language).unwrap_or(language);
    let trouble = |problem: Problem| {
        let status = problem.kind().status();
        (Trouble { problem: Some(problem), ..Trouble::default() }, status)
    };
    let (trouble, status) = if sent.size > body::LARGEST {
        trouble(Problem::new(Kind::BodyTooLarge, language))
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
    size: usize,
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
            article_title: given(&self.typed.article_title),
            // The page's doing and not the reader's: one that is no web address is left out, not held against them.
            article_url: given(&self.typed.article_url).filter(|address| Website::parse(address).is_ok()),
        }
    }
}

async fn read(request: &HttpRequest, payload: web::Payload, language: Language) -> Result<Sent, Problem> {
    if !body::has_type(request, "application/x-www-form-urlencoded") {
        return Err(Problem::new(Kind::WrongContentType, language));
    }
    let body = body::read(payload, body::LARGEST_TO_RETURN, language).await?;
    let mut sent = Sent { typed: Typed::default(), language: String::new(), size: body.len() };
    for (name, value) in url::form_urlencoded::parse(&body) {
        let value = value.into_owned();
        match &*name {
            "text" => sent.typed.text = value,
            "name" => sent.typed.name = value,
            "email" => sent.typed.email = value,
            "website" => sent.typed.website = value,
            "receipt" => sent.typed.receipt = value == "true",
            "parent" => sent.typed.parent = value,
            "article_title" => sent.typed.article_title = value,
            "article_url" => sent.typed.article_url = value,
            "language" => sent.language = value,
            _ => {}
        }
    }
    Ok(sent)
}

/// There is no such site or thread: what was typed comes back all the same, to be copied.
async fn returned(request: &HttpRequest, payload: web::Payload, problem: &Problem) -> HttpResponse {
    let language = context::language(request);
    let typed = read(request, payload, language).await.map(|sent| sent.typed).unwrap_or_default();
    problems::returning(problem, language, &typed)
}
