"""Which metric is meant: named, or by the noun that is counted. "Lượt" is not "người"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ai.catalogue_parts import Catalogue, Metric
from ai.query import Filter
from ai.understanding.problem import Unclear
from ai.understanding.senses import Role
from ai.understanding.slots import Slots
from ai.understanding.spans import CALENDAR

#: What is counted of one kind of care.
OF_CARE: Mapping[str, str] = {
    "inpatient": "inpatient_encounters",
    "outpatient": "outpatient_encounters",
    "emergency": "emergency_encounters",
}
#: Kinds of care as filters (MA_LOAI_KCB with a bed; MA_DOITUONG_KCB 2) of other metrics.
_CARE_FILTER: Mapping[str, Filter] = {
    "inpatient": Filter("kind", ("03", "04", "06", "09")),
    "outpatient": Filter("kind", ("03", "04", "06", "09"), excluded=True),
    "emergency": Filter("insurance_object", ("2",)),
}
#: What a hospital may be said to receive without any letter: "tiếp nhận 30 ca cấp cứu".
_RECEIVED = {"encounters", "people_treated", "admissions", *OF_CARE.values()}
#: What an average of a total is called, and times that "each" makes another average of.
_AVERAGE_OF = {"cost_total": "cost_per_encounter", "bed_days": "length_of_stay"}
#: Counts of what rates are named after: "đẻ mổ mấy ca".
_COUNT_OF = {"caesarean_rate": "caesareans"}
#: Averages of a stay, of which "each month" is only a breakdown.
_AVERAGES = {"length_of_stay", "length_of_stay_median", "days_to_arrival", "reporting_lag"}
#: Kinds of visits of which none is the other.
_APART = {"inpatient_encounters", "outpatient_encounters"}
#: Metrics of stays with a bed, of which "inpatient" says nothing more.
_WITH_A_BED = {
    "bed_days", "length_of_stay", "length_of_stay_median", "admissions", "discharges", "occupancy",
    "readmission_30d", "avoidable_admissions", "inpatient_encounters", "deaths_in_hospital",
    "hospital_mortality",
}  # fmt: skip
_DISEASES = {"icd", "disease_group", "icd_chapter", "icd_block"}
#: Subjects that go between two places.
_LETTERS = {"referral", "referral_in"}
#: Metrics that mean nothing without a disease.
_OF_A_DISEASE = {"cases", "people_with_diagnosis", "incidence"}


def metrics_of(slots: Slots, catalogue: Catalogue) -> tuple[str, ...]:
    """The metrics that are meant. Raises Unclear when there is none, or two that do not go."""
    if slots.apart:
        raise Unclear("two_metrics", ", ".join(slots.metrics))
    named = tuple(_directed(metric, slots) for metric in slots.metrics) or (_by_noun(slots),)
    named = _averaged(named, slots)
    if len(named) == 1 and slots.asked == "cases" and not _rated(slots):
        named = (_COUNT_OF.get(named[0], named[0]),)
    if named == ("encounters",) and slots.care:
        named = tuple(OF_CARE[care] for care in dict.fromkeys(slots.care))
    named = _both(named, slots)
    if named == ("people_treated",) and slots.diseases:
        named = ("people_with_diagnosis",)
    if slots.asked == "people" and named == ("encounters",) and slots.metrics:
        raise Unclear("visits_or_people", "encounters")
    if Role.INWARD in slots.flags and not set(named) <= {"referrals_in", *_RECEIVED}:
        raise Unclear("loose", "tiếp nhận")
    if {Role.UP, Role.DOWN} & slots.flags and not _ups(named):
        raise Unclear("loose", "tuyến trên")
    known = tuple(metric for metric in named if metric in catalogue.metrics)
    _check_sense([catalogue.metrics[metric] for metric in known], slots)
    _check_disease(named, slots)
    _check_said(named, slots, catalogue)
    return known or _unknown(named)


def _check_sense(named: Sequence[Metric], slots: Slots) -> None:
    """Refuse words that these metrics would take for something else."""
    letters = any(metric.subject in _LETTERS for metric in named)
    if slots.between and letters and Role.COMPARE not in slots.flags:
        raise Unclear("loose", "giữa")
    if slots.worst and any(metric.high_is_good for metric in named):
        raise Unclear("rank_by_what")
    visits = any(head.asked and head.value == "visits" for head in slots.heads)
    if visits and slots.metrics and not any(m.unit == "lượt" or m.denominator for m in named):
        raise Unclear("two_metrics", ", ".join(("encounters", *slots.metrics)))
    if slots.newborns and (slots.diseases or slots.asked == "people"):
        raise Unclear("age")
    if slots.self_paid and any(metric.group == "money" for metric in named):
        raise Unclear("condition")


def _both(named: tuple[str, ...], slots: Slots) -> tuple[str, ...]:
    """Show "lượt nội trú và ngoại trú" apart: no visit is both. Added up by "hoặc" is asked."""
    kinds = [OF_CARE[care] for care in slots.care if care in {"inpatient", "outpatient"}]
    kinds += [metric for metric in named if metric in _APART]
    if len(set(kinds)) < len(_APART):
        return named
    if Role.OR in slots.flags or not set(named) <= set(OF_CARE.values()):
        raise Unclear("two_metrics", ", ".join(sorted(set(kinds))))
    return tuple(dict.fromkeys([*named, *kinds]))


def counts_visits(metrics: tuple[str, ...], slots: Slots, catalogue: Catalogue) -> bool:
    """True when people were asked for and the metric counts visits or letters."""
    visits = any(catalogue.metrics[metric].unit == "lượt" for metric in metrics)
    return slots.asked == "people" and visits


def care_filters(metrics: tuple[str, ...], slots: Slots) -> tuple[Filter, ...]:
    """Kinds of care that the metric does not say itself."""
    said = [care for care in slots.care if OF_CARE[care] not in metrics]
    if _WITH_A_BED & set(metrics):
        said = [care for care in said if care != "inpatient"]
    if metrics == ("return_72h",):
        said = [care for care in said if care != "outpatient"]
    return tuple(_CARE_FILTER[care] for care in said)


def _averaged(named: tuple[str, ...], slots: Slots) -> tuple[str, ...]:
    """Read "chi phí nội trú bình quân" as cost per encounter; "mỗi ngày" averages otherwise."""
    if not slots.averaged or set(named) <= _AVERAGES:
        return named
    if Role.EACH in slots.flags and CALENDAR & {*slots.by, *slots.bare}:
        raise Unclear("average")
    return tuple(_AVERAGE_OF.get(metric, metric) for metric in named)


def counts_of_rate(metrics: tuple[str, ...], slots: Slots, catalogue: Catalogue) -> bool:
    """True when a number of cases was asked for and the metric is a share of them."""
    share = any(catalogue.metrics[metric].unit == "share" for metric in metrics)
    asked = slots.metric_asked or slots.most_of_count or any(h.asked for h in slots.heads)
    named = _rated(slots)
    late = "reporting_lag" in metrics and slots.metric_asked and "ngày" not in slots.units
    return (share and asked and not named) or late


def _rated(slots: Slots) -> bool:
    """True when a word says that a rate is asked for."""
    return slots.as_rate or bool({Role.RATE, Role.SHARE} & slots.flags)


def sums_no_sum(metrics: tuple[str, ...], slots: Slots, catalogue: Catalogue) -> bool:
    """True when a total was asked for and the metric is a rate, an average or a median."""
    return slots.summed and not all(catalogue.metrics[metric].countable for metric in metrics)


def first_of_disease(metrics: tuple[str, ...], slots: Slots) -> bool:
    """True when new people of a disease are asked for: only their first visit is known."""
    return bool({"new_people", "returning_people"} & set(metrics)) and bool(slots.diseases)


def _check_said(named: tuple[str, ...], slots: Slots, catalogue: Catalogue) -> None:
    """What is a part of a metric's name must be of these metrics, and so must a unit."""
    for said in slots.complements:
        if not set(said.split()) & set(named):
            raise Unclear("average" if "cost_per_encounter" in said else "loose", said.split()[0])
    units = {catalogue.metrics[metric].unit for metric in named if metric in catalogue.metrics}
    if set(slots.units) - units:
        raise Unclear("loose", slots.units[0])


