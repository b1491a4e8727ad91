//! Mails into a folder: one `.eml` file a mail, whole or not there at all.

use std::io::{self, Write as _};
use std::path::Path;

use super::courier::DeliveryError;
use super::mail::Composed;

/// Writes the mail to `{id}.eml`. A mail that is written twice leaves one file.
///
/// The file grows under a temporary name, is on the disk (fsync) before it gets its own, and so is never seen in part.
pub(super) async fn keep(folder: &Path, mail: &Composed) -> Result<(), DeliveryError> {
    let folder = folder.to_owned();
    let name = format!("{}.eml", mail.id);
    let bytes = mail.message.formatted();
    let written = tokio::task::spawn_blocking(move || write(&folder, &name, &bytes)).await;
    let written = written.unwrap_or_else(|failure| Err(io::Error::other(failure)));
    written.map_err(|error| DeliveryError::Transient(format!("the mail folder cannot be written to: {error}")))
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".").suffix(".part").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(folder.join(name)).map_err(|failure| failure.error)?;
    std::fs::File::open(folder)?.sync_all()
}
