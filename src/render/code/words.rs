//! Languages that are told by their words, quotes and comments: those of C's family, Ruby and SQL.

use super::Class;

/// How a language is written, as far as its colours go.
pub(super) struct LanguageWords {
    names: &'static [&'static str],
    /// Separated by blanks.
    keywords: &'static str,
    line_comments: &'static [&'static str],
    block_comment: bool,
    /// Where a string begins and ends, and whether it may have several lines; the longest first.
    quotes: &'static [(&'static str, bool)],
    /// As SQL has it: keywords in either case, no types by their capital, and in a string `\` is
    /// itself and a doubled quote stands for one.
    sql: bool,
    /// Whether what is called may begin with a capital, which is else a type.
    capitals: bool,
}

/// The language of that name.
pub(super) fn of(name: &str) -> Option<&'static LanguageWords> {
    LANGUAGES.iter().find(|words| words.names.contains(&name))
}

const C: LanguageWords = LanguageWords {
    names: &["c", "h"],
    keywords: "auto bool break case char const continue default do double else enum extern false \
               float for goto if inline int long NULL nullptr register restrict return short signed \
               sizeof static struct switch true typedef union unsigned void volatile while #define \
               #elif #else #endif #if #ifdef #ifndef #include #pragma #undef",
    line_comments: &["//"],
    block_comment: true,
    quotes: &[("\"", false), ("'", false)],
    sql: false,
    capitals: false,
};

const LANGUAGES: &[LanguageWords] = &[
    C,
    LanguageWords {
        names: &["cpp", "c++", "cc", "cxx", "hpp"],
        keywords: "alignas auto bool break case catch char class co_await co_return co_yield concept \
                   const consteval constexpr continue decltype default delete do double else enum \
                   explicit export extern false final float for friend if inline int long mutable \
                   namespace new noexcept nullptr operator override private protected public requires \
                   return short signed sizeof static static_cast struct switch template this throw \
                   true try typedef typename union unsigned using virtual void volatile while #define \
                   #elif #else #endif #if #ifdef #ifndef #include #pragma #undef",
        ..C
    },
    LanguageWords {
        names: &["cs", "c#", "csharp"],
        keywords: "abstract as async await base bool break byte case catch char class const continue \
                   decimal default delegate do double else enum event false finally float for foreach \
                   get if in init int interface internal is lock long namespace new null object out \
                   override params private protected public readonly record ref required return sealed \
                   set static string struct switch this throw true try typeof using var virtual void \
                   when where while with yield",
        quotes: &[("\"\"\"", true), ("\"", false), ("'", false)],
        capitals: true,
        ..C
    },
    LanguageWords {
        names: &["java"],
        keywords: "abstract assert boolean break byte case catch char class continue default do \
                   double else enum extends false final finally float for if implements import \
                   instanceof int interface long native new null package permits private protected \
                   public record return sealed short static super switch synchronized this throw \
                   throws transient true try var void volatile when while yield",
        quotes: &[("\"\"\"", true), ("\"", false), ("'", false)],
        ..C
    },
    LanguageWords {
        names: &["kotlin", "kt", "kts"],
        keywords: "abstract as break by catch class companion const continue data do else enum false \
                   final finally for fun if import in init inline interface internal is lateinit null \
                   object open operator out override package private protected public return sealed \
                   super suspend this throw true try typealias val var vararg when where while",
        quotes: &[("\"\"\"", true), ("\"", false), ("'", false)],
        ..C
    },
    LanguageWords {
        names: &["swift"],
        keywords: "actor any as associatedtype async await break case catch class continue default \
                   defer deinit do else enum extension fallthrough false fileprivate final for func \
                   get guard if import in init inout internal is lazy let mutating nil open operator \
                   override private protocol public repeat rethrows return self Self set some static \
                   struct subscript super switch throw throws true try typealias var weak where while",
        quotes: &[("\"\"\"", true), ("\"", false)],
        ..C
    },
    LanguageWords {
        names: &["go", "golang"],
        keywords: "any bool break byte case chan const continue default defer else error fallthrough \
                   false float32 float64 for func go goto if import int int32 int64 interface iota map \
                   nil package range return rune select string struct switch true type uint uint64 var",
        quotes: &[("`", true), ("\"", false), ("'", false)],
        capitals: true,
        ..C
    },
    LanguageWords {
        names: &["php"],
        keywords: "abstract and array as break case catch class clone const continue declare default \
                   do echo else elseif enum extends false final finally fn for foreach function global \
                   if implements include instanceof interface match namespace new null or private \
                   protected public readonly require require_once return self static switch this throw \
                   trait true try use var while yield",
        line_comments: &["//", "#"],
        quotes: &[("\"", true), ("'", true)],
        ..C
    },
    LanguageWords {
        names: &["ruby", "rb"],
        keywords: "alias and begin break case class def defined? do else elsif end ensure extend \
                   false for if in include module next nil not or raise redo require rescue retry \
                   return self super then true undef unless until when while yield",
        line_comments: &["#"],
        block_comment: false,
        quotes: &[("\"", true), ("'", true), ("`", true)],
        ..C
    },
    LanguageWords {
        names: &["sql", "mysql", "pgsql", "postgres", "postgresql", "sqlite", "plsql", "tsql"],
        keywords: "add all alter and any as asc begin between boolean by case cascade check column \
                   commit constraint create cross current_date current_timestamp database date default \
                   delete desc distinct drop else end except exists explain false fetch for foreign \
                   from full function grant group having if in index inner insert int integer \
                   intersect interval into is join key lateral left like limit not null numeric offset \
                   on or order outer over partition primary references returning revoke right rollback \
                   row rows select set table text then timestamp to transaction true truncate union \
                   unique update using values varchar view when where window with",
        line_comments: &["--"],
        quotes: &[("'", true), ("\"", false), ("`", false)],
        sql: true,
        ..C
    },
];

