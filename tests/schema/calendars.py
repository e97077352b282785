"""Reads the calendar files of the journals that the project has with a parser that knows nothing of the program:
each event has what RFC 5545 requires of it, an id of its own, and a day; nothing in the file is unknown or unread.
"""

import shutil
import subprocess
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path

from icalendar import Calendar

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.argv[1]).resolve()
# Titles that have to be escaped, and one that is longer than a line, in letters of more than a byte each.
AWKWARD = {
    "tasks/commas.md": "---\ntitle: 'Plans, lists; and \\ strokes'\ndue: 2026-12-01\n---\n",
    "tasks/long.md": f"---\ntitle: {'Größe für alle Straßen ' * 12}\ndue: 2026-12-02\n---\n",
    "entries/2026-11-01-both.md": "---\nstep: ask\ntask: [commas, long]\n---\n",
}
failures = []
events = 0


def check(where, condition, message):
    if not condition:
        failures.append(f"{where}: {message}")


def written(journal):
    """The calendar file of a copy of a journal, built twice."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "journal"
        if journal:
            shutil.copytree(journal, copy, ignore=shutil.ignore_patterns("site"))
        else:
            for path, text in AWKWARD.items():
                (copy / path).parent.mkdir(parents=True, exist_ok=True)
                (copy / path).write_text(text, encoding="utf-8")
        settings = copy / "loopbook.yaml"
        text = settings.read_text(encoding="utf-8") if settings.exists() else ""
        settings.write_text(text.replace("calendar: no", "") + "\ncalendar: yes\n", encoding="utf-8")
        files = []
        for today in ["2026-11-21", "2026-11-21"]:
            build = [PROGRAM, "build", copy, "--today", today, "-o", Path(folder) / f"site-{len(files)}"]
            subprocess.run(build, capture_output=True, check=True)
            files.append((Path(folder) / f"site-{len(files)}" / "calendar.ics").read_bytes())
        check(journal, files[0] == files[1], "two builds differ")
        return files[0]


def look(where, data):
    global events
    lines = data.split(b"\r\n")
    check(where, lines[-1] == b"" and b"\n" not in data.replace(b"\r\n", b""), "a line does not end as it must")
    check(where, all(len(line) <= 75 for line in lines), "a line is too long")
    calendars = Calendar.from_ical(data, multiple=True)
    check(where, len(calendars) == 1, f"{len(calendars)} calendars")
    calendar = calendars[0]
    check(where, calendar.get("VERSION") == "2.0" and calendar.get("PRODID"), "no version or product")
    ids = set()
    for part in calendar.walk():
        check(where, not part.errors, f"{part.name}: {part.errors}")
        if part.name == "VCALENDAR":
            continue
        check(where, part.name == "VEVENT", f"a {part.name}")
        events += 1
        ids.add(str(part["UID"]))
        day = part.decoded("DTSTART")
        check(where, isinstance(day, date) and not isinstance(day, datetime), f"{part['SUMMARY']} has a time of day")
        stamp = part.decoded("DTSTAMP")
        check(where, isinstance(stamp, datetime) and stamp.utcoffset().total_seconds() == 0, "a stamp that is not in UTC")
        check(where, str(part["SUMMARY"]).strip(), "an event without a name")
    check(where, len(ids) == len(calendar.walk("VEVENT")), "two events have one id")
    return {str(event["SUMMARY"]): event.decoded("DTSTART") for event in calendar.walk("VEVENT")}


stories = sorted(path for path in (ROOT / "tests/stories").iterdir() if path.is_dir())
for journal in [ROOT / "example-journal", *stories]:
    look(journal.name, written(journal))
named = look("awkward titles", written(None))
for title in ["Plans, lists; and \\ strokes", ("Größe für alle Straßen " * 12).strip()]:
    check("awkward titles", any(title in name for name in named), f"no `{title}` in {named}")

print(f"{events} events")
if failures or events < 20:
    sys.exit("\n".join(failures) or f"only {events} events were looked at")
