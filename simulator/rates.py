"""How often things happen in the simulated city: estimates, from 0 to 1 or per unit named."""

from __future__ import annotations

from simulator.chance import Weighted

#: Kinds of households; the names are functions of `simulator.families`.
HOUSEHOLDS = Weighted(
    [("nuclear", 44), ("three_generations", 22), ("elders", 12), ("single", 14), ("lone_parent", 8)]
)
CHILDREN = Weighted([(0, 14.0), (1, 30.0), (2, 46.0), (3, 10.0)])

#: A new household is that of the husband's brother: cousins of one surname in one ward.
BROTHERS = 0.22
#: A child gets exactly the name of a cousin, or of its father (rare in the north, but it exists).
COUSINS_NAMESAKE = 0.05
FATHERS_NAMESAKE = 0.004
TWINS = 0.025

INSURED = 0.95
POOR, NEAR_POOR = 0.015, 0.025
PENSION, VETERAN, MERIT = 0.45, 0.07, 0.02
STUDENT = 0.55
#: Elderly people often have no phone of their own; the children's is written down.
OWN_PHONE = Weighted([(True, 96), (False, 4)])
OLD_OWN_PHONE = 0.55
MINORITY = 0.012
#: Children below 14 who show their personal number at all; 14 is the age of the first card.
CHILD_SHOWS_NUMBER = 0.30
#: Old people who still come with the nine-digit card, expired since the end of 2024.
OLD_CARD_FROM_AGE = 60

#: Households that move within a year, births a year per 1000 people, Caesarean sections.
MOVES = 0.05
BIRTHS = 14.0
CAESAREAN = 0.37
NAMED_AFTER_DAYS = (9, 55)
#: Newborns that are admitted themselves, and days until the first visit under the own name.
NEWBORN_ADMITTED = 0.42
NEWBORN_CHECKUPS = ((60, 0.75), (90, 0.7), (120, 0.65), (270, 0.6))
PRENATAL_WEEKS_BEFORE = (28, 20, 12, 6, 3)
PRENATAL_KEPT = 0.7

#: Scales all acute onsets, so that a person has about 1.6 visits a year.
ACUTE = 0.9

#: Level of first contact of those who walk in; the severely ill go to a hospital, most of them.
FIRST_LEVEL = Weighted([("station", 30), ("district", 40), ("city", 24), ("central", 6)])
SEVERE_LEVEL = Weighted([("station", 12), ("district", 50), ("city", 30), ("central", 8)])
CHRONIC_LEVEL = Weighted([("station", 15), ("district", 50), ("city", 28), ("central", 7)])
#: Somebody goes to the nearest facility of the level, or to the second nearest.
NEAREST = 0.85
#: A severely ill person is sent on by a ward station; by hospitals at this multiple of the rate.
STATION_SENDS = 0.85
SEVERE_REFER = 1.6
#: Referrals at the patient's own request (MA_LOAI_RV 5).
OWN_REQUEST = 0.15

#: Referrals: share that is followed, written wrong or left out on arrival; sent back down after.
FOLLOWED = 0.78
LETTER_MISTYPED = 0.06
LETTER_MISSING = 0.10
SENDER_MISSING = 0.05
SENT_DOWN = 0.18
#: Appointments kept; those who come some days off; letter of appointment shown on arrival.
KEPT = 0.76
OFF_THE_DAY = 0.22
LETTER_SHOWN = 0.8
#: Since July 2025 drugs for chronic diseases are given for 30, 60 or 90 days (TT 26/2025/TT-BYT).
CHRONIC_MONTHS = Weighted([(1, 25), (2, 35), (3, 40)])
#: Chronically ill who missed an appointment come later on their own after so many days.
LATE_RETURN = (14, 60)

#: Files: the same bytes sent again; a corrected visit sent later; a registration typed anew.
RESENT = 0.015
CORRECTED = 0.02
RETYPED = 0.06
#: Cards of which only the ten digits are shown (decision 1666/QĐ-BHXH).
TEN_DIGITS = 0.06
SICK_LEAVE = 0.16
