"""The same questions through `healthgraph ask --batch` over a store: what a stranger would get.

A question that was understood, but whose number may not be shown (small cells, no owners given), is
counted apart as hidden: its query is not told, so that it cannot be judged.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ai.query import Query, query_of
from bench.questions_judged import Verdict, verdict_of
from tests.ai.asking import TODAY
from tests.ai.golden import Question

#: Reasons why a number that is known is not told.
_NOT_SHOWN = {"small-cells", "no-owners", "too-few"}


def judged_at_the_command(asked: Sequence[Question], store: str) -> list[Verdict]:
    """Ask a part in one process, in order; the milliseconds are the mean over the process."""
    start = time.perf_counter()
    answers = _answers(asked, store)
    ms = (time.perf_counter() - start) * 1000 / max(1, len(asked))
    found = []
    for question, told in zip(asked, answers, strict=True):
        query = _query(told)
        hidden = told["reason"] in _NOT_SHOWN and question.gold["outcome"] == "answer"
        verdict = "hidden" if hidden else verdict_of(question, query)
        found.append(Verdict(question, told["text"], verdict, ms, query))
    return found


def _query(told: dict[str, Any]) -> Query | None:
    return query_of(told["query"]) if told["outcome"] == "answer" else None


def _answers(asked: Sequence[Question], store: str) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        batch = Path(folder) / "batch.jsonl"
        batch.write_text("".join(map(_line, asked)), "utf-8")
        command = [str(Path(sys.executable).parent / "healthgraph"), "ask", "--batch", str(batch)]
        command += ["--today", TODAY.isoformat(), "--store", store]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return [json.loads(line) for line in done.stdout.splitlines()]


def _line(question: Question) -> str:
    row = {"id": question.id, "text": question.text, "conversation": question.conversation}
    return json.dumps(row, ensure_ascii=False) + "\n"
