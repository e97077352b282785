//! The formats of a packet: a page (encrypted or not), Markdown, PDF, or a Word document.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use jiff::civil::Date;

use super::{Usage, browser, format, password};
use crate::diagnostic::Diagnostic;
use crate::model::vocabulary::Audience;
use crate::model::{Goal, Slug};
use crate::packet::html::{self, Paper};
use crate::packet::seal::{self, Randomness};
use crate::packet::{Packet, docx, md};
use crate::theme::Theme;

/// The options for the format.
#[derive(Debug, clap::Args)]
pub(super) struct FormArgs {
    /// The format [default: that of the output file's ending, else html]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Encrypt the page with a password, typed or read from the first line of standard input
    #[arg(long)]
    password: bool,
    /// The paper size of the PDF or Word document [default: a4]
    #[arg(long, value_name = "SIZE")]
    paper: Option<PaperSize>,
    /// The browser that prints the PDF: Chromium, Chrome, Edge, Brave or Vivaldi [default:
    /// LOOPBOOK_BROWSER, then the first one found]
    #[arg(long, value_name = "PROGRAM")]
    browser: Option<PathBuf>,
}

/// A format of the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// One self-contained page to read, send or print
    #[default]
    #[value(alias = "htm")]
    Html,
    /// Markdown to paste elsewhere
    #[value(alias = "markdown")]
    Md,
    /// The page, printed by your browser
    Pdf,
    /// A Word document, to go on with in a form of your company
    Docx,
}

/// A size of paper.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum PaperSize {
    /// 210 × 297 mm
    A4,
    /// 8.5 × 11 inches
    Letter,
}

/// The options, with the format that they and the output file lead to.
pub(super) struct Form<'a> {
    args: &'a FormArgs,
    format: Format,
}

impl FormArgs {
    /// The form of a document that goes into that file. Rejects options that don't go together.
    pub(super) fn of(&self, output: Option<&Path>, has_reply: bool) -> Result<Form<'_>> {
        let format = format::chosen(self.format, output)?;
        if self.password && format != Format::Html {
            let hint = "leave out `--format`, and let the output file end in `.html`";
            bail!(Usage(format!("`--password` works with HTML only: {hint}")));
        }
        if has_reply && format != Format::Html {
            let hint = "leave out `--format`, and let the output file end in `.html`";
            bail!(Usage(format!("`--reply-to` works with HTML only: {hint}")));
        }
        if self.browser.is_some() && format != Format::Pdf {
            bail!(Usage("`--browser` needs `--format pdf`".to_owned()));
        }
        if self.paper.is_some() && !matches!(format, Format::Pdf | Format::Docx) {
            bail!(Usage("`--paper` needs `--format pdf` or `--format docx`".to_owned()));
        }
        Ok(Form { args: self, format })
    }
}

impl Form<'_> {
    /// Whether the document is encrypted.
    pub(super) fn is_sealed(&self) -> bool {
        self.args.password
    }

    /// The default name of the file. The name of a sealed packet does not reveal the goal. Markdown has
    /// no default name, because it can be read on the terminal.
    pub(super) fn file_name(
        &self,
        goal: &Goal,
        audience: Audience,
        reader: Option<&Slug>,
    ) -> Option<String> {
        // The author's packet contains what no other reader may see.
        let suffix = if audience == Audience::Me { "-for-me" } else { "" };
        // Each copy is one reader's.
        let copy = reader.map_or(String::new(), |reader| format!("-copy-of-{reader}"));
        let stem = format!("packet-{}{suffix}{copy}", goal.id);
        match self.format {
            Format::Html if self.args.password => Some("sealed.html".to_owned()),
            Format::Html => Some(format!("{stem}.html")),
            Format::Pdf => Some(format!("{stem}.pdf")),
            Format::Docx => Some(format!("{stem}.docx")),
            Format::Md => None,
        }
    }

    /// Renders the document.
    pub(super) fn document(
        &self,
        packet: &Packet,
        theme: &Theme,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        match self.format {
            Format::Html | Format::Docx => html::html(packet, theme, None),
            Format::Pdf => html::html(packet, theme, Some(self.paper())),
            Format::Md => Ok(md::markdown(packet).into_bytes()),
        }
    }

    /// Encrypts, prints or converts the document if the format asks for it.
    pub(super) fn finished(&self, document: Vec<u8>, day: Date) -> Result<Vec<u8>> {
        match self.format {
            Format::Pdf => browser::print_to_pdf(&document, self.args.browser.as_deref(), day),
            Format::Docx => Ok(docx::docx(&document, self.paper())),
            Format::Html if self.args.password => {
                let password = password::ask()?;
                Ok(seal::seal(&document, &password, &randomness()?).into_bytes())
            }
            Format::Html | Format::Md => Ok(document),
        }
    }

    fn paper(&self) -> Paper {
        self.args.paper.unwrap_or(PaperSize::A4).paper()
    }
}

impl PaperSize {
    /// The paper of that size.
    pub(super) fn paper(self) -> Paper {
        match self {
            Self::A4 => Paper::A4,
            Self::Letter => Paper::Letter,
        }
    }
}

/// New random numbers for a seal.
fn randomness() -> Result<Randomness> {
    let mut randomness = Randomness { salt: [0; 16], iv: [0; 12] };
    getrandom::fill(&mut randomness.salt)
        .and_then(|()| getrandom::fill(&mut randomness.iv))
        .context("nothing was encrypted: the system provides no random numbers")?;
    Ok(randomness)
}
