"""What is answered to a message: who may send it, is it kept, and only then AA.

    answers = door.answer([frame, ...], peer)     bytes to send back, None where none is wanted

A message of a known sender is kept whatever its content is: one that cannot be read gets AE and
goes to quarantine with its reason. What an unknown sender says is not kept, and gets AR.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from api.mllp.frames import framed
from api.reception import Message, Reception
from api.senders import Peer, Senders
from api.telemetry import Metrics
from api.transactions import Channel
from ingest.hl7v2.ack import UNREADABLE, Error, Header, Trouble, Verdict, acknowledge
from ingest.hl7v2.batch import header_of, messages
from ingest.hl7v2.charsets import to_text
from ingest.hl7v2.reader import about_nobody
from ingest.hl7v2.syntax import parse
from mpi.errors import BadInput, Unavailable

_log = structlog.get_logger("mllp")


@dataclass(frozen=True, slots=True)
class _Judged:
    """One frame, who it speaks for (nobody: it is not kept), and what is to be answered."""

    header: Header
    facility: str
    data: bytes
    verdict: Verdict
    error: Error | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """Where frames are handed in. `processing` is the MSH-11 of this system."""

    reception: Reception
    senders: Senders
    metrics: Metrics
    processing: str = "P"

    def answer(self, frames: Sequence[bytes], peer: Peer) -> list[bytes | None]:
        """Keep the messages that may be kept, then give the answers in the order of the frames."""
        judged = [self._judge(frame, peer) for frame in frames]
        try:
            self._keep(judged)
        except Unavailable:
            judged = [_not_kept(each) for each in judged]
        for each in judged:
            self.metrics.mllp.labels(each.verdict.value).inc()
        return [acknowledge(each.header, each.verdict, each.error) for each in judged]

    def busy(self, frames: Sequence[bytes]) -> list[bytes]:
        """Refuse what came on a connection too many, as frames to send back; nothing is kept."""
        error = Error(Trouble.INTERNAL, "too many connections, send again later")
        answers = [acknowledge(_header(frame), Verdict.REJECT, error) for frame in frames]
        self.metrics.mllp.labels(Verdict.REJECT.value).inc(len(answers))
        return [framed(answer) for answer in answers if answer is not None]

    def _keep(self, judged: Sequence[_Judged]) -> None:
        for facility in sorted({each.facility for each in judged} - {""}):
            theirs = [each for each in judged if each.facility == facility]
            messages = [Message(each.data, _name(each.header)) for each in theirs]
            self.reception.receive(messages, facility=facility, channel=Channel.MLLP)

    def _judge(self, frame: bytes, peer: Peer) -> _Judged:
        try:
            header = header_of(frame)
        except BadInput:
            return self._headless(frame, peer)
        facility = self.senders.facility(header.text(4), peer)
        if not facility:
            _log.warning("unknown sender", address=peer.address)
            words = "sending facility (MSH-4) is not known here"
            return _rejected(header, Error(Trouble.UNKNOWN_KEY, words, "MSH^1^4"))
        objection = self._objection(header)
        if objection:
            return _rejected(header, objection)
        return _judged(header, facility, frame)

    def _headless(self, frame: bytes, peer: Peer) -> _Judged:
        """Bytes without MSH name no facility; those of a peer who has only one are kept for it."""
        facility = self.senders.only_facility(peer)
        error = Error(Trouble.SEGMENT_SEQUENCE, "no MSH, or its separators are not ones", "MSH^1")
        verdict = Verdict.ERROR if facility else Verdict.REJECT
        return _Judged(UNREADABLE, facility, frame, verdict, error)

    def _objection(self, header: Header) -> Error | None:
        if (header.text(11).upper() or "P") != self.processing:
            words = f"this system takes MSH-11 {self.processing} only"
            return Error(Trouble.PROCESSING_ID, words, "MSH^1^11")
        if not header.text(12).startswith("2"):
            return Error(Trouble.VERSION, "this system takes version 2", "MSH^1^12")
        return None


def _header(frame: bytes) -> Header:
    try:
        return header_of(frame)
    except BadInput:
        return UNREADABLE


def _judged(header: Header, facility: str, frame: bytes) -> _Judged:
    """Look into a message that will be kept: what it lacks is an error of its sender."""
    problem = _problem(header, frame)
    return _Judged(header, facility, frame, Verdict.ERROR if problem else Verdict.ACCEPT, problem)


def _problem(header: Header, frame: bytes) -> Error | None:
    if not header.text(10):
        return Error(Trouble.REQUIRED_MISSING, "MSH-10 is missing", "MSH^1^10")
    try:
        parsed = [parse(to_text(piece).text) for piece in messages(frame)]
    except BadInput as error:
        return Error(Trouble.SEGMENT_SEQUENCE, f"cannot be read: {error.rule}", "MSH^1")
    if all("PID" not in each.names and not about_nobody(each) for each in parsed):
        return Error(Trouble.SEGMENT_SEQUENCE, "names no patient", "PID^1")
    return None


def _rejected(header: Header, error: Error) -> _Judged:
    return _Judged(header, "", b"", Verdict.REJECT, error)


def _not_kept(each: _Judged) -> _Judged:
    """Nothing was promised: the sender keeps the message and tries again."""
    if not each.facility:
        return each
    error = Error(Trouble.INTERNAL, "not kept, send again later")
    return _Judged(each.header, "", b"", Verdict.REJECT, error)


def _name(header: Header) -> str:
    """The type of a message, to find it in the quarantine by."""
    kind = "^".join(filter(None, (header.text(9), header.text(9, 2))))
    return "".join(sign for sign in kind if sign.isalnum() or sign == "^")[:16]
