//! The format of a document: as asked for, else as the ending of its file says.

use std::path::Path;

use anyhow::{Result, bail};
use clap::ValueEnum;

use super::Usage;

/// The format that `--format` asks for, or that the ending of the output file names, as `pdf` does in
/// `packet.pdf`. Other endings name none.
pub(super) fn chosen<F>(asked: Option<F>, output: Option<&Path>) -> Result<F>
where
    F: ValueEnum + Copy + Default + PartialEq,
{
    let ending = output.and_then(Path::extension).and_then(|ending| ending.to_str());
    let of_file = ending.and_then(|ending| F::from_str(ending, true).ok());
    match (asked, of_file) {
        (Some(asked), Some(of_file)) if asked != of_file => {
            let name = |format: F| {
                format.to_possible_value().map_or_else(String::new, |own| own.get_name().to_owned())
            };
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
        for file in [None, Some("-"), Some("packet"), Some("packet.txt"), Some(".pdf")] {
            assert_eq!(chosen(None, file), Some(Format::Html), "{file:?}");
            assert_eq!(chosen(Some(Format::Pdf), file), Some(Format::Pdf), "{file:?}");
        }
        assert_eq!(chosen(Some(Format::Pdf), Some("packet.html")), None);
    }
}
