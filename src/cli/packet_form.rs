//! The formats of a packet: a page (encrypted or not), Markdown, or PDF.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use jiff::civil::Date;

use super::{Usage, browser, password};
use crate::diagnostic::Diagnostic;
use crate::model::Goal;
use crate::model::vocabulary::Audience;
use crate::packet::html::{self, Paper};
use crate::packet::seal::{self, Randomness};
use crate::packet::{Packet, md};
use crate::theme::Theme;

/// The options for the format.
#[derive(Debug, clap::Args)]
pub(super) struct FormArgs {
    /// The format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Encrypt the page with a password, typed or read from the first line of standard input
    #[arg(long)]
    pub password: bool,
    /// The paper size of the PDF [default: a4]
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
    Html,
    /// Markdown to paste elsewhere
    Md,
    /// The page, printed by your browser
    Pdf,
}

/// A size of paper.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum PaperSize {
    /// 210 × 297 mm
    A4,
    /// 8.5 × 11 inches
    Letter,
}

impl FormArgs {
    /// Rejects options that don't go together.
    pub(super) fn check(&self) -> Result<()> {
        if self.password && self.format != Format::Html {
            bail!(Usage("`--password` works with HTML only: leave out `--format`".to_owned()));
        }
        for (option, given) in
            [("--browser", self.browser.is_some()), ("--paper", self.paper.is_some())]
        {
            if given && self.format != Format::Pdf {
                bail!(Usage(format!("`{option}` needs `--format pdf`")));
            }
        }
        Ok(())
    }

    /// The default name of the file. The name of a sealed packet does not reveal the goal. Markdown has
    /// no default name, because it can be read on the terminal.
    pub(super) fn file_name(&self, goal: &Goal, audience: Audience) -> Option<String> {
        // The author's packet contains what no other reader may see.
        let suffix = if audience == Audience::Me { "-for-me" } else { "" };
        let stem = format!("packet-{}{suffix}", goal.id);
        match self.format {
            Format::Html if self.password => Some("sealed.html".to_owned()),
            Format::Html => Some(format!("{stem}.html")),
            Format::Pdf => Some(format!("{stem}.pdf")),
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
            Format::Html => html::html(packet, theme, None),
            Format::Pdf => html::html(packet, theme, Some(self.paper())),
            Format::Md => Ok(md::markdown(packet).into_bytes()),
        }
    }

    /// Encrypts or prints the document if the format asks for it.
    pub(super) fn finished(&self, document: Vec<u8>, day: Date) -> Result<Vec<u8>> {
        match self.format {
            Format::Pdf => browser::print_to_pdf(&document, self.browser.as_deref(), day),
            Format::Html if self.password => {
                let password = password::ask()?;
                Ok(seal::seal(&document, &password, &randomness()?).into_bytes())
            }
            Format::Html | Format::Md => Ok(document),
        }
    }

    fn paper(&self) -> Paper {
        self.paper.unwrap_or(PaperSize::A4).paper()
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
