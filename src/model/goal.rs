//! What somebody wants.

use jiff::civil::Date;

use super::words::{GoalKind, GoalState, Visibility};
use super::{Body, Slug};

/// A goal: a file in `goals/`, or a name that an entry gave without one.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// Its slug.
    pub id: Slug,
    /// Its file; `None` where entries only name it.
    pub path: Option<String>,
    /// Its name for people.
    pub title: String,
    /// Other names by which links and keys reach it.
    pub aliases: Vec<String>,
    /// What it is about.
    pub kind: GoalKind,
    /// The level or role it starts from.
    pub from: Option<String>,
    /// The level or role it leads to.
    pub to: Option<String>,
    /// When it is wanted.
    pub by: Option<Date>,
    /// Who can help with it.
    pub with: Vec<Slug>,
    /// The ladder it climbs.
    pub ladder: Option<Slug>,
    /// The competencies it must show, in the author's words.
    pub needs: Vec<Need>,
    /// The stories that its packet tells whatever the rules choose, and those it never tells.
    pub packet: Choices,
    /// When the leader was told.
    pub shared_on: Option<Date>,
    /// Whether it is worked towards.
    pub state: GoalState,
    /// The widest audience that may see its file.
    pub visibility: Visibility,
    /// Whether HTML in the text is let through.
    pub raw_html: bool,
    /// The case for it.
    pub body: Body,
}

impl Goal {
    /// A goal of which only its name is known.
    pub fn named(id: Slug, title: String) -> Self {
        Self {
            id,
            path: None,
            title,
            aliases: Vec::new(),
            kind: GoalKind::Promotion,
            from: None,
            to: None,
            by: None,
            with: Vec::new(),
            ladder: None,
            needs: Vec::new(),
            packet: Choices::default(),
            shared_on: None,
            state: GoalState::Active,
            visibility: Visibility::Private,
            raw_html: false,
            body: Body::default(),
        }
    }
}

/// Which stories the author wants in a packet, by their tasks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// To be told, in this order.
    pub pinned: Vec<Slug>,
    /// Not to be told.
    pub dropped: Vec<Slug>,
}

/// A competency that a goal names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The competency.
    pub id: Slug,
    /// As the author wrote it.
    pub title: String,
}
