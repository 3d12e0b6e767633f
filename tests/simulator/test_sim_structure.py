"""The files are the ministry's, and they agree with the truth."""

from __future__ import annotations

import re

from ingest.qd130.schema import TABLES, table
from tests.simulator.made import REPEATED, Made, rows

VERSION = "3176"


def test_every_table_has_the_official_tags_in_their_order(made: Made) -> None:
    """All tags are present, also empty ones, in the order of the decision."""
    for visit in made.visits:
        for name, content in visit.tables.items():
            expected = [field.name for field in table(name, VERSION).fields]
            assert content.tag == table(name, VERSION).root
            assert all(list(row) == expected for row in rows(content))


def test_values_keep_within_the_sizes_of_the_table(made: Made) -> None:
    """No value is longer than its field, whatever a clerk did to it."""
    sizes = {n: {f.name: f.size or 9999 for f in table(n, VERSION).fields} for n in TABLES}
    for visit in made.visits:
        for name, content in visit.tables.items():
            for row in rows(content):
                assert all(len(text) <= sizes[name][tag] for tag, text in row.items()), name


def test_required_fields_are_filled(made: Made) -> None:
    """What the decision requires is there; districts ended in July 2025."""
    needed = [f.name for f in table("XML1", VERSION).fields if f.required]
    for visit in made.first.values():
        row = visit.row("XML1")
        assert [tag for tag in needed if not row[tag]] == []


def test_most_tables_of_the_decision_occur(made: Made) -> None:
    """A year of 900 people shows every table that hospitals send every day."""
    seen = {name for visit in made.visits for name in visit.tables}
    daily = (0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 14)
    assert seen == {f"XML{n}" for n in daily}


def test_truth_and_files_name_the_same_records(made: Made) -> None:
    """Each visit of the feed has its row in records.csv, and none is there without a file."""
    in_files = {
        (facility, visit.row("XML1")["MA_BN"], key) for (facility, key), visit in made.first.items()
    }
    known = [r for r in made.truth("records") if r["role"] != "birth-certificate"]
    in_truth = {(r["facility"], r["local_id"], r["visit"]) for r in known}
    assert in_files == in_truth
    assert len(known) == made.manifest.counts["visits"]


def test_repeated_files_speak_of_visits_that_exist(made: Made) -> None:
    """Arrivals, resends and corrections carry the keys of a visit of the same facility."""
    repeated = [v for v in made.visits if v.path.stem.endswith(REPEATED)]
    names = ("XML0", "XML1")
    keys = {(v.facility, v.row(n)["MA_LK"]) for v in repeated for n in names if n in v.tables}
    assert keys
    assert keys <= set(made.first)


def test_a_resend_is_the_same_bytes_and_a_correction_is_not(made: Made) -> None:
    """The graph must tell the two apart by content alone."""
    by_name = {path.name: path for path in (made.out / "feed").rglob("*.xml")}
    again = [name for name in by_name if name.endswith("-again.xml")]
    fixed = [n for n in by_name if n.endswith("-corrected.xml")]
    for name in again:
        original = by_name[name].parents[1].rglob(name.replace("-again", ""))
        assert by_name[name].read_bytes() in [path.read_bytes() for path in original]
    assert again
    assert fixed


def test_amounts_add_up(made: Made) -> None:
    """T_TONGCHI_BV is the sum of drugs and services; insurance and patient share it."""
    for visit in made.first.values():
        paid = {tag: int(text) for tag, text in visit.row("XML1").items() if tag[:2] == "T_"}
        lines = [r for n in ("XML2", "XML3") if n in visit.tables for r in rows(visit.tables[n])]
        assert paid["T_TONGCHI_BV"] == sum(int(row["THANH_TIEN_BV"]) for row in lines)
        assert paid["T_TONGCHI_BH"] == paid["T_BHTT"] + paid["T_BNCCT"]


def test_times_are_in_order(made: Made) -> None:
    """Nobody leaves before arriving; a bed is given in between."""
    for visit in made.first.values():
        row = visit.row("XML1")
        moments = [row["NGAY_VAO"], row["NGAY_VAO_NOI_TRU"] or row["NGAY_VAO"], row["NGAY_RA"]]
        assert moments == sorted(moments)
        assert all(re.fullmatch(r"\d{12}", moment) for moment in moments)
