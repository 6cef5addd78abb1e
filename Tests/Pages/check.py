# Exitgate
# SPDX-License-Identifier: Apache-2.0
"""Looks at the pages of an HTML report in Chromium, from the disk, as a reader would.

    check.py FOLDER|FILE [--screens DIR] [--pages NAME,NAME…] [--sample N]

A file is a report of one page. Of a folder, --pages chooses pages, such as index or issues/7, and --sample leaves out
the pages of issues/ but for the first N. --screens keeps a picture of each view.

Prints each finding as `PAGE WIDTH SCHEME: rule: what`, then how much was looked at. Exit code 0 without findings,
1 with any, 2 if there is nothing to look at.

At every width and colour scheme:
  console   no error in the console, which is where violations of the Content-Security-Policy are told, and no exception
  network   no request but for data: and for files of the report
  dialog    no JavaScript dialog
  width     nothing reaches beyond the page to the left or to the right
  contrast  every text has the contrast of WCAG 2.2 AA
Once per page:
  links     each leads to a file of the report, and to an id in it, or to another site; those are never fetched
  semantics language, headings, names, labels, scopes, ids, viewport and Content-Security-Policy
  scripts   without scripts each row of a table is there too
On a wide light page and on a narrow dark one:
  focus     Tab leads through the page, and each stop is in sight and shows the focus
"""
import argparse
import base64
import collections
import functools
import html.parser
import itertools
import json
import operator
import pathlib
import shutil
import sys
import urllib.parse
import urllib.request

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

HEIGHTS = {360: 800, 820: 1180, 1440: 900}
SCHEMES = ("light", "dark")
FIRST_VIEW = (1440, "light")
FOCUS_VIEWS = (FIRST_VIEW, (360, "dark"))
FOCUS_STOPS = 40
SCREEN_HEIGHT = 8000
FINDINGS_OF_A_RULE = 20

FLAGS = """
    --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --hide-scrollbars --force-device-scale-factor=1
    --no-first-run --disable-background-networking --disable-component-update --disable-domain-reliability
    --disable-sync
""".split()
# Whatever a page asks for, nothing of it leaves this machine.
NO_HOSTS = "--host-resolver-rules=MAP * ~NOTFOUND"
IN_PAGE = "\n".join(
    pathlib.Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("contrast.js", "page.js")
)
# A real dialog would stop the browser until someone answers.
DIALOG = "the page asks for a dialog: "
DIALOGS_TOLD = """
    for (const name of ["alert", "confirm", "prompt", "print"]) {
        globalThis[name] = () => console.debug(%s + name + " on " + location.href);
    }
""" % json.dumps(DIALOG)

Finding = collections.namedtuple("Finding", "page width scheme rule what")


