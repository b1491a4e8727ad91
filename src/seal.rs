//! Sealed links: what a private address says, signed so that nobody can make one up.
//!
//! A seal is `base64url(purpose, numbers, HMAC-SHA-256 cut to 128 bits)` (RFC 2104, RFC 4648 section 5). The
//! purpose is part of what is signed, so that a link for one thing never opens another.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::comment::{CommentId, InvitationId, ModeratorId, Timestamp};

/// What a seal is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Status,
    Act,
    Form,
    SecondFactor,
    Invitation,
    Reporter,
}

impl Purpose {
    const fn byte(self) -> u8 {
        match self {
            Self::Status => 1,
            Self::Act => 2,
            Self::Form => 3,
            Self::SecondFactor => 4,
            Self::Invitation => 5,
            Self::Reporter => 6,
        }
    }
}

/// What the link in a moderator's mail allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    /// To decide on this comment.
    pub comment: CommentId,
    /// As this moderator.
    pub moderator: ModeratorId,
}

/// Why a seal does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It was not made here, or not for this.
    #[error("this link is not valid")]
    Invalid,
    /// Its time is over.
    #[error("this link has expired")]
    Expired,
}

/// Makes and opens seals with the installation's secret.
#[derive(Clone)]
pub struct Seal {
    mac: Hmac<Sha256>,
}

const TAG: usize = 16;

impl Seal {
    /// A seal with this secret; any length, at least 32 bytes to be worth anything.
    #[expect(clippy::expect_used, clippy::missing_panics_doc, reason = "HMAC takes a key of any length (RFC 2104)")]
    pub fn new(secret: &[u8]) -> Self {
        Self { mac: Hmac::new_from_slice(secret).expect("HMAC takes a key of any length") }
    }

    /// A new secret: 256 random bits, as text.
    pub fn new_secret() -> String {
        URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
    }

    /// The private address of a comment's status.
    pub fn status(&self, comment: CommentId) -> String {
        self.close(Purpose::Status, &[comment.as_i64()])
    }

    /// Which comment's status a private address shows.
    ///
    /// # Errors
    /// It was not made here.
    pub fn open_status(&self, seal: &str) -> Result<CommentId, SealError> {
        let [comment] = self.open(Purpose::Status, seal)?;
        Ok(CommentId::from_i64(comment))
    }

    /// The address in a moderator's mail.
    pub fn act(&self, act: Act, expires_at: Timestamp) -> String {
        self.close(Purpose::Act, &[act.comment.as_i64(), act.moderator.as_i64(), expires_at.as_micros()])
    }

    /// What an address in a moderator's mail allows at `now`.
    ///
    /// # Errors
    /// It was not made here, or its time is over.
    pub fn open_act(&self, seal: &str, now: Timestamp) -> Result<Act, SealError> {
        let [comment, moderator, expires_at] = self.open(Purpose::Act, seal)?;
        if now.as_micros() >= expires_at {
            return Err(SealError::Expired);
        }
        Ok(Act { comment: CommentId::from_i64(comment), moderator: ModeratorId::from_i64(moderator) })
    }

    /// What stands between the right password and the code of the second factor.
    pub fn second_factor(&self, moderator: ModeratorId, expires_at: Timestamp) -> String {
        self.close(Purpose::SecondFactor, &[moderator.as_i64(), expires_at.as_micros()])
    }

    /// Whose code is asked for at `now`.
    ///
    /// # Errors
    /// It was not made here, or its time is over.
    pub fn open_second_factor(&self, seal: &str, now: Timestamp) -> Result<ModeratorId, SealError> {
        self.open_until(Purpose::SecondFactor, seal, now).map(ModeratorId::from_i64)
    }

    /// The address in an invitation.
    pub fn invitation(&self, invitation: InvitationId, expires_at: Timestamp) -> String {
        self.close(Purpose::Invitation, &[invitation.as_i64(), expires_at.as_micros()])
    }

    /// Which invitation an address accepts at `now`.
    ///
    /// # Errors
    /// It was not made here, or its time is over.
    pub fn open_invitation(&self, seal: &str, now: Timestamp) -> Result<InvitationId, SealError> {
        self.open_until(Purpose::Invitation, seal, now).map(InvitationId::from_i64)
    }

    fn open_until(&self, purpose: Purpose, seal: &str, now: Timestamp) -> Result<i64, SealError> {
        let [number, expires_at] = self.open(purpose, seal)?;
        if now.as_micros() >= expires_at { Err(SealError::Expired) } else { Ok(number) }
    }

