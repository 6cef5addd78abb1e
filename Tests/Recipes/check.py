# Exitgate
# SPDX-License-Identifier: Apache-2.0
"""Runs the recipes of Samples/ci as each CI system would, and looks at what they leave.

    check.py EXITGATE FOLDER

Each recipe runs five builds of a small project: a test fails, it is repaired, no results are written, a report is cut,
a report is cut and a test fails. A build has a fresh checkout, in a folder with a blank in its name, of a branch whose
name is a command; the test has a name that CI systems would act on. All shell steps run in order with the variables of
the system; systems.py does the rest. Then it must be right how the job ended, what it printed, and, in the store that
was kept for the next build, the runs and the decisions.

Prints a line for each recipe, and each finding as `RECIPE BUILD: what`. Exit code 0 without findings, else 1.
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from xml.sax.saxutils import quoteattr

import systems

STUBS = pathlib.Path(__file__).resolve().with_name("stubs")
BRANCH = "fix/$(touch${IFS}pwned)"
HOSTILE = "::error::pwned ##[group]x\n::set-output name=a::b %0A::warning::z ##vso[task.complete result=Succeeded;]"
# What a line may say to a CI system: our annotations, and the one variable that the recipe for Azure sets.
ANNOTATION = re.compile(r"::(error|warning|notice) ((file|line|title)=[^:,]*,?)+::(?!.*%0[AaDd])")
SET_BY_RECIPE = re.compile(r"##vso\[task\.setvariable variable=code;isOutput=true\]\d+")

PROJECT = {
    "exitgate.yml": """format: 1
project: shop
release: "1.0"
gates:
  integration: {required-suites: informing, inventory: informing, new-failures: informing, baseline-state: informing}
""",
    "src/cart.py": "pass\n" * 9,
    "ci/install-exitgate.sh": "exitgate --version\n",
    "ci/test.sh": """mkdir out
