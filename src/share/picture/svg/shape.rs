//! How large things are, and where.

use super::super::SanitizeError;
use super::context::{PaintContext, Placement, TextAnchor};
use super::place::{Area, Transform, length, lengths, numbers, path};
use super::styled::Style;
use super::tree::Element;

/// What is seen of the whole drawing: its view box, and what is beside that where its own width and
/// height have another shape. `None` where it does not say how large it is.
pub(super) fn view(root: &Element) -> Option<Area> {
    let absolute = |name| {
        let value = root.attribute(name).filter(|value| !value.contains('%'))?;
        length(value, 0.0, 16.0)
    };
    let size = absolute("width").zip(absolute("height"));
    let values = root.attribute("viewBox").and_then(numbers);
    let Some([x, y, width, height]) = values.as_deref() else {
        return size.map(|(width, height)| Area([0.0, 0.0, width, height]));
    };
    let mut view = [*x, *y, x + width, y + height];
    let kept = root.attribute("preserveAspectRatio").unwrap_or_default();
    if let Some((own_width, own_height)) = size
        && !kept.contains("none")
    {
        let scale = (own_width / width).min(own_height / height);
        let (more_x, more_y) = (own_width / scale - width, own_height / scale - height);
        view = [view[0] - more_x, view[1] - more_y, view[2] + more_x, view[3] + more_y];
    }
    view.iter().all(|edge| edge.is_finite()).then_some(Area(view))
}

/// Whether a `switch` would take an element; which languages it is for is not asked, only whether it is for any.
pub(super) fn holds(element: &Element) -> bool {
    let extensions = element.attribute("requiredExtensions");
    let is_of_none = |all: &str| all.split(',').all(|own| own.trim().is_empty());
    !element.attribute("systemLanguage").is_some_and(is_of_none)
        && !element.name.starts_with("animate")
        && !matches!(element.name.as_str(), "set" | "style" | "script")
        && extensions.is_none_or(|all| all == "http://www.w3.org/1999/xhtml")
}

/// The size of letters within an element.
pub(super) fn font(style: &Style, outer: f64) -> Result<f64, SanitizeError> {
    let size = style.get("font-size").or_else(|| {
        let font = style.get("font")?;
        font.split([' ', '/']).find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    });
    let Some(size) = size else { return Ok(outer) };
    if size.contains('(') {
        return Err(SanitizeError::foreign("has text whose size can't be told"));
    }
    let known = length(size, outer, outer);
    // A word such as `small`: of some size.
    Ok(known.unwrap_or_else(|| outer.max(32.0)))
}

/// Moves to where the content of an element stands; `false` where that has no size.
pub(super) fn moved(
    element: &Element,
    style: &Style,
    context: &mut PaintContext,
    view: Option<Area>,
) -> Result<bool, SanitizeError> {
    // Labels of draw.io stand in a box whose own letters have no size.
    if element.html {
        return Ok(true);
    }
    inherit(style, context, view);
    let font = context.font;
    let size = |name: &str| style.get(name).and_then(|value| length(value, 1.0, font));
    let by_css = ["translate", "scale", "rotate", "offset-path", "transform-origin"];
    if by_css.iter().any(|name| style.get(name).is_some_and(|value| value != "none"))
        && element.parent.is_some()
        && !element.name.starts_with("fe")
    {
        context.lose_place();
    }
    let transform = style.get("transform").map(Transform::read);
    match (transform, context.place) {
        (Some(None), _) => context.lose_place(),
        (Some(Some(inner)), _) if inner.is_flat() => return Ok(false),
        (Some(Some(inner)), Placement::Known(outer)) => {
            context.place = Placement::Known(outer.around(inner));
        }
        _ => {}
    }
    match element.name.as_str() {
        "svg" if element.parent.is_some() => {
            if size("width") == Some(0.0) || size("height") == Some(0.0) {
                return Ok(false);
            }
            match element.attribute("viewBox") {
                Some(_) => context.lose_place(),
                None => shift(style, context, view)?,
            }
        }
        "foreignObject" => {
            if size("width").unwrap_or(0.0) <= 0.0 || size("height").unwrap_or(0.0) <= 0.0 {
                return Ok(style.get("overflow") == Some("visible"));
            }
            return label(style, context, view);
        }
        "use" => shift(style, context, view)?,
        "textPath" => elsewhere(context),
        "text" | "tspan" => return text(element, context, view),
        _ => {}
    }
    Ok(true)
}

