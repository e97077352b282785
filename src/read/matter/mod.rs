//! Front matter in YAML, TOML and JSON: one tree of values for all three, with the same limits.
//!
//! Whatever a key says of who may see a note is looked for in that tree. So each format refuses what
//! could hide such a key: equal keys, deep nesting, and what its parser does not understand.

mod json;
mod node;
mod toml;
mod yaml;

pub use json::length as json_length;
pub use node::{FieldList, MAX_BYTES, MAX_DEPTH, MatterError, Shape, ValueNode};
pub use yaml::{quoted, requote};

/// The language of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Between two lines `---`.
    Yaml,
    /// Between two lines `+++`.
    Toml,
    /// An object at the very top.
    Json,
}

impl Format {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yaml => "YAML",
            Self::Toml => "TOML",
            Self::Json => "JSON",
        }
    }
}

/// Reads a document of keys and values. `limit` is the most bytes it may have.
pub fn fields(text: &str, format: Format, limit: usize) -> Result<FieldList, MatterError> {
    if text.len() > limit {
        let message = format!("{} bytes of {}; the limit is {limit}", text.len(), format.name());
        return Err(MatterError::new(0..1, message).hint("move long texts below the front matter"));
    }
    let root = match format {
        Format::Yaml => yaml::parse(text)?,
        Format::Toml => Some(toml::parse(text)?),
        Format::Json => Some(json::parse(text)?),
    };
    let Some(root) = root else { return Ok(Vec::new()) };
    let pairs = match root.shape {
        Shape::Map(pairs) => pairs,
        Shape::Scalar(..) if root.is_null() => return Ok(Vec::new()),
        _ => {
            return Err(MatterError::new(root.range, "expected keys and values")
                .hint("write one `key: value` per line, such as `step: ask`"));
        }
    };
    let named = pairs.into_iter().filter_map(|(key, node)| match key.shape {
        Shape::Scalar(name, _) => Some((name, key.range, node)),
        Shape::List(_) | Shape::Map(_) => None,
    });
    Ok(named.collect())
}

#[cfg(test)]
mod tests {
    use super::{Format, MAX_BYTES, Shape, ValueNode, fields};

