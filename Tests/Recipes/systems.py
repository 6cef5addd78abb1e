# Exitgate
# SPDX-License-Identifier: Apache-2.0
"""How each CI system runs a recipe, as far as its documentation says: which steps, in which order, with what ending.

Each system is a function that runs one build and returns the exit code that ends it. What a system does without a
shell, such as its cache, the function does. It says in `job.store` where the store of this build is kept.
"""
import re
import xml.etree.ElementTree

import yaml

REPORT = "exitgate-report"


def github(job, text):
    summary, failed, outputs = job.site.folder / "summary", [], {}

    def value(text):
        return re.sub(r"\$\{\{ *github\.(\w+) *\}\}", lambda match: job.environment["GITHUB_" + match[1].upper()], text)

    def holds(condition):
        if condition is None:
            return not failed
        python = condition.strip("${} ").replace("&&", " and ").replace("||", " or ").replace("!", " not ")
        python = re.sub(r"steps\.(\w+)\.outputs\.(\w+)", lambda match: repr(outputs.get((match[1], match[2]))), python)
        return eval(python, {"always": lambda: True, "cancelled": lambda: False, "success": lambda: not failed})

    for step in yaml.safe_load(text)["jobs"]["integration"]["steps"]:
        if not holds(step.get("if")):
            continue
        inputs, code = {key: value(str(text)) for key, text in step.get("with", {}).items()}, 0
        match step.get("uses", "").split("@")[0]:
            case "actions/cache/restore":
                job.bring_cache(inputs["key"], inputs["restore-keys"].split(), inputs["path"])
            case "actions/cache/save":
                job.save_cache(inputs["key"], inputs["path"])
            case "actions/upload-artifact":
                job.keep(inputs["path"], job.report)
            case "":
                if "${{" in step["run"]:
                    job.find("an expression is pasted into the script")
                output = job.site.folder / "the output"
                output.write_text("")
                code = job.shell(step["run"], GITHUB_OUTPUT=str(output), GITHUB_STEP_SUMMARY=str(summary))
                for line in output.read_text().splitlines():
                    outputs[step["id"], line.split("=")[0]] = line.split("=")[1]
        if code and not step.get("continue-on-error"):
            failed.append(code)
    if job.build.verdict:
        said = summary.read_text() if summary.exists() else ""
        if "## Test results" not in said or "## " + job.build.verdict.replace("_", " ") not in said:
            job.find("results and verdict were not appended to the summary")
        if job.build.verdict == "NO_GO" and not re.search(r"(?m)^::error file=src/cart\.py,line=7,", job.output):
            job.find("no annotation names the line of the failure")
        summary.unlink(missing_ok=True)
    # Here a job only fails; another system would tell the code of the gate.
    return 3 if 3 in failed else [*failed, 0][0]


def gitlab(job, text):
    recipe = yaml.safe_load(text)["integration"]
    cache, artifacts = recipe["cache"], recipe["artifacts"]

    def value(text):
        return re.sub(r"\$(\w+)", lambda match: job.environment[match[1]], text)

    [path] = cache["paths"]
    job.bring_cache(value(cache["key"]), [], path.rstrip("/"))
    lines = recipe["before_script"] + recipe["script"]
    code = job.shell("\n".join(lines), lines=len(lines), **recipe["variables"])
    job.shell("\n".join(recipe["after_script"]), lines=len(recipe["after_script"]), **recipe["variables"])
    if code == 0 or cache["when"] == "always":
        # One key for all builds of the branch: the latest replaces the others.
        job.site.caches.pop(value(cache["key"]), None)
        job.save_cache(value(cache["key"]), path.rstrip("/"))
    if code == 0 or artifacts["when"] == "always":
        job.keep(artifacts["paths"][0].rstrip("/"), job.report)
    gate_as_junit(job, artifacts["reports"]["junit"])
    return code


def azure(job, text):
    recipes = {recipe["job"]: recipe for recipe in yaml.safe_load(text)["jobs"]}
    status, outputs, caches = 0, {}, []

    def value(text):
        return re.sub(r"\$\(([\w.]+)\)", lambda match: job.environment[match[1].upper().replace(".", "_")], text)

    for step in recipes["integration"]["steps"]:
        if status and step.get("condition") != "always()":
            continue
        inputs = {key: value(str(text)) for key, text in step.get("inputs", {}).items()}
        match step.get("task"):
            case "Cache@2":
                job.bring_cache(inputs["key"], inputs["restoreKeys"].splitlines(), inputs["path"])
                caches.append(inputs)
            case "PublishTestResults@2":
                gate_as_junit(job, inputs["testResultsFiles"])
            case "PublishPipelineArtifact@1":
                job.keep(inputs["targetPath"], job.report)
            case None if "bash" in step:
                if re.search(r"\$\(\w+\.[\w.]+\)", step["bash"]):
                    job.find("a macro is pasted into the script")
                code = job.shell(step["bash"])
                status = status or code
                for name, said in re.findall(r"##vso\[task\.setvariable variable=(\w+);isOutput=true\](.*)", job.said):
                    outputs["%s.%s" % (step["name"], name)] = said
    # Only the cache of a job that succeeded is saved.
    for inputs in caches if status == 0 else []:
        job.save_cache(inputs["key"], inputs["path"])
    [(name, expression)] = recipes["verdict"]["variables"].items()
    given = {name.upper(): outputs.get(re.search(r"outputs\['(.*?)'\]", expression)[1], "")}
    return status or job.shell(recipes["verdict"]["steps"][-1]["bash"], **given)


