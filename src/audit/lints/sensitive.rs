//! Words about pay, health, or what went on between an employer and somebody, in a sentence that names
//! a person. Such a sentence is about them, and nobody's to hand on.

use super::AuditFinding;
use super::names::names;
use crate::audit::AuditContext;
use crate::audit::seen::has_word;

/// The code of these findings.
const CODE: &str = "sensitive";

/// What a sentence should not say of somebody else.
const WORDS: [&str; 61] = [
    // pay
    "bonus",
    "compensation",
    "earn",
    "earns",
    "equity",
    "paid",
    "pay",
    "pay rise",
    "raise",
    "rsu",
    "rsus",
    "salaries",
    "salary",
    "severance",
    "stock",
    "wage",
    "wages",
    // health
    "adhd",
    "anxiety",
    "autism",
    "bereavement",
    "burned out",
    "burnout",
    "burnt out",
    "cancer",
    "depressed",
    "depression",
    "diagnosis",
    "disability",
    "doctor",
    "health",
    "hospital",
    "ill",
    "illness",
    "maternity",
    "medical",
    "miscarriage",
    "paternity",
    "pregnancy",
    "pregnant",
    "sick",
    "surgery",
    "therapy",
    // between an employer and somebody
    "complaint",
    "divorce",
    "divorcing",
    "fired",
    "harassment",
    "interviewing",
    "laid off",
    "layoff",
    "layoffs",
    "performance plan",
    "pip",
    "quitting",
    "religion",
    "resign",
    "resigned",
    "resigning",
    "underperforming",
    "visa",
];

/// Each sentence.
pub(super) fn check(AuditContext { input, seen, .. }: &AuditContext<'_>) -> Vec<AuditFinding> {
    let people: Vec<&str> = input
        .journal
        .people
        .iter()
        .flat_map(|person| names(person).into_iter().chain(person.share_as.as_deref()))
        .collect();
    let mut findings = Vec::new();
    for note in seen {
        for (key, sentence) in
            note.keys.iter().flat_map(|(key, words)| sentences(words).map(move |one| (*key, one)))
        {
            let Some(name) = people.iter().find(|name| has_word(sentence, name)) else { continue };
            for word in WORDS.iter().filter(|word| has_word(sentence, word)) {
                let place = if key.contains(' ') { key.to_owned() } else { format!("`{key}`") };
                findings.push(AuditFinding {
                    code: CODE,
                    message: format!("{place} has `{word}` in a sentence about `{name}`"),
                    advice: "remove it, unless they asked you to include it",
                    paths: vec![note.path.clone()],
                });
            }
        }
    }
    findings
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['.', '!', '?', '\n']).map(str::trim).filter(|sentence| !sentence.is_empty())
}
