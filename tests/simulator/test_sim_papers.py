"""Letters and appointments: the truth says what the files show, from both ends."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from tests.simulator.made import Made, Row


def followed(made: Made) -> list[Row]:
    """Give the referrals whose patient arrived."""
    return [row for row in made.truth("referrals") if row["receiver_visit"]]


def test_every_letter_of_the_truth_is_in_its_senders_file(made: Made) -> None:
    """XML13 carries the number, the receiver and an ending of 2 or 5."""
    letters = made.truth("referrals")
    assert len(letters) >= 15
    for row in letters:
        paper = made.first[row["sender"], row["sender_visit"]].row("XML13")
        assert paper["GIAY_CHUYEN_TUYEN"] == row["letter"]
        assert paper["MA_CSKCB_DEN"] == row["receiver"]
        assert paper["MA_LOAI_RV"] in ("2", "5")


def test_a_letter_number_is_used_once_by_its_sender(made: Made) -> None:
    """Two facilities may use the same number; one facility never does."""
    numbers = Counter((row["sender"], row["letter"]) for row in made.truth("referrals"))
    assert set(numbers.values()) == {1}


def test_arrivals_name_sender_and_letter_mostly_not_always(made: Made) -> None:
    """Some letters are mistyped or missing at the receiver; who arrives is the same person."""
    people = {(r["facility"], r["visit"]): r["person_id"] for r in made.truth("records")}
    shown = 0
    for row in followed(made):
        visit = made.first[row["receiver"], row["receiver_visit"]].row("XML1")
        assert people[row["receiver"], row["receiver_visit"]] == row["person_id"]
        assert visit["MA_NOI_DI"] in ("", row["sender"])
        shown += visit["GIAY_CHUYEN_TUYEN"] == row["letter"]
    assert 0.6 * len(followed(made)) < shown < len(followed(made))


def test_some_letters_are_never_followed(made: Made) -> None:
    """A chain with an open end is a finding for the city."""
    share = len(followed(made)) / len(made.truth("referrals"))
    assert 0.5 < share < 0.95


def test_letters_go_up_and_down(made: Made) -> None:
    """A referral back down names the facility that had sent the patient."""
    letters = made.truth("referrals")
    pairs = {(row["sender"], row["receiver"], row["person_id"]) for row in letters}
    back = [row for row in letters if (row["receiver"], row["sender"], row["person_id"]) in pairs]
    assert len(back) >= 2


def test_an_arrival_is_after_the_letter(made: Made) -> None:
    """And within two weeks of it."""
    for row in followed(made):
        visit = made.first[row["receiver"], row["receiver_visit"]].row("XML1")
        arrived = dt.datetime.strptime(visit["NGAY_VAO"][:8], "%Y%m%d").date()  # noqa: DTZ007
        waited = (arrived - dt.date.fromisoformat(row["issued_on"])).days
        assert 0 <= waited <= 14


def test_every_appointment_of_the_truth_is_in_its_file(made: Made) -> None:
    """XML14 and XML1 name the same day, after the visit."""
    for row in made.truth("appointments"):
        visit = made.first[row["facility"], row["visit"]]
        day = row["day"].replace("-", "")
        assert visit.row("XML14")["NGAY_HEN_KL"] == visit.row("XML1")["NGAY_TAI_KHAM"] == day
        assert day > visit.row("XML1")["NGAY_RA"][:8]


def test_a_kept_appointment_is_a_visit_of_the_same_person_there_about_that_day(made: Made) -> None:
    """Some come a few days off."""
    people = {(r["facility"], r["visit"]): r["person_id"] for r in made.truth("records")}
    kept = [row for row in made.truth("appointments") if row["kept_visit"]]
    for row in kept:
        visit = made.first[row["facility"], row["kept_visit"]].row("XML1")
        came = dt.datetime.strptime(visit["NGAY_VAO"][:8], "%Y%m%d").date()  # noqa: DTZ007
        assert people[row["facility"], row["kept_visit"]] == row["person_id"]
        assert abs((came - dt.date.fromisoformat(row["day"])).days) <= 5
    assert 0.5 < len(kept) / len(made.truth("appointments")) < 0.85


def test_a_birth_is_in_the_mothers_visit(made: Made) -> None:
    """XML9 carries the certificate; the child's record has the id that the graph gives it."""
    records = {(r["facility"], r["local_id"]): r for r in made.truth("records")}
    births = made.truth("births")
    assert len(births) >= 5
    for row in births:
        visit = made.first[row["facility"], row["visit"]]
        assert "XML9" in visit.tables
        child = records[row["facility"], f"birth:{row['visit']}:{row['certificate']}"]
        assert (child["person_id"], child["role"]) == (row["child_person"], "birth-certificate")