def buildkite(job, text):
    [step] = yaml.safe_load(text)["steps"]
    ours = job.site.kept / job.environment["BUILDKITE_BUILD_ID"]
    builds, annotation = job.site.kept / "builds.json", job.site.kept / "annotation"
    builds.write_text('{"id": "%s"}\n%s' % (ours.name, builds.read_text() if builds.exists() else ""))
    annotation.write_text("\n")

    def interpolated(match):
        if match[0] in ("$$", r"\$", "$("):
            return {"$(": "$("}.get(match[0], "$")
        job.find("the upload pastes %s into the script" % match[0])
        return job.environment.get(match[1], "")

    script = re.sub(r"\$\$|\\\$|\$\(|\$\{?(\w*)\}?", interpolated, "\n".join(step["commands"]))
    code = job.shell(script, lines=len(step["commands"]))
    for pattern in step["artifact_paths"]:
        job.keep(pattern.split("/")[0], ours / pattern.split("/")[0])
    job.store, job.report = ours / ".exitgate", ours / REPORT
    style, _, markdown = annotation.read_text().partition("\n")
    expected = {"NO_GO": ("error", "## NO GO"), "GO": ("success", "## GO"), None: (style, "")}[job.build.verdict]
    if style != expected[0] or not markdown.startswith(expected[1]):
        job.find("the annotation is %s: %s" % (style or "missing", markdown[:20]))
    return code


GROOVY = re.compile(
    r"\bpost\s*\{\s*(?P<post>\w+)|\bsh\s*'''(?P<long>.*?)'''|\bsh\s*'(?P<short>[^'\n]*)'|\bsh\s*\(?\"(?P<pasted>)"
    r"|\b(?P<step>copyArtifacts|archiveArtifacts|publishHTML)\((?P<arguments>.*?)\)\n",
    re.DOTALL,
)


def jenkins(job, text):
    code, post, ours = 0, None, job.site.kept / ("build %d" % job.build.number)
    previous = job.site.kept / ("build %d" % (job.build.number - 1))
    for token in GROOVY.finditer(re.sub(r"(?m)^\s*//.*\n", "", text)):
        post = token["post"] or post
        if post != "always" and (code or post):
            continue
        given = dict(re.findall(r"(\w+): '?([^',\n]*(?:, \.?[\w-]+/[^',\n]*)*)", token["arguments"] or ""))
        folders = [pattern.removesuffix("/**") for pattern in given.get("artifacts", "").split(", ")]
        match token["step"]:
            case "copyArtifacts" if previous.is_dir():
                job.bring(previous / given["filter"].removesuffix("/**"), given["filter"].removesuffix("/**"))
            case "copyArtifacts" if given.get("optional") != "true":
                job.find("there is nothing to copy yet")
            case "archiveArtifacts":
                for folder in folders:
                    job.keep(folder, ours / folder)
            case "publishHTML":
                job.keep(given["reportDir"], job.report)
            case None if token["pasted"] is not None:
                job.find("Groovy pastes into the script")
            case None if not token["post"]:
                ended = job.shell((token["long"] or token["short"]).replace("\\\\", "\\"))
                code = code or ended
                if ended and post:
                    break
    job.store = ours / ".exitgate"
    return code


def plain(job, text):
    """Any other system: the folder that outlives the job is an argument."""
    (job.folder / "ci/pipeline.sh").write_text(text)
    job.store = job.site.kept / "the store"
    code = job.shell('sh ci/pipeline.sh "$KEPT/the store"')
    job.keep(REPORT, job.report)
    return code


def machine(job, text):
    """The machine of a developer: the store stays in the checkout."""
    (job.folder / "ci/pipeline.sh").write_text(text)
    job.store = job.site.kept / ".exitgate"
    job.bring(job.store, ".exitgate")
    code = job.shell("sh ci/pipeline.sh")
    job.keep(REPORT, job.report)
    job.keep(".exitgate", job.store)
    return code


def gate_as_junit(job, name):
    """The file that the recipe lets the system show."""
    if job.build.verdict is None:
        return
    try:
        root = xml.etree.ElementTree.parse(job.folder / name).getroot()
    except (OSError, xml.etree.ElementTree.ParseError) as error:
        return job.find("the gate as JUnit XML: %s" % error)
    verdicts = [one.get("value") for one in root.iter("property") if one.get("name") == "verdict"]
    if root.tag != "testsuites" or verdicts != [job.build.verdict]:
        job.find("the gate as JUnit XML says %s" % verdicts)
