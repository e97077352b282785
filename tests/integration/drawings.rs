//! What others get of a drawing: what may be seen of it, and nothing else.

use loopbook::share::picture::clean;

/// What is left of a drawing of 100 by 100, without its frame; what was wrong, where it has none.
fn left(inside: &str) -> Result<String, String> {
    const FRAME: &str = "viewBox=\"0 0 100 100\">";
    let drawing = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' \
         viewBox='0 0 100 100'>{inside}</svg>"
    );
    let cleaned = clean("svg", drawing.as_bytes()).map_err(|error| error.reason)?;
    assert_eq!(clean("svg", &cleaned), Ok(cleaned.clone()), "cleaning twice is cleaning: {inside}");
    let text = String::from_utf8(cleaned).expect("text");
    let (_, text) = text.split_once(FRAME).expect("a frame");
    Ok(text.trim_end().trim_end_matches("</svg>").to_owned())
}

/// Every `canary` is never painted, or a name; every `seen` is painted.
const DRAWINGS: &[&str] = &[
    // Switched off, in each way of saying so.
    "<text y='20' display='none'>canary</text><text y='20'>seen</text>",
    "<style>.h{display:none}</style><text y='20' class='h'>canary</text><text y='20'>seen</text>",
    "<style>text{display:inline}.h{display:none !important}</style><text y='20' class='h' style='display:inline'>canary</text><text y='20'>seen</text>",
    "<style>.a > .h{display:none}</style><g class='a'><g><text class='h' y='20'>seen</text></g><text class='h' y='20'>canary</text></g>",
    "<style>#canary .h text{visibility:collapse}</style><g id='canary'><g class='h'><text y='20'>canary<tspan visibility='visible'>seen</tspan></text></g></g>",
    "<g visibility='hidden'><text y='20'>canary</text><text y='20' visibility='visible'>seen</text></g>",
    "<text y='20' opacity='0'>canary</text><g opacity='.0'><text y='20'>canary</text></g><text y='20' opacity='0.1'>seen</text>",
    "<text y='20' style='opacity:0%'>canary</text><text y='20' style='opacity:1%'>seen</text>",
    "<foreignObject width='9' height='9'><p xmlns='http://www.w3.org/1999/xhtml'>seen<b style='display:none'>canary</b></p></foreignObject>",
    "<foreignObject width='9' height='9'><div xmlns='http://www.w3.org/1999/xhtml' style='font-size:0px'>canary<div style='font-size:12px'>seen</div></div></foreignObject>",
    "<foreignObject width='9' height='9'><div xmlns='http://www.w3.org/1999/xhtml'>seen<p hidden=''>canary</p><p hidden='until-found'>canary</p><p popover='auto'>canary</p></div></foreignObject>",
    // Without paint.
    "<text y='20' fill='none'>canary</text><text y='20' fill='none' stroke='red'>seen</text>",
    "<g fill='transparent'><text y='20'>canary</text><text y='20' fill='red'>seen</text></g>",
    "<text y='20' fill-opacity='0'>canary</text><text y='20' fill='#0000'>canary</text><text y='20' fill='rgba(0, 0, 0, 0)'>canary</text><text y='20' fill='#000'>seen</text>",
    "<text y='20' fill='rgb(0,0,0,0)'>canary</text><text y='20' fill='hsl(0,0%,0%,0)'>canary</text><text y='20' fill='rgb(0,0,0)'>seen</text>",
    "<g fill-opacity='0'><text y='20' fill='red'>canary</text><text y='20' fill-opacity='1'>seen</text></g>",
    "<g color='transparent'><text y='20' fill='currentColor'>canary</text><text y='20' fill='currentColor' color='red'>seen</text></g>",
    "<g fill='currentColor' color='red'><text y='20' color='#0000'>canary</text><text y='20'>seen</text></g>",
    "<g fill='none'><text y='20'>canary</text><text y='20' fill='currentColor'>seen</text></g>",
    "<style>:root{--a:transparent;--b:red}</style><text y='20' fill='var(--a)'>canary</text><text y='20' fill='var(--b)'>seen</text>",
    "<text y='20' style='--a:none;fill:var(--a, none)'>canary</text><text y='20' fill='var(--none, red)'>seen</text>",
    "<g fill='none'><text y='20' fill='var(--none)'>canary</text></g><text y='20' fill='var(--none)'>seen</text>",
    "<style>:root{--a:var(--b);--b:rgb(0 0 0 / 0%)}</style><text y='20' fill='var(--a)'>canary</text><text y='20'>seen</text>",
    "<text y='20' fill='color-mix(in srgb, transparent, none)'>canary</text><text y='20' fill='color-mix(in srgb, red 20%, transparent)'>seen</text>",
    "<text y='20' fill='color-mix(in srgb, red 0%, transparent)'>canary</text><text y='20' fill='color-mix(in srgb, currentColor, transparent)'>seen</text>",
    "<text y='20' fill='light-dark(transparent, #0000)'>canary</text><text y='20' fill='light-dark(#000, var(--dark, #fff))'>seen</text>",
    "<text y='20' fill='rgb(0 0 0 / none)'>canary</text><text y='20' fill='oklch(0.5 0.2 20 / 0)'>canary</text><text y='20' fill='oklch(0.5 0.2 20)'>seen</text>",
    "<foreignObject width='9' height='9'><div xmlns='http://www.w3.org/1999/xhtml' style='color:transparent'>canary<b style='color:red'>seen</b></div></foreignObject>",
    "<g fill='none'><foreignObject width='9' height='9'><p xmlns='http://www.w3.org/1999/xhtml'>seen</p></foreignObject></g>",
    "<text y='20' fill='url(#none)'>canary</text><text y='20' fill='url(#none) red'>seen</text><text y='20' fill='url(#none)' stroke='red'>seen</text>",
    "<text y='20' fill='url(#none) transparent'>canary</text><text y='20' style='fill:url(\"#none\") none'>canary</text><text y='20'>seen</text>",
    "<linearGradient id='canary'/><text y='20' fill='url(#canary)'>canary</text><text y='20'>seen</text>",
    "<linearGradient id='canary'><stop stop-opacity='0'/><stop offset='1' stop-color='transparent'/></linearGradient><text y='20' fill='url(#canary)'>canary</text><text y='20'>seen</text>",
    "<linearGradient id='canary'><stop stop-opacity='0'/><stop offset='1'/></linearGradient><radialGradient id='canary-2' href='#canary'/><text y='20' fill='url(#canary-2)'>seen</text>",
    "<pattern id='canary' width='9' height='9'/><text y='20' fill='url(#canary)'>canary</text><text y='20'>seen</text>",
    "<style>@property --a{syntax:'*';inherits:false;initial-value:transparent}</style><text y='20' fill='var(--a)'>canary</text><text y='20'>seen</text>",
    "<style>@property --a{syntax:'*';inherits:false;initial-value:red}</style><g fill='none'><text y='20' fill='var(--a)'>seen</text></g>",
    "<foreignObject width='9' height='9'><div xmlns='http://www.w3.org/1999/xhtml' style='-webkit-text-fill-color:transparent'>canary<b>canary</b><b style='-webkit-text-fill-color:red'>seen</b><b style='-webkit-text-fill-color:currentColor'>seen</b></div></foreignObject>",
    // Of no size.
    "<text y='20' font-size='0'>canary</text><g transform='scale(0)'><text y='20'>canary</text></g><text y='20'>seen</text>",
    "<foreignObject width='0' height='9'><p xmlns='http://www.w3.org/1999/xhtml'>canary</p></foreignObject><text y='20'>seen</text>",
    "<title>canary</title><desc>canary</desc><g><title>canary</title><rect width='4' height='4'/></g><text y='20'>seen<title>canary</title></text>",
    "<text y='20' aria-label='canary' role='canary'>seen</text><a title='canary' aria-description='canary'><text y='20'>seen</text></a>",
    // Definitions.
    "<defs><text id='canary' y='20'>canary</text><g id='canary-2'><text y='30'>seen</text></g></defs><use href='#canary-2'/>",
    "<g display='none'><path id='canary' d='M0 0h9'/><text>canary</text></g><text><textPath href='#canary'>seen</textPath></text>",
    "<symbol id='canary'><text y='20'>seen</text><text y='900'>canary</text></symbol><use href='#canary' x='3'/>",
    "<pattern id='canary'><text y='20'>canary</text></pattern><text y='20' fill='red'>seen</text>",
    "<pattern id='canary'><text y='20'>seen</text></pattern><rect width='9' height='9' fill='url(#canary)'/>",
    "<style>.canary{fill:url(#canary)}</style><pattern id='canary'><text y='20'>canary</text></pattern><text y='20'>seen</text>",
    "<mask id='canary'><text y='20' opacity='0'>canary</text></mask><text y='20' mask='url(#canary)'>seen</text>",
    // What a switch does not take.
    "<switch><text y='20'>seen</text><text y='20'>canary</text></switch>",
    "<switch><text y='20' requiredExtensions='canary:x'>canary</text><text y='20' systemLanguage='de'>seen</text><text y='20'>seen</text><text y='20'>canary</text></switch>",
    "<switch><text y='20' systemLanguage='de, en'>seen</text><text y='20' systemLanguage='EN'>canary</text><text y='20' systemLanguage='fr'>seen</text></switch>",
    "<text y='20' systemLanguage=''>canary</text><switch><text y='20' systemLanguage=' '>canary</text><text y='20'>seen</text></switch>",
    "<switch><g systemLanguage='de' display='none'><text>canary</text></g><text y='20' display='none'>canary</text><text y='20'>canary</text></switch><text y='20'>seen</text>",
    // Outside the view box.
    "<text x='5' y='200'>canary</text><text x='-500' y='20'>canary</text><text x='-20' y='20'>seen</text>",
    "<text x='900' y='20' text-anchor='end'>canary</text><text x='110' y='20' text-anchor='end'>seen</text>",
    "<g transform='translate(1000 0)'><text y='20'>canary</text><text x='-990' y='20'>seen</text></g>",
    "<text><tspan x='4' y='20'>seen</tspan><tspan x='4' dy='-600'>canary</tspan></text>",
    "<text y='20'>seen <tspan x='-900'>canary</tspan> canary</text>",
    "<text x='900 910 920' y='20'>canary</text><text x='90 910' y='20'>seen</text>",
    "<text x='900px 910px 920px' y='20px'>canary</text><text x='90px 910px' y='2em'>seen</text>",
    "<text x='1px,2px\n3px' y='20 20'>seen</text><text x='1px 2px' y='900px 910px'>canary</text>",
    "<text x='5' y='20' dx='1px 2px' dy='1%'>seen</text><text x='5' y='20'>seen<tspan dy='900px'>canary</tspan></text>",
    // Names.
    "<style>.canary{fill:red} rect.canary-2{fill:blue}</style><rect id='canary' class='canary canary-3' width='3' height='3'/><text y='20'>seen</text>",
    "<style>#canary:hover .canary{fill:red}</style><g id='canary'><text class='canary' y='20'>seen</text></g>",
    "<style>.canary p:not(.b){display:none} @media print{.canary-2{opacity:0}}</style><text y='20'>seen</text>",
    "<style>@media (prefers-color-scheme: dark){.canary{fill:white}}</style><text class='canary' y='20'>seen</text>",
    "<rect id='canary' width='3' height='3'><animate attributeName='fill' begin='canary.click;canary-2.end' to='red' dur='1s'/></rect><text y='20'>seen</text>",
    "<text y='20' aria-labelledby='canary canary-2'>seen</text><path id='canary' d='M0 0h1'/>",
];

