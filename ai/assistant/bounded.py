"""Answers of an endpoint with an end: not longer than any form, and not packed.

Import it only where the extra `assistant` is installed (`ai.assistant.extras.needed`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2

#: Bytes; a form is a few thousand, what a model thinks aloud beside it some more.
LONGEST = 1_000_000


async def bounded(answer: httpx2.Response) -> None:
    """Bound the body of an answer before it is read. Raises DecodingError where it is packed."""
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise httpx2.DecodingError("packed", request=answer.request)
    if isinstance(answer.stream, httpx2.AsyncByteStream):
        answer.stream = _Bounded(answer.stream)


class _Bounded(httpx2.AsyncByteStream):
    """A body that ends with ReadError where it is longer than any answer."""

    def __init__(self, body: httpx2.AsyncByteStream) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = LONGEST
        async for piece in self._body:
            left -= len(piece)
            if left < 0:
                raise httpx2.ReadError("too long")
            yield piece

    async def aclose(self) -> None:
        await self._body.aclose()
