//! The tables. See [`keys`](super) for what a row says.
//!
//! Each is a macro that hands its rows to another one: `entry_keys! { describe [ENTRY] }` becomes
//! `describe! { [ENTRY] rows… }`.

macro_rules! common_keys {
    ($use:ident [$($head:tt)*]) => {
        $use! { [$($head)*]
            /// Its title. Without it: a level-1 heading that is the first block, else the file's name
            "title" as title: Option<String> = text, folded;
            /// Other names by which links reach it
            "aliases" | "alias" as aliases: Vec<String> = texts, folded;
            /// Tags, with or without `#`
            "tags" | "tag" as tags: Vec<String> = tags, folded;
            /// The widest audience that may see it
            "visibility" as visibility: Option<Visibility> = word::<Visibility>, folded;
            /// `yes` makes it private
            "draft" as draft: Option<bool> = flag, folded;
            /// `yes` makes it private
            "private" as private: Option<bool> = flag, folded;
            /// `no` makes it private; `yes` changes nothing
            "publish" as publish: Option<bool> = flag, folded;
            /// Whether HTML in the text is let through
            "raw_html" as raw_html: Option<bool> = flag, folded;
        }
    };
}

macro_rules! entry_keys {
    ($use:ident [$($head:tt)*]) => {
        $use! { [$($head)*]
            /// Its day, as in 2026-01-31. Without it: the date in the file's name
            "date" as stated_date: Option<Date> = date, everyone;
            /// Its step of the loop
            "step" as step: Option<Step> = word::<Step>, step;
            /// `new` forces a new loop
            "loop" as opens_loop: bool = new_loop, everyone;
            /// The tasks that it is about
            "task" as tasks: Vec<S::Name> = names, tasks;
            /// The goals that it is for. Without it: the only active one
            "goal" as goals: Vec<S::Name> = names, goals;
            /// The people it was with; the first one decides the thread
            "with" as with: Vec<S::Name> = names, people;
            /// What sort of entry it is
            "kind" as kind: Kind = word_or_default::<Kind>, everyone;
            /// How you felt, from 1 to 5
            "energy" as energy: Option<u8> = whole::<u8, 1, 5>, author_only;
            /// How the leader sees the work
            "perception" as perception: Option<Perception> = word::<Perception>, author_only;
            /// What the leader wishes were different
            "wishes" as wishes: Vec<String> = texts, author_only;
            /// What they are trying to do
            "trying" as trying: Option<String> = text, answer;
            /// What is in their way
            "blocking" as blocking: Option<String> = text, answer;
            /// Where you can help
            "help" as help: Option<String> = text, answer;
            /// What would be good enough, and what would be great
            "bar" as bar: Option<String> = text, answer;
            /// Who saw first that the work was needed
            "initiative" as initiative: Option<Initiative> = word::<Initiative>, everyone;
            /// Where its task stands
            "status" as status: Option<Status> = word::<Status>, everyone;
            /// When its task is due
            "due" as due: Option<Date> = date, everyone;
            /// How big its task is: days, weeks, a quarter
            "size" as size: Option<Size> = word::<Size>, everyone;
            /// What its task belongs to
            "project" as project: Option<Slug> = name, everyone;
            /// What the work changed
            "impact" as impact: Option<String> = text, words;
            /// How the work compared with the bar that was agreed
            "met_bar" as met_bar: Option<MetBar> = word::<MetBar>, everyone;
            /// Measures, each as "name: before -> after unit"
            "metric" as metrics: Vec<Metric> = metrics, words;
            /// Links to proof: addresses, wikilinks, paths
            "evidence" as evidence: Vec<S::Evidence> = texts, proof;
            /// Competencies that it shows: `ownership`, or `ownership@senior` at a level
            "shows" as shows: Vec<S::Shows> = claims, claims;
            /// Who confirmed it
            "confirmed_by" as confirmed_by: Vec<S::Name> = names, people;
            /// Who saw it
            "seen_by" as seen_by: Vec<S::Name> = names, people;
            /// What somebody said of it
            "quote" as quote: Option<String> = text, quote;
            /// Who said that
            "quote_from" as quote_from: Option<S::Name> = name, speaker;
            /// Whether somebody recommends what the goal asks for; `quote_from` says who
            "recommends" as recommends: Option<Answer> = word::<Answer>, consented;
            /// Their recommendation, in their words
            "recommendation" as recommendation: Option<String> = text, quote;
            /// What somebody says is missing for the goal
            "still_missing" as still_missing: Option<String> = text, author_only;
            /// Whether the quote and the recommendation may be shared
            "quote_ok" as quote_ok: bool = switch, everyone;
            /// Whether a packet may have what they said under `trying`, `blocking` and `help`
            "share_words" as share_words: bool = switch, everyone;
            /// What the leader said to a `pivot`
            "answer" as answer: Option<Answer> = word::<Answer>, everyone;
            /// By when the leader will answer, after `answer: later`
            "answer_by" as answer_by: Option<Date> = date, everyone;
            /// Competencies that the leader named
            "gaps" as gaps: Vec<Slug> = names, gaps;
            /// What was learned
            "lesson" as lesson: Option<String> = text, words;
            /// Wishes, tasks or entries that this settles
            "resolves" as resolves: Vec<S::Name> = names, settled;
            /// When the next update is promised for
            "update_by" as update_by: Option<Date> = date, everyone;
            /// Who has to hear of a setback
            "tell" as tell: Vec<S::Name> = names, people;
            /// The idea that it tells of: a name that joins notes
            "idea" as idea: Option<Slug> = name, author_only;
            /// The existing things that an idea combines
            "combines" as combines: Vec<String> = texts, words;
            /// Minutes of undisturbed thinking
            "minutes" as minutes: Option<u32> = whole::<u32, 0, { u32::MAX }>, everyone;
            /// Whether a decision can be undone
            "reversible" as reversible: Option<bool> = flag, everyone;
            /// What is expected to come of a decision
            "expect" as expect: Option<String> = text, words;
            /// What would show that a decision was wrong
            "wrong_if" as wrong_if: Option<String> = text, words;
            /// When to look at what came of a decision
            "review_on" as review_on: Option<Date> = date, everyone;
            /// How a decision turned out
            "outcome" as outcome: Option<Outcome> = word::<Outcome>, everyone;
            /// The id of the copy of a packet that it was answered with: `reply import` writes it
            "reply" as reply: Option<String> = text, author_only;
        }
    };
}

