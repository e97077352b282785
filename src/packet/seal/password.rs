//! A password that can be typed again elsewhere.

use unicode_normalization::UnicodeNormalization;

/// Passwords of fewer characters are short.
const SHORT: usize = 12;

/// A password in Unicode's composed form (NFC), for keyboards differ in how they write `é`.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// Why a text is no password.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// There is nothing in it.
    #[error("the password is empty")]
    Empty,
    /// It holds what no form lets one type.
    #[error("the password has a control character, which can't be typed into a form")]
    Control,
}

impl Password {
    /// The password that was typed. Blanks belong to it, at its ends too.
    pub fn new(typed: &str) -> Result<Self, PasswordError> {
        if typed.is_empty() {
            return Err(PasswordError::Empty);
        }
        if typed.chars().any(char::is_control) {
            return Err(PasswordError::Control);
        }
        Ok(Self(typed.nfc().collect()))
    }

    /// Whether it is so short that machines may find it by trying.
    pub fn is_short(&self) -> bool {
        self.0.chars().count() < SHORT
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Never shows it.
impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Password, PasswordError};

    #[test]
    fn a_password_is_the_same_however_it_is_composed() {
        let typed = |text| Password::new(text).expect("a password");
        assert_eq!(typed("cafe\u{301}"), typed("café"));
        assert_ne!(typed(" cafe"), typed("cafe"));
        assert_eq!(format!("{:?}", typed("cafe")), "Password(…)");
    }

    #[test]
    fn what_can_not_be_typed_is_refused() {
        assert_eq!(Password::new(""), Err(PasswordError::Empty));
        for text in ["a\tb", "a\nb", "\u{0}", "a\u{7f}"] {
            assert_eq!(Password::new(text), Err(PasswordError::Control), "{text:?}");
        }
    }

    #[test]
    fn characters_are_counted_and_not_bytes() {
        let is_short = |text| Password::new(text).expect("a password").is_short();
        assert!(is_short("eleven char") && is_short("éééééé"));
        assert!(!is_short("twelve chars"));
    }
}
