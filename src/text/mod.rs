//! placeholder
#![allow(missing_docs)]
pub fn repetition_key(t: &str) -> String {
    t.to_owned()
}
pub struct Link {
    pub start: usize,
    pub end: usize,
    pub url: String,
}
pub fn links(_t: &str) -> Vec<Link> {
    vec![]
}