    /// The token that the forms of a session carry against forged requests.
    pub fn form_token(&self, session: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.tag(&[&[Purpose::Form.byte()], session.as_bytes()].concat()))
    }

    /// Whether a form carries the token of its session; compared in constant time.
    pub fn is_form_token(&self, session: &str, token: &str) -> bool {
        use subtle::ConstantTimeEq as _;
        self.form_token(session).as_bytes().ct_eq(token.as_bytes()).into()
    }

    /// What is kept of where a report came from: the same for the same place, and nothing that leads back to it.
    pub fn reporter(&self, household: Option<IpAddr>) -> String {
        let place = household.map(|address| address.to_string()).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(self.tag(&[&[Purpose::Reporter.byte()], place.as_bytes()].concat()))
    }

    fn close(&self, purpose: Purpose, numbers: &[i64]) -> String {
        let mut bytes = vec![purpose.byte()];
        for number in numbers {
            bytes.extend(number.to_be_bytes());
        }
        let tag = self.tag(&bytes);
        bytes.extend(tag);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn open<const COUNT: usize>(&self, purpose: Purpose, seal: &str) -> Result<[i64; COUNT], SealError> {
        let bytes = URL_SAFE_NO_PAD.decode(seal).map_err(|_| SealError::Invalid)?;
        let (said, tag) = bytes.split_last_chunk::<TAG>().ok_or(SealError::Invalid)?;
        let mut mac = self.mac.clone();
        mac.update(said);
        mac.verify_truncated_left(tag).map_err(|_| SealError::Invalid)?;
        let (byte, numbers) = said.split_first().ok_or(SealError::Invalid)?;
        if *byte != purpose.byte() || numbers.len() != COUNT * 8 {
            return Err(SealError::Invalid);
        }
        let mut opened = [0; COUNT];
        for (place, number) in opened.iter_mut().zip(numbers.chunks_exact(8)) {
            *place = i64::from_be_bytes(number.try_into().map_err(|_| SealError::Invalid)?);
        }
        Ok(opened)
    }

    fn tag(&self, bytes: &[u8]) -> [u8; TAG] {
        let mut mac = self.mac.clone();
        mac.update(bytes);
        let mut tag = [0; TAG];
        for (to, from) in tag.iter_mut().zip(mac.finalize().into_bytes()) {
            *to = from;
        }
        tag
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn act() -> Act {
        Act { comment: CommentId::from_i64(7), moderator: ModeratorId::from_i64(9) }
    }

    #[test]
    fn a_seal_opens_to_what_it_was_made_of() {
        let seal = Seal::new(b"secret");
        let now = Timestamp::now();
        assert_eq!(seal.open_status(&seal.status(CommentId::from_i64(7))), Ok(CommentId::from_i64(7)));
        assert_eq!(seal.open_act(&seal.act(act(), now.plus(Duration::from_secs(1))), now), Ok(act()));
    }

    #[test]
    fn a_seal_for_one_thing_never_opens_another() {
        let seal = Seal::new(b"secret");
        let now = Timestamp::now();
        assert_eq!(seal.open_act(&seal.status(CommentId::from_i64(7)), now), Err(SealError::Invalid));
        assert_eq!(seal.open_status(&seal.act(act(), now)), Err(SealError::Invalid));
    }

    #[test]
    fn a_seal_expires() {
        let seal = Seal::new(b"secret");
        let now = Timestamp::now();
        assert_eq!(seal.open_act(&seal.act(act(), now), now), Err(SealError::Expired));
    }

    #[test]
    fn a_changed_or_foreign_seal_is_refused() {
        let seal = Seal::new(b"secret");
        let made = seal.status(CommentId::from_i64(7));
        for place in 0..made.len() {
            let mut changed = made.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            // The last character's lowest bits are padding that says nothing.
            if changed != made && place + 1 < made.len() {
                assert_eq!(seal.open_status(&changed), Err(SealError::Invalid), "{place}");
            }
        }
        assert_eq!(Seal::new(b"other").open_status(&made), Err(SealError::Invalid));
        for nonsense in ["", "A", "…", &"A".repeat(500)] {
            assert_eq!(seal.open_status(nonsense), Err(SealError::Invalid), "{nonsense}");
        }
    }

    #[test]
    fn a_form_token_belongs_to_one_session() {
        let seal = Seal::new(b"secret");
        assert!(seal.is_form_token("a", &seal.form_token("a")));
        assert!(!seal.is_form_token("b", &seal.form_token("a")));
        assert!(!seal.is_form_token("a", ""));
    }
}
