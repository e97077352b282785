//! The numbers in the rules, with the defaults that `loopbook.yaml` can change.

use std::collections::BTreeMap;

/// How much evidence a need wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GapThresholds {
    /// Counting units of a sustained need.
    pub units: u32,
    /// Projects that they come from.
    pub projects: u32,
    /// Quarters that they lie in.
    pub quarters: u32,
    /// Quarters in which they are looked for, the current one included.
    pub span: u32,
    /// Quarters before this one that are recent.
    pub recent: u32,
}

impl Default for GapThresholds {
    fn default() -> Self {
        Self { units: 2, projects: 2, quarters: 2, span: 6, recent: 2 }
    }
}

/// A health rule's code, and its thresholds with their defaults, the main one first.
pub type HealthRule = (&'static str, &'static [(&'static str, u32)]);

/// Every health rule.
pub const HEALTH: &[HealthRule] = &[
    ("baseline-missing", &[("days", 180)]),
    ("baseline-shaky", &[]),
    ("perception-missing", &[]),
    ("asked-not-delivered", &[("overdue", 7), ("age", 45)]),
    ("bar-missed", &[]),
    ("refused", &[]),
    ("vague-goal", &[]),
    ("goal-untold", &[("days", 30)]),
    ("no-bar", &[]),
    ("pivot-too-early", &[]),
    ("gave-up", &[("days", 60)]),
    ("waiting-for-recognition", &[("tasks", 3)]),
    ("quarter-skipped", &[]),
    ("late-and-asking", &[]),
    ("too-pushy", &[("days", 60), ("talks", 2), ("apart", 35)]),
    ("no-skip-level", &[("loops", 2)]),
    ("too-easy", &[("tasks", 3)]),
    ("impact-missing", &[("days", 30)]),
    ("silent", &[("task", 14), ("setback", 30)]),
    ("no-next-update", &[]),
    ("promise-late", &[]),
    ("mode-stuck", &[("tasks", 4)]),
    ("leader-changed", &[("days", 30)]),
    ("manager-left", &[]),
    ("one-sided", &[("days", 182)]),
    ("review-due", &[]),
    ("overloaded", &[("weight", 8), ("energy", 2), ("notes", 3), ("days", 30)]),
    ("plateau", &[("quarters", 8)]),
];

/// What `health:` of `loopbook.yaml` changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HealthSettings {
    /// The rules that are turned off.
    pub off: Vec<&'static str>,
    /// Thresholds by rule and name.
    pub changed: BTreeMap<(&'static str, &'static str), u32>,
}

impl HealthSettings {
    /// Whether a rule is looked at.
    pub fn is_on(&self, rule: &str) -> bool {
        !self.off.contains(&rule)
    }

    /// A threshold of a rule: as changed, else its default.
    pub fn threshold(&self, rule: &str, name: &str) -> i32 {
        let changed = self.changed.iter().find(|((r, n), _)| *r == rule && *n == name);
        let default = || {
            let (_, all) = HEALTH.iter().find(|(code, _)| *code == rule)?;
            all.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
        };
        let value = changed.map(|(_, value)| *value).or_else(default).unwrap_or(0);
        i32::try_from(value).unwrap_or(i32::MAX)
    }
}
