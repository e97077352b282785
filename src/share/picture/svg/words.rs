//! The elements and attributes of SVG 1.1 and 2 that draw or move.

/// Elements that may stay. `metadata`, `script`, `view`, `cursor` and SVG's fonts are not among them, nor are `title` and
/// `desc`: nobody sees or hears them in a picture of a page, which is called by the words of its note.
const ELEMENTS: &str = "a animate animateMotion animateTransform circle clipPath defs ellipse \
    feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting \
    feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur \
    feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile \
    feTurbulence filter foreignObject g image line linearGradient marker mask mpath path pattern \
    polygon polyline radialGradient rect set stop style svg switch symbol text textPath tspan use";

/// Elements of HTML that labels are made of.
const LABELS: &str = "b blockquote br center code dd div dl dt em font h1 h2 h3 h4 h5 h6 hr i kbd li ol p \
    pre s small span strike strong sub sup table tbody td tfoot th thead tr tt u ul";

/// Attributes that may stay. Those of events are not among them, nor are editors' own (`data-name`,
/// draw.io's `content`).
const ATTRIBUTES: &str = "accumulate additive align alignment-baseline amplitude attributeName azimuth baseFrequency baseline-shift baseProfile begin \
    bgcolor bias border by calcMode cellpadding cellspacing class clip clip-path clip-rule clipPathUnits color \
    color-interpolation color-interpolation-filters color-rendering cols colspan cx cy d diffuseConstant \
    dir direction display divisor dominant-baseline dur dx dy edgeMode elevation enable-background end exponent face fill \
    fill-opacity fill-rule filter filterUnits flood-color flood-opacity font-family font-size \
    font-size-adjust font-stretch font-style font-variant font-weight fr from fx fy gradientTransform gradientUnits \
    height href id image-rendering in in2 intercept isolation k1 k2 k3 k4 kernelMatrix kernelUnitLength \
    keyPoints keySplines keyTimes lang lengthAdjust letter-spacing lighting-color limitingConeAngle \
    marker-end marker-mid marker-start markerHeight markerUnits markerWidth mask mask-type maskContentUnits \
    maskUnits max media method min mix-blend-mode mode nowrap numOctaves offset opacity operator order orient overflow \
    paint-order path pathLength patternContentUnits patternTransform patternUnits pointer-events points \
    pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits r radius refX refY \
    repeatCount repeatDur requiredExtensions requiredFeatures restart result rotate rowspan rx ry scale seed \
    shape-rendering side size slope spacing specularConstant specularExponent spreadMethod startOffset \
    stdDeviation stitchTiles stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset \
    stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width style surfaceScale \
    systemLanguage tableValues targetX targetY text-align text-anchor text-decoration text-overflow text-rendering textLength to \
    transform transform-origin type unicode-bidi valign values vector-effect version viewBox visibility \
    white-space width word-spacing writing-mode x x1 x2 xChannelSelector xlink:href xml:lang xml:space y y1 y2 \
    yChannelSelector z";

/// Whether an element of SVG draws.
pub(super) fn draws(name: &str) -> bool {
    among(ELEMENTS, name).is_some()
}

/// Whether an element of HTML is one that labels are made of.
pub(super) fn label(name: &str) -> bool {
    among(LABELS, name).is_some()
}

/// Whether the text in an element is seen.
pub(super) fn holds_text(name: &str) -> bool {
    matches!(name, "text" | "style")
}

/// The same attribute, if it may stay.
pub(super) fn attribute(name: &str) -> Option<&'static str> {
    // Those with a prefix are known by their namespace alone.
    among(ATTRIBUTES, name).filter(|name| !name.contains(':'))
}

/// Whether an attribute may be moved: what leads elsewhere may not.
pub(super) fn animated(name: &str) -> bool {
    attribute(name).is_some_and(|name| !matches!(name, "href" | "id" | "style" | "attributeName"))
}

fn among(list: &'static str, name: &str) -> Option<&'static str> {
    list.split_ascii_whitespace().find(|listed| *listed == name)
}
