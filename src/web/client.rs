//! Where a request comes from: the connection's address, or what the trusted proxies before it say.

use std::net::IpAddr;

use actix_web::HttpRequest;

/// The client's address. Each trusted proxy adds the address from which it was asked to the end of `X-Forwarded-For`;
/// what stands before those can be anything and is not believed.
pub fn address(request: &HttpRequest, trusted_proxies: usize) -> Option<IpAddr> {
    let peer = request.peer_addr().map(|peer| peer.ip());
    let Some(place) = trusted_proxies.checked_sub(1) else { return peer };
    let headers = request.headers().get_all("x-forwarded-for");
    let named: Vec<&str> =
        headers.filter_map(|header| header.to_str().ok()).flat_map(|header| header.split(',')).collect();
    named.iter().rev().nth(place).and_then(|address| address.trim().parse().ok()).or(peer)
}
