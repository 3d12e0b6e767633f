"""Questions in words on a store of each engine: outcome, ledger, scope, log, receipts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ai.fact_cache import FactCache
from ai.given_table import given_of
from ai.query import Filter, Period, Query
from api.asking import Asking, Question
from api.asking_wiring import asking
from graph.access import OPERATOR, Reader, Role
from graph.counting_statements import VISITS_COUNTED
from graph.daily import refresh
from graph.store import Store
from tests.city import AN, City

TODAY = dt.date(2026, 11, 25)
MARCH = Period("2026-03-01", "2026-03-31")
WHOLE = "số lượt khám tháng 3/2026"


@pytest.fixture
def city(store: Store) -> City:
    """Seven visits at one hospital and two at another, in March 2026."""
    city = City(store)
    for n in range(7):
        city.visit("01004", f"A{n}", AN, on=f"2026-03-{n + 1:02}T08:00")
    for n in range(2):
        city.visit("01003", f"B{n}", AN, on=f"2026-03-{n + 1:02}T08:00")
    refresh(store)
    return city


@pytest.fixture
def desk(city: City, tmp_path: Path) -> Iterator[Asking]:
    """The service of questions about that city."""
    made = asking(city.store, tmp_path)
    yield made
    made.questions.close()


def told(desk: Asking, text: str, reader: Reader = OPERATOR, conversation: str = "") -> Any:
    """Ask, and give the JSON."""
    return desk.ask(Question(text, TODAY, conversation=conversation), reader)


def at(desk: Asking, facility: str, reader: Reader = OPERATOR) -> Any:
    """Ask for the visits of one hospital in March, as a typed query."""
    query = Query(("encounters",), MARCH, filters=(Filter("facility", (facility,)),))
    return desk.query(query, Question("", TODAY), reader)


def test_a_question_gets_its_number_and_the_shape_of_every_door(desk: Asking) -> None:
    """Nine visits are nine, with a receipt, and the JSON has its nine names."""
    answer = told(desk, WHOLE)
    assert (answer["outcome"], answer["rows"][0]["encounters"]) == ("answer", 9)
    names = "outcome query rows columns unit text reason choices receipt"
    assert set(names.split()) <= answer.keys()


def test_a_difference_to_an_earlier_answer_is_refused(desk: Asking) -> None:
    """9 in the city and 7 here would say 2 there; another reader may still be told 7."""
    assert told(desk, WHOLE)["outcome"] == "answer"
    refused = at(desk, "01004")
    assert (refused["outcome"], refused["reason"]) == ("refuse", "would-reveal")
    assert at(desk, "01004", Reader(Role.LEADER, "khac"))["rows"][0]["encounters"] == 7


def test_a_small_number_is_not_given(desk: Asking) -> None:
    """Two visits are too few to be said."""
    refused = at(desk, "01003")
    assert (refused["reason"], refused["rows"]) == ("small-cells", [])


def test_a_reader_of_one_hospital_gets_only_its_numbers(desk: Asking) -> None:
    """The scope narrows the query, and what is named outside it is refused."""
    leader = Reader(Role.LEADER, "giam-doc", "01004")
    assert told(desk, WHOLE, leader)["rows"][0]["encounters"] == 7
    outside = at(desk, "01003", leader)
    assert outside["reason"] == "outside-scope"


def test_words_that_nothing_explains_are_not_kept(desk: Asking) -> None:
    """The log has who asked and how it ended; only answered words stand in it."""
    told(desk, "Nguyễn Văn An bị bệnh gì")
    told(desk, WHOLE)
    newest, older = desk.questions.logged()
    assert (newest.words, newest.outcome, newest.reader) == (WHOLE, "answer", "operator:operator")
    assert (older.words, older.outcome) == (None, "refuse")


def test_a_receipt_run_again_says_what_changed(desk: Asking, city: City) -> None:
    """The same facts give the same rows; five more visits are named with the data version."""
    run = told(desk, WHOLE)["receipt"]
    assert desk.rerun(run)[1].same
    for n in range(5):
        city.visit("01004", f"C{n}", AN, on=f"2026-03-2{n}T08:00")
    refresh(city.store)
    found = desk.rerun(run)[1]
    assert not found.same
    assert found.changed[0].startswith("data: ")
    assert found.changed[-1] == "rows"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("công suất giường bệnh tháng 3/2026", "no-beds"),
        ("tỷ lệ mắc sốt xuất huyết tháng 3/2026", "no-population"),
        ("số lượt khám theo chủ quản tháng 3/2026", "no-owners"),
    ],
)
def test_what_the_deployment_did_not_give_is_said(desk: Asking, text: str, reason: str) -> None:
    """The refusal names what is missing and the setting that gives it; nothing is guessed."""
    refused = told(desk, text)
    assert (refused["outcome"], refused["reason"]) == ("refuse", reason)
    assert "HEALTHGRAPH_GIVEN_TABLE" in refused["text"]


def test_what_the_deployment_gave_is_answered(city: City, tmp_path: Path) -> None:
    """By owner nine visits are seven public and two hidden with them, or all in one group."""
    table = given_of("kind,code,value\nowner,01004,public\nowner,01003,public\n", "g.csv")
    made = asking(city.store, tmp_path, facts=FactCache(table))
    answer = told(made, "số lượt khám theo chủ quản tháng 3/2026")
    made.questions.close()
    assert [(row["owner"], row["encounters"]) for row in answer["rows"]] == [("public", 9)]


def test_a_receipt_holds_the_statement_that_gives_the_number_again(
    desk: Asking, city: City
) -> None:
    """Its text and parameters, run on the engine of the store, come to what was answered."""
    _, kept = desk.questions.receipt(told(desk, WHOLE)["receipt"])
    assert kept.statement == f"graph.counting_statements.VISITS_COUNTED:{VISITS_COUNTED.text}"
    rows = city.store.read(lambda work: work.run(VISITS_COUNTED, **kept.parameters))
    assert [row["number"] for row in rows] == [9]


def test_a_receipt_of_people_names_what_the_columns_were_read_with(desk: Asking) -> None:
    """Statements of a day by name, their days, and the versions of definitions and model."""
    _, kept = desk.questions.receipt(told(desk, "số lượt khám theo tuần tháng 3/2026")["receipt"])
    assert "graph.daily_statements.READ[visit]" in kept.statement
    assert (kept.parameters["first"], kept.parameters["last"]) == (20260301, 20260331)
    assert kept.versions.keys() >= {"query", "program", "catalogue", "given", "matching"}


def test_words_after_an_unanswered_question_are_asked_back(desk: Asking) -> None:
    """They may be about what had no answer; an own question, or an answer, ends the doubt."""
    told(desk, "số lượt khám theo tháng trong năm 2026", conversation="c")
    assert told(desk, "vì sao số ca blorbo tăng?", conversation="c")["outcome"] == "refuse"
    asked = told(desk, "theo cơ sở", conversation="c")
    assert asked["outcome"] == "clarify"
    assert asked["choices"][0]["query"]["dimensions"] == ["facility"]
    assert told(desk, "số lượt khám quý 1 năm 2026", conversation="c")["outcome"] == "answer"
    assert told(desk, "theo cơ sở", conversation="c")["outcome"] != "clarify"
