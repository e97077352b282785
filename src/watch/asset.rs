//! What a served file is called, and what a served page has that the one on disk has not.

/// The media type of a file, by its name.
pub fn media_type(path: &str) -> &'static str {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// The policy of a page on disk closes this; a page that is kept fresh asks its own server.
const CLOSED: &str = "default-src 'none';";
const OPEN: &str = "default-src 'none'; connect-src 'self';";

/// A page with the script that keeps it fresh. `path` and `version` are its own.
pub fn with_client(page: &[u8], path: &str, version: &str) -> Vec<u8> {
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
    use super::with_client;

    #[test]
    fn a_served_page_may_ask_its_server_and_has_its_script() {
        let page = b"<head><meta content=\"default-src 'none'; style-src 'self'\"></head><body>";
        let served = with_client(page, "a\"b.html", "7");
        let expected = "<head><meta content=\"default-src 'none'; connect-src 'self'; style-src \
            'self'\"><script src=\"/_loopbook/client.js\" data-page=\"a&quot;b.html\" \
            data-version=\"7\" defer></script>\n</head><body>";
        assert_eq!(String::from_utf8_lossy(&served), expected);
    }
}