/// What elements in an element have from it.
fn inherit(style: &Style, context: &mut PaintContext, view: Option<Area>) {
    let is_said = |name: &&str| style.get(name).is_some_and(|value| value != "none");
    // Effects and signs reach further than what they are about.
    if ["filter", "marker", "marker-start", "marker-mid", "marker-end"].iter().any(is_said) {
        context.slack += side(view, false) + side(view, true);
    }
    if let Some(wide) = style.get("stroke-width") {
        context.wide = length(wide, side(view, false), context.font).unwrap_or(context.wide);
    }
    context.anchor = match style.get("text-anchor") {
        Some("middle") => TextAnchor::Middle,
        Some("end") => TextAnchor::End,
        Some("start") => TextAnchor::Start,
        _ => context.anchor,
    };
    let turned =
        ["writing-mode", "direction", "rotate", "letter-spacing", "word-spacing", "textLength"];
    let is_usual =
        |value: &str| matches!(value, "normal" | "ltr" | "lr" | "lr-tb" | "horizontal-tb" | "0");
    if turned.iter().any(|name| style.get(name).is_some_and(|value| !is_usual(value))) {
        context.anchor = TextAnchor::Other;
    }
}

fn elsewhere(context: &mut PaintContext) {
    context.place = Placement::Elsewhere;
}

/// What is used stands beside where it was made.
fn shift(
    style: &Style,
    context: &mut PaintContext,
    view: Option<Area>,
) -> Result<(), SanitizeError> {
    if let Placement::Known(matrix) = context.place {
        match (along(style, "x", context, view), along(style, "y", context, view)) {
            (Some(x), Some(y)) => {
                context.place = Placement::Known(matrix.around(Transform::moved(x, y)));
            }
            _ => context.lose_place(),
        }
    }
    Ok(())
}

/// A label is HTML, which is seen where it is not cut off at the edge of its box.
fn label(
    style: &Style,
    context: &mut PaintContext,
    view: Option<Area>,
) -> Result<bool, SanitizeError> {
    let area = boxed(style, context, view);
    if let (Some(view), Some(area), Placement::Known(matrix)) = (view, area, context.place)
        && style.get("overflow") != Some("visible")
        && !matrix.area(area).meets(view)
    {
        return Ok(false);
    }
    elsewhere(context);
    Ok(true)
}

/// Where a text, or a part of it, begins.
fn text(
    element: &Element,
    context: &mut PaintContext,
    view: Option<Area>,
) -> Result<bool, SanitizeError> {
    let list = |name, second| {
        let value = element.attribute(name)?;
        Some(lengths(value, side(view, second), context.font))
    };
    let [xs, ys, dxs, dys] =
        [("x", false), ("y", true), ("dx", false), ("dy", true)].map(|(name, by)| list(name, by));
    // A place for each letter.
    if [&xs, &ys].into_iter().flatten().flatten().any(|places| places.len() > 1) {
        return Ok(spread(xs.flatten(), ys.flatten(), element, context, view));
    }
    for (places, second) in [(xs, false), (ys, true)] {
        let at = axis(&mut context.at, second);
        match places.as_ref().map(|all| all.as_deref()) {
            // A text begins at the corner, a part of it where the one before it ended.
            None | Some(Some([])) if element.name == "text" => *at = 0.0,
            None | Some(Some([])) => {}
            Some(Some([place, ..])) => *at = *place,
            Some(None) => context.lose_place(),
        }
    }
    for (shifts, second) in [(dxs, false), (dys, true)] {
        let at = axis(&mut context.at, second);
        match shifts.as_ref().map(|all| all.as_deref()) {
            None | Some(Some([])) => {}
            Some(Some([one])) => *at += one,
            // A shift for each letter.
            Some(Some(all)) => context.slack += all.iter().map(|one| one.abs()).sum::<f64>(),
            Some(None) => context.lose_place(),
        }
    }
    Ok(true)
}

/// A text that says where each of its letters is: around all of those places.
fn spread(
    xs: Option<Vec<f64>>,
    ys: Option<Vec<f64>>,
    element: &Element,
    context: &mut PaintContext,
    view: Option<Area>,
) -> bool {
    let all = |name, known: Option<Vec<f64>>| match element.attribute(name) {
        Some(_) => known,
        None => Some(vec![0.0]),
    };
    let (Some(xs), Some(ys)) = (all("x", xs), all("y", ys)) else {
        context.lose_place();
        return true;
    };
    let at = |all: &[f64], index: usize| all.get(index).or(all.last()).copied().unwrap_or_default();
    let points = (0..xs.len().max(ys.len())).map(|index| (at(&xs, index), at(&ys, index)));
    let area = Area::around(points).map(|area| area.larger(3.0 * context.font + context.slack));
    if let (Some(area), Some(view), Placement::Known(matrix)) = (area, view, context.place)
        && !matrix.area(area).meets(view)
    {
        return false;
    }
    elsewhere(context);
    true
}