def _directed(metric: str, slots: Slots) -> str:
    if metric == "referrals_out" and Role.INWARD in slots.flags:
        return "referrals_in"
    if metric == "referrals_out" and Role.UP in slots.flags:
        return "up_referrals"
    return "down_referrals" if metric == "referrals_out" and Role.DOWN in slots.flags else metric


def _ups(named: tuple[str, ...]) -> bool:
    return bool({"up_referrals", "down_referrals"} & set(named))


def _by_noun(slots: Slots) -> str:
    ill = bool(slots.diseases or _DISEASES & {*slots.by, *slots.which, *slots.plural})
    if slots.asked == "people":
        return "people_with_diagnosis" if ill and slots.diseases else "people_treated"
    if slots.asked == "cases" and slots.care and not ill:
        return "encounters"
    if slots.asked == "cases" or (ill and not slots.asked and not slots.care):
        return "cases"
    if slots.asked or slots.care:
        return "encounters"
    raise Unclear("no_metric")


def _check_disease(named: tuple[str, ...], slots: Slots) -> None:
    ill = slots.diseases or _DISEASES & {*slots.by, *slots.which, *slots.plural, *slots.bare}
    if _OF_A_DISEASE & set(named) and not ill:
        raise Unclear("no_disease", named[0])


def _unknown(named: tuple[str, ...]) -> tuple[str, ...]:
    raise Unclear("no_metric", named[0])
