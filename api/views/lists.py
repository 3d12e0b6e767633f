"""Lists as JSON objects, so that they can gain fields without breaking an app."""

from __future__ import annotations

from dataclasses import dataclass

from graph.access_log import Look
from graph.revisits import Revisit


@dataclass(frozen=True, slots=True)
class LooksAnswer:
    """Who looked at a person, latest first."""

    looks: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class AppointmentsAnswer:
    """A person's booked revisits, latest day first."""

    appointments: tuple[Revisit, ...]
