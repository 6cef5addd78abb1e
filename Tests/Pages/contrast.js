// Exitgate
// SPDX-License-Identifier: Apache-2.0
//
// How well a reader tells a colour of the page from what lies behind it, as WCAG 2.2 counts it. A colour is
// [red, green, blue, alpha], of 0 to 255 and 0 to 1.
globalThis.contrast = (() => {
    const memo = measure => {
        const known = new Map();
        return key => {
            if (!known.has(key)) known.set(key, measure(key));
            return known.get(key);
        };
    };

    const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

    // Any notation, such as oklch(), becomes what the screen would show; what is no single colour becomes null.
    const colour = memo(css => {
        if (!CSS.supports("color", css)) return null;
        pixel.clearRect(0, 0, 1, 1);
        pixel.fillStyle = css;
        pixel.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = pixel.getImageData(0, 0, 1, 1).data;
        return [red, green, blue, alpha / 255];
    });
    const faded = (css, opacity) => {
        const found = colour(css);
        return found && [...found.slice(0, 3), found[3] * opacity];
    };
    const mix = (front, back, share) => [...[0, 1, 2].map(i => front[i] * share + back[i] * (1 - share)), 1];
    const over = (front, back) => mix(front, back, front[3]);

    const luminance = rgb => {
        const [red, green, blue] = rgb.map(byte => {
            const part = byte / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ratio = (front, back) => {
        const [dark, light] = [luminance(front), luminance(back)].sort((one, other) => one - other);
        return (light + 0.05) / (dark + 0.05);
    };

    // The bare page is white or nearly black, by its colour scheme.
    const canvas = () => {
        const probe = document.documentElement.appendChild(document.createElement("i"));
        probe.style.color = "canvas";
        const found = colour(getComputedStyle(probe).color);
        probe.remove();
        return found;
    };

    // An icon beside a text is a picture too, but one that does not repeat.
    const pictured = style =>
        style.backgroundImage.includes("gradient(")
        || (style.backgroundImage.includes("url(") && style.backgroundRepeat !== "no-repeat");

    // A function from an element to what its content is painted on: `inner` is the colour there before any opacity
    // counts, null on a picture, and `seen` says what becomes of a colour by the opacity of the element and of all
    // around it.
    const surfaces = () => {
        const page = { inner: canvas(), seen: rgb => rgb };
        const surface = memo(element => {
            const behind = element.parentElement ? surface(element.parentElement) : page;
            const style = getComputedStyle(element);
            const own = colour(style.backgroundColor);
            const opacity = Number(style.opacity);
            const inner = own[3] === 1 ? own : behind.inner && over(own, behind.inner);
            return {
                inner: pictured(style) ? null : inner,
                seen: opacity < 1 && behind.inner ? rgb => behind.seen(mix(rgb, behind.inner, opacity)) : behind.seen,
            };
        });
        return surface;
    };

    // The shapes of a drawing, in the order that they are painted in. Whether one covers a point is asked of its
    // geometry, as document.elementsFromPoint sees neither what is outside of the viewport nor what takes no clicks.
    const opacityInside = memo(element =>
        element.localName === "svg" ? 1 : getComputedStyle(element).opacity * opacityInside(element.parentElement),
    );
    const shapes = memo(svg =>
        [...svg.querySelectorAll("rect, circle, ellipse, path, polygon, polyline")].flatMap(element => {
            const style = getComputedStyle(element);
            const box = element.getBoundingClientRect();
            const drawn = box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true });
            if (!drawn || style.fill === "none") return [];
            const fromScreen = element.getScreenCTM().inverse();
            const covers = (x, y) =>
                box.left <= x && x <= box.right && box.top <= y && y <= box.bottom
                && element.isPointInFill(new DOMPoint(x, y).matrixTransform(fromScreen));
            return [{ element, covers, fill: faded(style.fill, style.fillOpacity * opacityInside(element)) }];
        }),
    );
    const painted = (behind, { fill }) => (fill?.[3] === 1 ? fill : fill && behind && over(fill, behind));

    // What lies behind a text of a drawing at its start, its centre and its end.
    const behindDrawn = (svg, element, box, inner) => {
        const before = shapes(svg).filter(
            shape => shape.element.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING,
        );
        const y = (box.top + box.bottom) / 2;
        return [box.left + 1, (box.left + box.right) / 2, box.right - 1].map(x =>
            before.filter(shape => shape.covers(x, y)).reduce(painted, inner),
        );
    };

    // What is wrong with the contrast of a text, or null.
    const ofText = ({ element, box, pseudo }, surface) => {
        if (element.closest(":disabled, [aria-disabled=true]")) return null;
        if (!element.checkVisibility({ opacityProperty: true })) return null;
        const style = getComputedStyle(element, pseudo);
        const svg = element instanceof SVGElement ? element.closest("svg") : null;
        const { inner, seen } = surface(svg ?? element);
        const front = svg ? faded(style.fill, style.fillOpacity * opacityInside(element)) : colour(style.color);
        const backs = svg ? behindDrawn(svg, element, box, inner) : [inner];
        if (!front || backs.includes(null)) return "lies on a picture or a pattern, which has no one colour";
        const lowest = Math.min(...backs.map(back => ratio(seen(over(front, back)), seen(back))));
        const { a, b } = svg ? element.getScreenCTM() : { a: 1, b: 0 };
        const size = parseFloat(style.fontSize) * Math.hypot(a, b);
        const needed = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
        return lowest < needed ? `has a contrast of ${lowest.toFixed(2)}, and needs ${needed}` : null;
    };

    // What is wrong with the outline of an element that has the focus, or null.
    const ofOutline = element => {
        const style = getComputedStyle(element);
        if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return "has no outline of 2 pixels";
        const outside = parseFloat(style.outlineOffset) >= 0;
        const { inner, seen } = surfaces()(outside ? element.parentElement : element);
        if (!inner) return "has its outline on a picture, which has no one colour";
        const found = ratio(seen(over(colour(style.outlineColor), inner)), seen(inner));
        return found < 3 ? `has an outline with a contrast of ${found.toFixed(2)}, and needs 3` : null;
    };

    return { memo, surfaces, ofText, ofOutline };
})();
