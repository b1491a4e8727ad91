//! Mails into a folder and into memory.

use std::sync::{Arc, Mutex};

use placet::notify::{Courier, DeliveryError, Transport};

use super::letters::{READER, letter};

#[tokio::test]
async fn a_mail_is_one_whole_file_named_after_its_row() {
    let folder = tempfile::tempdir().unwrap();
    let mut courier = Courier::new(Transport::Folder(folder.path().join("mails")));
    let mail = letter(42);
    courier.deliver(&mail).await.unwrap();
    courier.deliver(&letter(42)).await.unwrap();
    courier.deliver(&letter(43)).await.unwrap();
    let mut names: Vec<_> = std::fs::read_dir(folder.path().join("mails"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["42.eml", "43.eml"], "the same mail twice is one file, and nothing temporary is left");
    let written = std::fs::read(folder.path().join("mails/42.eml")).unwrap();
    let parsed = mail_parser::MessageParser::new().parse(&written).unwrap();
    assert_eq!(parsed.message_id(), Some("42.placet@gazette.example"));
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_to_is_tried_again() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut courier = Courier::new(Transport::Folder(file.path().to_owned()));
    assert!(matches!(courier.deliver(&letter(1)).await, Err(DeliveryError::Transient(_))));
}

#[tokio::test]
async fn memory_keeps_every_mail_readable() {
    let mails = Arc::new(Mutex::new(Vec::new()));
    let mut courier = Courier::new(Transport::Memory(Arc::clone(&mails)));
    courier.deliver(&letter(1)).await.unwrap();
    let mails = mails.lock().unwrap();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, READER);
    assert_eq!(mails[0].subject, "Your comment on “A quiet day” is published");
    assert!(mails[0].text.contains("> Well said.") && mails[0].html.contains("Well said."));
    assert!(mails[0].raw.starts_with(b"From: "));
}