/// The rectangle in which a text has room, rather too large than too small.
pub(super) fn text_area(context: &PaintContext) -> Area {
    let (x, y) = context.at;
    let height = 2.0 * context.font;
    let width = context.font * (context.letters.max(1) as f64) * 1.2;
    let (left, right) = match context.anchor {
        TextAnchor::Start => (0.0, width),
        TextAnchor::Middle => (width / 2.0, width / 2.0),
        TextAnchor::End => (width, 0.0),
        TextAnchor::Other => (2.0 * width, 2.0 * width),
    };
    let down = if context.anchor == TextAnchor::Other { 2.0 * width } else { height };
    let area = [x - left - context.font, y - height - down, x + right + context.font, y + down];
    Area(area).larger(context.slack)
}

fn axis(point: &mut (f64, f64), second: bool) -> &mut f64 {
    if second { &mut point.1 } else { &mut point.0 }
}

fn side(view: Option<Area>, second: bool) -> f64 {
    let Area([left, top, right, bottom]) = view.unwrap_or(Area([0.0; 4]));
    if second { bottom - top } else { right - left }
}

fn along(style: &Style, name: &str, context: &PaintContext, view: Option<Area>) -> Option<f64> {
    let second = matches!(name, "y" | "cy" | "ry" | "y1" | "y2" | "height");
    style.get(name).map_or(Some(0.0), |value| length(value, side(view, second), context.font))
}

fn boxed(style: &Style, context: &PaintContext, view: Option<Area>) -> Option<Area> {
    let get = |name| along(style, name, context, view);
    let (x, y) = (get("x")?, get("y")?);
    Some(Area([x, y, x + get("width")?, y + get("height")?]))
}

/// The area of a shape: `None` where it has no size, `Some(None)` where that can't be told.
pub(super) fn area(
    name: &str,
    style: &Style,
    context: &PaintContext,
    view: Option<Area>,
) -> Result<Option<Option<Area>>, SanitizeError> {
    let get = |name| along(style, name, context, view);
    let is_nothing = |name| style.get(name).is_some() && get(name).is_some_and(|size| size <= 0.0);
    let absent = |name| style.get(name).is_none_or(|value| value == "auto");
    let nothing = match name {
        "rect" => ["width", "height"].into_iter().any(|size| absent(size) || is_nothing(size)),
        "image" => is_nothing("width") || is_nothing("height"),
        "circle" => absent("r") || is_nothing("r"),
        "ellipse" => is_nothing("rx") || is_nothing("ry") || absent("rx") && absent("ry"),
        "path" => style.get("d").is_none_or(|d| d.trim().is_empty() || d.trim() == "none"),
        "polyline" | "polygon" => style.get("points").is_none_or(|all| all.trim().is_empty()),
        _ => false,
    };
    if nothing {
        return Ok(None);
    }
    let found = match name {
        "rect" => boxed(style, context, view),
        "image" if absent("width") || absent("height") => None,
        "image" => boxed(style, context, view),
        "circle" | "ellipse" => (|| {
            let (x, y) = (get("cx")?, get("cy")?);
            let (rx, ry) =
                if name == "circle" { (get("r")?, get("r")?) } else { (get("rx")?, get("ry")?) };
            // One that is not said is as the other.
            let (rx, ry) = (
                if absent("rx") && name != "circle" { ry } else { rx },
                if absent("ry") && name != "circle" { rx } else { ry },
            );
            Some(Area([x - rx, y - ry, x + rx, y + ry]))
        })(),
        "line" => (|| Area::around([(get("x1")?, get("y1")?), (get("x2")?, get("y2")?)]))(),
        "path" => style.get("d").and_then(path),
        _ => style
            .get("points")
            .and_then(numbers)
            .and_then(|all| Area::around(all.chunks_exact(2).map(|point| (point[0], point[1])))),
    };
    Ok(Some(found.map(|area| area.larger(4.0 * context.wide + context.slack))))
}
