//! How long the pages are that are read first. The author's text is never cut; what is too long is said to them.

use super::{OpeningBlock, OpeningSection};

/// The most words of the first page, without its table.
pub const FIRST_PAGE: usize = 350;
/// The most words of both pages, without the table.
pub const BOTH_PAGES: usize = 900;
/// The most words of the case: what is read in a minute.
pub const CASE: usize = 150;
/// The words of a story.
pub const STORY: std::ops::RangeInclusive<usize> = 80..=120;

/// How many words there are, without the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PacketLength {
    /// Those of the first page.
    pub first_page: usize,
    /// Those of both pages.
    pub both_pages: usize,
}

impl PacketLength {
    pub(super) fn of(sections: &[OpeningSection]) -> Self {
        let of_page = |page: u8| {
            let own = sections.iter().filter(|section| section.page == page);
            own.map(section).sum::<usize>()
        };
        let first_page = of_page(1);
        Self { first_page, both_pages: first_page + of_page(2) }
    }
}

fn section(section: &OpeningSection) -> usize {
    words(&section.title) + section.blocks.iter().map(block).sum::<usize>()
}

fn block(block: &OpeningBlock) -> usize {
    let OpeningBlock {
        text,
        decision,
        results,
        readiness: _,
        story,
        quotes,
        recommendations,
        evidence,
        shows: _,
    } = block;
    let text = text.as_ref().map_or(0, |text| text.words);
    // The sentence of the request, and who is asked.
    let decision = decision.as_ref().map_or(0, |decision| 24 + 8 * decision.support.len());
    let results = results.iter().map(|result| {
        let measure = result.measure.as_ref();
        let measure = measure.map_or(0, |own| {
            words(&own.name) + words(&own.before) + words(&own.after) + words(&own.unit) + 1
        });
        words(&result.task) + measure + result.impact.as_deref().map_or(0, words)
    });
    let story = story.as_ref().map_or(0, |story| {
        let told = story.text.as_ref().map_or(0, |text| text.words);
        let impact: usize = story.impact.iter().map(|text| words(text)).sum();
        // The facts below its title, and how it is known.
        words(&story.title) + told + impact + 12 + 4 * story.links.len()
    });
    let quotes = quotes.iter().map(|said| words(&said.text) + words(&said.who) + 3);
    let recommended = recommendations.iter().map(|own| {
        own.paragraphs.iter().map(|text| words(text)).sum::<usize>() + words(&own.who) + 3
    });
    let evidence: usize = evidence.iter().map(|own| words(&own.title) + 2).sum();
    text + evidence
        + decision
        + results.sum::<usize>()
        + story
        + quotes.sum::<usize>()
        + recommended.sum::<usize>()
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}