if [ ! -e results.xml ]; then exit 2; fi
cp results.xml out/TEST-shop.xml
! grep -q '<failure' results.xml
""",
}
NAME = quoteattr(HOSTILE).replace("\n", "&#10;")
CASES = """<testsuite name="shop"><testcase classname="cart" name="adds"/>
<testcase classname="cart" name=%s file="src/cart.py" line="7">""" % NAME
PASS = CASES + "</testcase>"
FAIL = CASES + "<failure message=%s/></testcase>" % NAME
END = "</testsuite>"

# What the tests write, how the job must end, what the gate says if it is asked, and the runs and decisions so far.
Build = collections.namedtuple("Build", "number results code verdict runs decisions")
BUILDS = [
    Build(1, FAIL + END, 3, "NO_GO", [1], 1),
    Build(2, PASS + END, 0, "GO", [1, 2], 2),
    Build(3, None, 66, None, [1, 2], 2),
    Build(4, PASS, 65, None, [1, 2, 4], 3),
    Build(5, FAIL, 3, "NO_GO", [1, 2, 4, 5], 4),
]

# The variables of a build, the key and the page of its run, and the shell of the steps.
System = collections.namedtuple("System", "recipe run shell variables key url queue", defaults=[None])
SYSTEMS = [
    System(
        "github-actions.yml", systems.github, ["bash", "-e"], """
            CI=true GITHUB_ACTIONS=true GITHUB_REPOSITORY=octo/shop GITHUB_RUN_ID=100{n} GITHUB_JOB=integration
            GITHUB_RUN_ATTEMPT=1 GITHUB_SHA={commit} GITHUB_REF_NAME={branch} GITHUB_REF_TYPE=branch GITHUB_HEAD_REF=
            GITHUB_REF=refs/heads/{branch} GITHUB_SERVER_URL=https://github.com RUNNER_NAME=runner-{n} GH_TOKEN=the-token
        """, "github:octo/shop:100{n}:integration", "https://github.com/octo/shop/actions/runs/100{n}",
    ),
    System(
        "gitlab-ci.yml", systems.gitlab, ["bash", "-eo", "pipefail"], """
            CI=true GITLAB_CI=true CI_PROJECT_PATH=group/shop CI_PIPELINE_ID=5{n} CI_JOB_NAME=integration CI_JOB_ID=9{n}
            CI_COMMIT_SHA={commit} CI_COMMIT_BRANCH={branch} CI_COMMIT_REF_NAME={branch} CI_COMMIT_REF_SLUG=fix-touch
            CI_DEFAULT_BRANCH=main CI_JOB_URL=https://gitlab.com/group/shop/-/jobs/9{n}
            CI_PIPELINE_CREATED_AT={start} CI_JOB_TOKEN=the-token CI_API_V4_URL=https://gitlab.com/api/v4
        """, "gitlab:group/shop:5{n}:integration", "https://gitlab.com/group/shop/-/jobs/9{n}",
    ),
    System(
        "azure-pipelines.yml", systems.azure, ["bash", "--noprofile", "--norc"], """
            TF_BUILD=True SYSTEM_COLLECTIONURI=https://dev.azure.com/org/ SYSTEM_TEAMPROJECT=shop BUILD_BUILDID=4{n}
            SYSTEM_STAGENAME=__default SYSTEM_PHASENAME=integration SYSTEM_JOBNAME=integration SYSTEM_JOBATTEMPT=1
            BUILD_SOURCEVERSION={commit} BUILD_SOURCEBRANCH=refs/heads/{branch}
        """, "azure:shop:4{n}:__default/integration/integration",
        "https://dev.azure.com/org/shop/_build/results?buildId=4{n}",
    ),
    System(
        "buildkite.yml", systems.buildkite, ["bash", "-e"], """
            CI=true BUILDKITE=true BUILDKITE_ORGANIZATION_SLUG=org BUILDKITE_PIPELINE_SLUG=shop
            BUILDKITE_BUILD_NUMBER={n} BUILDKITE_BUILD_ID=01908131-000{n} BUILDKITE_STEP_KEY=integration
            BUILDKITE_LABEL=integration
            BUILDKITE_RETRY_COUNT=0 BUILDKITE_COMMIT={commit} BUILDKITE_BRANCH={branch}
            BUILDKITE_BUILD_URL=https://buildkite.com/org/shop/builds/{n}
        """, "buildkite:org:shop:{n}:integration/integration", "https://buildkite.com/org/shop/builds/{n}",
    ),
    System(
        "Jenkinsfile", systems.jenkins, ["sh", "-xe"], """
            CI=true JENKINS_URL=https://ci.example/ JOB_NAME=shop/PR-5 BUILD_NUMBER={n} GIT_COMMIT={commit}
            BRANCH_NAME=PR-5 CHANGE_BRANCH={branch} BUILD_URL=https://ci.example/job/shop/job/PR-5/{n}/
        """, "jenkins:shop/PR-5:{n}", "https://ci.example/job/shop/job/PR-5/{n}/",
    ),
    System(
        "pipeline.sh", systems.plain, ["sh", "-e"], """
            CI=true CIRCLECI=true CIRCLE_WORKFLOW_WORKSPACE_ID=w{n} CIRCLE_JOB=integration CIRCLE_SHA1={commit}
            CIRCLE_BRANCH={branch} CIRCLE_BUILD_URL=https://circleci.com/gh/octo/shop/{n}
        """, "circleci:w{n}:integration", "https://circleci.com/gh/octo/shop/{n}",
    ),
    System("pipeline.sh", systems.machine, ["sh", "-e"], "", "content:", None),
]


# How long the job of a build was queued, in seconds.
QUEUED = 12
# The recipes once more with the lines of the handbook that tell it: the fence before them, and what they begin with.
QUEUES = [
    (systems.github, "sh", "jobs="), (systems.gitlab, "sh", "filter="), (systems.jenkins, "groovy", "environment {"),
]
HANDBOOK = pathlib.Path(__file__).resolve().parents[2] / "Sources/exitgate/Handbook.docc/Pipelines.md"
INGEST = re.compile(r"(?m)^( *)(- )?(exitgate ingest out --phase integration)( .*)?$")


def queued(system, fence, start):
    """The system with the lines of the handbook."""
    blocks = re.findall(r"(?s)```%s\n(.*?)```" % fence, HANDBOOK.read_text(encoding="utf-8"))
    [lines] = [block.splitlines() for block in blocks if block.startswith(start)]
    # How the stubs, or Jenkins itself, know it.
    told = " QUEUE_CREATED={created} QUEUE_STARTED={start}"
    if any("EXITGATE_QUEUED_AT" in line for line in lines):
        told = " EXITGATE_QUEUED_AT={now}"
    return system._replace(queue=lines, variables=system.variables + told)


def with_queue(text, lines):
    """The recipe with other lines where it ingests; what follows the command there stays behind it."""

    def replaced(match):
        indent, dash, _, rest = match.groups(default="")
        own = [*lines[:-1], lines[-1] + rest]
        if dash:
            return "\n".join([indent + "- |", *(indent + "  " + line for line in own)])
        return "\n".join(indent + line for line in own)

    # In Jenkins all but the command is a step of its own.
    commands = [re.fullmatch(r"sh '(.*)'", line) for line in lines]
    if any(commands):
        steps = [line for line, command in zip(lines, commands) if command][:-1]
        text = re.sub(r"(?m)^( *)steps \{\n", lambda match: match[0] + match[1] + "    " + "\n".join(steps) + "\n", text, count=1)
        lines = [commands[-1][1]]
    return INGEST.sub(replaced, text)


class Site:
    """One system with one recipe: the repository, and what is kept between builds."""

    def __init__(self, folder, exitgate, system):
        self.folder, self.exitgate, self.system = folder, exitgate, system
        self.origin, self.kept = folder / "origin", folder / "kept"
        self.caches, self.steps, self.findings = {}, 0, []
        self.kept.mkdir(parents=True)
        for name, text in PROJECT.items():
            (self.origin / name).parent.mkdir(parents=True, exist_ok=True)
            (self.origin / name).write_text(text)
        self.git("init", "-q", "-b", BRANCH, ".")
        self.commits = {build.number: self.commit(build) for build in BUILDS}

    def git(self, *arguments):
        command = ["git", "-c", "user.name=Ann", "-c", "user.email=ann@shop.example", *arguments]
        return subprocess.run(command, cwd=self.origin, check=True, capture_output=True, text=True).stdout.strip()

    def commit(self, build):
        results = self.origin / "results.xml"
        results.unlink(missing_ok=True)
        if build.results:
            results.write_text(build.results)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "build %d" % build.number)
        return self.git("rev-parse", "HEAD")

    def query(self, store, *arguments):
        command = [self.exitgate, *arguments, "--store", store / "exitgate.sqlite", "--format", "json"]
        done = subprocess.run(command, cwd=self.origin, capture_output=True, text=True)
        return json.loads(done.stdout) if done.returncode == 0 else {}


class Job:
    """One build: a checkout, the variables of the system, and its shell."""

    def __init__(self, site, build):
        self.site, self.build = site, build
        self.folder, self.report = site.folder / ("build %d" % build.number), site.kept / ("report %d" % build.number)
        self.commit, self.output, self.said, self.store = site.commits[build.number], "", "", site.kept / "none"
        self.environment = {
            "PATH": "%s:%s:%s" % (site.exitgate.parent, STUBS, os.environ["PATH"]), "HOME": str(site.folder),
            "LANG": "C.UTF-8", "KEPT": str(site.kept),
        }
        for variable in site.system.variables.split():
            name, _, value = variable.partition("=")
            self.environment[name] = self.filled(value)
        site.git("clone", "-q", "--no-checkout", ".", str(self.folder))
        subprocess.run(["git", "checkout", "-q", "-B", BRANCH, self.commit], cwd=self.folder, check=True)

    def filled(self, text):
        def moment(seconds):
            return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))

        start = time.time() - 60 * (len(BUILDS) - self.build.number)
        for name, value in {
            "n": str(self.build.number), "commit": self.commit, "branch": BRANCH, "start": moment(start),
            "created": moment(int(start) - QUEUED), "now": str(int(time.time()) - QUEUED),
        }.items():
            text = text.replace("{%s}" % name, value)
        return text

    def shell(self, script, lines=1, **variables):
        """Runs one step, which the recipe writes as so many lines, and returns its exit code."""
        file = self.site.folder / "a step"
        file.write_text(script)
        done = subprocess.run(
            [*self.site.system.shell, str(file)], cwd=self.folder, env={**self.environment, **variables},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300,
        )
        self.said, self.output = done.stdout, self.output + done.stdout
        self.site.steps += lines
        return done.returncode

    def find(self, what):
        self.site.findings.append("%s %d: %s" % (self.site.system.recipe, self.build.number, what))

    def keep(self, path, place):
        if not (self.folder / path).is_dir():
            return self.find("%s is missing, and cannot be kept" % path)
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.folder / path, place)

    def bring(self, place, path):
        if place.is_dir():
            shutil.copytree(place, self.folder / path, dirs_exist_ok=True)

    def save_cache(self, key, path):
        if key in self.site.caches:
            return self.find("the cache %s is there already" % key)
        self.site.caches[key] = path
        self.store = self.site.kept / key
        self.keep(path, self.store)

    def bring_cache(self, key, prefixes, path):
        """The cache with the key, else the latest one that begins with a prefix; a cache of another path is none."""
        names = [name for name in self.site.caches if self.site.caches[name] == path]
        found = [name for name in names if name == key or name.startswith(tuple(prefixes))]
        if found:
            self.bring(self.site.kept / found[-1], path)


def look(job, code):
    """What must hold after each build."""
    site, build = job.site, job.build
    if code != build.code:
        job.find("ended with %d instead of %d, having said:\n%s" % (code, build.code, job.output[-2000:]))
    if not (job.report / "index.html").is_file():
        job.find("no report is kept")
    if list(site.folder.rglob("pwned")):
        job.find("the name of the branch was run as a command")
    for line in job.output.splitlines():
        rest = SET_BY_RECIPE.sub("", line)
        is_annotation = site.system.run is systems.github and ANNOTATION.match(line)
        if re.search(r"##(\w*)\[", rest) or line.lstrip().startswith("::") and not is_annotation:
            job.find("a CI system would act on: " + line)
    runs = {run["commit"]: run for run in site.query(job.store, "run", "list").get("runs", [])}
    for number in build.runs:
        run = runs.pop(site.commits[number], None) or {}
        filled = [text and text.replace("{n}", str(number)) for text in (site.system.key, site.system.url)]
        if run.get("branch") != BRANCH or not run["key"].startswith(filled[0]) or run["build_url"] != filled[1]:
            job.find("run %d in the store that was kept: %s" % (number, run or "missing"))
        waited = run.get("queue_ms")
        # The agent of Jenkins comes when it comes.
        if site.system.queue and (waited is None or not 0 <= waited - 1000 * QUEUED <= 60_000):
            job.find("run %d was queued for %s ms" % (number, waited))
    if runs:
        job.find("runs of unknown commits: %s" % runs)
    decisions = site.query(job.store, "gate", "list").get("gates", [])
    if len(decisions) != build.decisions:
        job.find("%d decisions in the store that was kept instead of %d" % (len(decisions), build.decisions))


def check(system, exitgate, recipes):
    """Runs all builds of one system; returns the line to print, and findings."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(pathlib.Path(folder) / "a site", exitgate, system)
        text = (recipes / system.recipe).read_text(encoding="utf-8")
        if system.queue:
            text = with_queue(text, system.queue)
        for build in BUILDS:
            job = Job(site, build)
            look(job, system.run(job, text))
        ended = "%d findings" % len(site.findings) if site.findings else "as they must"
        name = "%s, %s%s" % (system.recipe, system.run.__name__, ", queue" if system.queue else "")
        return "%-33s %d builds, %2d shell steps: %s" % (name, len(BUILDS), site.steps, ended), site.findings


def timed():
    """The systems that tell how long a job was queued, with what the handbook says for each."""
    if not shutil.which("jq"):
        print("the lines that tell the queue are not run: there is no jq")
        return []
    by_run = {system.run: system for system in SYSTEMS}
    return [queued(by_run[run], fence, start) for run, fence, start in QUEUES]


def main():
    exitgate, recipes = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        checked = list(pool.map(lambda system: check(system, exitgate, recipes), SYSTEMS + timed()))
    for line, _ in checked:
        print(line)
    findings = [finding for _, found in checked for finding in found]
    print("\n".join(findings), end="\n" if findings else "")
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
