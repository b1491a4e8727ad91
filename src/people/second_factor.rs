//! The second factor: codes of an authenticator (TOTP, RFC 6238), and recovery codes for whoever has lost theirs.

use std::time::{SystemTime, UNIX_EPOCH};

use totp_rs::{Builder, Secret, Totp};

use super::{People, PeopleError, secret};
use crate::comment::{EmailAddress, ModeratorId};
use crate::store::audit::{self, Actor, Event, Kind};
use crate::store::second_factors;

/// How many recovery codes are given out.
const CODES: usize = 10;

/// Letters and digits that nobody mistakes for one another: five bits each (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Sixteen of them are eighty bits: nothing to guess.
const CODE_LENGTH: usize = 16;

/// A second factor that is offered, and not in force before a code of it was typed.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The secret in base32, to be typed where no picture can be taken.
    pub secret: String,
    /// The same as an `otpauth:` address, for the picture.
    pub address: String,
}

impl Offer {
    /// A new secret for the moderator with this address.
    ///
    /// # Errors
    /// [`PeopleError::SecondFactor`]: the address cannot stand in an `otpauth:` address.
    pub fn new(email: &EmailAddress) -> Result<Self, PeopleError> {
        Self::again(Secret::generate().to_base32(), email)
    }

    /// The offer of a secret that was made before.
    ///
    /// # Errors
    /// [`PeopleError::SecondFactor`]: it is none.
    pub fn again(secret: String, email: &EmailAddress) -> Result<Self, PeopleError> {
        let account = email.as_typed().replace(':', "");
        let address = totp(&secret, &account)?.to_url().map_err(|_| PeopleError::SecondFactor)?;
        Ok(Self { secret, address })
    }
}

fn totp(secret: &str, account: &str) -> Result<Totp, PeopleError> {
    let secret = Secret::try_from_base32(secret).map_err(|_| PeopleError::SecondFactor)?;
    let builder = Builder::new().with_secret(secret).with_account_name(account).with_issuer(Some("Placet"));
    builder.build().map_err(|_| PeopleError::SecondFactor)
}

/// The time step of which this is the code, now or half a minute around it.
fn step(secret: &str, code: &str) -> Result<Option<i64>, PeopleError> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| PeopleError::SecondFactor)?;
    let step = totp(secret, "moderator")?.check(code, now.as_secs());
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// A code as it was typed, without what people put between its parts.
fn bare(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

fn recovery_code() -> String {
    let random: [u8; CODE_LENGTH] = rand::random();
    let letters: Vec<char> = random
        .into_iter()
        .map(|byte| char::from(ALPHABET.get(usize::from(byte & 31)).copied().unwrap_or_default()))
        .collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
}

impl People {
    /// Puts an offered second factor in force, once a code of it was typed; gives new recovery codes, shown this once.
    ///
    /// `None` if the code is not one of the secret.
    ///
    /// # Errors
    /// The secret is none, one is in force already, or the database did not answer.
    pub async fn set_second_factor(
        &self,
        id: ModeratorId,
        secret: &str,
        code: &str,
    ) -> Result<Option<Vec<String>>, PeopleError> {
        let Some(step) = step(secret, &bare(code))? else { return Ok(None) };
        let codes: Vec<String> = std::iter::repeat_with(recovery_code).take(CODES).collect();
        let hashes: Vec<String> = codes.iter().map(|code| secret::hash(&bare(code))).collect();
        let kept = secret.to_owned();
        self.store
            .write(move |transaction| {
                if second_factors::secret(transaction.reader(), id)?.is_some() {
                    return Ok(Err(PeopleError::SecondFactorInForce));
                }
                let event = Event::new(Kind::UserFactor, Actor::Moderator(id)).fact("in_force", true);
                audit::record(transaction, event);
                second_factors::set(transaction, id, Some((kept.as_str(), step)), &hashes).map(Ok)
            })
            .await??;
        Ok(Some(codes))
    }

    /// Takes the second factor away, with its recovery codes, for whoever knows the password; `false` if it is not the
    /// password.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn drop_second_factor(&self, id: ModeratorId, password: &str) -> Result<bool, PeopleError> {
        if !self.knows_password(id, password).await? {
            return Ok(false);
        }
        let drop = self.store.write(move |transaction| {
            if second_factors::secret(transaction.reader(), id)?.is_none() {
                return Ok(());
            }
            let event = Event::new(Kind::UserFactor, Actor::Moderator(id)).fact("in_force", false);
            audit::record(transaction, event);
            second_factors::set(transaction, id, None, &[])
        });
        drop.await?;
        Ok(true)
    }

    /// Whether this is a code of the moderator's authenticator that was not used before, or one of their recovery codes,
    /// which is used up.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn use_code(&self, id: ModeratorId, code: &str) -> Result<bool, PeopleError> {
        let Some(kept) = self.store.read(move |connection| second_factors::secret(connection, id)).await? else {
            return Ok(false);
        };
        let code = bare(code);
        let right = if let Some(step) = step(&kept, &code)? {
            self.store.write(move |transaction| second_factors::use_step(transaction, id, step)).await?
        } else {
            let hash = secret::hash(&code);
            self.store.write(move |transaction| second_factors::use_code(transaction, id, &hash)).await?
        };
        if !right {
            self.log_in_failed(Some(id)).await?;
        }
        Ok(right)
    }

    /// How many recovery codes a moderator has left.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn codes_left(&self, id: ModeratorId) -> Result<i64, PeopleError> {
        Ok(self.store.read(move |connection| second_factors::codes_left(connection, id)).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_good_for_its_half_minute_and_the_ones_around_it() {
        // The SHA-1 test vector of RFC 6238, appendix B: at 59 seconds, 94287082, of which six digits are shown.
        let secret = Secret::try_from_base32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").expect("the RFC's secret");
        let totp = Builder::new().with_secret(secret).with_account_name("a").build().expect("one");
        for (time, fits) in [(59, true), (89, true), (29, true), (120, false)] {
            assert_eq!(totp.check("287082", time).is_some(), fits, "{time}");
        }
    }

    #[test]
    fn recovery_codes_are_read_however_they_are_typed() {
        let code = recovery_code();
        assert_eq!((code.len(), bare(&code).len()), (19, 16));
        assert_eq!(bare(&code.to_uppercase().replace('-', " ")), bare(&code));
        assert_ne!(code, recovery_code());
    }
}
