//! What follows from a journal: pure functions from the model, which know no clock. Where a rule
//! depends on the day, `today` is a parameter.

pub mod bar;
pub mod choice;
pub mod decisions;
pub mod effects;
pub mod evidence;
pub mod gaps;
pub mod growth;
pub mod headlines;
pub mod health;
pub mod heard;
pub mod ideas;
pub mod kept;
pub mod next;
pub mod path;
pub mod perception;
pub mod plan;
pub mod promises;
pub mod review;
pub mod seen;
pub mod setbacks;
pub mod skills;
pub mod stories;
pub mod tasks;
pub mod team;
pub mod timeline;
pub mod verdict;

use jiff::civil::Date;

use crate::model::vocabulary::{Audience, Initiative};
use crate::model::{Journal, Slug};
use crate::share::Shared;
use effects::Effects;
use gaps::GoalGaps;
use health::{Finding, HealthContext};
use next::NextMove;
use promises::OwnedPromise;
use setbacks::Setback;

pub use tasks::Task;
pub use timeline::{Loop, LoopState, Thread, Timeline};

/// Everything derived from a journal on a day.
#[derive(Debug)]
pub struct Analysis<'j> {
    /// The journal, as its reader gets it.
    pub shared: &'j Shared<'j>,
    /// The same, without what is wrong with it.
    pub journal: &'j Journal,
    /// The day.
    pub today: Date,
    /// Threads, loops and tasks.
    pub timeline: Timeline,
    /// The setbacks, in order.
    pub setbacks: Vec<Setback>,
    /// What was promised, in the order of the entries.
    pub promises: Vec<OwnedPromise>,
    /// The needs of each goal, by the goal's place in the journal.
    pub gaps: Vec<GoalGaps>,
    /// What would kill the loop.
    pub findings: Vec<Finding>,
    /// What compounds, by quarter.
    pub effects: Vec<Effects>,
}

/// The timeline alone. It needs only dates and keys.
pub fn timeline_of(shared: &Shared<'_>, today: Date) -> Timeline {
    let is_authors = shared.audience() == Audience::Me;
    // What the author does not write is a default of theirs; others are not told what it is, and a
    // packet does not say what no note does.
    let unstated = Some(Initiative::Asked).filter(|_| is_authors && !shared.is_packet());
    Timeline::of(shared, is_authors, unstated, today)
}

impl<'j> Analysis<'j> {
    /// Reads a journal.
    pub fn of(shared: &'j Shared<'j>, today: Date) -> Self {
        let journal: &Journal = shared;
        let timeline = timeline_of(shared, today);
        let setbacks = setbacks::setbacks(journal, today);
        let promises = promises::promises(journal, &timeline, &setbacks, today);
        let gaps = gaps::gaps(journal, &timeline, &setbacks, today);
        let effects = effects::effects(journal, &timeline, today);
        let mut analysis = Self {
            shared,
            journal,
            today,
            timeline,
            setbacks,
            promises,
            gaps,
            findings: Vec::new(),
            effects,
        };
        analysis.findings = health::findings(&analysis.context());
        analysis
    }

    /// What rules look at.
    pub fn context(&self) -> HealthContext<'_> {
        HealthContext {
            journal: self.journal,
            timeline: &self.timeline,
            gaps: &self.gaps,
            setbacks: &self.setbacks,
            promises: &self.promises,
            today: self.today,
        }
    }

    /// The next move with one person; `None` where the journal has no thread with them, or they are
    /// gone or still to come.
    pub fn next_move(&self, person: &Slug) -> Option<NextMove<'_>> {
        let context = self.context();
        let thread = self.timeline.thread(person.as_str())?;
        let is_manager = person == health::manager_on(self.journal, self.today);
        (is_manager || context.is_here(person)).then(|| next::next_move(&context, thread))
    }

    /// The next move with each person, the manager's first.
    pub fn next_moves(&self) -> Vec<NextMove<'_>> {
        next::next_moves(&self.context())
    }
}
