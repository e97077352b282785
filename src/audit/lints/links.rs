//! Links that the reader can't open, or that open more than they should: to hosts that only some
//! networks know, and with a password, a token or a signature in them.

use std::net::IpAddr;

use hyper::Uri;

use super::AuditFinding;
use crate::audit::AuditContext;
use crate::markdown::{parse_value, urls};

/// The code of links with a secret.
const SECRET: &str = "secret-link";
/// The code of links to private hosts.
const PRIVATE: &str = "private-link";

/// The names under which addresses carry what opens them.
const SECRETS: [&str; 18] = [
    "access_token",
    "api_key",
    "apikey",
    "auth",
    "authkey",
    "code",
    "credential",
    "jwt",
    "key",
    "password",
    "passwd",
    "pwd",
    "secret",
    "session",
    "sig",
    "signature",
    "ticket",
    "token",
];

/// How tokens begin that are known by their beginning.
const TOKENS: [&str; 9] =
    ["eyJ", "AKIA", "ghp_", "gho_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "sk-"];

/// The ends of names that no public name server knows.
const LOCAL: [&str; 8] =
    [".corp", ".home", ".internal", ".intra", ".intranet", ".lan", ".local", ".localhost"];

/// Each link in what is seen.
pub(super) fn check(AuditContext { seen, .. }: &AuditContext<'_>) -> Vec<AuditFinding> {
    let mut findings = Vec::new();
    for note in seen {
        let links = note.keys.iter().flat_map(|(_, words)| urls(&parse_value(words).0));
        for url in links {
            let (address, fragment) = url.split_once('#').unwrap_or((&url, ""));
            let Ok(uri) = ascii(address).parse::<Uri>() else { continue };
            let Some(host) = uri.host() else { continue };
            let mut finding = |code, message, advice| {
                findings.push(AuditFinding {
                    code,
                    message,
                    advice,
                    paths: vec![note.path.clone()],
                });
            };
            if let Some(what) = secret(&uri, fragment) {
                let message = format!("a link to `{host}` contains {what}");
                finding(SECRET, message, "use a link to a page that asks the reader to sign in");
            }
            if is_private(host) {
                let message = format!("`{host}` is reachable only from some networks");
                finding(
                    PRIVATE,
                    message,
                    "make sure that the reader can reach it, or describe what it shows",
                );
            }
        }
    }
    findings
}

/// What in an address opens it for whoever has it.
fn secret(uri: &Uri, fragment: &str) -> Option<String> {
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Some("a user name".to_owned());
    }
    let query = uri.query().unwrap_or_default();
    let pairs = query.split('&').chain(fragment.split('&')).filter(|pair| pair.contains('='));
    let named = pairs.clone().find_map(|pair| {
        let name = pair.split('=').next()?.to_lowercase();
        let last = name.rsplit(['-', '.']).next().unwrap_or(&name);
        SECRETS.contains(&last).then(|| format!("`{name}`"))
    });
    let pieces = uri.path().split('/').chain(pairs.flat_map(|pair| pair.split('=')));
    let mut tokens = pieces
        .filter(|piece| piece.len() >= 16 && TOKENS.iter().any(|start| piece.starts_with(start)));
    named.or_else(|| tokens.next().map(|_| "something like a token".to_owned()))
}

/// An address with only what may stand in one.
fn ascii(address: &str) -> String {
    let allowed =
        |c: char| c.is_ascii_graphic() && !matches!(c, '|' | '^' | '`' | '{' | '}' | '\\');
    address.chars().map(|c| if allowed(c) { c } else { '_' }).collect()
}

fn is_private(host: &str) -> bool {
    match host.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(ip)) => ip.is_private() || ip.is_loopback() || ip.is_link_local(),
        Ok(IpAddr::V6(ip)) => {
            ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local()
        }
        Err(_) => {
            let host = host.trim_end_matches('.').to_lowercase();
            !host.contains('.') || LOCAL.iter().any(|end| host.ends_with(end))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ascii, is_private, secret};

    #[test]
    fn what_opens_a_link_is_found_by_its_name_and_by_its_looks() {
        for (url, found) in [
            ("https://a.example/?token=1", Some("`token`")),
            ("https://a.example/?x=1&X-Amz-Signature=abc", Some("`x-amz-signature`")),
            ("https://ann:pw@a.example/", Some("a user name")),
            ("https://a.example/eyJhbGciOiJIUzI1NiJ9", Some("something like a token")),
            ("https://a.example/?monkey=1&page=2", None),
            ("https://a.example/ä|b#access_token=1", Some("`access_token`")),
            ("https://a.example/keys/token", None),
        ] {
            let (address, fragment) = url.split_once('#').unwrap_or((url, ""));
            let uri = ascii(address).parse().expect("an address");
            assert_eq!(secret(&uri, fragment).as_deref(), found, "{url}");
        }
    }

    #[test]
    fn private_hosts_are_those_that_no_public_server_knows() {
        for host in [
            "wiki",
            "10.0.0.1",
            "192.168.1.9",
            "127.0.0.1",
            "[::1]",
            "[fd00::1]",
            "ci.corp",
            "x.local.",
        ] {
            assert!(is_private(host), "{host}");
        }
        for host in ["a.example", "8.8.8.8", "local.example", "[2606:4700::1]"] {
            assert!(!is_private(host), "{host}");
        }
    }
}
