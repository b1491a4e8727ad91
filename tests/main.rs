//! The product's promises, one folder a way in. One binary, so that it links once.

// `cfg(test)` tells clippy that these are tests, where an `expect` is an assertion.
#[cfg(test)]
mod api;
#[cfg(test)]
mod architecture;
#[cfg(test)]
mod browser;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod harness;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod storage;
