//! The closed vocabularies of the front matter, each word with its synonyms.

use schemars::JsonSchema;
use serde::Serialize;

/// A closed set of words that may stand as the value of a key.
pub trait Word: Copy + 'static {
    /// What the set is called in messages.
    const NAME: &'static str;
    /// Every word that is accepted, the canonical one of each value first.
    const WORDS: &'static [(&'static str, Self)];

    /// The value of a word, in any case.
    fn parse(word: &str) -> Option<Self> {
        let word = word.trim();
        Self::WORDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, v)| *v)
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $type:ident, $name:literal, { $($(#[$vdoc:meta])* $value:ident = $word:literal $(| $also:literal)*),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $type { $($(#[$vdoc])* $value),+ }

        impl $type {
            /// The canonical word.
            pub fn word(self) -> &'static str {
                match self { $(Self::$value => $word),+ }
            }
        }

        impl Word for $type {
            const NAME: &'static str = $name;
            const WORDS: &'static [(&'static str, Self)] = &[
                $(($word, Self::$value)),+ $($(, ($also, Self::$value))*)+
            ];
        }
    };
}

words! {
    /// One of the five steps of the loop.
    Step, "step", {
        /// Doing today's job well, and checking how the manager sees it.
        Master = "master" | "1" | "do" | "job" | "baseline",
        /// Asking the leader what they need.
        Ask = "ask" | "2" | "help" | "offer",
        /// Doing what was asked, exceptionally well.
        Deliver = "deliver" | "3" | "done",
        /// Asking for work that helps the leader and one's own goal.
        Pivot = "pivot" | "4" | "align" | "goal",
        /// Closing the loop, noting the lesson, starting again.
        Repeat = "repeat" | "5" | "reflect" | "review",
    }
}

impl Step {
    /// The five, in the order of the loop.
    pub const ALL: [Self; 5] = [Self::Master, Self::Ask, Self::Deliver, Self::Pivot, Self::Repeat];
}

words! {
    /// What sort of entry it is.
    #[derive(Default)]
    Kind, "kind", {
        /// Anything.
        #[default]
        Note = "note",
        /// Something went wrong, and is owned.
        Setback = "setback",
        /// News of a setback or a task, promised and given.
        Update = "update",
        /// A thought worth keeping.
        Idea = "idea",
        /// What somebody said of the work.
        Feedback = "feedback",
        /// Something was decided, and what is expected of it.
        Decision = "decision",
        /// A problem that nobody has taken on.
        Seen = "seen",
    }
}

words! {
    /// The widest audience that may see a note.
    Visibility, "visibility", {
        /// The author alone.
        Private = "private",
        /// The author and their leader.
        Manager = "manager",
        /// Anybody.
        Public = "public",
    }
}

impl Visibility {
    /// Whether that audience may see it: what is public, the manager may too.
    pub fn reaches(self, audience: Audience) -> bool {
        match audience {
            Audience::Me => true,
            Audience::Manager => self != Self::Private,
            Audience::Public => self == Self::Public,
        }
    }
}

words! {
    /// For whom something is made.
    #[derive(Default)]
    Audience, "audience", {
        /// The author, who sees all.
        #[default]
        Me = "me",
        /// The author's leader.
        Manager = "manager",
        /// Anybody.
        Public = "public",
    }
}

words! {
    /// How the leader sees the work, in a `master` entry.
    Perception, "perception", {
        /// Not what they need.
        Below = "below",
        /// Solid.
        Meets = "meets",
        /// Better than asked.
        Exceeds = "exceeds",
    }
}

impl Perception {
    /// The same as one says it: `meets expectations`.
    pub fn said(self) -> &'static str {
        match self {
            Self::Below => "below expectations",
            Self::Meets => "meets expectations",
            Self::Exceeds => "exceeds expectations",
        }
    }
}

words! {
    /// Who saw first that the work was needed.
    #[derive(Default)]
    Initiative, "initiative", {
        /// I asked, they named it.
        #[default]
        Asked = "asked",
        /// I named it.
        Suggested = "suggested",
        /// I had begun, and told them.
        Acted = "acted",
    }
}

impl Initiative {
    /// What is said of work of which this is so.
    pub fn said(self) -> &'static str {
        match self {
            Self::Asked => "asked for",
            Self::Suggested => "suggested",
            Self::Acted => "begun unasked",
        }
    }
}

