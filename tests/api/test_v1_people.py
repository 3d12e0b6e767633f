"""The app face over HTTP: what an app gets, by role, and what it never gets."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import httpx
import pytest
from pydantic import TypeAdapter

from api.security import Reader, Role
from api.server import Running
from api.views.lists import AppointmentsAnswer, LooksAnswer
from graph.book_values import Book, Header, Visit
from graph.chains import Chain
from graph.decision_log import Author
from graph.model import Appointment, Diagnosis, Origin, Referral
from graph.relinking import Signed, merge
from tests.city import AN, City

Bearer = Callable[..., dict[str, str]]

FLU = Diagnosis(Origin("XML1"), "main", "J10.1", "J101", "Cúm")
LETTER = Referral(Origin("XML13"), "GCT/2026 17", "01901", "01816", issued_on=dt.date(2026, 3, 2))
REVISIT = Appointment(Origin("XML14"), dt.date(2026, 3, 9))
#: Another citizen than other tests of the same service write.
WHO = replace(AN, name="Vũ Quốc Toản", personal_number="001077098765", insurance_numbers=())

PATHS = {
    "person": "/v1/people/{person}",
    "book": "/v1/people/{person}/book",
    "looks": "/v1/people/{person}/looks",
    "appointments": "/v1/people/{person}/appointments",
    "encounter": "/v1/encounters/01901/V-1",
    "chain": "/v1/referrals/01901|GCT/2026 17/chain",
}
CLINICAL = {"person", "book", "appointments", "encounter", "chain"}
MODELS: dict[str, type] = {
    "person": Header,
    "book": Book,
    "looks": LooksAnswer,
    "appointments": AppointmentsAnswer,
    "encounter": Visit,
    "chain": Chain,
}


@dataclass
class App:
    """An app that asks as some reader."""

    client: httpx.Client
    bearer: Bearer
    person: str

    def get(self, path: str, who: Reader | None = None, **query: str | int) -> httpx.Response:
        """Ask as a reader, the citizen unless another is given."""
        headers = self.bearer(who or Reader(Role.CITIZEN, self.person))
        return self.client.get(path.format(person=self.person), headers=headers, params=query)


@pytest.fixture(scope="module")
def person(service: Running) -> str:
    """Give a citizen with two visits, a letter and a revisit."""
    city = City(service.services.store, sent=9000)
    city.visit("01901", "V-1", WHO, FLU, LETTER, REVISIT, on="2026-03-02T08:00")
    return city.visit("01901", "V-2", WHO, on="2026-03-20T08:00")


@pytest.fixture
def app(client: httpx.Client, bearer: Bearer, person: str) -> App:
    """Give an app that asks about that citizen."""
    return App(client, bearer, person)


@pytest.mark.parametrize("name", PATHS)
def test_answers_have_the_documented_form(app: App, name: str) -> None:
    """Every answer is exactly the model that OpenAPI shows for its route."""
    answer = app.get(PATHS[name])
    assert answer.status_code == 200
    adapter: TypeAdapter[object] = TypeAdapter(MODELS[name])
    assert adapter.dump_python(adapter.validate_json(answer.content), mode="json") == answer.json()


MATRIX: list[tuple[str, Reader, set[str]]] = [
    ("another citizen", Reader(Role.CITIZEN, "p-another"), set()),
    ("clinician who treated", Reader(Role.CLINICIAN, "dr", "01901"), CLINICAL),
    ("clinician who expects", Reader(Role.CLINICIAN, "dr", "01816"), CLINICAL),
    ("clinician elsewhere", Reader(Role.CLINICIAN, "dr", "01004"), set()),
    ("steward", Reader(Role.STEWARD, "st"), {"person"}),
    ("leader", Reader(Role.LEADER, "boss"), set()),
    ("admin", Reader(Role.ADMIN, "root"), set()),
    ("facility", Reader(Role.FACILITY, "01901", "01901"), set()),
]


@pytest.mark.parametrize(("who", "reader", "may"), MATRIX, ids=[row[0] for row in MATRIX])
def test_the_denial_matrix(app: App, who: str, reader: Reader, may: set[str]) -> None:
    """Every role against every route: what is not granted is 403, never 404."""
    codes = {name: app.get(path, reader).status_code for name, path in PATHS.items()}
    assert codes == {name: 200 if name in may else 403 for name in PATHS}


@pytest.mark.parametrize(
    "path",
    [
        "/v1/people/p-nobody",
        "/v1/people/p-nobody/book",
        "/v1/encounters/01901/V-none",
        "/v1/referrals/01901|none/chain",
    ],
)
def test_the_unknown_is_refused_like_the_unseen(app: App, path: str) -> None:
    """The answer to a guess is the answer to a refusal, word for word but the request id."""
    stranger = Reader(Role.CLINICIAN, "dr", "01004")
    unknown, unseen = app.get(path, stranger), app.get(PATHS["book"], stranger)
    assert unknown.status_code == unseen.status_code == 403
    assert unknown.json()["detail"] == unseen.json()["detail"]
    assert app.person not in unseen.text


def test_a_citizen_reads_the_book_page_by_page(app: App) -> None:
    """The cursor of one page opens the next."""
    first = app.get(PATHS["book"], limit=1).json()
    second = app.get(PATHS["book"], limit=1, cursor=first["next"]).json()
    assert [v["id"] for v in first["visits"]] == ["01901|V-2"]
    assert [v["id"] for v in second["visits"]] == ["01901|V-1"]
    assert second["next"] == ""
    assert second["visits"][0]["diagnoses"][0]["words_en"].startswith("Influenza")


def test_the_book_can_be_asked_as_of_a_day(app: App) -> None:
    """Later visits are not in it, and it says for which day it speaks."""
    then = app.get(PATHS["book"], as_of="2026-03-05").json()
    assert ([v["id"] for v in then["visits"]], then["as_of"]) == (["01901|V-1"], "2026-03-05")


def test_the_citizen_sees_who_looked(app: App) -> None:
    """A doctor's look is in the list, the refused one too."""
    app.get(PATHS["book"], Reader(Role.CLINICIAN, "dr-hoa", "01901"))
    app.get(PATHS["book"], Reader(Role.LEADER, "curious"))
    looks = app.get(PATHS["looks"]).json()["looks"]
    seen = {(look["subject"], look["action"], look["granted"]) for look in looks}
    assert {("dr-hoa", "book", True), ("curious", "book", False)} <= seen


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"cursor": "nonsense"}, 400),
        ({"limit": 0}, 422),
        ({"limit": 101}, 422),
        ({"as_of": "yesterday"}, 422),
    ],
)
def test_a_wrong_parameter_is_named(app: App, query: dict[str, str | int], status: int) -> None:
    """The problem names the parameter."""
    answer = app.get(PATHS["book"], None, **query)
    assert answer.status_code == status
    assert next(iter(query)) in answer.json()["detail"]


