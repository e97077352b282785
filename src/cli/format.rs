//! The format of a document: as asked for, else as the ending of its file says.

use std::path::Path;

use anyhow::{Result, bail};
use clap::ValueEnum;

use super::Usage;

/// The format that `--format` asks for, or that the ending of the output file names, as `pdf` does in
/// `packet.pdf`. An ending that names none needs `--format`; a file without an ending gets the default.
pub(super) fn chosen<F>(asked: Option<F>, output: Option<&Path>) -> Result<F>
where
    F: ValueEnum + Copy + Default + PartialEq,
{
    let ending = output.and_then(Path::extension).and_then(|ending| ending.to_str());
    let of_file = ending.and_then(|ending| F::from_str(ending, true).ok());
    let name = |format: F| {
        format.to_possible_value().map_or_else(String::new, |own| own.get_name().to_owned())
    };
    match (asked, of_file) {
        (None, None) if let Some(ending) = unknown(output) => {
            let known = F::value_variants().iter().map(|format| format!("`.{}`", name(*format)));
            let known = known.collect::<Vec<_>>().join(", ");
            bail!(Usage(format!(
                "`.{ending}` names no format: let the output file end in one of {known}, or add `--format`"
            )))
        }
        (Some(asked), Some(of_file)) if asked != of_file => {
            bail!(Usage(format!(
                "`--format {}` does not fit an output file that ends in `.{}`: leave out `--format`, or change the ending",
                name(asked),
                ending.unwrap_or_default()
            )))
        }
        (Some(format), _) | (None, Some(format)) => Ok(format),
        (None, None) => Ok(F::default()),
    }
}

/// The ending of a file, where that names no format. What is a folder is refused for that.
fn unknown(output: Option<&Path>) -> Option<String> {
    let output = output.filter(|output| !output.is_dir())?;
    Some(output.extension()?.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, Default, PartialEq, ValueEnum)]
    enum Format {
        #[default]
        #[value(alias = "htm")]
        Html,
        Pdf,
    }

    #[test]
    fn the_ending_of_the_file_decides_unless_a_format_is_asked_for() {
        let chosen = |asked, file: Option<&str>| chosen(asked, file.map(Path::new)).ok();
        assert_eq!(chosen(None, Some("a.b/packet.PDF")), Some(Format::Pdf));
        assert_eq!(chosen(None, Some("packet.htm")), Some(Format::Html));
        for file in [None, Some("-"), Some("packet"), Some(".pdf"), Some("a.b/packet"), Some(".")] {
            assert_eq!(chosen(None, file), Some(Format::Html), "{file:?}");
            assert_eq!(chosen(Some(Format::Pdf), file), Some(Format::Pdf), "{file:?}");
        }
        for file in ["packet.txt", "packet.v2", "a/packet.pdf.bak"] {
            assert_eq!(chosen(None, Some(file)), None, "{file:?}");
            assert_eq!(chosen(Some(Format::Pdf), Some(file)), Some(Format::Pdf), "{file:?}");
        }
        assert_eq!(chosen(Some(Format::Pdf), Some("packet.html")), None);
    }
}
