//! The article above a thread: what a reader's form may say of it, and what the rules are told.

use crate::comment::{Website, tells_an_email};
use crate::store::sites::Site;
use crate::store::threads::Article;

/// What a form says of its article. The page wrote it there, but whoever sends the form can write anything.
#[derive(Debug, Clone, Default)]
pub struct NamedArticle {
    /// Its title.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<Website>,
}

impl NamedArticle {
    /// As much of it as may be kept, for readers are shown both: no email address in either (a newsletter's links have its
    /// reader's), and an address only on a host of the site. What is left out is not held against the reader.
    pub(super) fn on(&self, site: &Site) -> Article {
        let title = self.title.as_deref().map(str::trim).filter(|title| !title.is_empty() && !tells_an_email(title));
        let url = self.url.as_ref().filter(|url| !url.tells_an_email() && site.has_page(url.as_str()));
        Article { title: title.map(str::to_owned), url: url.map(|url| url.as_str().to_owned()), ..Article::default() }
    }
}

/// What the rules are told of an article on this site.
pub fn told_article<'a>(article: &'a Article, site: &'a Site) -> crate::rules::Article<'a> {
    crate::rules::Article {
        title: article.title.as_deref().unwrap_or_default(),
        text: article.text.as_deref().unwrap_or_default(),
        language: Some(article.language.as_deref().unwrap_or(site.language.tag())),
        section: article.section.as_deref(),
        tags: article.tags.iter().map(String::as_str).collect(),
    }
}
