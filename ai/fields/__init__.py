"""Fields of a subject: stored columns, and those that follow from them, each computed once.

    reading   a field by its name             patients, places   who, how old, where
    visits    stays, readmissions, returns    letters            referrals and bookings
    drugs     antibiotics                     codes_of           diseases

Names are those of subjects.json.
"""

from __future__ import annotations

from ai.fields import codes_of, drugs, letters, patients, places, visits
from ai.fields.reading import TABLES, field, numbers_of, text_of

__all__ = ["TABLES", "codes_of", "drugs", "field", "letters", "numbers_of", "patients", "places",
           "text_of", "visits"]  # fmt: skip
