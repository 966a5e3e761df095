"""What items, options and lists are called in a form, which allows the names of XML only."""

import re
from collections.abc import Mapping, Sequence

from lytte.core.items.choice import AnswerOption
from lytte.core.questionnaire import Questionnaire
from lytte.integrations.logic.pieces import number_text
from lytte.integrations.logic.questions import option_code
from lytte.integrations.xlsform.kept import kept_of
from lytte.integrations.xlsform.xpath_written import FormNames

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_CODE = re.compile(r"[^\s'\"]+")
_OTHER = re.compile(r"[^A-Za-z0-9_]+")
Lists = Mapping[str, Sequence[AnswerOption]]


def form_names(questionnaire: Questionnaire) -> tuple[FormNames, Lists]:
    """Return a name for every item, option and list, and the options of each list."""
    every = list(questionnaire.every_item())
    taken: set[str] = set()
    rows: dict[str, str] = {}
    for item in sorted(every, key=lambda each: not _NAME.fullmatch(each.link_id)):
        rows[item.link_id] = free(item.link_id, taken)
    codes: dict[tuple[str, str], str] = {}
    lists: dict[str, Sequence[AnswerOption]] = {}
    of_items: dict[str, str] = {}
    known: dict[object, str] = {}
    used: set[str] = set()
    for item in every:
        options = questionnaire.options(item)
        if not options:
            continue
        codes |= {(item.link_id, code): name for code, name in _codes(options).items()}
        content = (kept_of(item.kept).get("list"), _content(options))
        if content not in known:
            wanted = kept_of(item.kept).get("list") or rows[item.link_id]
            known[content] = free(wanted, used)
            lists[known[content]] = options
        of_items[item.link_id] = known[content]
    return FormNames(rows, codes, of_items), lists


def free(wanted: str, taken: set[str]) -> str:
    """Return a name made of `wanted`, and take it."""
    stem = wanted
    if not _NAME.fullmatch(wanted):
        stem = _OTHER.sub("_", wanted).strip("_")[:80] or "q"
        stem = stem if stem[0].isalpha() else f"q_{stem}"
    found, number = stem, 1
    while found.lower() in taken:
        number += 1
        found = f"{stem}_{number}"
    taken.add(found.lower())
    return found


def _codes(options: Sequence[AnswerOption]) -> dict[str, str]:
    found: dict[str, str] = {}
    taken: set[str] = set()
    for option in options:
        code = option_code(option)
        if code is None or code in found:
            continue
        stem = code if _CODE.fullmatch(code) else _OTHER.sub("_", code).strip("_") or "option"
        name, number = stem, 1
        while name in taken:
            number += 1
            name = f"{stem}_{number}"
        taken.add(name)
        found[code] = name
    return found


def _content(options: Sequence[AnswerOption]) -> object:
    """Return what two lists have in common when they are one."""
    weights = (number_text(one.weight) if one.weight is not None else "" for one in options)
    texts = tuple((option_code(one), tuple(one.text.root.items())) for one in options)
    return texts, tuple(weights)
