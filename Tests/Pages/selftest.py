# Exitgate
# SPDX-License-Identifier: Apache-2.0
"""Shows that check.py finds what it looks for: spoils a good page in one way at a time."""
import pathlib
import sys
import tempfile

# The repository is no place for what Python compiles.
sys.dont_write_bytecode = True
import check  # noqa: E402

GOOD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' 'unsafe-inline'; \
script-src 'self' 'unsafe-inline'; img-src 'self' data:">
<meta name="viewport" content="width=device-width"><title>Report</title>
<link rel="stylesheet" href="report.css"><script src="report.js" defer></script></head>
<body><header><a href="good.html#end">To the end</a> <a href="https://example.org/">Elsewhere</a></header>
<main><h1>Report</h1><h2>Tests</h2>
<label>State <select><option>failed</option></select></label> <label>Name <input placeholder="any"></label>
<p class="hidden">A text for screen readers that would be far too long for the narrowest of all pages.</p>
<div class="scroller"><table><tr><th scope="col">Test</th><th scope="col">State</th></tr>
<tr><td>a_name_that_is_much_too_long_for_the_narrowest_page</td><td style="opacity: 0.9">failed</td></tr></table></div>
<details><summary>More</summary><table><tr><td>folded</td></tr></table></details>
<svg role="img" width="200" height="40"><title>Bars</title><rect width="200" height="40" fill="oklch(0.4 0.1 150)"/>
<text x="20" y="25" fill="white">on a bar</text></svg>
<img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="><p id="end">The end</p></main></body></html>
"""
STYLE = """:root { color-scheme: light dark; }
body { color: light-dark(#111, #eee); background: light-dark(#fff, #111); }
a { color: light-dark(#0645ad, #8ab4f8); }
:focus-visible { outline: 2px solid light-dark(#111, #eee); }
::placeholder { color: inherit; }
.scroller { overflow-x: auto; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
"""
SCRIPT = "document.documentElement.dataset.script = 'on';"

END = "</main>"
BAD = {
    "console": [
        (END, "<script>undefined.x</script></main>"),
        (END, "<script>console.error('oh')</script></main>"),
        ("script-src 'self' 'unsafe-inline'", "script-src 'unsafe-inline'"),
    ],
    "network": [(END, '<img alt="" src="../outside.gif"></main>')],
    "dialog": [(END, "<script>confirm('Sure?')</script></main>")],
    "width": [
        ('class="scroller"', ""),
        ("<h2>", '<h2 style="position: absolute; left: -20px">'),
        ("<h2>", '<h2 style="overflow: hidden; white-space: nowrap">' + 20 * "so long "),
    ],
    "contrast": [
        ("<h2>", '<h2 style="color: oklch(0.7 0 0); background: white">'),
        ("<h2>", '<h2 style="opacity: 0.4">'),
        ("<h2>", '<h2 style="background: linear-gradient(red, blue)">'),
        ("folded", '<b style="color: #777; background: #777">folded</b>'),
        ('fill="white"', 'fill="black"'),
        ('width="200" height="40" fill', 'width="50" height="40" fill'),
        ("<input", '<input style="color: #ccc; background: #fff" value="any"'),
    ],
    "links": [
        ("good.html#end", "good.html#nowhere"),
        ("good.html#end", "#nowhere"),
        ("good.html#end", "missing.html"),
        ("good.html#end", "../outside.gif"),
        ("good.html#end", "mailto:a@example.org"),
    ],
    "focus": [
        ("</head>", "<style>a:focus-visible { outline: none }</style></head>"),
        ("</head>", "<style>a:focus-visible { outline-color: light-dark(#eee, #222) }</style></head>"),
        ("<header>", '<header style="position: fixed; top: -90px">'),
        ("</header>", '</header><div style="position: fixed; inset: 0"></div>'),
        (END, "<script>document.querySelector('summary').onblur = e => e.target.focus()</script></main>"),
        (END, "<script>onkeydown = event => event.preventDefault()</script></main>"),
    ],
    "semantics": [
        (' lang="en"', ""),
        ("<h2>", "<h1>Again</h1><h2>"),
        ("<h2>Tests</h2>", "<h3>Tests</h3>"),
        ("<title>Bars</title>", ""),
        ("State <select>", "<select>"),
        (' scope="col"', ""),
        ('alt=""', ""),
        ("<summary>", '<summary id="end">'),
        ("viewport", "other"),
        ("default-src 'none'", "default-src 'self'"),
    ],
    "scripts": [(END, "<script>document.querySelector('table').insertRow().innerText = 'new'</script></main>")],
}


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary).resolve() / "report"
        folder.mkdir()
        (folder.parent / "outside.gif").write_bytes(b"GIF89a")
        for name, text in {"good.html": GOOD, "report.css": STYLE, "report.js": SCRIPT}.items():
            (folder / name).write_text(text, encoding="utf-8")
        for rule, changes in BAD.items():
            for number, change in enumerate(changes, 1):
                assert change[0] in GOOD, change
                (folder / f"{rule}-{number}.html").write_text(GOOD.replace(*change, 1), encoding="utf-8")
        with check.Browser() as browser:
            report = check.Check(browser, folder)
            for page in sorted(folder.glob("*.html")):
                for view in check.FOCUS_VIEWS:
                    report.view(page, *view)
                expected = {page.stem.partition("-")[0]} - {"good"}
                assert {finding.rule for finding in report.findings} == expected, (page.name, report.findings)
                report.findings.clear()


if __name__ == "__main__":
    sys.exit(main())