def test_openapi_shows_an_example_for_every_answer(client: httpx.Client) -> None:
    """Each route of the app face documents its answer with a model and an example that fits it."""
    paths = client.get("/openapi.json").json()["paths"]
    shown = {p: next(iter(ops.values())) for p, ops in paths.items() if p.startswith("/v1/")}
    assert len(shown) >= len(PATHS) + 2
    for operation in shown.values():
        content = operation["responses"]["200"]["content"]["application/json"]
        assert content["example"]
        assert "$ref" in content["schema"]


def test_an_alias_leads_to_the_person_of_today(service: Running, app: App) -> None:
    """308 with the rest of the question; a token that names the alias still opens the own book."""
    city = City(service.services.store, sent=9500)
    other = replace(WHO, name="Đỗ Thị Sen", personal_number="001180011122", phones=())
    alias = city.visit("01901", "V-9", other, on="2026-03-25T08:00", code="BN-other")
    merge(service.services.store, [app.person, alias], Signed(Author("steward", "hoa")))
    path, citizen = f"/v1/people/{alias}", Reader(Role.CITIZEN, alias)
    answer = app.get(f"{path}/book", citizen, limit=1)
    assert (answer.status_code, answer.headers["location"]) == (
        308,
        f"/v1/people/{app.person}/book?limit=1",
    )
    assert app.get(path, citizen).status_code == 308
    assert app.get(path, Reader(Role.CITIZEN, "p-another")).status_code == 403
    assert len(app.get(PATHS["book"], citizen).json()["visits"]) == 3
