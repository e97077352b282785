//! The media types of served files, and the script that served pages get.

/// The media type of a file, by its name. All text is UTF-8.
pub(super) fn media_type(path: &str) -> String {
    let guessed = mime_guess::from_path(path).first_raw().unwrap_or("application/octet-stream");
    match guessed {
        // Browsers show plain text, but download Markdown.
        "text/markdown" => "text/plain; charset=utf-8".to_owned(),
        // A feed declares its own encoding.
        "text/xml" => "application/xml".to_owned(),
        text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
        other => other.to_owned(),
    }
}

/// Pages on disk may not connect to anything. Served pages may connect to their own server.
const CLOSED: &str = "default-src 'none';";
const OPEN: &str = "default-src 'none'; connect-src 'self';";

/// Adds the script to a page that updates it. `path` and `version` are those of the page.
pub(super) fn inject_livereload(page: &[u8], path: &str, version: &str) -> Vec<u8> {
    let page = String::from_utf8_lossy(page);
    let page = page.replacen(CLOSED, OPEN, 1);
    let path = path.replace('&', "&amp;").replace('"', "&quot;");
    let script = format!(
        "<script src=\"/_loopbook/client.js\" data-page=\"{path}\" data-version=\"{version}\" defer></script>\n"
    );
    match page.find("</head>") {
        Some(end) => format!("{}{script}{}", &page[..end], &page[end..]).into_bytes(),
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