macro_rules! goal_keys {
    ($use:ident [$($head:tt)*]) => {
        $use! { [$($head)*]
            /// What it is about
            "kind" as kind: GoalKind = word_or_default::<GoalKind>, everyone;
            /// The level or role it starts from
            "from" as from: Option<String> = text, words;
            /// The level or role it leads to
            "to" as to: Option<String> = text, words;
            /// How much more it is to be, for a raise
            "amount" as amount: Option<String> = text, author_only;
            /// Since when it is wanted
            "since" as since: Option<Date> = date, everyone;
            /// When it is wanted
            "by" as by: Option<Date> = date, everyone;
            /// Whose it is, where it is not the author's: a direct report
            "of" as of: Option<Slug> = name, people;
            /// Who can help with it
            "with" as with: Vec<Slug> = names, people;
            /// The file of `ladders/` that it climbs
            "ladder" as ladder: Option<S::Name> = name, ladder;
            /// The competencies that it must show
            "needs" as needs: Vec<StatedNeed> = needs, needs;
            /// Stories that its packet tells, by task; with `-` before it, one that it never tells
            "packet" as packet: S::Stories = stories, stories;
            /// When the leader was told
            "shared_on" as shared_on: Option<Date> = date, everyone;
            /// When it was reached
            "reached_on" as reached_on: Option<Date> = date, everyone;
            /// What came of it
            "outcome" as outcome: Option<String> = text, words;
            /// Whether it is worked towards
            "state" as state_in_file: GoalState = word_or_default::<GoalState>, everyone;
        }
    };
}

macro_rules! task_keys {
    ($use:ident [$($head:tt)*]) => {
        $use! { [$($head)*]
            /// How big it is: days, weeks, a quarter
            "size" as size: Option<Size> = word::<Size>, everyone;
            /// When it is due
            "due" as due: Option<Date> = date, everyone;
            /// What it belongs to
            "project" as project: Option<Slug> = name, everyone;
            /// What part you had in it, beside others
            "role" as role: Option<TaskRole> = word::<TaskRole>, everyone;
            /// How often it comes back, where it is never done for good
            "repeats" as repeats: Option<Repeats> = word::<Repeats>, everyone;
            /// Competencies that it is meant to show; never evidence for them
            "serves" as serves: Vec<Slug> = names, gaps;
            /// Who asked for it
            "asked_by" as asked_by: Option<Slug> = name, people;
            /// When it was asked for
            "asked_on" as asked_on: Option<Date> = date, everyone;
        }
    };
}

macro_rules! person_keys {
    ($use:ident [$($head:tt)*]) => {
        $use! { [$($head)*]
            /// What they are to you
            "relation" as stated_relation: Option<Relation> = word::<Relation>, everyone;
            /// Since when they are that
            "since" as since: Option<Date> = date, everyone;
            /// Until when they were that
            "until" as until: Option<Date> = date, everyone;
            /// Their level or role, as a committee knows it
            "level" as level: Option<String> = text, words;
            /// Where you worked with them
            "employer" as employer: Option<String> = text, words;
            /// Who manages them: for a direct report of a direct report, or `me`
            "manager" as manager: Option<Slug> = name, people;
            /// How often you talk
            "cadence" as cadence: Option<Cadence> = word::<Cadence>, everyone;
            /// The name under which they may be named to others
            "share_as" as share_as: Option<String> = text, own_name;
        }
    };
}

pub(crate) use {common_keys, entry_keys, goal_keys, person_keys, task_keys};
