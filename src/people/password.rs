//! Passwords: argon2id with the crate's recommended parameters (RFC 9106), as PHC strings.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};

/// The shortest password, in characters (NIST SP 800-63B asks for 8; a desk is worth more).
pub const LEAST_PASSWORD: usize = 10;

/// Longer ones would only cost time.
pub const LONGEST_PASSWORD: usize = 200;

/// Why a password will not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too short.
    #[error("a password needs at least {LEAST_PASSWORD} characters")]
    TooShort,
    /// Too long.
    #[error("a password may have at most {LONGEST_PASSWORD} characters")]
    TooLong,
    /// The hash function failed, for want of memory or randomness.
    #[error("the password could not be hashed")]
    Failed,
}

/// A hash of nobody's password, so that an unknown address takes as long as a known one.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    Argon2::default().hash_password(&rand::random::<[u8; 32]>()).map(|hash| hash.to_string()).unwrap_or_default()
});

pub(super) fn hash(password: &str) -> Result<String, PasswordError> {
    match password.chars().count() {
        ..LEAST_PASSWORD => Err(PasswordError::TooShort),
        length if length > LONGEST_PASSWORD => Err(PasswordError::TooLong),
        _ => Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|_| PasswordError::Failed),
    }
}

/// Whether the password has this hash; with none, as slow and always `false`.
pub(super) fn verify(password: &str, hash: Option<&str>) -> bool {
    let known = hash.is_some();
    let Ok(hash) = PasswordHash::new(hash.unwrap_or(&NOBODY)) else { return false };
    password.len() <= LONGEST_PASSWORD * 4
        && Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
        && known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_opens() {
        let hashed = hash("correct horse").expect("a hash");
        assert!(hashed.starts_with("$argon2id$"));
        assert!(verify("correct horse", Some(&hashed)));
        assert!(!verify("wrong horse", Some(&hashed)));
        assert!(!verify("correct horse", None));
    }

    #[test]
    fn a_short_password_is_refused() {
        assert_eq!(hash("123456789"), Err(PasswordError::TooShort));
        assert_eq!(hash(&"x".repeat(201)), Err(PasswordError::TooLong));
    }
}
