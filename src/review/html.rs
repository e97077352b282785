//! The review as one HTML file with its style within, which asks for nothing.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::model::direction::Direction;
use crate::packet::html::{DocumentStyle, Paper};
use crate::render::RenderContext;
use crate::render::quotes;
use crate::render::review::ReviewView;
use crate::render::views::Day;
use crate::theme::Theme;

/// The template of the document.
pub const TEMPLATE: &str = "review-document.html";
/// What the document says that it was made by: a review is known by it.
pub const GENERATOR: &str = "<meta name=\"generator\" content=\"loopbook review\">";

/// The data for the template of the document.
#[derive(Debug, JsonSchema, Serialize)]
pub struct ReviewDocument<'a> {
    /// The review.
    pub review: &'a ReviewView<'a>,
    /// What the document is called.
    pub title: String,
    /// `language` of `loopbook.yaml`, for HTML's `lang`.
    pub language: &'a str,
    /// The direction in which that language is written: `ltr` or `rtl`.
    pub direction: &'static str,
    /// The day on which it was made.
    pub made: Day,
    /// Its style.
    pub style: &'a str,
    /// The hash by which its policy knows that style.
    pub style_hash: &'a str,
}

/// The document, for that paper or for any.
///
/// # Errors
///
/// Where a template of the journal's theme fails.
pub fn html(
    ctx: &RenderContext<'_>,
    review: &ReviewView<'_>,
    theme: &Theme,
    paper: Option<Paper>,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let title = review.heading();
    let language = &ctx.journal.config.language;
    let DocumentStyle { style, style_hash } =
        DocumentStyle::new(theme, &quotes::curl_text(&title, language), review, paper)?;
    let document = ReviewDocument {
        review,
        title,
        language,
        direction: Direction::of_language(language).word(),
        made: ctx.today.into(),
        style: &style,
        style_hash: &style_hash,
    };
    Ok(quotes::curl(theme.render(TEMPLATE, &document)?, language))
}
