//! Lists that several pages need, each found in one pass over the journal.

use super::pages::journal::Years;
use super::pages::tag::Tagged;
use super::pages::{goal, journal, tag};
use crate::analyse::review::ReviewPeriod;
use crate::model::Slug;
use crate::render::RenderContext;

/// The entries of each goal, tag and year.
pub(super) struct Lists<'a> {
    /// For each goal, by its place in the journal.
    pub entries_by_goal: Vec<Vec<usize>>,
    /// By tag.
    pub tags: Vec<(&'a Slug, Tagged)>,
    /// Newest first.
    pub years: Years,
    /// The years and quarters of which there is a review.
    pub reviews: Vec<ReviewPeriod>,
}

impl<'a> Lists<'a> {
    pub(super) fn new(ctx: &RenderContext<'a>) -> Self {
        Self {
            entries_by_goal: goal::entries_by_goal(ctx),
            tags: tag::tags(ctx).into_iter().collect(),
            years: journal::years(ctx),
            reviews: ReviewPeriod::all(ctx.journal),
        }
    }
}
