"""The language model as questions meet it: it may read what nobody could, and may word answers."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from pydantic import BaseModel

from ai.answering.numbers import Language
from ai.assistant.believing import (
    Unread,
    held_against,
    judged,
    known_part,
    may_be_asked,
    names_somebody,
)
from ai.assistant.endpoint import Endpoint, Method, complete
from ai.assistant.extras import needed
from ai.assistant.forms import Reading, Wording
from ai.assistant.masking import lists
from ai.assistant.phrasing import phrased
from ai.assistant.prompts import PROMPT, question_prompt, reading_prompt, wording_prompt
from ai.understanding.outcomes import Outcome, Understood
from ai.understanding.understand import Understanding

_Form = TypeVar("_Form", bound=BaseModel)
#: Seconds for which a model that failed is left alone.
_REST = 60.0
_LANGUAGES = {Language.VI: "Vietnamese", Language.EN: "English"}


class LanguageModel:
    """A model behind an endpoint, for one parser. Thread-safe."""

    def __init__(
        self,
        endpoint: Endpoint,
        door: Understanding,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        needed("langchain_openai", "a language model")  # its import takes a second or two
        self._endpoint, self._door, self._clock = endpoint, door, clock
        self._schema = endpoint.method is Method.JSON_MODE
        self._prompt = reading_prompt(door.catalogue, schema=self._schema)
        self._lock, self._rested = threading.Lock(), float("-inf")

    @property
    def name(self) -> str:
        """The model and the version of the prompt, as answers and receipts say it."""
        return f"{self._endpoint.model}, prompt {PROMPT}"

    @property
    def phrases(self) -> bool:
        """Whether it is asked to word answers."""
        return self._endpoint.phrases

    def read(self, unread: Unread) -> Outcome:
        """Give what comes of a question that the parser refused; the refusal where it is closed."""
        kept = known_part(unread, self._door)
        if not may_be_asked(unread, kept):
            return unread.refusal
        used = kept.used if isinstance(kept, Understood) else ()
        given = question_prompt(unread.text, unread.today, used, unread.refusal.unexplained)
        reading = self._ask(Reading, self._prompt, given)
        return unread.refusal if reading is None else judged(reading, unread, self._door)

    def check(self, text: str, today: dt.date, understood: Understood) -> Outcome:
        """Give what the parser understood, or ask back where a second reading is another one.

        An edit of an earlier question is not checked: the model does not know that one.
        """
        if not self._endpoint.checks or understood.edits or names_somebody(text):
            return understood
        reading = self._ask(Reading, self._prompt, question_prompt(text, today))
        if reading is None:
            return understood
        return held_against(reading, understood, today, self._door)

    def phrase(self, sentence: str, names: Sequence[str], language: Language) -> str:
        """Give an answer's sentence in other words with the same numbers, or as it is."""
        if not self.phrases:
            return sentence
        return phrased(sentence, names, language, self._worded)

    def _worded(self, text: str, language: Language) -> str | None:
        words = lists().connecting[language.value]
        prompt = wording_prompt(_LANGUAGES[language], words, schema=self._schema)
        found = self._ask(Wording, prompt, text)
        return found.text if found else None

    def _ask(self, form: type[_Form], system: str, user: str) -> _Form | None:
        """Ask, unless it failed a moment ago: an endpoint that is away costs one limit of time."""
        with self._lock:
            if self._clock() < self._rested:
                return None
        found = complete(self._endpoint, form, system, user)
        if found is None:
            with self._lock:
                self._rested = self._clock() + _REST
        return found
