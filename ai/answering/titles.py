"""The rows of an answer as a table that people read: titles and names in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ai.answering.sentences import Speaker
from ai.answering.wording import SHARE, day_words, named, said, unit_words
from ai.catalogue import Words
from ai.query import Query

_PARTS: Mapping[str, Words] = {
    "share": Words("tỷ trọng", "share"),
    "n": Words("n", "n"),
    "low": Words("cận dưới 95 %", "95 % low"),
    "high": Words("cận trên 95 %", "95 % high"),
    "before": Words("kỳ so sánh", "compared period"),
    "difference": Words("chênh lệch", "difference"),
    "ratio": Words("tỷ số", "ratio"),
}
_HIDDEN = Words("được che", "hidden")


def titles_of(query: Query, columns: Sequence[str], speaker: Speaker) -> list[str]:
    """Name the columns as the catalogue names what they hold, with the unit."""
    return [_title(query, column, speaker) for column in columns]


def _title(query: Query, column: str, speaker: Speaker) -> str:
    if column in query.dimensions:
        return _first_up(named(speaker.catalogue.dimensions[column].names, speaker.language))
    name, _, part = column.partition(".")
    metric = speaker.catalogue.metrics[name]
    called = _first_up(named(metric.names, speaker.language))
    unit = unit_words(speaker.catalogue.unit_of(metric), speaker.language)
    if not part:
        return f"{called} ({unit})"
    words = said(_PARTS[part], speaker.language)
    return f"{called}: {words}" if len(query.metrics) > 1 else _first_up(words)


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def lines_of(
    query: Query,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, object]],
    speaker: Speaker,
) -> list[list[object]]:
    """Give the cells: members by their names, a hidden number as the word for it."""
    return [[_cell(query, column, row, speaker) for column in columns] for row in rows]


def _cell(query: Query, column: str, row: Mapping[str, object], speaker: Speaker) -> object:
    if column in query.dimensions:
        return speaker.label(column, str(row[column]), speaker.language)
    hidden = row.get("hidden")
    name = column.partition(".")[0]
    closed = isinstance(hidden, list) and (column in hidden or name in hidden)
    if closed and row[column] is None:
        return said(_HIDDEN, speaker.language)
    return row[column]


def formats_of(query: Query, columns: Sequence[str], speaker: Speaker) -> list[str]:
    """Say how a spreadsheet writes each column: `percent`, `number`, `ratio`, or `text`."""
    return [_format(query, column, speaker) for column in columns]


def _format(query: Query, column: str, speaker: Speaker) -> str:
    if column in query.dimensions:
        return "text"
    name, _, part = column.partition(".")
    if part in {"n", "ratio"}:
        return "number" if part == "n" else "ratio"
    return (
        "percent" if part == "share" or speaker.catalogue.metrics[name].unit == SHARE else "number"
    )


def notes_of(
    text: str, details: Mapping[str, Any], receipt: str, speaker: Speaker
) -> list[list[str]]:
    """Say beside the rows what they mean: pairs of a name and a text."""
    pick, period = speaker.pick, details["period"]
    notes = [[pick("Câu trả lời", "Answer"), text]]
    notes += [[_first_up(name), words] for name, words in details["definitions"].items()]
    notes += [[pick("Nguồn định nghĩa", "Source of the definition"), s] for s in details["sources"]]
    notes.append([pick("Kỳ", "Period"), " – ".join(map(day_words, period))])
    if details["before"]:
        notes.append(
            [pick("Kỳ so sánh", "Compared period"), " – ".join(map(day_words, details["before"]))]
        )
    notes.append([pick("Phạm vi", "Scope"), details["scope"]])
    notes += [[pick("Lưu ý", "Mind"), each] for each in details["caveats"]]
    return [*notes, [pick("Mã biên nhận", "Receipt"), receipt]]
