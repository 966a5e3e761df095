"""An invented patient's answers, as large as asked for: to time the sheet and to try it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from lytte.core.alerting import alerts
from lytte.core.answers import Given, Key, Missing
from lytte.core.forms import Form, Part
from lytte.core.questionnaire import Questionnaire
from lytte.core.summary_given import (
    Call,
    Meeting,
    Origin,
    Person,
    Sending,
    SummaryInput,
)
from lytte.core.thresholds import Occasion, Rule, RuleSet
from lytte.core.values import Coding

NOW = datetime(2026, 8, 24, 17, 12, tzinfo=UTC)
SHEET = "urn:lytte:sheet"
# Name, then the number at each of six visits; the helper answered at the third.
SYMPTOMS: Mapping[str, Sequence[int | None]] = {
    "Smerte": (3, 3, 4, 5, 5, 8),
    "Tretthet": (5, 6, 6, 7, 7, 7),
    "Kvalme": (1, 2, 1, 1, 1, 1),
    "Dårlig matlyst": (2, 2, 3, 3, None, 5),
    "Munntørrhet": (1, 1, 1, 1, 1, 1),
    "Tung pust": (2, 2, 2, 2, 2, 4),
    "Dårlig søvn": (2, 3, 3, 3, 3, 6),
    "Uro": (3, 3, 3, 3, 3, 6),
    "Tristhet": (2, 2, 2, 2, 3, None),
}
FUNCTIONS: Mapping[str, Sequence[int | None]] = {
    "Fysisk funksjon": (80, 80, 73, 73, 67, 53),
    "Sosial funksjon": (83, 67, 67, 50, 67, 83),
    "Gjøremål": (67, 67, 67, 67, 67, 50),
    "Hukommelse": (83, 83, 83, 67, 67, 50),
}
SELBY = "Selby 2010, et annet skjema"


def sample(
    symptoms: Mapping[str, Sequence[int | None]] = SYMPTOMS,
    functions: Mapping[str, Sequence[int | None]] = FUNCTIONS,
    *,
    first: bool = False,
    topics: Sequence[tuple[str, str]] = (
        ("Smerter i ryggen om natten", "urgent"),
        ("Orker ikke å gå turer lenger", "can_wait"),
    ),
    own_words: str = "Vondt når jeg snur meg. Lurer på om det kan være skjelettet.",
    choices: Mapping[str, str] = {"Hvor gjør det vondt": "Ryggen"},
    urgent: bool = True,
    **changed: Any,
) -> SummaryInput:
    """Return one invented response; `changed` replaces whole fields of it."""
    series = {**_named("d", symptoms), **_named("h", functions)}
    form = _form(symptoms, functions, topics, choices)
    history = () if first else _history(series)
    measures = {a: _measure(values[-1]) for a, values in series.items()}
    numbers = {a: v for a, v in measures.items() if isinstance(v, Decimal)}
    rules = _rules(series)
    answers = _answers(series, topics, own_words, choices, urgent=urgent)
    fields: dict[str, Any] = {
        "form": form,
        "answers": answers,
        "measures": measures,
        "rules": rules,
        "alerts": alerts(rules.rules, numbers, history),
        "history": history,
        "calls": _calls(urgent=urgent),
        "not_asked_about": ("økonomi", "arbeid", "seksualitet"),
    }
    return SummaryInput(**_circumstances() | fields | changed)


def _circumstances() -> dict[str, Any]:
    return {
        "person": Person(
            name="Kari Testmann", birth_date=date(1951, 3, 14), number="000000", synthetic=True
        ),
        "sending": Sending(authored=NOW, answered=23, asked=25),
        "origin": Origin(
            response_id="7f3k22aa-0000",
            printed_at=NOW + timedelta(hours=13),
            printed_for="lege",
            form_number=3,
            form_sha256="a1b2c3d4e5f6",
            rules_number=4,
            rules_since=date(2026, 6, 1),
            rules_sha256="0f9e8d7c6b5a",
        ),
        "meeting": Meeting(
            starts_at=NOW + timedelta(hours=14, minutes=8),
            course="Brystkreft, kur 6 av 8",
            course_source="timelisten",
            course_on=date(2026, 8, 18),
        ),
        "zone": ZoneInfo("Europe/Oslo"),
    }


def _named(
    part: str, series: Mapping[str, Sequence[int | None]]
) -> dict[str, Sequence[int | None]]:
    return {f"{part}/{number}": values for number, values in enumerate(series.values())}


def _measure(value: int | None) -> Decimal | Missing:
    return Missing.DECLINED if value is None else Decimal(value)


def _history(series: Mapping[str, Sequence[int | None]]) -> tuple[Occasion, ...]:
    return tuple(
        Occasion(
            at=NOW - timedelta(days=21 * (5 - visit)),
            measures={a: Decimal(v[visit] or 0) for a, v in series.items() if v[visit] is not None},
            proxy=visit == 2,
        )
        for visit in range(5)
    )


def _form(
    symptoms: Mapping[str, Any],
    functions: Mapping[str, Any],
    topics: Sequence[Any],
    choices: Mapping[str, str],
) -> Form:
    ratings = [_rating(str(i), name, 10, "up") for i, name in enumerate(symptoms)]
    ratings.append(_item("back", "boolean", "Ryggsmerter som hindrer søvn"))
    ratings.append(_item("fever", "boolean", "Feber på cellegift"))
    ratings += [_item(f"c{i}", "string", name) for i, name in enumerate(choices)]
    shares = [_rating(str(i), name, 100, "down") for i, name in enumerate(functions)]
    matters: list[dict[str, Any]] = []
    for number in range(len(topics)):
        matters.append(_item(f"t{number}", "string", "Tema", "topic"))
        urgency = _item(f"u{number}", "choice", "Haster", "topic-urgency")
        urgency["answer_options"] = [
            {"value": {"valueCoding": {"code": "urgent"}}, "text": {"nb": "haster"}},
            {"value": {"valueCoding": {"code": "can_wait"}}, "text": {"nb": "kan vente"}},
        ]
        matters.append(urgency)
    matters.append(_item("own", "text", "Egne ord", "own-words"))
    return Form(
        title=_nb("Før kur"),
        parts=(
            _part("v", "Lytte Viktigst", "", matters),
            _part("d", "Lytte Plager", "siste døgn", ratings),
            _part("h", "Lytte Hverdag", "siste uke", shares),
        ),
    )


def _nb(text: str) -> Any:
    return {"nb": text} if text else {}


def _part(part_id: str, title: str, recall: str, items: Sequence[Any]) -> Part:
    return Part(
        id=part_id,
        title=_nb(title),
        version="1.0",
        recall=_nb(recall),
        questionnaire=Questionnaire.model_validate({"items": list(items)}),
    )


def _item(link_id: str, kind: str, name: str, place: str = "") -> dict[str, Any]:
    code = [{"system": SHEET, "code": place}] if place else []
    return {"link_id": link_id, "type": kind, "short_text": {"nb": name}, "code": code}


def _rating(link_id: str, name: str, top: int, worse: str) -> dict[str, Any]:
    kind = "numeric_rating" if top == 10 else "visual_analogue"
    return {**_item(link_id, kind, name), "maximum": top, "worse": worse}


def _rules(series: Mapping[str, Any]) -> RuleSet:
    found: list[Rule] = []
    for address in series:
        if address.startswith("d/"):
            for limit, severity in ((4, "amber"), (7, "red")):
                found.append(_rule(address, severity, {"type": "at_least", "value": limit}, SELBY))
            found.append(_rule(address, "amber", {"type": "worsened", "by": 2}, ""))
        else:
            found.append(_rule(address, "amber", {"type": "below", "value": 60}, ""))
            worse = {"type": "worsened", "by": 10, "worse": "down"}
            found.append(_rule(address, "amber", worse, ""))
    return RuleSet.model_validate({"rules": found, "emergencies": _emergencies()})


def _rule(address: str, severity: str, when: Mapping[str, Any], source: str) -> Rule:
    return Rule.model_validate(
        {
            "id": f"{address}-{when['type']}-{severity}",
            "severity": severity,
            "when": {"measure": address, **when},
            "source": source,
            "local": not source,
        }
    )


def _emergencies() -> list[dict[str, Any]]:
    yes = ({"valueBoolean": True},)
    return [
        {"id": one, "item": f"d/{one}", "triggers": yes, "name": {"nb": name}, "call_now": {}}
        for one, name in (("back", "ryggsmerter som hindrer søvn"), ("fever", "feber på cellegift"))
    ]


def _answers(
    series: Mapping[str, Sequence[int | None]],
    topics: Sequence[tuple[str, str]],
    own_words: str,
    choices: Mapping[str, str],
    *,
    urgent: bool,
) -> dict[str, dict[Key, Given]]:
    found: dict[str, dict[Key, Given]] = {"v": {}, "d": {}, "h": {}}
    for address, values in series.items():
        part, link_id = address.split("/")
        now = values[-1]
        found[part][Key(link_id)] = Missing.DECLINED if now is None else (now,)
    found["d"] |= {Key("back"): (urgent,), Key("fever"): (False,)}
    found["d"] |= {Key(f"c{i}"): (text,) for i, text in enumerate(choices.values())}
    for number, (text, when) in enumerate(topics):
        found["v"] |= {Key(f"t{number}"): (text,), Key(f"u{number}"): (Coding(code=when),)}
    found["v"][Key("own")] = (own_words,) if own_words else Missing.SKIPPED
    return found


def _calls(*, urgent: bool) -> tuple[Call, ...]:
    if not urgent:
        return ()
    return (
        Call(
            emergency_id="back",
            shown_at=NOW,
            reply="called",
            replied_at=NOW + timedelta(minutes=13),
            seen_by="vakthavende sykepleier",
            seen_at=NOW + timedelta(minutes=19),
        ),
    )