words! {
    /// Where a task stands.
    Status, "status", {
        /// Taken on, not begun.
        Open = "open",
        /// Begun.
        Started = "started",
        /// Done.
        Delivered = "delivered",
        /// Refused.
        Declined = "declined",
        /// Given up.
        Dropped = "dropped",
    }
}

words! {
    /// How big a task is.
    Size, "size", {
        /// Days.
        Small = "small",
        /// Weeks.
        Medium = "medium",
        /// A quarter.
        Large = "large",
    }
}

words! {
    /// How work that was delivered compared with the bar that was agreed.
    MetBar, "met_bar", {
        /// It fell short.
        Missed = "missed",
        /// It was what was agreed.
        Met = "met",
        /// It was better.
        Exceeded = "exceeded",
    }
}

words! {
    /// How a decision turned out.
    Outcome, "outcome", {
        /// As it was expected.
        Right = "right",
        /// Otherwise.
        Wrong = "wrong",
        /// In part.
        Mixed = "mixed",
    }
}

words! {
    /// What the leader said to a `pivot`.
    Answer, "answer", {
        /// Yes.
        Yes = "yes",
        /// In part.
        Partly = "partly",
        /// Not now.
        Later = "later",
        /// No.
        No = "no",
    }
}

words! {
    /// What a goal is about.
    #[derive(Default)]
    GoalKind, "kind", {
        /// The next level.
        #[default]
        Promotion = "promotion",
        /// More pay.
        Raise = "raise",
        /// Another role.
        Role = "role",
        /// Something to learn.
        Skill = "skill" | "learning",
        /// Other work.
        Project = "project",
        /// Another team.
        Team = "team",
        /// Another balance between work and the rest.
        Balance = "balance",
    }
}

words! {
    /// Whether a goal is worked towards.
    #[derive(Default)]
    GoalState, "state", {
        /// Now.
        #[default]
        Active = "active",
        /// It came true.
        Reached = "reached",
        /// Not now.
        Paused = "paused",
        /// No more.
        Dropped = "dropped",
    }
}

words! {
    /// What a person is to the author.
    Relation, "relation", {
        /// The author reports to them.
        Manager = "manager",
        /// The manager's manager.
        SkipLevel = "skip-level",
        /// They report to the author.
        Report = "report",
        /// A colleague.
        Peer = "peer",
        /// Somebody who speaks for the author where decisions are made.
        Sponsor = "sponsor",
    }
}

words! {
    /// How often one talks with a person.
    Cadence, "cadence", {
        /// Every week.
        Weekly = "weekly",
        /// Every two weeks.
        Fortnightly = "fortnightly",
        /// Every month.
        Monthly = "monthly",
        /// Every quarter: the rhythm of the loop.
        Quarterly = "quarterly",
        /// Every year.
        Yearly = "yearly",
    }
}

words! {
    /// How often recurring work comes back.
    Repeats, "repeats", {
        /// Every week.
        Weekly = "weekly",
        /// Every month.
        Monthly = "monthly",
        /// Every quarter.
        Quarterly = "quarterly",
    }
}

impl Repeats {
    /// As one says it: `every week`.
    pub fn spoken(self) -> &'static str {
        match self {
            Self::Weekly => "every week",
            Self::Monthly => "every month",
            Self::Quarterly => "every quarter",
        }
    }

    /// The days from one cycle to the next.
    pub fn days(self) -> i32 {
        match self {
            Self::Weekly => 7,
            Self::Monthly => 30,
            Self::Quarterly => 91,
        }
    }
}

words! {
    /// The part that the owner of a task had in it, beside others.
    TaskRole, "role", {
        /// They answered for the whole.
        Led = "led",
        /// They moved it forward, and somebody else answered for it.
        Drove = "drove",
        /// They did a part of it.
        Contributed = "contributed",
    }
}

words! {
    /// How far along the author is, which decides who begins a conversation.
    Stage, "stage", {
        /// Asks what is needed.
        Junior = "junior",
        /// Suggests what is needed.
        Mid = "mid",
        /// Reports what has been begun.
        Senior = "senior",
    }
}

words! {
    /// A theme that the program carries.
    ShippedTheme, "theme", {
        /// The one that is used where nothing else is said.
        Notebook = "notebook",
        /// A small one, to begin one's own from.
        Plain = "plain",
    }
}
