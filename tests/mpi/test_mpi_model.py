"""The model file: typed, checked, told apart by version, and every error says where."""

import json
from typing import Any

import pytest

from mpi.compare import KINDS
from mpi.errors import BadInput
from mpi.model import default, dump, load
from mpi.names import name_form


def _parsed() -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(dump(default()))
    return parsed


def test_the_default_reads_back_as_written() -> None:
    """Loading what was dumped dumps the same, and the default is loaded once."""
    assert dump(load(dump(default()))) == dump(default())
    assert default() is default()
    assert default().version.split("/")[0].count("-") == 2


def test_the_default_uses_every_kind_of_field() -> None:
    """No comparison is left without weights."""
    assert {field.kind for field in default().fields} == KINDS.keys()


def test_agreement_never_weighs_less_than_disagreement() -> None:
    """Where names' rarity plays no part, the first level speaks for and the last against."""
    for field in default().fields:
        if field.kind not in {"name", "kin", "single birth"}:
            assert field.levels[0].m > field.levels[0].u, field.field
            assert field.levels[-1].m < field.levels[-1].u, field.field


def test_what_is_shared_agrees_no_more_often_than_with_itself() -> None:
    """A twin's phone, home or mother may agree as often as one's own does, never more often."""
    first = {field.field: field.levels[0] for field in default().fields}
    for relation in default().relations:
        for name in {"phone", "address", "mother", "father", "birth_date"} & relation.u.keys():
            assert relation.u[name][first[name].level] <= first[name].m, (relation.relation, name)


def test_names_are_listed_as_they_are_looked_up() -> None:
    """A table's key is a syllable as mpi.names gives it, or it would never be found."""
    tables = default().frequencies
    for shares in (tables.surname, tables.middle, tables.given):
        for key in filter(None, shares.listed):
            form = name_form(key)
            assert form is not None
            assert form.plain == (key,)


def test_shares_of_names_are_shares() -> None:
    """Listed shares leave room for the unlisted."""
    tables = default().frequencies
    for shares in (tables.surname, tables.middle, tables.given):
        assert 0.5 < sum(shares.listed.values()) < 1


BROKEN = [
    (("version",), 3, "model.version: must be str"),
    (("population",), True, "model.population: must be float"),
    (("population",), 1, "model.population: must be above 1"),
    (("codes_per_reuse",), 1, "model.codes_per_reuse: must be above 1"),
    (("presence", "overlap_hours"), -1, "model.presence: hours must not be below 0"),
    (("presence", "at_most"), "no", "model.presence.at_most: must be one of same, maybe, new"),
    (("thresholds", "maybe"), 9, "model.thresholds: maybe must be below same"),
    (("anchors", 0), "shoe size", r"model.anchors\[0\]: is no field; fields are name, "),
    (("anchors",), "name", "model.anchors: must be a list"),
    (("fields", 0, "kind"), "shoe", r"model.fields\[0\].kind: must be one of name"),
    (("fields", 0, "history"), "some", r"model.fields\[0\].history: must be one of mean, best"),
    (("fields", 1, "field"), "name", "model.fields: the same field twice"),
    (("fields", 0, "levels", 0, "m"), 0, r"model.fields\[0\].levels\[0\]: m and u must"),
    (("fields", 2, "levels", 0, "u"), 2, r"model.fields\[2\].levels\[0\]: m and u must"),
    (("fields", 2, "levels", 0, "level"), "x", r"model.fields\[2\].levels: must be, in this"),
    (("fields", 2, "levels", 0, "mm"), 1, r"model.fields\[2\].levels\[0\].mm: is not known"),
    (("frequencies", "least"), 0, "model.frequencies.least: must be between 0 and 1"),
    (("frequencies", "given", "listed", "an"), 1, "model.frequencies.given: shares must"),
    (("frequencies", "given", "listed"), [], "model.frequencies.given.listed: must be an object"),
    (("relations", 0, "people"), 0, r"model.relations\[0\].people: must be above 0"),
    (("relations", 0, "u", "shoe"), {"x": 0.1}, r"model.relations\[0\].u.shoe: speaks of no"),
    (("relations", 0, "u", "sex"), {"x": 0.1}, r"model.relations\[0\].u.sex: .* of sex: x"),
    (("relations", 1, "relation"), "twin", r"model.relations\[1\]: twin is there before"),
    (("relations", 0, "u", "sex", "same"), 0, r"model.relations\[0\].u.sex: chances must"),
    (("overlaps", 0, "field"), "shoe", r"model.overlaps\[0\]: speaks of no field"),
    (
        ("overlaps", 0, "levels", 0),
        "x",
        r"model.overlaps\[0\]: speaks of no level of personal_number: x",
    ),
    (("ceilings", 0, "level"), "x", r"model.ceilings\[0\]: speaks of no level of kin: x"),
    (("ceilings", 0, "field"), "shoe", r"model.ceilings\[0\]: speaks of no field: shoe; fields"),
    (("blocking", 1, "rule"), "number", r"model.blocking\[1\]: number is there before"),
    (("blocking", 0, "parts"), ["shoe"], r"model.blocking\[0\].parts: must be some of number"),
    (("blocking", 0, "split"), {"over": 1, "spread": 2, "by": ["x"]}, r"model.blocking\[0\].parts"),
    (("blocking", 0, "parts"), [], r"model.blocking\[0\].parts: must be some"),
]


@pytest.mark.parametrize(("path", "value", "message"), BROKEN)
def test_a_broken_model_says_where(path: tuple[Any, ...], value: Any, message: str) -> None:
    """The error names the place in the file and the rule."""
    parsed = _parsed()
    place: Any = parsed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(BadInput, match=message):
        load(json.dumps(parsed))


def test_a_missing_part_and_no_json() -> None:
    """What is not there is named; what is no JSON gives its line."""
    parsed = _parsed()
    del parsed["anchors"]
    with pytest.raises(BadInput, match=r"model.anchors: is missing"):
        load(json.dumps(parsed))
    with pytest.raises(BadInput, match="model: is not JSON at line 2; `healthgraph train`"):
        load("{\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"population": NaN}', "model: must hold finite numbers only in 'NaN'"),
        ('{"note": "", "note": ""}', "model: must say a key once in one object.* 'note'"),
    ],
)
def test_what_json_would_let_pass_is_refused(text: str, message: str) -> None:
    """A number that is none, and a key said twice, of which one would be lost."""
    with pytest.raises(BadInput, match=message):
        load(text)


def test_a_split_may_be_left_out_or_null() -> None:
    """Optional parts are optional."""
    parsed = _parsed()
    parsed["blocking"][0]["split"] = None
    assert load(json.dumps(parsed)).blocking[0].split is None
