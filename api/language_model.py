"""Settings to the endpoint of a language model; none is used unless one is set."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from ai.assistant.endpoint import Endpoint, Method
from ai.assistant.extras import INSTALL
from api.settings import Settings, variable
from mpi.errors import BadInput, Unavailable


def endpoint_of(settings: Settings) -> Endpoint | None:
    """Give the endpoint, or None where none is set.

    Raises Unavailable where the extra is not installed, BadInput for an unreadable key file.
    """
    if not settings.llm_url:
        return None
    if find_spec("langchain_openai") is None:
        raise Unavailable(f"{variable('llm_url')} needs the extra `assistant`: {INSTALL}", 0)
    return Endpoint(
        settings.llm_url,
        settings.llm_model,
        _key(settings.llm_key_file),
        Method(settings.llm_method),
        settings.llm_timeout,
        settings.llm_phrases,
        settings.llm_checks,
    )


def _key(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text("utf-8").strip()
    except (OSError, ValueError):
        raise BadInput(variable("llm_key_file"), "cannot be read") from None