class Browser:
    """One tab of Chromium."""

    def __init__(self):
        programs = [shutil.which(name) for name in ("chromium", "chromedriver")]
        if None in programs:
            sys.exit("error: no chromium or chromedriver; Tests/Pages/prepare installs them")
        options = webdriver.ChromeOptions()
        options.binary_location = programs[0]
        for flag in [*FLAGS, NO_HOSTS]:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(programs[1]))
        self.cdp("Page.addScriptToEvaluateOnNewDocument", source=DIALOGS_TOLD)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def cdp(self, command, **parameters):
        return self.driver.execute_cdp_cmd(command, parameters)

    def show(self, width, scheme):
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=HEIGHTS[width], deviceScaleFactor=1, mobile=False,
        )
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, url, scripts=True):
        self.cdp("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.driver.get(url)
        self.evaluate(IN_PAGE)

    def evaluate(self, expression):
        answer = self.cdp("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def ask(self, question):
        return self.evaluate("globalThis.page.%s()" % question)

    def press_tab(self):
        for kind in ("rawKeyDown", "keyUp"):
            self.cdp("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)

    def screen(self, path):
        size = self.cdp("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], SCREEN_HEIGHT), "scale": 1}
        image = self.cdp("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        path.write_bytes(base64.b64decode(image["data"]))

    def messages(self):
        """What the console was told since the last call, as pairs of level and text."""
        return [(entry["level"], entry["message"]) for entry in self.driver.get_log("browser")]

    def requests(self):
        """The addresses that were asked for since the last call."""
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                yield message["params"]["request"]["url"]
            elif message["method"] == "Network.webSocketCreated":
                yield message["params"]["url"]


class Ids(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.found = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        self.found.update(value for name, value in attributes if name == "id")


@functools.lru_cache(maxsize=None)
def ids(path):
    return Ids(path).found


def file_of(url):
    return pathlib.Path(urllib.request.url2pathname(urllib.parse.urlsplit(url).path)).resolve()


class Check:
    """The findings on the pages of a report, and how much was looked at."""

    def __init__(self, browser, folder, screens=None):
        self.browser = browser
        self.folder = folder
        self.screens = screens
        self.findings = []
        self.counts = collections.Counter()

    def page(self, path):
        self.counts["pages"] += 1
        for width, scheme in itertools.product(HEIGHTS, SCHEMES):
            self.view(path, width, scheme)

    def view(self, path, width, scheme):
        name = path.relative_to(self.folder).as_posix()

        def add(findings):
            self.findings += [Finding(name, width, scheme, *finding) for finding in findings]

        self.counts["views"] += 1
        self.browser.show(width, scheme)
        self.browser.open(path.as_uri())
        if self.screens:
            stem = name.removesuffix(".html").replace("/", "-")
            self.browser.screen(self.screens / f"{stem}-{width}-{scheme}.png")
        self.browser.ask("open")
        seen = self.browser.ask("view")
        self.counts["texts"] += seen["texts"]
        add(seen["findings"])
        if (width, scheme) in FOCUS_VIEWS:
            add(self.focus())
        if (width, scheme) == FIRST_VIEW:
            add(self.browser.ask("semantics"))
            add(self.links())
            add(self.scripts(path))
        add(dict.fromkeys(self.told()))

    def told(self):
        for level, message in self.browser.messages():
            if DIALOG in message:
                yield "dialog", message
            elif level == "SEVERE":
                yield "console", message
        for url in self.browser.requests():
            if not url.startswith("data:") and not self.holds(url):
                yield "network", url

    def holds(self, url):
        return url.startswith("file:") and file_of(url).is_relative_to(self.folder)

    def links(self):
        for written, url in self.browser.ask("links"):
            self.counts["links"] += 1
            wrong = self.broken(url)
            if wrong:
                yield "links", f"{wrong} ({written})"

    def broken(self, url):
        if url.startswith(("http:", "https:")):
            return None
        if not self.holds(url):
            return "leads neither into the report nor to a site"
        if not file_of(url).is_file():
            return "there is no such file"
        _, hash_sign, fragment = url.partition("#")
        if hash_sign and urllib.parse.unquote(fragment) not in ids(file_of(url)):
            return "there is no such id"
        return None

    def focus(self):
        self.browser.ask("rest")
        for _ in range(FOCUS_STOPS):
            self.browser.press_tab()
            stop = self.browser.ask("focus")
            if stop is None:
                break
            self.counts["focus stops"] += 1
            yield from stop["findings"]
            if stop["stuck"]:
                break

    def scripts(self, path):
        rows = self.browser.ask("rows")
        self.browser.open(path.as_uri(), scripts=False)
        self.browser.ask("open")
        body = self.browser.ask("body")
        for row in dict.fromkeys(rows):
            if row not in body:
                yield "scripts", f"a row is not there without scripts ({row})"


def chosen(report, names, sample):
    """The pages of a folder that are asked for; an empty list if one of them is not there."""
    pages = {page.relative_to(report).as_posix().removesuffix(".html"): page for page in report.rglob("*.html")}
    issues = sorted(name for name in pages if name.startswith("issues/"))
    for name in issues[sample:] if sample is not None else []:
        del pages[name]
    wanted = set(pages) if names is None else {name.removesuffix(".html") for name in names.split(",")}
    return [pages[name] for name in sorted(wanted)] if wanted <= set(pages) else []


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("--screens", type=pathlib.Path)
    parser.add_argument("--pages")
    parser.add_argument("--sample", type=int)
    arguments = parser.parse_args()
    report = arguments.report.resolve()
    pages = [report] if report.is_file() else chosen(report, arguments.pages, arguments.sample)
    if not pages:
        parser.error("no such pages")
    if arguments.screens:
        arguments.screens.mkdir(parents=True, exist_ok=True)
    with Browser() as browser:
        check = Check(browser, report.parent if report.is_file() else report, arguments.screens)
        for page in pages:
            check.page(page)
    by_rule = operator.attrgetter("rule")
    for rule, group in itertools.groupby(sorted(check.findings, key=by_rule), by_rule):
        findings = list(group)
        for page, width, scheme, _, what in findings[:FINDINGS_OF_A_RULE]:
            print(f"{page} {width} {scheme}: {rule}: {' '.join(what.split())[:300]}")
        if len(findings) > FINDINGS_OF_A_RULE:
            print(f"and {len(findings) - FINDINGS_OF_A_RULE} more of {rule}")
    counts = [f"{check.counts[what]} {what}" for what in ("pages", "views", "links", "texts", "focus stops")]
    print(f"{', '.join(counts)}; {len(check.findings)} findings")
    return 1 if check.findings else 0


if __name__ == "__main__":
    sys.exit(main())
