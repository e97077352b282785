//! What mentions a thing: the newest notes that link to it.

use super::context::RenderContext;
use super::views::Ref;
use crate::model::Target;

/// The most that a page lists; the journal and search have all.
const LISTED: usize = 60;

/// What links to a thing, the newest notes first, and how many more there are.
pub fn mentions(ctx: &RenderContext<'_>, own: &Target) -> (Vec<Ref>, usize) {
    of(ctx, &ctx.backlinks(own))
}

/// The same, where what links to it is known.
pub fn of(ctx: &RenderContext<'_>, sources: &[Target]) -> (Vec<Ref>, usize) {
    let newest = sources.iter().rev().take(LISTED);
    let more = sources.len().saturating_sub(LISTED);
    (newest.filter_map(|source| Ref::to(ctx, source)).collect(), more)
}
