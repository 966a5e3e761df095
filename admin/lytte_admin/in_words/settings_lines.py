"""What a level says of itself, as entries to be compared."""

from collections.abc import Iterator, Mapping, Sequence

from lytte.core.differences import Entry, Line
from lytte.core.own_settings import Logo, OwnSettings
from lytte.core.sheet_layout import SheetLayout
from lytte.wording.catalogue import Words
from lytte_admin.in_words import labels, sheet_labels


def entries(found: OwnSettings, names: Mapping[str, str], say: Words) -> list[Entry]:
    """Return each thing a level can choose; what it leaves open says so.

    `names` are of scores, by address.
    """
    chosen = {
        "name": found.name or "",
        "logo": _logo(found.logo, say),
        "accent": found.accent or "",
        "alerts_a_week": str(found.alerts_a_week or ""),
    }
    sheet = tuple(_sheet(found.sheet, names, say)) if found.sheet else (Line("", _none(say)),)
    return [
        *(
            Entry(field, say(labels.SETTINGS[field]), (Line("", text or _none(say)),))
            for field, text in chosen.items()
        ),
        *_told(found, say),
        Entry("sheet", say(labels.SETTINGS["sheet"]), sheet),
    ]


def _none(say: Words) -> str:
    return say("Not chosen here")


def _logo(logo: Logo | None, say: Words) -> str:
    """Return what tells one picture from another of the same size."""
    if logo is None:
        return ""
    size = f"{logo.width} × {logo.height}"
    return say("A picture of {size}, marked {mark}", size=size, mark=logo.sha256[:6])


def _told(found: OwnSettings, say: Words) -> Iterator[Entry]:
    title = say(labels.SETTINGS["told"])
    if not found.told:
        yield Entry("told", title, (Line("", _none(say)),))
    for tag, one in found.told.items():
        lines = (
            Line(say("What the answers are for"), one.information, tag),
            Line(say("Consent"), one.consent, tag),
        )
        yield Entry(f"told {tag}", f"{title}, {say(labels.IN_LANGUAGE.get(tag, tag))}", lines)


def _sheet(sheet: SheetLayout, names: Mapping[str, str], say: Words) -> Iterator[Line]:
    def named(addresses: Sequence[str]) -> str:
        return ", ".join(names.get(one, one) for one in addresses)

    blocks = ", ".join(say(sheet_labels.BLOCKS[one]) for one in sheet.blocks)
    yield Line(say("What is on it, and in which order"), blocks)
    yield Line(say("Order of the scores"), named(sheet.scores))
    yield Line(say("Scores that are not drawn"), named(sheet.left_out))
    yield Line("", say("{number} lines to write on", number=sheet.lines))
    yield Line("", say("{number} findings with their reason", number=sheet.found))
    yield Line(say(sheet_labels.WAYS["rows"]), say("no") if sheet.every_row else say("yes"))
    yield Line(say("Text size"), say(sheet_labels.SHEET_SIZES[sheet.smallest]))