impl LanguageWords {
    /// Calls `take` with each piece of the code in order, none left out.
    pub(super) fn highlight(&self, code: &str, mut take: impl FnMut(Option<Class>, &str)) {
        let (mut plain, mut at) = (0, 0);
        while at < code.len() {
            let (class, len) = self.piece(&code[at..]);
            if class.is_some() {
                if plain < at {
                    take(None, &code[plain..at]);
                }
                take(class, &code[at..at + len]);
                plain = at + len;
            }
            at += len;
        }
        if plain < at {
            take(None, &code[plain..]);
        }
    }

    /// What the rest of the code begins with, and how many bytes of it; at least one character.
    fn piece(&self, rest: &str) -> (Option<Class>, usize) {
        if let Some(len) = self.comment(rest) {
            return (Some(Class::Comment), len);
        }
        if let Some(len) = self.string(rest) {
            return (Some(Class::String), len);
        }
        let first = rest.chars().next().unwrap_or(' ');
        if first.is_ascii_digit() {
            let number = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
            return (Some(Class::Number), span(rest, number));
        }
        let word = |c: char| c.is_alphanumeric() || c == '_';
        if !word(first) && !matches!(first, '#' | '$' | '@') {
            return (None, first.len_utf8());
        }
        let len = first.len_utf8() + span(&rest[first.len_utf8()..], |c| word(c) || c == '?');
        let len = if rest[..len].ends_with('?') && !self.is_keyword(&rest[..len]) {
            rest[..len].trim_end_matches('?').len().max(first.len_utf8())
        } else {
            len
        };
        (self.word(&rest[..len], &rest[len..]), len)
    }

    fn word(&self, word: &str, after: &str) -> Option<Class> {
        if self.is_keyword(word) {
            Some(Class::Keyword)
        } else if !(self.sql || self.capitals && after.starts_with('('))
            && word.starts_with(char::is_uppercase)
        {
            Some(Class::Type)
        } else if after.starts_with('(') && !word.starts_with(['$', '#']) {
            Some(Class::Name)
        } else {
            None
        }
    }

    fn is_keyword(&self, word: &str) -> bool {
        let same = |known: &str| {
            if self.sql { known.eq_ignore_ascii_case(word) } else { known == word }
        };
        self.keywords.split_ascii_whitespace().any(same)
    }

    fn comment(&self, rest: &str) -> Option<usize> {
        // C's `#include` is none of these; PHP's attributes `#[…]` look like one.
        if self.line_comments.iter().any(|mark| rest.starts_with(mark)) && !rest.starts_with("#[") {
            return Some(rest.find('\n').unwrap_or(rest.len()));
        }
        let inside = rest.strip_prefix("/*").filter(|_| self.block_comment)?;
        Some(inside.find("*/").map_or(rest.len(), |end| end + 4))
    }

    /// A string that is never closed ends with its line, or with the code where it may have lines.
    fn string(&self, rest: &str) -> Option<usize> {
        let (quote, lines) = self.quotes.iter().find(|(quote, _)| rest.starts_with(quote))?;
        let mut at = quote.len();
        while let Some(c) = rest[at..].chars().next() {
            if rest[at..].starts_with(quote) {
                at += quote.len();
                if !(self.sql && rest[at..].starts_with(quote)) {
                    return Some(at);
                }
            }
            if c == '\n' && !lines {
                return Some(at);
            }
            at += c.len_utf8();
            if c == '\\' && !self.sql && *quote != "`" {
                let escaped = rest[at..].chars().next().filter(|c| *c != '\n' || *lines);
                at += escaped.map_or(0, char::len_utf8);
            }
        }
        Some(rest.len())
    }
}

/// How many bytes the text begins with that are of that kind.
fn span(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.find(|c| !of(c)).unwrap_or(text.len())
}
