//! Where a request comes from: the connection's address, or what the trusted proxies before it say.

use std::net::{IpAddr, Ipv6Addr};

use actix_web::HttpRequest;

/// The client's address. Each trusted proxy adds the address from which it was asked to the end of `X-Forwarded-For`;
/// what stands before those can be anything and is not believed.
pub fn address(request: &HttpRequest, trusted_proxies: usize) -> Option<IpAddr> {
    let peer = request.peer_addr().map(|peer| peer.ip());
    let Some(place) = trusted_proxies.checked_sub(1) else { return peer };
    let headers = request.headers().get_all("x-forwarded-for");
    let named: Vec<&str> =
        headers.filter_map(|header| header.to_str().ok()).flat_map(|header| header.split(',')).collect();
    named.iter().rev().nth(place).and_then(|address| parse(address.trim())).or(peer)
}

/// What a client calls itself; nothing where it does not say.
pub fn name(request: &HttpRequest) -> &str {
    let name = request.headers().get(actix_web::http::header::USER_AGENT);
    name.and_then(|name| name.to_str().ok()).unwrap_or_default()
}

/// What one household has: an IPv4 address, or the first half of an IPv6 address, its /64. Limits count by it.
pub fn household(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(address) => {
            let [first, second, third, fourth, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(first, second, third, fourth, 0, 0, 0, 0))
        }
        address @ IpAddr::V4(_) => address,
    }
}

/// An address as proxies write it: alone, with a port, or in brackets.
fn parse(address: &str) -> Option<IpAddr> {
    let bare = address.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().or_else(|| address.parse::<std::net::SocketAddr>().ok().map(|socket| socket.ip()))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::{address, household};

    fn of(forwarded: &[&str], trusted: usize) -> Option<String> {
        let mut request = TestRequest::default().peer_addr(([192, 0, 2, 9], 4000).into());
        for value in forwarded {
            request = request.append_header(("x-forwarded-for", *value));
        }
        address(&request.to_http_request(), trusted).map(|address| address.to_string())
    }

    #[test]
    fn a_household_is_one_address_or_a_64() {
        let of = |text: &str| household(text.parse().unwrap()).to_string();
        assert_eq!(of("2001:db8::1:2"), of("2001:db8::ffff"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
    }

    #[test]
    fn only_what_a_trusted_proxy_has_added_is_believed() {
        let connection = Some("192.0.2.9".to_owned());
        assert_eq!(of(&["198.51.100.1"], 0), connection);
        assert_eq!(of(&["203.0.113.7, 198.51.100.1"], 1), Some("198.51.100.1".into()));
        assert_eq!(of(&["203.0.113.7", "198.51.100.1"], 2), Some("203.0.113.7".into()));
        assert_eq!(of(&["198.51.100.1:5678"], 1), Some("198.51.100.1".into()));
        assert_eq!(of(&["[2001:db8::1]:443"], 1), Some("2001:db8::1".into()));
        for nothing in [&["nonsense"][..], &[], &["198.51.100.1"]] {
            let trusted = if nothing == ["198.51.100.1"] { 3 } else { 1 };
            assert_eq!(of(nothing, trusted), connection, "{nothing:?}");
        }
    }
}
