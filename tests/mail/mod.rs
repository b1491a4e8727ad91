//! What leaves the house: what mails say, and that each arrives once.
