//! How wide the columns of a table are: each has room for its longest word, and what is left goes to those with more to
//! say. Word would find that out itself, and other programs do not.

use super::tree::PageElement;

/// About what a letter of a table is wide, and the room beside the text of a cell, in twentieths of a point.
const LETTER: usize = 100;
const PADDING: usize = 180;
/// Columns do not grow for what is longer than that, in letters: it is broken into lines.
const LONG: usize = 44;

/// The widths of so many columns in a table of these rows, which together are `room` wide.
pub(super) fn widths(
    rows: &[&PageElement],
    columns: usize,
    span: impl Fn(&PageElement) -> usize,
    room: usize,
) -> Vec<usize> {
    let (mut least, mut wanted) = (vec![PADDING; columns], vec![PADDING; columns]);
    for row in rows {
        let mut at = 0;
        for cell in row.elements() {
            let own = span(cell);
            if own == 1 && at < columns {
                let (word, all) = lengths(cell);
                least[at] = least[at].max(word * LETTER + PADDING);
                wanted[at] = wanted[at].max(all.clamp(word, LONG.max(word)) * LETTER + PADDING);
            }
            at += own;
        }
    }
    let (fewest, all): (usize, usize) = (least.iter().sum(), wanted.iter().sum());
    let width = |(least, wanted): (&usize, &usize)| {
        if fewest >= room || all <= room {
            // All in the same proportion.
            let (own, sum) = if fewest >= room { (least, fewest) } else { (wanted, all) };
            own * room / sum.max(1)
        } else {
            least + (wanted - least) * (room - fewest) / (all - fewest).max(1)
        }
    };
    least.iter().zip(&wanted).map(width).collect()
}

/// The letters of the longest word of a cell, and of all of its text. A square of the matrix becomes a word.
fn lengths(cell: &PageElement) -> (usize, usize) {
    let text = cell.text();
    let squares = cell.all().into_iter().filter(|own| own.has_class("cell"));
    let squares = squares.flat_map(PageElement::classes).filter_map(|own| own.strip_prefix("g-"));
    let square = squares.map(str::len).max().unwrap_or(0);
    let words = text.split_whitespace().map(|word| word.chars().count());
    // An address can be broken, at its slashes.
    let longest = words.map(|word| word.min(16)).max().unwrap_or(0).max(square);
    (longest, text.trim().chars().count().max(square))
}

#[cfg(test)]
mod tests {
    use super::{PageElement, widths};

    fn of(table: &str, columns: usize, room: usize) -> Vec<usize> {
        let table = PageElement::read(table);
        let rows: Vec<_> = table.all().into_iter().filter(|own| own.name == "tr").collect();
        widths(&rows, columns, |_| 1, room)
    }

    #[test]
    fn a_number_has_less_room_than_a_sentence_and_the_table_is_as_wide_as_the_text() {
        let table = "<tr><td>No.</td><td>What it shows</td></tr><tr><td>7</td><td>A bet that is funded for a year, and more</td></tr>";
        for room in [3000, 9638] {
            let found = of(table, 2, room);
            assert!(found[0] * 3 < found[1], "{found:?}");
            let sum: usize = found.iter().sum();
            assert!((room - 2..=room).contains(&sum), "{found:?}");
        }
    }

    #[test]
    fn each_column_has_room_for_its_longest_word() {
        let table = "<tr><td>responsibilities</td><td>a b c d e f g h i j k l m n o p q r s t u v w x y z</td></tr>";
        let found = of(table, 2, 4000);
        assert!(found[0] >= 1600, "{found:?}");
        assert_eq!(of("<tr></tr>", 2, 100), [50, 50]);
    }
}
