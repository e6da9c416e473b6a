#!/usr/bin/env python3
"""Makes a section of CHANGELOG.md of the files here; with --write puts it there and deletes them."""
import datetime
import pathlib
import re
import sys
import textwrap

HERE = pathlib.Path(__file__).resolve().parent
LOG = HERE.parent / "CHANGELOG.md"
KINDS = ["added", "changed", "fixed", "security", "removed"]


def fragments(kind):
    """The files of a kind, by name; numbers count as such."""
    def order(path):
        what = path.name.split(".")[0]
        return (0, int(what), "") if what.isdigit() else (1, 0, what)
    return sorted(HERE.glob(f"*.{kind}.md"), key=order)


def section(version, day):
    """Markdown, with the heading."""
    parts = [f"## {version}, {day}"]
    for kind in KINDS:
        texts = [" ".join(path.read_text(encoding="utf-8").split()) for path in fragments(kind)]
        if texts:
            lines = [textwrap.fill(text, 120, initial_indent="- ", subsequent_indent="  ", break_long_words=False,
                                   break_on_hyphens=False) for text in texts]
            parts += [f"### {kind.capitalize()}", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def main():
    if sys.argv[1:] not in ([], ["--write"]):
        raise SystemExit("usage: changes/assemble.py [--write]")
    version = re.search(r"<version>(.*?)</version>", (HERE.parent / "pom.xml").read_text(encoding="utf-8")).group(1)
    files = [path for kind in KINDS for path in fragments(kind)]
    if not files:
        raise SystemExit("there is nothing in changes/")
    text = section(version, datetime.date.today().isoformat())
    if not sys.argv[1:]:
        print(text, end="")
        return
    log = LOG.read_text(encoding="utf-8")
    if f"\n## {version}," in log:
        raise SystemExit(f"CHANGELOG.md has a section {version} already; set the version in pom.xml first")
    head, found, rest = log.partition("\n## ")
    LOG.write_text(head.rstrip("\n") + "\n\n" + text + ("\n## " + rest if found else ""), encoding="utf-8")
    for path in files:
        path.unlink()


main()
