"""From the tables of thresholds.toml to rules and emergencies on one instrument's numbers.

Several instruments stand in one form and their rules in one rule set, so `pain_red`
becomes `lytte-plager.pain_red` and the measure `pain` becomes `lytte-plager/pain`.
"""

from collections.abc import Mapping
from typing import Any

from lytte.instruments.wording import Wording


def rule(written: Mapping[str, Any], instrument_id: str, wording: Wording) -> dict[str, Any]:
    """Return the rule as the model reads it: measures addressed, texts laid in."""
    rule_id = str(written.get("id"))
    return {
        **written,
        "id": full_id(rule_id, instrument_id),
        "when": _addressed(written.get("when"), instrument_id),
        "name": wording.text("rules", rule_id, "name", needed=True),
        "advice": wording.text("rules", rule_id, "advice"),
    }


def emergency(written: Mapping[str, Any], instrument_id: str, wording: Wording) -> dict[str, Any]:
    """Return the emergency as the model reads it; a trigger in words is an option's code."""
    emergency_id = str(written.get("id"))
    whole = {**written, "id": full_id(emergency_id, instrument_id)}
    if "item" in whole:
        whole["item"] = f"{instrument_id}/{whole['item']}"
    if isinstance(whole.get("triggers"), list):
        whole["triggers"] = _values(whole["triggers"])
    for name in ("name", "call_now"):
        whole[name] = wording.text("emergencies", emergency_id, name, needed=True)
    whole["danger"] = wording.text("emergencies", emergency_id, "danger")
    return whole


def _values(written: Any) -> Any:
    """Return answers as the model reads them: one in words is an option's code."""
    if not isinstance(written, list):
        return written
    return [{"valueCoding": {"code": one}} if isinstance(one, str) else one for one in written]


def full_id(rule_id: str, instrument_id: str) -> str:
    """Return what a rule of this instrument is called in a clinic's rule set."""
    return f"{instrument_id}.{rule_id}"


def _addressed(criterion: Any, instrument_id: str) -> Any:
    """Write `pain` as `lytte-plager/pain`, as the form that it stands in knows it."""
    if isinstance(criterion, list):
        return [_addressed(one, instrument_id) for one in criterion]
    if not isinstance(criterion, Mapping):
        return criterion
    whole = {name: _addressed(inner, instrument_id) for name, inner in criterion.items()}
    if whole.get("type") == "answered":
        return {
            **whole,
            "item": f"{instrument_id}/{whole.get('item')}",
            "options": _values(whole.get("options")),
        }
    if isinstance(whole.get("measure"), str):
        whole["measure"] = f"{instrument_id}/{whole['measure']}"
    return whole
