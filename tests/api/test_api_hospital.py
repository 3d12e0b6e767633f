"""The hospital face, called as hospital software calls it."""

import base64
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from api.security import Reader, Role
from tests.api.conftest import PASSWORD
from tests.api.visits import visit_file

Bearer = Callable[..., dict[str, str]]

_TAKE = "/api/auth/token/take"
_SEND = "/api/kcb/xml/qd3176/guiHoSoXml"


def submission(*files: bytes, facility: str = "01013", **others: object) -> dict[str, object]:
    """Fill the form of a submission."""
    encoded = [base64.b64encode(file).decode() for file in files]
    return {"loaiHoSo": "3176", "maTinh": "01", "maCSKCB": facility, "files": encoded} | others


def send(client: httpx.Client, header: dict[str, str], *files: bytes) -> list[str]:
    """Send files and give their numbers."""
    answer = client.post(_SEND, headers=header, json=submission(*files)).json()
    return [result["maGiaoDich"] for result in answer["fileResults"]]


def ended(client: httpx.Client, header: dict[str, str], number: str) -> dict[str, Any]:
    """Ask for a transaction until it has ended, as hospital software does."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        standing = client.get(f"/api/kcb/tra-cuu-trang-thai/{number}", headers=header).json()
        if standing["trangThai"] in {"stored", "quarantined"}:
            return dict(standing)
    raise AssertionError("the transaction did not end")


def test_a_right_password_gives_a_token_that_works(client: httpx.Client) -> None:
    """The answer has the axis's fields, and its access token opens the submission."""
    login = {"username": "01013", "password": PASSWORD, "code": "01013"}
    answer = client.post(_TAKE, json=login)
    key = answer.json()["apiKey"]
    assert (answer.status_code, answer.json()["maKetQua"]) == (200, "200")
    assert set(key) == {"accessToken", "idToken", "tokenType", "username", "expiresIn"}
    header = {"Authorization": f"{key['tokenType']} {key['accessToken']}"}
    assert client.post(_SEND, headers=header, json=submission(b"x")).status_code == 200


@pytest.mark.parametrize(
    "change", [{"password": "wrong"}, {"code": "01004"}, {"username": "01099"}]
)
def test_anything_wrong_is_the_same_refusal(client: httpx.Client, change: dict[str, str]) -> None:
    """Nobody learns whether the name, the password or the code was wrong."""
    login = {"username": "01004", "password": PASSWORD, "code": "01004"} | change
    if "code" in change:
        login["code"] = "01013"
    answer = client.post(_TAKE, json=login)
    assert (answer.status_code, answer.json()["maKetQua"]) == (401, "401")
    assert "wrong user name, password or code" in answer.json()["thongDiep"]


def test_guessing_is_slowed_down(client: httpx.Client) -> None:
    """After five wrong passwords the next try has to wait."""
    login = {"username": "guessed", "password": "wrong", "code": ""}
    answers = [client.post(_TAKE, json=login) for _ in range(6)]
    assert [a.status_code for a in answers] == [401] * 5 + [429]
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_a_visit_is_stored(client: httpx.Client, bearer: Bearer) -> None:
    """From the file to the graph: the transaction says what was joined and what was found."""
    header = bearer(Role.FACILITY)
    (number,) = send(client, header, visit_file("01013", "STORED"))
    standing = ended(client, header, number)
    assert standing["trangThai"] == "stored"
    assert standing["counts"]["records"] == standing["counts"]["new"] == 1
    assert {"table", "row", "field", "rule", "severity"} <= set(standing["findings"][0])


def test_the_same_bytes_again(client: httpx.Client, bearer: Bearer) -> None:
    """A resend gets its own number, which is stored at once and names the first."""
    header = bearer(Role.FACILITY)
    (first,) = send(client, header, visit_file("01013", "TWICE"))
    ended(client, header, first)
    (again,) = send(client, header, visit_file("01013", "TWICE"))
    standing = client.get(f"/api/kcb/tra-cuu-trang-thai/{again}", headers=header).json()
    assert again != first
    assert (standing["trangThai"], standing["duplicateOf"]) == ("stored", first)


def test_each_file_has_its_own_result(client: httpx.Client, bearer: Bearer) -> None:
    """A file that is no base64 fails alone; the results come in the order of the files."""
    form = submission(b"rubbish", visit_file("01013", "ORDER"))
    form["files"] = ["not base64!", *form["files"]]  # type: ignore[misc]
    answer = client.post(_SEND, headers=bearer(Role.FACILITY), json=form).json()
    assert [r["maKetQua"] for r in answer["fileResults"]] == ["400", "200", "200"]
    assert (answer["totalSuccess"], answer["totalFailed"]) == (2, 1)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"rubbish", "unknown-format"),
        (visit_file("01004", "FOREIGN"), "facility-foreign"),
    ],
)
def test_what_cannot_be_stored_says_why(
    client: httpx.Client, bearer: Bearer, data: bytes, reason: str
) -> None:
    """The hospital sees that its file waits in quarantine, and the reason."""
    header = bearer(Role.FACILITY)
    standing = ended(client, header, send(client, header, data)[0])
    assert (standing["trangThai"], standing["reason"]) == ("quarantined", reason)


def test_a_facility_sends_under_its_own_code(client: httpx.Client, bearer: Bearer) -> None:
    """The maCSKCB must be the token's facility."""
    form = submission(b"x", facility="01004")
    answer = client.post(_SEND, headers=bearer(Role.FACILITY), json=form)
    assert (answer.status_code, answer.json()["maKetQua"]) == (403, "403")


def test_a_transaction_is_shown_to_its_sender_only(client: httpx.Client, bearer: Bearer) -> None:
    """Another facility cannot tell it from one that never was."""
    (number,) = send(client, bearer(Role.FACILITY), visit_file("01013", "MINE"))
    other = bearer(Reader(Role.FACILITY, "01004", "01004"))
    answers = [
        client.get(f"/api/kcb/tra-cuu-trang-thai/{n}", headers=other) for n in (number, "never")
    ]
    bodies = [{**answer.json(), "requestId": ""} for answer in answers]
    assert [a.status_code for a in answers] == [404, 404]
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"loaiHoSo": "99"}, "loaiHoSo"), ({"files": []}, "files"), ({"maCSKCB": ""}, "maCSKCB")],
)
def test_a_wrong_form_names_the_field(
    client: httpx.Client, bearer: Bearer, change: dict[str, object], field: str
) -> None:
    """The sender sees which field breaks which rule, without the value."""
    form = submission(b"x") | change
    answer = client.post(_SEND, headers=bearer(Role.FACILITY), json=form)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert "99" not in str(answer.json() | {"requestId": ""})
