//! What a served file is called, and what a served page has that the one on disk has not.

/// The media type of a file, by its name. Text is UTF-8, as everything that this program writes.
pub(super) fn media_type(path: &str) -> String {
    let guessed = mime_guess::from_path(path).first_raw().unwrap_or("application/octet-stream");
    match guessed {
        // A browser shows this, where it would save Markdown.
        "text/markdown" => "text/plain; charset=utf-8".to_owned(),
        // A feed; it says itself how it is encoded.
        "text/xml" => "application/xml".to_owned(),
        text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
        other => other.to_owned(),
    }
}

/// The policy of a page on disk closes this; a page that is kept fresh asks its own server.
const CLOSED: &str = "default-src 'none';";
const OPEN: &str = "default-src 'none'; connect-src 'self';";

/// A page with the script that keeps it fresh. `path` and `version` are its own.
pub(super) fn inject_livereload(page: &[u8], path: &str, version: &str) -> Vec<u8> {
    let page = String::from_utf8_lossy(page);
    let page = page.replacen(CLOSED, OPEN, 1);
    let path = path.replace('&', "&amp;").replace('"', "&quot;");
    let script = format!(
        "<script src=\"/_loopbook/client.js\" data-page=\"{path}\" data-version=\"{version}\" defer></script>\n"
    );
    match page.find("</head>") {
        Some(at) => format!("{}{script}{}", &page[..at], &page[at..]).into_bytes(),
        None => format!("{page}{script}").into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::{inject_livereload, media_type};

    #[test]
    fn a_browser_is_told_what_a_file_is() {
        for (path, wanted) in [
            ("index.html", "text/html; charset=utf-8"),
            ("assets/style.css", "text/css; charset=utf-8"),
            ("assets/search.js", "text/javascript; charset=utf-8"),
            ("feed.xml", "application/xml"),
            ("files/note.md", "text/plain; charset=utf-8"),
            ("files/A.SVG", "image/svg+xml"),
            ("files/a.jpeg", "image/jpeg"),
            ("files/a.avif", "image/avif"),
            ("files/a.pdf", "application/pdf"),
            ("files/a.woff2", "font/woff2"),
            ("files/a.webm", "video/webm"),
            ("files/a.json", "application/json"),
            ("files/a", "application/octet-stream"),
            ("files/a.odd", "application/octet-stream"),
        ] {
            assert_eq!(media_type(path), wanted, "{path}");
        }
    }

    #[test]
    fn a_served_page_may_ask_its_server_and_has_its_script() {
        let page = b"<head><meta content=\"default-src 'none'; style-src 'self'\"></head><body>";
        let served = inject_livereload(page, "a\"b.html", "7");
        let expected = "<head><meta content=\"default-src 'none'; connect-src 'self'; style-src \
            'self'\"><script src=\"/_loopbook/client.js\" data-page=\"a&quot;b.html\" \
            data-version=\"7\" defer></script>\n</head><body>";
        assert_eq!(String::from_utf8_lossy(&served), expected);
    }
}
