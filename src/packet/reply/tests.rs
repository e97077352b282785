use super::armor::{ArmorError, armored, bare};
use super::{LONGEST_WORDS, ReceivedReply, ReplyCopy, ReplyError, ReplyKey};
use crate::model::reply::{AskedCompetency, Recommends, ReplyAnswers, ReplyForm};

fn key(byte: u8) -> ReplyKey {
    ReplyKey::new([byte; 32])
}

fn form(goal: &str) -> ReplyForm {
    let asked = |id: &str| AskedCompetency { id: id.to_owned(), title: id.to_uppercase() };
    ReplyForm {
        reader: "Zoë".to_owned(),
        goal: goal.to_owned(),
        title: "Engineer → Senior".to_owned(),
        made: "2026-11-21".to_owned(),
        competencies: vec![asked("craft"), asked("scope")],
        packet: "0".repeat(64),
    }
}

fn answers() -> ReplyAnswers {
    ReplyAnswers {
        confirms: vec!["craft".to_owned()],
        missing: "A second team.\n\nAnd time.".to_owned(),
        recommends: Some(Recommends::Yes),
        recommendation: "Yes: “%%” [[x]] \\ \"".to_owned(),
        quote: true,
    }
}

fn text(answers: &ReplyAnswers) -> String {
    ReplyCopy::new(&key(1), [7; 16], &form("senior")).reply(answers)
}

/// What came of a text: what was asked and answered, if it is verified.
fn read(text: &str) -> Result<(ReplyForm, ReplyAnswers), ReplyError> {
    ReceivedReply::find(text)?.verified(&key(1))
}

#[test]
fn what_a_copy_makes_is_verified_with_the_key_it_was_made_with() {
    let text = text(&answers());
    assert_eq!(read(&text), Ok((form("senior"), answers())));
    let reply = ReceivedReply::find(&text).expect("a reply");
    assert_eq!((reply.key, reply.id), (key(1).id(), "07".repeat(16)));
    let reply = ReceivedReply::find(&text).expect("a reply");
    assert_eq!(reply.verified(&key(2)), Err(ReplyError::Changed));
}

/// The values are those of another implementation: Node's WebCrypto.
#[test]
fn fixed_bytes_give_what_webcrypto_gives() {
    assert_eq!(key(1).id(), "15e5c0442a34c8b6");
    let bare = bare(&text(&answers())).expect("a reply");
    let (_, code) = bare.rsplit_once('\n').expect("lines");
    assert_eq!(code, "8HJffM4yxlXEeS4NUdwoOwpXlTmKe+qXCK03uVBE8B0=");
}

#[test]
fn one_changed_byte_is_refused_wherever_it_is() {
    let text = text(&answers());
    let from = text.find('\n').expect("lines") + 1;
    let to = text.find("-----END").expect("its end");
    for at in 0..to + 8 {
        let mut changed = text.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).expect("ASCII");
        assert!(read(&changed).is_err(), "byte {at}");
    }
    for at in from..to - 1 {
        let mut shorter = text.clone();
        // A line end means nothing.
        if shorter.remove(at) != '\n' {
            assert!(read(&shorter).is_err(), "without byte {at}");
        }
    }
}

/// Whoever has two copies has both secrets, and still can't make one answer for the other.
#[test]
fn answers_count_for_the_packet_that_they_were_made_with() {
    let lines = |goal: &str, id| {
        let reply = ReplyCopy::new(&key(1), [id; 16], &form(goal)).reply(&answers());
        let bare = bare(&reply).expect("a reply");
        bare.split('\n').map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    let [one, other] = [lines("senior", 7), lines("staff", 8)];
    for mixed in
        [[0, 0, 0, 1], [0, 0, 1, 0], [0, 1, 0, 0], [1, 0, 0, 0], [0, 1, 1, 1], [1, 0, 1, 1]]
    {
        let mixed = (0..4).map(|at| [&one, &other][mixed[at]][at].clone());
        let mixed = armored(&mixed.collect::<Vec<_>>().join("\n"));
        let is_same = one[2] == other[2] && read(&mixed).is_ok();
        let whole = [&one, &other].into_iter().any(|own| mixed == armored(&own.join("\n")));
        assert_eq!(is_same, whole, "{mixed}");
    }
}

/// Who has a copy can sign anything: what no form lets somebody answer is refused all the same.
#[test]
fn what_the_form_does_not_ask_is_refused_even_if_signed() {
    let refused = |change: &dyn Fn(&mut ReplyAnswers)| {
        let mut own = answers();
        change(&mut own);
        read(&text(&own)) == Err(ReplyError::Changed)
    };
    assert!(!refused(&|_| {}));
    assert!(!refused(&|own| own.missing = "é".repeat(LONGEST_WORDS / 2 - 20)));
    assert!(refused(&|own| own.missing = "é".repeat(LONGEST_WORDS / 2 + 1)));
    assert!(refused(&|own| own.confirms.push("leading".to_owned())));
    assert!(refused(&|own| own.confirms.push("craft".to_owned())));
    for control in ['\u{0}', '\u{1b}', '\r', '\u{85}', '\u{7f}'] {
        assert!(refused(&|own| own.missing.push(control)), "{control:?}");
    }
}

#[test]
fn it_is_found_in_what_mail_programs_make_of_it() {
    let text = text(&answers());
    let expected = read(&text);
    assert!(expected.is_ok());
    let quoted: String = text.lines().map(|line| format!("> > {line}\r\n")).collect();
    let narrow = text.replace('\n', "\n ");
    let broken: String = text
        .lines()
        .map(|line| {
            let (a, b) = line.split_at(line.len() / 2);
            // The marks stay on one line each.
            if line.starts_with('-') { format!("{line}\n") } else { format!("{a}\n{b}\n") }
        })
        .collect();
    for received in [
        format!("Hello,\nhere it is.\n\n{text}\nBest\n-- \nZoë"),
        quoted.clone(),
        narrow,
        broken,
        format!("{text}\n\nOn Monday you wrote:\n{quoted}"),
    ] {
        assert_eq!(read(&received), expected, "{received}");
    }
}

#[test]
fn what_is_no_reply_says_why() {
    let error = |text: &str| ReceivedReply::find(text).expect_err("no reply");
    assert_eq!(error("Hello"), ArmorError::None.into());
    let whole = text(&answers());
    assert_eq!(error(whole.split("-----END").next().expect("a part")), ArmorError::None.into());
    let other = ReplyCopy::new(&key(1), [8; 16], &form("senior")).reply(&answers());
    assert_eq!(error(&format!("{whole}{other}")), ArmorError::Several.into());
    assert_eq!(
        error(&whole.replace("LOOPBOOK REPLY-----\n", "LOOPBOOK REPLY-----\n*")),
        ArmorError::Damaged.into()
    );
    assert_eq!(error(&armored("a\nb\nc\nd")), ReplyError::Changed);
}

#[test]
fn a_key_is_read_as_it_was_written_and_never_shown() {
    let own = key(3);
    assert_eq!(ReplyKey::parse(&own.text()).as_ref(), Some(&own));
    assert_eq!(ReplyKey::parse("AAAA"), None);
    assert_eq!(format!("{own:?}"), format!("ReplyKey({})", own.id()));
}
