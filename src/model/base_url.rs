//! Where a site is served from.

/// An address on the web that ends in `/`, below which the site lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Takes `https://…` or `http://…`, with a host, and without a query or a fragment.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let plain = |c: u8| c.is_ascii_alphanumeric() || b"-._~/:[]%!$&'()*+,;=".contains(&c);
        let host = !rest.is_empty() && !rest.starts_with(['/', ':']);
        (host && rest.bytes().all(plain)).then(|| Self(format!("{}/", text.trim_end_matches('/'))))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its path on the server: `/`, or `/journal/`.
    pub fn path(&self) -> &str {
        let host = self.0.find("://").map_or(0, |at| at + 3);
        self.0[host..].find('/').map_or("/", |at| &self.0[host + at..])
    }

    /// The address of a page, by its path as part of a URL. The first page's is the site's own.
    pub fn of(&self, page: &str) -> String {
        format!("{}{}", self.0, if page == "index.html" { "" } else { page })
    }
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn an_address_has_one_slash_at_its_end_and_a_path() {
        for (written, address, path) in [
            ("https://me.example", "https://me.example/", "/"),
            ("https://me.example/notes//", "https://me.example/notes/", "/notes/"),
            ("http://[::1]:8000/a/b", "http://[::1]:8000/a/b/", "/a/b/"),
        ] {
            let base = BaseUrl::parse(written).expect("an address");
            assert_eq!((base.as_str(), base.path()), (address, path));
        }
        let base = BaseUrl::parse("https://me.example/notes").expect("an address");
        assert_eq!(base.of("gaps.html"), "https://me.example/notes/gaps.html");
        assert_eq!(base.of("index.html"), "https://me.example/notes/");
    }

    #[test]
    fn what_is_no_address_of_a_site_is_refused() {
        for wrong in [
            "me.example",
            "/notes",
            "ftp://me.example",
            "https://",
            "https:///a",
            "https://:80",
            "https://me.example/?a",
            "https://me.example/#a",
            "https://me .example",
            "https://é.example",
            "https://me.example/\"",
            "https://a@me.example",
        ] {
            assert_eq!(BaseUrl::parse(wrong), None, "{wrong}");
        }
    }
}
