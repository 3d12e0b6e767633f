"""Decisions, review and explanations on the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from api.compose import open_desk
from api.settings import load
from graph.engines import open_store
from graph.migrate import migrate
from mpi.errors import NotFound
from mpi.model import default, dump
from mpi.model_parts import Thresholds
from tests.api.commands import Call
from tests.api.doubts import Doubt, doubt
from tests.graph.test_twofold import FULL as TWO_FULL
from tests.graph.test_twofold import NEWS as TWO_NEWS
from tests.graph.test_twofold import THIN as TWO_THIN
from tests.graph.test_twofold import joined
from tests.records import visit

pytestmark = pytest.mark.xdist_group("cli")


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Give the URL of a store for one test."""
    return f"embedded:{tmp_path / 'store'}"


@pytest.fixture
def known(url: str) -> Doubt:
    """Fill it with a doubtful match."""
    store = open_store(url)
    migrate(store)
    found = doubt(store)
    store.close()
    return found


def test_a_task_is_listed_shown_and_decided(call: Call, url: str, known: Doubt) -> None:
    """The way of a steward: the queue, both sides, the verdict, and the queue is empty."""
    (task,) = call("review", "list", "--store", url, "--json").json["tasks"]
    assert (task["id"], task["person"], task["likely"]) == (
        known.task,
        known.doubtful,
        known.person,
    )
    shown = call("review", "show", known.task, "--store", url, "--json").json
    assert {"name", "birth_date"} <= {side["field"] for side in shown["sides"]}
    done = call("review", "decide", known.task, "same", "--by", "hoa", "--store", url, "--json")
    assert (done.json["state"], done.json["person"]) == ("decided", known.person)
    assert call("review", "list", "--store", url, "--json").json["totals"]["open"] == 0
    assert call("check", "--store", url).code == 0


def test_a_decision_is_undone_by_its_id(call: Call, url: str, known: Doubt) -> None:
    """`decisions PERSON` names it, `decisions undo` takes it back, and both stay in the log."""
    people = (known.person, known.doubtful)
    merged = call("decisions", "merge", *people, "--reason", "card", "--store", url, "--json").json
    assert merged["person"] == known.person
    alias = call("decisions", known.doubtful, "--store", url)
    assert f"{known.doubtful} is {known.person} now" in alias.err
    assert call("decisions", "undo", merged["decision"], "--store", url).code == 0
    log = call("decisions", known.doubtful, "--store", url, "--json").json["decisions"]
    assert [line["deed"] for line in log] == ["link", "merge", "undo"]
    assert [line["stands"] for line in log] == [True, False, True]


def test_every_deed_has_its_command(call: Call, url: str, known: Doubt) -> None:
    """Move all, split again; a merge is then refused, naming the verdict to undo; correct."""
    moved = call("decisions", "move", known.thin, "--to", known.person, "--store", url, "--json")
    new = call("decisions", "split", known.person, known.thin, "--store", url, "--json").json
    assert moved.json["person"] == known.person != new["person"]
    refused = call("decisions", "merge", known.person, new["person"], "--store", url)
    assert refused.code == 2
    assert new["decision"] in refused.err
    again = call("decisions", "apart", known.person, new["person"], "--store", url)
    assert (again.code, "are so already" in again.err) == (2, True)
    words = ("decisions", "correct", known.person, "birth_date", "1985-07-14", "--store", url)
    assert call(*words).code == 0
    shown = call("person", known.person, "--store", url)
    assert "corrected by operator" in shown.out
    header = call("person", known.person, "--store", url, "--json").json["header"]
    assert header["birth_date"] == "1985-07-14"


def test_the_book_of_an_alias_is_the_survivors(call: Call, url: str, known: Doubt) -> None:
    """Printed with a word on standard error, so that a script sees only the book."""
    call("decisions", "merge", known.person, known.doubtful, "--store", url)
    book = call("book", known.doubtful, "--store", url, "--json")
    assert book.json["header"]["person"] == known.person
    assert f"{known.doubtful} is {known.person} now" in book.err


