"""Every rule that a finding can name, with its weight and its words: a table, `rules.tsv`."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `kind` is `refuse` (nothing of the file is used), `error`, `warning` or `info`."""

    code: str
    kind: str
    vi: str
    en: str


@functools.cache
def rules() -> dict[str, Rule]:
    """Give every rule by its code."""
    text = resources.files(__package__).joinpath("rules.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {code: Rule(code, kind, vi, en) for code, kind, vi, en in lines[1:]}
