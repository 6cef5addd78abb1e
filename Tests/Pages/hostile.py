# Exitgate
# SPDX-License-Identifier: Apache-2.0
"""Fills a store with texts that try to act in a page.

usage: hostile.py FOLDER EXITGATE
"""
import html
import pathlib
import subprocess
import sys

TEXTS = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(2)>",
    "'-alert(3)-'",
    "</title></style></script><script>alert(4)</script>",
    "<svg onload=alert(5)><a xlink:href=javascript:alert(6)>x</a></svg>",
    "<iframe src=https://example.invalid></iframe><base href=https://example.invalid>",
    "<meta http-equiv=refresh content='0;url=https://example.invalid'>",
    "<style>@import 'https://example.invalid/a.css'; body { background: url(https://example.invalid/b.png) }</style>",
    "javascript:alert(7)",
    "data:text/html,<script>alert(8)</script>",
    "{{constructor.constructor('alert(9)')()}}",
    "user\u202egnp.exe\u2066x\u2069 \u200bhidden \u0085 \u009bc1",
    "W" * 3000,
    "e" + "\u0301" * 300,
]
ROUNDS = 3


def main(folder, exitgate):
    def run(*arguments, codes=(0,)):
        ended = subprocess.run([exitgate, *arguments], cwd=folder, capture_output=True, text=True)
        if ended.returncode not in codes:
            sys.exit(f"error: {arguments}: {ended.returncode}\n{ended.stderr}")

    cases = []
    for number, text in enumerate(TEXTS):
        quoted = html.escape(text)
        cases.append(
            f'<testcase classname="{quoted}" name="{number} {quoted}" file="{quoted}">'
            f'<failure type="T{number}" message="{quoted} m{number}">{quoted}\nin {quoted}:{number}</failure>'
            f"<system-out>{quoted}</system-out></testcase>")
    report = pathlib.Path(folder, "out.xml")
    report.write_text(f'<testsuite name="&lt;b&gt;">{"".join(cases)}</testsuite>', encoding="utf-8")
    for step in range(1, ROUNDS + 1):
        run(
            "ingest", "out.xml", "--phase", "beta", "--release", "<b>1.0</b>", "--run-key", str(step), "--started",
            f"2026-10-0{step}T00:00:00Z", "--set", "os=<i onclick=alert(10)>", "--commit", f"c0ffee0{step}",
            "--branch", TEXTS[1], codes=(0, 65))
    for words in (["cause", TEXTS[0]], ["workaround", TEXTS[3]], ["link", TEXTS[8]], ["assign", TEXTS[4]]):
        run("issue", words[0], "ISS-1", words[1], "-m", TEXTS[1], "--by", TEXTS[2], codes=(0, 64, 65))
    run(
        "waiver", "request", "open-issues", "ISS-1", "--phase", "beta", "--release", "<b>1.0</b>", "--until",
        "2099-01-01", "--risk", TEXTS[1], "--owner", TEXTS[0], "-m", TEXTS[3], codes=(0, 64, 65))


main(*sys.argv[1:])
