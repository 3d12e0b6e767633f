"""Pages that tell the truth: links, indexes, commands, targets; and no file of private places."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from api.cli.commands_doc import every_command
from tests.pages import ROOT, blocks, links, pages, tracked

ADR = ROOT / "docs" / "adr"

#: Files that name what they look for.
_RULES = {Path(__file__).resolve(), ROOT / "pyproject.toml"}

#: What no tracked file may hold, and why.
_FORBIDDEN = {
    r"\b(TODO|FIXME|XXX)\b": "unfinished work is an issue, not a comment",
    r"(?<![\w.])/(root|work|home/\w+|Users/\w+)/": "a path of one machine",
    r"\b(pypi\.org|pythonhosted\.org|repo1?\.maven|index-url|registry\.npmjs)": "a registry",
}


@pytest.mark.parametrize("page", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page names a file of the project, and a heading that it has."""
    for link in links(page.read_text("utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, heading = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        assert not heading or heading in _headings(target), link


def _headings(page: Path) -> set[str]:
    found = re.findall(r"^#+ +(.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in found}


def test_the_index_of_decisions_is_whole() -> None:
    """Every decision is in the index, and the index names no other; numbers are used once."""
    there = {path.name for path in ADR.glob("[0-9]*.md")}
    named = [link for link in links((ADR / "README.md").read_text("utf-8")) if link[0].isdigit()]
    assert sorted(named) == sorted(there)
    numbers = [name[:4] for name in there]
    assert len(numbers) == len(set(numbers))


def test_every_page_is_reached_from_the_readme() -> None:
    """A page that nobody links to is a page that nobody reads."""
    reached, todo = set[Path](), [ROOT / "README.md"]
    while todo:
        page = todo.pop().resolve()
        if page not in reached and page.suffix == ".md" and page.exists():
            reached.add(page)
            found = links(page.read_text("utf-8"))
            todo += [page.parent / link.partition("#")[0] for link in found if ":" not in link]
    assert [str(p.relative_to(ROOT)) for p in pages() if p.resolve() not in reached] == []


def test_every_command_is_described() -> None:
    """On the page of commands, under its whole name."""
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert [name for name, _ in every_command() if f"## healthgraph {name}\n" not in text] == []


@pytest.mark.parametrize(("pattern", "why"), _FORBIDDEN.items(), ids=list(_FORBIDDEN.values()))
def test_no_tracked_file_holds(pattern: str, why: str) -> None:
    """Nothing unfinished, of one machine, or of one registry is committed."""
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        if path.resolve() not in _RULES
        for number, line in enumerate(_text(path).splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert found == [], why


def _text(path: Path) -> str:
    """Read a file as text; what is no UTF-8 (a golden file in an old encoding) counts as empty."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def test_the_changelog_has_room_for_what_comes() -> None:
    """Keep a Changelog: what is not released yet stands first."""
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == "[Unreleased]"


def test_targets_that_pages_name_exist() -> None:
    """`make something` on a page, in the Makefile or in CI is a target."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile, re.MULTILINE))
    told = [*pages(), ROOT / "Makefile", ROOT / ".ci" / "run"]
    named = {name for page in told for name in _made(page)}
    assert named - targets == set()
    assert {"demo", "test", "install", "check", "neo4j"} <= targets


def _made(page: Path) -> set[str]:
    """Targets in code: between backquotes, or at the start of a line of a block or script."""
    text = page.read_text("utf-8")
    inline = re.findall(r"`make ([a-z0-9-]+)[^`]*`", text)
    shell = text if page.suffix != ".md" else "\n".join(blocks(text, "sh") + blocks(text, ""))
    return {*inline, *re.findall(r"^make ([a-z0-9-]+)", shell, re.MULTILINE)}


@pytest.mark.parametrize(
    "script",
    [p for p in tracked() if p.suffix == ".sh" or (p.name == "run" and p.parent.name == ".ci")],
    ids=lambda path: path.name,
)
def test_scripts_are_shell_clean(script: Path) -> None:
    """The shell reads each script without complaint, and each stops at its first error."""
    text = script.read_text("utf-8")
    shell = "bash" if "bash" in text.splitlines()[0] else "sh"
    done = subprocess.run([shell, "-n", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^set -eu", text, re.MULTILINE)


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
@pytest.mark.parametrize("target", ["help", "docs", "lock", "lint"])
def test_the_makefile_is_read(target: str) -> None:
    """What each target would do can be told without doing it."""
    words = ["make", "--dry-run", "--no-print-directory", target]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
