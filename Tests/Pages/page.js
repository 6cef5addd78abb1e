// Exitgate
// SPDX-License-Identifier: Apache-2.0
//
// What check.py asks of a page. Findings are pairs of a rule and what is wrong.
globalThis.page = (() => {
    const { memo, surfaces, ofText, ofOutline } = globalThis.contrast;

    const name = element =>
        element.localName + (element.id ? "#" + element.id : [...element.classList].map(each => "." + each).join(""));
    const place = element => (element.parentElement ? name(element.parentElement) + " > " : "") + name(element);
    const excerpt = text => JSON.stringify(text.trim().replace(/\s+/g, " ").slice(0, 40));
    const said = (what, element, text = element.textContent) => `${what} (${place(element)} ${excerpt(text)})`;

    // The usual technique hides a text from the eye alone in a box of one pixel.
    const tiny = memo(element => {
        if (!element.parentElement) return false;
        const box = element.getBoundingClientRect();
        const clips = box.width <= 1 && box.height <= 1 && getComputedStyle(element).overflow !== "visible";
        return clips || tiny(element.parentElement);
    });
    const rendered = (element, box) =>
        box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true }) && !tiny(element);

    // What a reader can scroll to, or what ends in an ellipsis on purpose, may be wider than the page. The page itself
    // is no such place.
    const scrolled = memo(element => {
        if (element === document.body || !element.parentElement) return false;
        const style = getComputedStyle(element);
        const here = ["auto", "scroll"].includes(style.overflowX) || style.textOverflow === "ellipsis";
        return here || scrolled(element.parentElement);
    });

    function* texts() {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const range = document.createRange();
        while (walker.nextNode()) {
            const { data, parentElement: element } = walker.currentNode;
            if (!data.trim()) continue;
            range.selectNodeContents(walker.currentNode);
            const box = range.getBoundingClientRect();
            if (rendered(element, box)) yield { element, box, text: data };
        }
        // What a control shows is no text of the page.
        const typed = "select, textarea, input:not([type=checkbox], [type=radio], [type=range], [type=color])";
        for (const element of document.querySelectorAll(typed)) {
            const box = element.getBoundingClientRect();
            const text = element.value || element.placeholder;
            const pseudo = element.value ? null : "::placeholder";
            if (text && rendered(element, box)) yield { element, box, text, pseudo };
        }
    }

    // Opens all that is closed, also where only one of several may be open.
    const open = () => {
        for (const details of document.querySelectorAll("details")) {
            details.removeAttribute("name");
            details.open = true;
        }
    };

    // The rules of width and contrast, and how many texts they looked at. Of many that are alike one is reported.
    const view = () => {
        const { scrollWidth, clientWidth } = document.scrollingElement;
        const findings = new Map();
        const add = (rule, what, element, text) => {
            const alike = [rule, what, place(element)].join();
            if (!findings.has(alike)) findings.set(alike, [rule, said(what, element, text)]);
        };
        const beyond = (box, around) =>
            (box.left < -1 || box.right > clientWidth + 1) && !scrolled(around)
                ? `reaches from ${Math.round(box.left)} to ${Math.round(box.right)} on a page of ${clientWidth} pixels`
                : null;
        if (scrollWidth > clientWidth) {
            add("width", `scrolls sideways over ${scrollWidth} pixels`, document.documentElement, document.title);
        }
        const wide = new Set();
        for (const element of document.body.querySelectorAll("*")) {
            const box = element.getBoundingClientRect();
            const what = rendered(element, box) && beyond(box, element.parentElement);
            if (!what) continue;
            if (!wide.has(element.parentElement)) add("width", what, element);
            wide.add(element);
        }
        const surface = surfaces();
        let count = 0;
        for (const text of texts()) {
            count += 1;
            const { element, box } = text;
            const what = beyond(box, element);
            if (what && !wide.has(element)) add("width", what, element, text.text);
            const faint = ofText(text, surface);
            if (faint) add("contrast", faint, element, text.text);
        }
        return { findings: [...findings.values()], texts: count };
    };

    // Each link as it is written and as the browser understands it.
    const links = () =>
        [...document.querySelectorAll("a[href]")].map(link => {
            const written = link.getAttribute("href");
            return [written, URL.canParse(written, document.baseURI) ? new URL(written, document.baseURI).href : ""];
        });

    const named = element => {
        const ids = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/);
        const names = [element.getAttribute("aria-label"), ...ids.map(id => document.getElementById(id)?.textContent)];
        return names.some(each => each?.trim());
    };
    // The options of a select are no label of it.
    const labelled = control =>
        [...control.labels].some(label =>
            [...label.childNodes].some(node => !node.contains(control) && node.textContent.trim()),
        );

    const semantics = () => {
        const findings = [];
        const say = what => findings.push(["semantics", what]);
        const none = (selector, wrong, what) => {
            for (const element of document.querySelectorAll(selector)) if (wrong(element)) say(said(what, element));
        };
        if (!document.documentElement.lang) say("html has no lang");
        const tops = document.querySelectorAll("h1").length;
        if (tops !== 1) say(`the page has ${tops} h1`);
        let above = 6;
        const leaps = ({ localName }) => {
            const level = Number(localName[1]);
            const leapt = level > above + 1;
            above = level;
            return leapt;
        };
        none("h1, h2, h3, h4, h5, h6", leaps, "a level of headings is left out before this one");
        const titled = svg => svg.querySelector(":scope > title")?.textContent.trim();
        none("svg[role=img]", svg => !named(svg) && !titled(svg), "a drawing has no name");
        const controls = "select, textarea, input:not([type=hidden], [type=submit], [type=reset], [type=button])";
        none(controls, control => !named(control) && !labelled(control), "a control has no label");
        none("th:not([scope=col], [scope=row], [scope=colgroup], [scope=rowgroup])", () => true, "a th has no scope");
        none("img:not([alt])", () => true, "an img has no alt");
        const ids = new Set();
        const repeats = ({ id }) => ids.size === ids.add(id).size;
        none("[id]", repeats, "an id stands here a second time");
        if (!document.querySelector("meta[name=viewport]")?.content) say("no meta says what the viewport is");
        const first = document.querySelector("meta[http-equiv=Content-Security-Policy i], link, script, style");
        if (!/(^|;)\s*default-src\s+'none'\s*(;|$)/.test(first?.content)) {
            say("no Content-Security-Policy with default-src 'none' stands before all links, scripts and styles");
        }
        return findings;
    };

    // Without white space, which differs by what stands around.
    const letters = element => element.innerText.replace(/\s+/g, "");
    const rows = () =>
        [...document.querySelectorAll("main table tr")].filter(row => row.checkVisibility()).map(letters);
    const body = () => letters(document.body);

    const edges = element => {
        const { boxShadow, borderColor, borderStyle, borderWidth } = getComputedStyle(element);
        return [boxShadow, borderColor, borderStyle, borderWidth].join();
    };
    const resting = new Map();
    const focused = new Set();
    const end = document.createElement("i");
    const rest = () => {
        for (const element of document.querySelectorAll("*")) resting.set(element, edges(element));
        // Behind the last element the focus would go to the browser, and come back from there at a time of its own.
        end.tabIndex = 0;
        end.style.position = "fixed";
        document.documentElement.append(end);
    };

    const within = (start, end, size) =>
        end - start > size ? start < size && end > 0 : start >= -2 && end <= size + 2;
    const inViewport = element => {
        const box = element.getBoundingClientRect();
        return within(box.top, box.bottom, innerHeight) && within(box.left, box.right, innerWidth);
    };
    const covering = element => {
        const [{ left, right, top, bottom }] = element.getClientRects();
        const found = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return found && !found.contains(element) && !element.contains(found) ? found : null;
    };

    // The findings on the element that has the focus; null at the end of the page.
    const focus = async () => {
        const element = document.activeElement;
        if (element === end) return null;
        if (element === document.body) return { findings: [["focus", "Tab leads to nothing"]], stuck: true };
        const findings = [];
        const say = what => findings.push(["focus", said(what, element)]);
        const stuck = focused.has(element);
        focused.add(element);
        if (stuck) say("gets the focus again before the end of the page");
        // A page may scroll smoothly.
        for (let wait = 0; wait < 100 && !inViewport(element); wait += 1) {
            await new Promise(done => setTimeout(done, 20));
        }
        if (!inViewport(element)) say("has the focus outside of the viewport");
        const cover = covering(element);
        if (cover) say(`has the focus under ${place(cover)}`);
        const faint = ofOutline(element);
        if (faint && edges(element) === resting.get(element)) say(`has the focus, but ${faint}`);
        return { findings, stuck };
    };

    return { open, view, links, semantics, rows, body, rest, focus };
})();
