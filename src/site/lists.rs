//! Lists that several pages need, each found in one pass over the journal.

use super::fold::{Folds, folds};
use super::pages::journal::Years;
use super::pages::tag::Tagged;
use super::pages::{goal, journal, tag};
use crate::analyse::review::ReviewPeriod;
use crate::analyse::stories::{Story, stories};
use crate::model::Slug;
use crate::render::RenderContext;

/// The entries of each goal, tag and year, and the stories.
pub(super) struct Lists<'a> {
    /// For each goal, by its place in the journal.
    pub entries_by_goal: Vec<Vec<usize>>,
    /// The same with the entries that are evidence for it, for each goal that has a page.
    pub notes_by_goal: Vec<Vec<usize>>,
    /// By tag.
    pub tags: Vec<(&'a Slug, Tagged)>,
    /// Newest first.
    pub years: Years,
    /// The years and quarters of which there is a review.
    pub reviews: Vec<ReviewPeriod>,
    /// The author's stories, newest first.
    pub stories: Vec<Story<'a>>,
    /// The pages of those lists that are too long for one.
    pub folds: Folds,
}

impl<'a> Lists<'a> {
    pub(super) fn new(ctx: &RenderContext<'a>) -> Self {
        let entries_by_goal = goal::entries_by_goal(ctx);
        let mut stories = stories(ctx.journal, ctx.timeline);
        stories.retain(|story| story.task.owner.is_author());
        let mut lists = Self {
            notes_by_goal: goal::notes_by_goal(ctx, &entries_by_goal),
            entries_by_goal,
            tags: tag::tags(ctx).into_iter().collect(),
            years: journal::years(ctx),
            reviews: ReviewPeriod::all(ctx.journal, ctx.today),
            stories,
            folds: Folds::default(),
        };
        lists.folds = folds(ctx, &lists);
        lists
    }
}
