"""One call of a language model: a form to fill, one limit of time for everything, no second try.

Any endpoint that speaks OpenAI's interface will do, Ollama's `/v1` among them. Nothing is sent
anywhere else: LangChain's tracing is shut off, whatever the environment says, and no redirect is
followed. An answer without an end is cut.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

import structlog
from pydantic import BaseModel, SecretStr

from ai.assistant.extras import needed

_Form = TypeVar("_Form", bound=BaseModel)
_WHAT = "a language model"
_log = structlog.get_logger("assistant")


class Method(StrEnum):
    """How an endpoint is asked for a form, by LangChain's names."""

    JSON_SCHEMA = "json_schema"
    FUNCTION_CALLING = "function_calling"
    JSON_MODE = "json_mode"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model answers. `seconds` bounds one call.

    `phrases`: it words answers too; `checks`: it reads also what the parser understood.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    method: Method = Method.JSON_SCHEMA
    seconds: float = 8.0
    phrases: bool = False
    checks: bool = False


def complete(endpoint: Endpoint, form: type[_Form], system: str, user: str) -> _Form | None:
    """Have a form filled; None when there was no answer in time, or none of this form."""
    messages = [("system", system), ("user", user)]
    try:
        found = asyncio.run(_within(endpoint, form, messages))
    except Exception as error:  # noqa: BLE001  whatever a model does, a question goes on without it
        _log.warning("model failed", error=type(error).__name__, form=form.__name__)
        return None
    return found if isinstance(found, form) else None


async def _within(endpoint: Endpoint, form: type[BaseModel], messages: Sequence[Any]) -> object:
    """Ask within the limit; the connection is this call's own, as is its event loop."""
    untraced = needed("langsmith", _WHAT).tracing_context
    async with needed("openai", _WHAT).DefaultAsyncHttpxClient(
        follow_redirects=False,
        headers={"accept-encoding": "identity"},
        event_hooks={"response": [needed("ai.assistant.bounded", _WHAT).bounded]},
    ) as connection:
        made = needed("langchain_openai", _WHAT).ChatOpenAI(
            model=endpoint.model,
            base_url=endpoint.url,
            api_key=SecretStr(endpoint.key or "none"),
            timeout=endpoint.seconds,
            http_async_client=connection,
            max_retries=0,
            temperature=0,
            use_responses_api=False,
        )
        chain = made.with_structured_output(form, method=endpoint.method.value)
        with untraced(enabled=False):
            return await asyncio.wait_for(chain.ainvoke(messages), endpoint.seconds)
