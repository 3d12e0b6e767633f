"""The story of an answer: figures in, small cells out, then words, picture and receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ai.answering.caveats import caveats, rounded
from ai.answering.cells import Place, absent_cells, lines_of, places_of
from ai.answering.charts import specification
from ai.answering.comparing import Change, change, interval
from ai.answering.figures import Figures, Row
from ai.answering.identity_range import ranges
from ai.answering.ordering import by_size, counting, largest_first
from ai.answering.picturing import picture
from ai.answering.receipts import Receipt, new_id, result_hash
from ai.answering.rows import columns_of, divisible, published_rows, with_shares
from ai.answering.sentences import Speaker, Told
from ai.answering.titles import formats_of, notes_of, titles_of
from ai.answering.titles import lines_of as table_rows
from ai.answering.wording import named, said, unit_words
from ai.catalogue import Words
from ai.choosing import UNKNOWN
from ai.disclosure.boxes import Cell, Rule
from ai.disclosure.grounds import Grounds
from ai.disclosure.hiding import hide, published
from ai.query import Chart, Query, query_json
from ai.timeliness import Timeliness

#: Numbers of one answer; what gives away what is not worked out for more.
MOST_NUMBERS = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with what its answer depends on: when, versions, scope, language."""

    query: Query
    at: str
    versions: Mapping[str, str]
    scope: str
    edits: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is given. `cells` go to the reader's ledger before it is."""

    query: Query
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, object], ...]
    unit: str
    text: str
    details: Mapping[str, Any]
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Withheld:
    """Nothing could be shown: it is too small, would give such away, or needs what is not given."""

    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """An answer or none, and what the ledger keeps of it."""

    outcome: Answer | Withheld
    cells: tuple[Cell, ...]


def decide(
    asked: Asked,
    figures: Figures,
    told: Sequence[Cell],
    rule: Rule,
    grounds: Grounds,
    speaker: Speaker,
) -> Decided:
    """Hide what must be hidden, given what this reader was told, and say the rest."""
    if figures.missing:
        return Decided(Withheld(f"no-{figures.missing}"), ())
    if len(figures.rows) * len(asked.query.metrics) > MOST_NUMBERS:
        return Decided(Withheld("too-many-rows"), ())
    lines = lines_of(asked.query, figures.rows, figures.before, grounds)
    absent = absent_cells(asked.query, figures.rows, figures.before, grounds)
    hidden = hide(lines, [*told, *absent], rule)
    cells = tuple(published(lines, hidden))
    places = places_of(figures.rows)
    closed = {places[n] for n in hidden.all}
    if figures.rows and all(p in closed for p in places if not p.before):
        small = all(
            not p.before and n in hidden.small for n, p in enumerate(places) if not p.before
        )
        return Decided(Withheld("small-cells" if small else "would-reveal"), cells)
    return Decided(_answer(asked, figures, closed, rule, speaker), (*cells, *absent))


def _answer(
    asked: Asked, figures: Figures, closed: set[Place], rule: Rule, speaker: Speaker
) -> Answer:
    query, ordered = asked.query, _hidden_last(figures.rows, closed)
    largest = by_size(query, speaker.catalogue)
    ordered = largest_first(query, ordered, speaker.catalogue) if largest else ordered
    metrics = [speaker.catalogue.metrics[m] for m in query.metrics]
    shares = divisible(query, metrics, ordered)
    columns = columns_of(query, figures.before, shares=shares)
    rows = published_rows(query, metrics, ordered)
    rows = with_shares(metrics, rows) if shares else rows
    told = [_told(row, given, query, speaker) for row, given in zip(ordered, rows, strict=True)]
    counts = largest and counting(metrics[0]) and bool(rows) and ordered[0].members[0] != UNKNOWN
    text = speaker.sentence(query, told, figures.before, largest=counts)
    details = _details(asked, figures, ordered, len(closed), rule, speaker)
    receipt = _receipt(asked, figures, columns, rows)
    details["table"] = {
        "titles": titles_of(query, columns, speaker),
        "formats": formats_of(query, columns, speaker),
        "rows": table_rows(query, columns, rows, speaker),
        "notes": notes_of(text, details, receipt.id, speaker),
        "sheets": [speaker.pick("Kết quả", "Result"), speaker.pick("Ghi chú", "Notes")],
    }
    return Answer(
        query,
        columns,
        rows,
        unit_words(speaker.catalogue.unit_of(metrics[0]), speaker.language),
        text,
        details,
        receipt,
    )


