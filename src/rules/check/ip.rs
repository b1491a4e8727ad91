//! The address from which a comment comes: one of these, or in one of these ranges (CIDR, RFC 4632 and RFC 4291). Hits
//! are the comment as a whole; a comment whose address is not known passes.
//!
//! ```yaml
//! when: {ip: {in: [203.0.113.0/24, "2001:db8::/32", 198.51.100.7]}}
//! ```

use std::net::IpAddr;

use ipnet::IpNet;
use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::{Check, Lists, Parameters};

/// The parameters.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ip {
    /// Addresses and ranges.
    #[serde(rename = "in")]
    pub ranges: Vec<String>,
}

#[derive(Debug)]
struct Compiled {
    ranges: Vec<IpNet>,
}

impl Parameters for Ip {
    fn check(&self, _lists: &mut dyn Lists) -> Result<Box<dyn Check>, String> {
        let range = |written: &String| {
            let parsed = written.parse().or_else(|_| written.parse::<IpAddr>().map(IpNet::from));
            parsed.map_err(|_| format!("`{written}` is neither an address nor a range such as `203.0.113.0/24`"))
        };
        Ok(Box::new(Compiled { ranges: self.ranges.iter().map(range).collect::<Result<_, _>>()? }))
    }
}

impl Check for Compiled {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        let Some(address) = reading.draft.ip.map(|address| address.to_canonical()) else { return };
        into.extend(self.ranges.iter().any(|range| range.contains(&address)).then(Found::whole));
    }
}
