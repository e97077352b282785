"""Validates the notes, configurations and exports of the journals that the project has against the
schemas that `loopbook schema` prints, with a validator that knows nothing of the program.

YAML is read as editors read it: by the core schema of YAML 1.2, in which `yes` and dates are text.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.argv[1]).resolve()


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema: text, unless it is null, a truth value or a number."""

    yaml_implicit_resolvers = {}


for tag, pattern in {
    "null": r"^(~|null|Null|NULL|)$",
    "bool": r"^(true|True|TRUE|false|False|FALSE)$",
    "int": r"^[-+]?[0-9]+$",
    "float": r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$",
}.items():
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), None)


def run(*arguments):
    done = subprocess.run([PROGRAM, *arguments], cwd=ROOT, capture_output=True, check=True)
    return json.loads(done.stdout)


def schema(*arguments):
    found = run("schema", *arguments)
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


KINDS = {"goals": "goal", "tasks": "task", "people": "person"}
notes = {kind: schema("front-matter", kind) for kind in ["entry", *KINDS.values()]}
config = schema("config")
export = schema("export")
schema("theme")
failures = []
counts = {"notes": 0, "configurations": 0, "exports": 0, "refusals": 0}


def validate(what, where, validator, value):
    counts[what] += 1
    failures.extend(f"{where}: {error.json_path}: {error.message}" for error in validator.iter_errors(value))


def refuse(where, validator, text):
    counts["refusals"] += 1
    if validator.is_valid(yaml.load(text, Core)):
        failures.append(f"{where}: `{text}` should not be valid")


journals = [ROOT / "example-journal", ROOT / "tests/cmd/journal", *sorted((ROOT / "tests/stories").iterdir())]
for journal in (path for path in journals if path.is_dir()):
    for note in sorted(journal.rglob("*.md")):
        text = note.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
        matter = re.match(r"---\n(.*?)^(---|\.\.\.)\s*$", text, re.S | re.M)
        inside = note.relative_to(journal).parts
        if matter and "site" not in inside:
            kind = KINDS.get(inside[0], "entry")
            validate("notes", note, notes[kind], yaml.load(matter[1], Core))
    if (journal / "loopbook.yaml").exists():
        text = (journal / "loopbook.yaml").read_text()
        validate("configurations", journal, config, yaml.load(text, Core))
    if (journal / "entries").exists():
        validate("exports", journal, export, run("export", str(journal), "--today", "2026-11-21"))

for text in [
    "step: dance", "step: 6", "energy: 9", "due: soon", "due: 2026-13-01", "draft: maybe",
    "metric: faster builds", "with: {a: b}", "loop: old", "size: [small]", "title: [a]",
]:
    refuse("entry", notes["entry"], text)
for text in ["kind: note", "by: 2027", "state: done"]:
    refuse("goal", notes["goal"], text)
refuse("task", notes["task"], "size: huge")
refuse("person", notes["person"], "relation: friend")
for text in [
    "name: a", "stage: boss", "fiscal_year_start: 13", "gaps: {units: 0}", "gaps: {unit: 1}",
    "health: {silence: 3}", "health: {silent: {days: 3}}", "health: {refused: 3}", "health: off", "base_url: me.example",
]:
    refuse("loopbook.yaml", config, text)
whole = run("export", "example-journal", "--today", "2026-11-21")
for wrong in [{**whole, "schema": "1"}, {k: v for k, v in whole.items() if k != "entries"}]:
    counts["refusals"] += 1
    if export.is_valid(wrong):
        failures.append("export: one that is wrong should not be valid")

print(", ".join(f"{count} {what}" for what, count in counts.items()))
if failures or not all(counts.values()):
    sys.exit("\n".join(failures) or "nothing was looked at")