    /// A tree as text, to compare those of several formats.
    fn shown(node: &ValueNode) -> String {
        match &node.shape {
            Shape::Scalar(text, _) => text.clone(),
            Shape::List(items) => {
                format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", "))
            }
            Shape::Map(pairs) => {
                let pairs =
                    pairs.iter().map(|(key, value)| format!("{}: {}", shown(key), shown(value)));
                format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
            }
        }
    }

    fn read(text: &str, format: Format) -> Vec<String> {
        let fields = fields(text, format, MAX_BYTES).expect("fields");
        fields.iter().map(|(key, _, node)| format!("{key}={}", shown(node))).collect()
    }

    fn error(text: &str, format: Format) -> String {
        let error = fields(text, format, MAX_BYTES).expect_err("an error");
        let end = error.range.end.min(text.len());
        format!("{}: {}", &text[error.range.start.min(end)..end], error.message)
    }

    #[test]
    fn three_formats_are_one_tree() {
        let yaml = "title: Ünder\ndate: 2026-01-31\nenergy: 3\ntask: [a, b]\nparams: {private: true, deep: {x: 1.10}}\n";
        let toml = "title = 'Ünder'\ndate = 2026-01-31\nenergy = 3 # so\ntask = [\"a\", 'b']\n\n[params]\nprivate = true\ndeep.x = 1.10\n";
        let json = "{\"title\": \"\\u00dcnder\", \"date\": \"2026-01-31\", \"energy\": 3,\n\t\"task\": [\"a\", \"b\"], \"params\": {\"private\": true, \"deep\": {\"x\": 1.10}}}";
        assert_eq!(read(toml, Format::Toml), read(yaml, Format::Yaml));
        assert_eq!(read(json, Format::Json), read(yaml, Format::Yaml));
    }

    #[test]
    fn every_key_and_value_has_its_place() {
        for (text, format) in [
            ("+ = 1\n".replace('+', "a"), Format::Toml),
            ("[x]\ny.private = true\n".to_owned(), Format::Toml),
            ("[[x]]\nprivate = true\n[[x]]\nb = 2\n".to_owned(), Format::Toml),
            ("{ \"x\": [ {\"y\" : true} , null ]}".to_owned(), Format::Json),
        ] {
            fn check(text: &str, node: &ValueNode) {
                match &node.shape {
                    Shape::Scalar(scalar, _) => {
                        assert_eq!(text[node.range.clone()].trim_matches('"'), scalar, "{text}");
                    }
                    Shape::List(items) => items.iter().for_each(|item| check(text, item)),
                    Shape::Map(pairs) => pairs.iter().for_each(|(key, value)| {
                        check(text, key);
                        check(text, value);
                    }),
                }
            }
            for (key, range, node) in fields(&text, format, MAX_BYTES).expect("fields") {
                assert_eq!(text[range].trim_matches('"'), key);
                check(&text, &node);
            }
        }
    }

    #[test]
    fn equal_keys_are_an_error_in_each_format() {
        let twice = |key: &str| format!("{key}: the key `{}` appears twice", key.trim_matches('"'));
        assert_eq!(error("private = true\nPrivate = false", Format::Toml), twice("Private"));
        assert_eq!(error("[a]\nb = 1\n[A]\nb = 2", Format::Toml), twice("A"));
        assert_eq!(error("a.b = 1\na.B = 2", Format::Toml), twice("B"));
        assert!(error("a = 1\na = 2", Format::Toml).contains("duplicate key"));
        assert_eq!(error("{\"a\": 1, \"A\": 2}", Format::Json), twice("\"A\""));
        assert!(
            error("{\"private\": true, \"\\u0070rivate\": false}", Format::Json)
                .ends_with("the key `private` appears twice")
        );
        assert_eq!(error("{\"x\": [{\"b\": 1, \"b\": 2}]}", Format::Json), twice("\"b\""));
    }

    #[test]
    fn size_and_depth_are_bounded_in_each_format() {
        let [open, close] = ["[", "]"].map(|bracket| bracket.repeat(70));
        for (text, format) in [
            (format!("a = {open}{close}"), Format::Toml),
            (format!("{{\"a\": {open}{close}}}"), Format::Json),
        ] {
            assert!(error(&text, format).contains("deep"), "{}", error(&text, format));
        }
        let dotted = format!("{}b = 1", "a.".repeat(70));
        assert!(error(&dotted, Format::Toml).contains("deep"));
        let huge = format!("{open}{open}").repeat(50);
        assert!(!error(&format!("a = {huge}"), Format::Toml).is_empty());
        assert!(!error(&format!("{{\"a\": {huge}"), Format::Json).is_empty());
        let long = format!("a = \"{}\"", "x".repeat(MAX_BYTES));
        assert!(error(&long, Format::Toml).contains("bytes of TOML; the limit is 1048576"));
    }

    #[test]
    fn a_slip_is_an_error_at_its_place() {
        let at =
            |text: &str, format| fields(text, format, MAX_BYTES).expect_err("an error").range.start;
        assert_eq!(at("a = 1\nb = \"x\n", Format::Toml), 12);
        assert_eq!(at("{\"a\": 1,\n \"ü\": tru}", Format::Json), 19);
        assert_eq!(
            error("{\"a\": \"\\ud800\"}", Format::Json).split(": ").next(),
            Some("\"\\ud800\"")
        );
    }

    #[test]
    fn toml_has_dates_and_numbers_of_its_own() {
        let text = "a = 1979-05-27T07:32:00-07:00\nb = 07:32:00\nc = 0x1F\nd = 1_000\ne = inf\nf = '''\n+++ '''\n";
        assert_eq!(
            read(text, Format::Toml),
            ["a=1979-05-27T07:32:00-07:00", "b=07:32:00", "c=31", "d=1000", "e=inf", "f=+++ "]
        );
    }
}
