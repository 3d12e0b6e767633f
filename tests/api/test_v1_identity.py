"""The app face over HTTP: searching people and resolving identities."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from api.security import Reader, Role
from api.server import Running
from api.views import examples
from api.views.resolutions import RESOLUTION, DecisionView
from api.views.searches import SearchAnswer
from graph.book_values import Book, Visit
from graph.chains import Chain
from graph.store import Statement
from tests.city import BINH, City

Bearer = Callable[..., dict[str, str]]

WHO = replace(BINH, name="Đặng Thùy Dương", personal_number="001188076543", insurance_numbers=())
SAID = {
    "name": "Đặng Thuỳ Dương",
    "birth_date": "1991-03-18",
    "sex": "female",
    "personal_number": "001188076543",
}
_MESSAGE = Statement("MATCH (e:Encounter {id: $visit}) RETURN e.message AS message")
DOCTOR = Reader(Role.CLINICIAN, "dr-mai", "01905")


@pytest.fixture(scope="module")
def person(service: Running) -> str:
    """Give a citizen with one visit."""
    return City(service.services.store, sent=9100).visit("01904", "V-1", WHO)


@pytest.fixture
def post(client: httpx.Client, bearer: Bearer, person: str) -> Callable[..., httpx.Response]:
    """Give a poster of JSON as some reader."""

    def send(path: str, body: Any, who: Reader | Role = Role.STEWARD) -> httpx.Response:
        return client.post(path, json=body, headers=bearer(who))

    return send


Post = Callable[..., httpx.Response]


@pytest.mark.parametrize(
    "body",
    [
        {"name": "dang thuy duong"},
        {"name": "Đặng Thùy Dương", "birth_date": "1991-03-18"},
        {"number": "001188076543"},
        {"phone": "0386120957"},
    ],
)
def test_a_steward_finds_a_person(post: Post, person: str, body: dict[str, str]) -> None:
    """By whole name, number or phone; the answer is identity and nothing clinical."""
    answer = post("/v1/search", body)
    found = answer.json()["found"]
    assert person in [each["header"]["person"] for each in found]
    assert set(found[0]) == {"bits", "header"}
    assert TypeAdapter(SearchAnswer).validate_json(answer.content).found


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"birth_date": "1991-13-01", "name": "Bí Mật"}, "birth_date"),
        ({"name": "Bí Mật", "limit": 1000}, "limit"),
        ({"name": "Bí Mật", "surname": "x"}, "surname"),
        ({}, "query"),
    ],
)
def test_a_wrong_search_names_the_field_and_no_value(
    post: Post, body: dict[str, Any], field: str
) -> None:
    """The refusal never repeats a name."""
    answer = post("/v1/search", body)
    assert answer.status_code in {400, 422}
    assert field in answer.json()["detail"]
    assert "Bí Mật" not in answer.text


def test_a_dry_decision_shows_its_evidence(post: Post, person: str) -> None:
    """Outcome, person, bits by field; nothing is stored."""
    answer = post("/v1/resolve", {"identity": SAID}, DOCTOR)
    found = DecisionView.model_validate_json(answer.content)
    assert (found.outcome, found.person, found.stored) == ("same", person, False)
    assert found.best
    assert {"name", "birth_date", "personal_number"} <= {e.field for e in found.best.evidence}


def test_a_newborn_is_told_from_its_mother(post: Post, person: str) -> None:
    """A child named after its mother, with her number as its parent's, is not her."""
    mother = {"kinship": "mother", "name": SAID["name"], "personal_number": "001188076543"}
    child = {"name": "Con bà Dương", "birth_date": "2026-03-01", "relatives": [mother]}
    found = post("/v1/resolve", {"identity": child}, DOCTOR).json()
    assert found["person"] != person
    assert found["outcome"] != "same"


def test_an_arrival_after_the_visit_itself_changes_nothing(
    post: Post, service: Running, person: str
) -> None:
    """The check-in that comes late is superseded; the answer still names the person."""
    City(service.services.store, sent=9200).visit("01905", "A-9", WHO, code="M-9")
    body = {"identity": SAID, "store": True, "local_id": "M-9", "visit": "A-9"}
    done = post("/v1/resolve", body, DOCTOR).json()
    assert (done["person"], done["outcome"], done["stored"]) == (person, None, True)


def test_a_stranger_is_new_and_named_nobody(post: Post) -> None:
    """For an unknown identity no person is given."""
    body = {"identity": {"name": "Tôn Nữ Mới", "birth_date": "1950-11-30", "sex": "female"}}
    found = post("/v1/resolve", body).json()
    assert (found["outcome"], found["person"], found["stored"]) == ("new", "", False)


def test_a_stored_arrival_is_in_the_book(post: Post, client: httpx.Client, bearer: Bearer) -> None:
    """The check-in is a visit of the doctor's facility, said by the app, on the same citizen."""
    body = {"identity": SAID, "store": True, "local_id": "M-7", "visit": "A-1"}
    done = post("/v1/resolve", body, DOCTOR).json()
    assert (done["outcome"], done["stored"]) == ("same", True)
    citizen = bearer(Reader(Role.CITIZEN, done["person"]))
    book = client.get(f"/v1/people/{done['person']}/book", headers=citizen).json()
    visits = {visit["id"]: visit for visit in book["visits"]}
    assert visits.keys() >= {"01905|A-1", "01904|V-1"}
    assert visits["01905|A-1"]["arrival_only"]
    assert visits["01905|A-1"]["provenance"]["wire"] == "app-json"


def test_a_stored_arrival_is_in_the_archive_first(post: Post, service: Running) -> None:
    """What an app said is kept as it was said, like every message."""
    body = {"identity": SAID, "store": True, "local_id": "M-7", "visit": "A-2"}
    assert post("/v1/resolve", body, DOCTOR).json()["stored"]
    rows = service.services.store.read(lambda work: work.run(_MESSAGE, visit="01905|A-2"))
    assert b"A-2" in service.services.desk.archive.read(rows[0]["message"])


@pytest.mark.parametrize(
    ("body", "who", "status"),
    [
        ({"identity": SAID, "store": True, "local_id": "M", "visit": "A"}, Role.STEWARD, 403),
        ({"identity": SAID, "store": True}, DOCTOR, 422),
        ({"identity": SAID, "store": True, "local_id": "a|b", "visit": "A"}, DOCTOR, 422),
        ({"identity": {"name": "x" * 301}}, DOCTOR, 422),
        ({"identity": {"relatives": [{"kinship": "uncle"}]}}, DOCTOR, 422),
    ],
)
def test_what_resolve_refuses(post: Post, body: Any, who: Reader | Role, status: int) -> None:
    """A steward stores nothing; an arrival needs its keys; forms have bounds."""
    assert post("/v1/resolve", body, who).status_code == status


@pytest.mark.parametrize(
    ("model", "example"),
    [
        (Book, examples.BOOK),
        (Visit, examples.VISIT),
        (Chain, examples.CHAIN),
        (SearchAnswer, examples.SEARCH),
        (DecisionView, RESOLUTION),
    ],
)
def test_examples_fit_their_models(model: type, example: Any) -> None:
    """What the documentation shows is what the service gives."""
    adapter: TypeAdapter[Any] = TypeAdapter(model)
    shown = adapter.dump_python(adapter.validate_python(example), mode="json")
    assert shown.keys() == example.keys()
