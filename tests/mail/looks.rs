//! How mails look: every one as a file to open in a browser, on request.

use placet::comment::Language;
use placet::notify::compose;

use super::letters::{examples, outgoing, sender};

/// Writes every mail's HTML part to the folder named by `PLACET_MAIL_LOOKS`, for a person's eyes; else to a
/// temporary one. Either way each file is a whole page.
#[test]
fn every_mail_can_be_looked_at_in_a_browser() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = std::env::var_os("PLACET_MAIL_LOOKS").map_or_else(|| temporary.path().to_owned(), Into::into);
    for language in Language::ALL {
        for (kind, content) in examples(language) {
            let mail = compose(&sender(), &outgoing(7, language, content)).unwrap();
            let file = folder.join(format!("{kind}-{language}.html"));
            std::fs::write(&file, &mail.html).unwrap();
            std::fs::write(file.with_extension("txt"), &mail.text).unwrap();
            assert!(mail.html.starts_with("<!doctype html>") && mail.html.trim_end().ends_with("</html>"), "{kind}");
        }
    }
}
