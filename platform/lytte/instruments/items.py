"""From the tables an author writes to the items of a questionnaire."""

from collections.abc import Mapping
from typing import Any

from lytte.instruments.wording import Wording

_NEEDED = {
    "group": (),
    "display": ("text",),
    "numeric_rating": ("text", "short_text", "low", "high"),
    "visual_analogue": ("text", "short_text", "low", "high"),
}
_QUESTION = ("text", "short_text")
_OFFERED = {
    "number": ("low", "high", "entry_format"),
    "string": ("entry_format",),
    "text": ("entry_format",),
    "open-choice": ("open_label",),
}
_ALL = ("text", "short_text", "prefix")


def woven(item: Mapping[str, Any], wording: Wording) -> dict[str, Any]:
    """Return the item as the model reads it: texts laid in, short forms written out.

    Faults of form are left as they are; the model names them.
    """
    kind, link_id = str(item.get("type")), str(item.get("link_id"))
    needed = _NEEDED.get(kind, _QUESTION)
    whole = dict(item)
    for name in dict.fromkeys((*_ALL, *needed, *_OFFERED.get(kind, ()))):
        if text := wording.text("items", link_id, name, needed=name in needed):
            whole[name] = text
    if isinstance(item.get("options"), list):
        options = whole.pop("options")
        whole["answer_options"] = [_option(one, link_id, wording) for one in options]
    if "condition" in whole:
        whole["condition"] = spelled_out(whole["condition"])
    inner = item.get("items", [])
    if not isinstance(inner, list):
        return whole
    inner = [woven(one, wording) if isinstance(one, Mapping) else one for one in inner]
    if help_text := wording.text("items", link_id, "help"):
        inner.insert(0, _help(link_id, help_text))
    if inner:
        whole["items"] = inner
    return whole


def spelled_out(condition: Any) -> Any:
    """Write the options of a condition as codings: an author writes `options = ["back"]`."""
    if isinstance(condition, list):
        return [spelled_out(one) for one in condition]
    if not isinstance(condition, Mapping):
        return condition
    whole = {name: spelled_out(inner) for name, inner in condition.items()}
    if isinstance(whole.get("options"), list):
        whole["options"] = [
            {"code": one} if isinstance(one, str) else one for one in whole["options"]
        ]
    return whole


def _option(option: Any, link_id: str, wording: Wording) -> Any:
    whole = {"code": option} if isinstance(option, str) else option
    if not isinstance(whole, Mapping) or "code" not in whole:
        return option
    rest = {name: inner for name, inner in whole.items() if name != "code"}
    code = str(whole["code"])
    text = wording.text("items", link_id, "options", code, needed=True)
    return {"value": {"valueCoding": {"code": code}}, "text": text, **rest}


def _help(link_id: str, text: Mapping[str, str]) -> dict[str, Any]:
    # FHIR's way: a help text is an item of its own inside the one it explains.
    return {"type": "display", "control": "help", "link_id": f"{link_id}_help", "text": text}