#[test]
fn what_is_never_painted_is_in_no_copy() {
    for inside in DRAWINGS {
        let left = left(inside).expect(inside);
        assert!(!left.contains("canary"), "{inside}\n{left}");
        let count = |text: &str| text.matches("seen").count();
        assert_eq!(count(&left), count(inside), "{inside}\n{left}");
    }
}

#[test]
fn what_refers_to_something_still_does_under_its_new_name() {
    for (inside, wanted) in [
        (
            "<style>.a,.b{fill:url('#p')}</style><linearGradient id='p'><stop offset='0'/></linearGradient><rect class='b' width='3' height='3'/>",
            "<style>.c1{fill:url(#i1)}</style><linearGradient id=\"i1\"><stop offset=\"0\"></stop></linearGradient><rect class=\"c1\" width=\"3\" height=\"3\"></rect>",
        ),
        (
            "<g id='x y'><circle r='4' id='b'/></g><use xlink:href='#b'/><use href='#none'/>",
            "<g><circle r=\"4\" id=\"i1\"></circle></g><use xlink:href=\"#i1\"></use>",
        ),
        (
            "<text y='9'><tspan>a</tspan><tspan> </tspan><tspan>b</tspan></text>",
            "<text y=\"9\"><tspan>a</tspan><tspan> </tspan><tspan>b</tspan></text>",
        ),
        (
            "<rect width='3' height='3' fill='url(#none) red'/>",
            "<rect width=\"3\" height=\"3\" fill=\"none red\"></rect>",
        ),
    ] {
        assert_eq!(left(inside).as_deref(), Ok(wanted));
    }
}