def _hidden_last(rows: Sequence[Row], closed: set[Place]) -> list[Row]:
    """Mark the rows with hidden numbers, and put them last by their members: no order tells."""
    marked = [
        replace(
            row,
            closed=tuple(Place(r, m) in closed for m in range(len(row.now))),
            closed_before=tuple(Place(r, m, before=True) in closed for m in range(len(row.before))),
        )
        for r, row in enumerate(rows)
    ]
    shut = sorted((row for row in marked if any(row.closed)), key=lambda row: row.members)
    return [*(row for row in marked if not any(row.closed)), *shut]


def _told(row: Row, given: Mapping[str, Any], query: Query, speaker: Speaker) -> Told:
    """Put a row into words; `given` is the row as it is published."""
    pairs = zip(query.dimensions, row.members, strict=True)
    place = ", ".join(speaker.label(d, m, speaker.language) for d, m in pairs)
    metrics = [speaker.catalogue.metrics[name] for name in query.metrics]
    return Told(
        place,
        tuple(m.value for m in row.now),
        row.closed,
        _changes(row),
        tuple(interval(metric, m) for metric, m in zip(metrics, row.now, strict=True)),
        tuple(m.n for m in row.now),
        tuple(given.get(f"{name}.share") for name in query.metrics),
    )


def _changes(row: Row) -> tuple[Change | None, ...]:
    return tuple(
        None if shut or shut_before else change(now, before)
        for now, before, shut, shut_before in zip(
            row.now, row.before, row.closed, row.closed_before, strict=False
        )
    )


def _details(
    asked: Asked,
    figures: Figures,
    rows: Sequence[Row],
    hidden: int,
    rule: Rule,
    speaker: Speaker,
) -> dict[str, Any]:
    metrics = [speaker.catalogue.metrics[m] for m in asked.query.metrics]
    drawn = picture(asked.query, rows, figures.before, speaker)
    identity = ranges(figures, rows, metrics, rule)
    return {
        "heading": speaker.heading(asked.query),
        "language": speaker.language.value,
        "definitions": {
            named(m.names, speaker.language): said(m.definition, speaker.language) for m in metrics
        },
        "sources": list(dict.fromkeys(m.source for m in metrics)),
        "period": [asked.query.period.first, asked.query.period.last],
        "before": [figures.before.first, figures.before.last] if figures.before else None,
        "scope": asked.scope or speaker.pick("toàn thành phố", "the whole city"),
        "edits": [said(each, speaker.language) for each in asked.edits],
        "caveats": list(
            caveats(
                asked.query, replace(figures, rows=tuple(rows)), identity, hidden, rule, speaker
            )
        ),
        "identity": [each.json() for each in identity],
        "timeliness": _timeliness(figures.timeliness),
        "hidden": hidden,
        "chart": None if drawn.kind is Chart.NONE else specification(drawn),
    }


def _timeliness(timely: Timeliness | None) -> dict[str, object] | None:
    if timely is None:
        return None
    return {
        "late": rounded(timely.late / timely.visits) if timely.visits else None,
        "awaited": dict(timely.awaited),
        "silent": list(timely.silent),
        "absent": timely.absent,
        "loaded": timely.loaded,
        "until": timely.until or None,
    }


def _receipt(
    asked: Asked,
    figures: Figures,
    columns: tuple[str, ...],
    rows: tuple[Mapping[str, object], ...],
) -> Receipt:
    return Receipt(
        id=new_id(),
        at=asked.at,
        query=query_json(asked.query),
        statement=figures.statement,
        parameters=figures.parameters,
        data_version=figures.data_version,
        versions=asked.versions,
        columns=columns,
        rows=rows,
        hash=result_hash(columns, rows),
        scope=asked.scope,
    )
