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
    pub tags: Vec<(Slug, Tagged)>,
    /// Newest first.
    pub years: Years,
    /// The years and quarters of which there is a review.
    pub reviews: Vec<ReviewPeriod>,
    /// The author's stories, newest first.
    pub stories: Vec<Story<'a>>,
    /// The pages of those lists that are too long for one.
    pub folds: Folds,
}

/// The lists that do not refer to the journal.
#[derive(Default)]
pub(super) struct OwnLists {
    entries_by_goal: Vec<Vec<usize>>,
    notes_by_goal: Vec<Vec<usize>>,
    tags: Vec<(Slug, Tagged)>,
    years: Years,
    reviews: Vec<ReviewPeriod>,
    folds: Folds,
}

impl<'a> Lists<'a> {
    pub(super) fn new(ctx: &RenderContext<'a>) -> Self {
        let entries_by_goal = goal::entries_by_goal(ctx);
        let tags = tag::tags(ctx).into_iter();
        let own = OwnLists {
            tags: tags.map(|(tag, tagged)| (tag.clone(), tagged)).collect(),
            notes_by_goal: goal::notes_by_goal(ctx, &entries_by_goal),
            entries_by_goal,
            years: journal::years(ctx),
            reviews: ReviewPeriod::all(ctx.journal, ctx.today),
            folds: Folds::default(),
        };
        let mut lists = Self::with(ctx, own);
        lists.folds = folds(ctx, &lists);
        lists
    }

    /// The same where some are known.
    pub(super) fn with(ctx: &RenderContext<'a>, own: OwnLists) -> Self {
        let OwnLists { entries_by_goal, notes_by_goal, tags, years, reviews, folds } = own;
        let mut stories = stories(ctx.journal, ctx.timeline);
        stories.retain(|story| story.task.owner.is_author());
        Self { entries_by_goal, notes_by_goal, tags, years, reviews, stories, folds }
    }

    /// Gives back those that do not refer to the journal.
    pub(super) fn into_own(self) -> OwnLists {
        let Self { entries_by_goal, notes_by_goal, tags, years, reviews, folds, .. } = self;
        OwnLists { entries_by_goal, notes_by_goal, tags, years, reviews, folds }
    }
}
