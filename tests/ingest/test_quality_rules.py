"""Rules of quality: each bites on its example, is silent on a sound record, is read strictly."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.checked import read_checked
from ingest.quality.checking import MOST_LISTED, check
from ingest.quality.expressions import Unknown, compiled
from ingest.quality.functions import FUNCTIONS
from ingest.quality.rules import COLUMNS, Severity, Word, read_rules, rules_of, words
from ingest.quality.subjects import FIELDS, NAMES
from ingest.rules import rules as reader_rules
from mpi.errors import BadInput
from tests.ingest.quality_cases import BREAKS, SOUND, item

RULES = {rule.code: rule for rule in rules_of()}
NOW = dt.datetime(2026, 3, 6, tzinfo=dt.UTC)
HEAD = "\t".join(COLUMNS)


def line(**changes: str) -> str:
    """One line of a file of rules."""
    said = {
        "code": "x-1", "word": "right", "severity": "info", "each": "diagnosis", "field": "MA",
        "when": "", "holds": "present(it.code)", "source": "QĐ 1", "vi": "v", "en": "e",
    }  # fmt: skip
    return "\t".join((said | changes)[name] for name in COLUMNS)


def test_a_sound_record_keeps_every_rule() -> None:
    """Nothing is found where nothing is wrong, and nearly every rule had something to say."""
    done = check([SOUND], rules_of())
    assert done.findings == []
    silent = set(RULES) - set(done.applied)
    assert silent <= {
        "q-relative-missing", "q-dead-not-dead", "q-newborn-code-age", "q-pregnant-man",
        "q-child-weight", "q-result-own-code", "q-service-own-code", "q-drug-own-code",
    }  # fmt: skip


def test_every_rule_has_an_example() -> None:
    """A rule without an example could be one that never bites."""
    assert set(BREAKS) == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_a_rule_bites_on_its_example(code: str) -> None:
    """The broken rule is named with its field and severity, and counted once at least."""
    done = check([BREAKS[code](SOUND)], rules_of())
    mine = [found for found in done.findings if found.rule == code]
    assert [(f.field, f.severity) for f in mine[:1]] == [(RULES[code].field, RULES[code].severity)]
    assert done.broken[code] == len(mine) <= done.applied[code]


def test_there_are_about_120_rules_and_each_has_words_and_a_source() -> None:
    """Those of the readers are counted too; a rule may be looked up by its code in any language."""
    every = [*RULES, *reader_rules()]
    assert len(every) >= 120
    assert len(every) == len(set(every))
    assert all(all(words(code)) for code in every)
    assert {rule.word for rule in RULES.values()} == set(Word)
    assert {rule.severity for rule in RULES.values()} == set(Severity)


def test_a_rule_is_added_by_a_file(tmp_path: Path) -> None:
    """A deployment's rule applies beside ours, and replaces ours where the code is the same."""
    file = tmp_path / "own.tsv"
    own = [line(code="x-1", holds="it.code != 'A97.0'"), line(code="q-icd-known", holds="True")]
    file.write_text("# ours\n" + "\n".join([HEAD, *own]), encoding="utf-8")
    done = check([BREAKS["q-icd-known"](SOUND), SOUND], rules_of(str(file)))
    assert (done.broken["x-1"], done.broken["q-icd-known"]) == (1, 0)
    assert words("x-1", str(file)) == ("v", "e")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (HEAD.replace("word", "wort"), "column word is missing"),
        (f"{HEAD}\n{line(each='visit')}", "x-1.each: must be one of"),
        (f"{HEAD}\n{line(word='good')}", "x-1.word: must be one of right"),
        (f"{HEAD}\n{line(severity='bad')}", "x-1.severity: must be one of"),
        (f"{HEAD}\n{line(holds='')}", "x-1.holds: is empty"),
        (f"{HEAD}\n{line(code='')}", "code: is empty"),
        (f"{HEAD}\n{line(holds='it.colour')}", "x-1.holds: is not a field"),
        (f"{HEAD}\n{line(when='it.code ==')}", "x-1.when: cannot be read"),
        (f"{HEAD}\n{line()}\n{line()}", "x-1: stands twice"),
    ],
)
def test_a_mistake_in_a_file_is_named(text: str, complaint: str) -> None:
    """The file, the rule and the column are said."""
    with pytest.raises(BadInput, match=complaint):
        read_rules(text.splitlines(), "own.tsv")


def test_a_file_that_is_not_there_is_named() -> None:
    """Only its name, not where on the machine it was looked for."""
    with pytest.raises(BadInput, match="nowhere"):
        rules_of("some/nowhere.tsv")


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')", "it.__class__", "(lambda: 1)()", "it.code[0]", "f'{it}'", "~1", "1 / 2",
        "len(it.code, key=1)", "it.code.upper()", "[x for x in (1,) for y in (2,)]", "open('x')",
        "it if it else 1", "{1: 2}", "x := 1", "all(a for a, b in it)", "other", "1 if 1 else 2",
    ],
)  # fmt: skip
def test_the_language_has_nothing_else(text: str) -> None:
    """What could reach beyond the record is refused when it is read."""
    with pytest.raises(BadInput, match="expression"):
        compiled(text, NAMES, FIELDS, FUNCTIONS)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3 - 1", 6), ("-2 < -1 < 0", True), ("3 < 2 < 4", False), ("not 1 == 2", True),
        ("'a' in ('a', 'b') and 'c' not in ['a']", True), ("0 or 2 > 1", True),
        ("len([n for n in (1, 2, 3) if n > 1])", 2), ("sum(n * n for n in (1, 2))", 5),
        ("it is None or it is not None", True), ("present(0) and not present('')", True),
        ("any(n == 2 for n in (1, 2))", True), ("all(n for n in ())", True),
    ],
)  # fmt: skip
def test_what_expressions_mean(text: str, value: object) -> None:
    """As in Python."""
    assert compiled(text, NAMES, FIELDS, FUNCTIONS)({"it": None}) == value


@pytest.mark.parametrize(
    "text",
    [
        "it < 1", "it.code", "-it", "it + 1", "any(x for x in it)", "'a' in it", "day(it)",
        "age(it, it)", "minutes_between(it, it)", "number_fits_sex('', it)",
        "number_fits_year('', it)", "province_known('')",
    ],
)  # fmt: skip
def test_of_what_is_not_known_nothing_is_said(text: str) -> None:
    """An ordering, a field or a sum of nothing is unknown: the rule does not apply."""
    with pytest.raises(Unknown):
        compiled(text, NAMES, FIELDS, FUNCTIONS)({"it": None})


def test_a_field_of_another_kind_is_unknown() -> None:
    """A name that exists elsewhere says nothing of this value."""
    with pytest.raises(Unknown):
        compiled("it.code", NAMES, FIELDS, FUNCTIONS)({"it": SOUND})


def test_findings_of_one_rule_have_an_end() -> None:
    """All are counted, not all are listed."""
    done = check([item(drug="")(SOUND)] * 30, rules_of())
    listed = [found for found in done.findings if found.rule == "q-drug-name-missing"]
    assert (len(listed), done.broken["q-drug-name-missing"]) == (MOST_LISTED, 30)
    assert [found.visit for found in listed[:3]] == [1, 2, 3]


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(data: bytes) -> None:
    """The rules never stop a message from being read."""
    reading = read_checked(data, NOW)
    assert bool(reading.rejected) is not bool(reading.records)


def test_a_rule_says_where_it_comes_from() -> None:
    """Its clause is kept for the one who has to mend it."""
    assert RULES["q-number-form"].source == "TT 59/2021/TT-BCA art. 3"