#[test]
fn what_may_be_seen_or_not_is_an_error() {
    for inside in [
        "<style>text:hover{display:none}</style><text y='20'>a</text>",
        "<style>@media print{text{visibility:hidden}}</style><text y='20'>a</text>",
        "<style>a+b{opacity:0}</style><text y='20'>a</text>",
        "<style>a{b{color:red}}</style><text y='20'>a</text>",
        "<style>[class~=a]{fill:red}</style><text y='20'>a</text>",
        "<text y='20' display='none'>a<animate attributeName='display' to='inline'/></text>",
        "<text y='20' style='opacity:calc(1 - 1)'>a</text>",
        "<text y='20' style='display:var(--a)'>a</text>",
        "<text y='20' fill-opacity='calc(0)'>a</text>",
        "<text y='20' stroke='red' style='stroke-opacity:var(--a)'>a</text>",
        "<style>.a{--a:none} .b{--a:red}</style><text y='20' class='b' fill='var(--a)'>a</text>",
        "<style>@media print{:root{--a:none}} :root{--a:red}</style><text y='20' fill='var(--a)'>a</text>",
        "<style>@keyframes k{from{--a:none}} :root{--a:red}</style><text y='20' fill='var(--a)'>a</text>",
        "<style>:root{--a:var(--a)}</style><text y='20' fill='var(--a)'>a</text>",
        "<text y='20' fill='light-dark(red, transparent)'>a</text>",
        "<text y='20' fill='rgb(0 0 0 / var(--a))'>a</text>",
        "<text y='20' fill='rgb(from red r g b / calc(0))'>a</text>",
        "<text y='20' fill='rgba(var(--a))'>a</text>",
        "<switch><text systemLanguage='de' display='none'>a</text><text y='20'>a</text></switch>",
        "<text y='20' style='all:unset'>a</text>",
        "<text y='20' transform='translate(calc(1px))'>a</text>",
        "<text x='3vw' y='20'>a</text>",
        "<text x='900' y='20'>a</text><rect width='3' height='3'><animateTransform attributeName='transform'/></rect>",
    ] {
        assert!(left(inside).is_err(), "{inside}: {:?}", left(inside));
    }
}

#[test]
fn what_is_covered_or_has_the_colour_of_its_ground_stays() {
    for inside in [
        "<text y='20'>seen</text><rect width='100' height='100'/>",
        "<rect width='100' height='100' fill='white'/><text y='20' fill='white'>seen</text>",
        "<clipPath id='a'><rect x='50' width='3' height='3'/></clipPath><text y='20' clip-path='url(#a)'>seen</text>",
    ] {
        assert!(left(inside).is_ok_and(|left| left.contains("seen")), "{inside}");
    }
}
