//! What leaves the house: what mails say, and that each arrives once.

#[cfg(test)]
mod composing;
#[cfg(test)]
mod delivering;
#[cfg(test)]
mod folder;
#[cfg(test)]
mod letters;
#[cfg(test)]
mod looks;
#[cfg(test)]
pub(crate) mod sink;