@pytest.mark.parametrize(("language", "words"), [("vi", "Ngày sinh"), ("en", "Birth date")])
def test_an_explanation_adds_up(
    call: Call, url: str, known: Doubt, tmp_path: Path, language: str, words: str
) -> None:
    """Text in two languages, JSON whose bars sum to the bits, a chart that is SVG."""
    chart = tmp_path / "why.svg"
    asked = ("explain", known.record, known.thin, "--language", language, "--store", url)
    assert words in call(*asked, "--chart", str(chart)).out
    shown = call(*asked, "--json").json
    assert sum(bar["bits"] for bar in shown["bars"]) == pytest.approx(shown["bits"])
    assert (shown["linked"], shown["outcome"]) == (False, "maybe")
    assert chart.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    "words",
    [
        ("decisions", "p-nobody"),
        ("decisions", "undo", "d-none"),
        ("review", "show", "t-none"),
        ("review", "decide", "t-none", "same"),
        ("explain", "01004|BN1", "01004|none"),
    ],
)
def test_what_is_not_there_is_bad_input(
    call: Call, url: str, known: Doubt, words: tuple[str, ...]
) -> None:
    """Exit 2 and one line that says so."""
    done = call(*words, "--store", url)
    assert (done.code, done.err.count("\n")) == (2, 1)


def test_a_record_is_not_explained_by_itself(call: Call, url: str, known: Doubt) -> None:
    """Both names are one record: that is said, instead of how well it agrees with itself."""
    done = call("explain", known.record, known.record, "--store", url)
    assert (done.code, done.err) == (
        2,
        "healthgraph: other: must be another record: this one is the same\n",
    )


def test_tables_for_people(call: Call, url: str, known: Doubt) -> None:
    """Without --json the same is told in tables."""
    assert known.task in call("review", "list", "--store", url).out
    assert "Họ tên" in call("review", "show", known.task, "--store", url).out
    assert "link" in call("decisions", known.person, "--store", url).out
    deferred = call("review", "decide", known.task, "defer", "--store", url)
    assert "deferred" in deferred.out


def test_two_in_one_is_asked_in_its_own_words(call: Call, url: str) -> None:
    """A proposal to split names the person once and the records that would go."""
    store = open_store(url)
    migrate(store)
    (person, *_) = [receipt.person for receipt in joined(store, TWO_FULL, TWO_THIN, TWO_NEWS)]
    store.close()
    (task,) = call("review", "list", "--store", url, "--json").json["tasks"]
    out = " ".join(call("review", "show", task["id"], "--store", url).out.split())
    assert f"{person}: two in one? {task['record']} against the others." in out
    assert "when it was asked" not in out
    store = open_store(url)
    said = replace(TWO_FULL.identity, phones=("0911111111",))
    joined(store, visit(said, facility="01009", local_id="Z", key="W9", day="2026-05-01"))
    store.close()
    later = " ".join(call("review", "show", task["id"], "--store", url).out.split())
    assert f"({task['bits']:.1f} when it was asked)" in later


def test_a_store_is_decided_again(call: Call, url: str, known: Doubt, tmp_path: Path) -> None:
    """The report first, for people and as JSON; `--apply` makes it so, and then nothing is left."""
    loose = replace(default(), version="loose", thresholds=Thresholds(2, -6))
    (tmp_path / "loose.json").write_text(dump(loose), "utf-8")
    again = ("link", "--store", url, "--rerun", "--model", tmp_path / "loose.json")
    shown = call(*again)
    assert (shown.code, "Would change: 1 joins" in shown.out) == (0, True)
    report = call(*again, "--json").json
    assert report["counts"]["joins"] == 1
    assert {report["joins"][0][end] for end in ("person", "other")} == {
        known.person,
        known.doubtful,
    }
    assert "Changed: 1 joins" in call(*again, "--apply").out
    assert call(*again, "--json").json["counts"]["joins"] == 0


def test_the_model_of_the_settings_decides(
    call: Call, url: str, known: Doubt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rerun and service read it from the environment; a file that is not there is named."""
    monkeypatch.setenv("HEALTHGRAPH_MODEL", str(tmp_path / "loose.json"))
    with pytest.raises(NotFound, match=r"loose\.json"):
        open_desk(load(store_url=url))
    (tmp_path / "loose.json").write_text(dump(replace(default(), version="loose")), "utf-8")
    assert call("link", "--store", url, "--rerun", "--json").json["model"] == "loose"
    shown = call("review", "show", known.task, "--store", url, "--json").json
    assert shown["model"] == "loose"


@pytest.mark.parametrize("words", [("link",), ("link", "--rerun"), ("link", "file.csv")])
def test_link_says_what_it_needs(call: Call, words: tuple[str, ...]) -> None:
    """Files with a folder, or a store."""
    assert call(*words).code == 2
