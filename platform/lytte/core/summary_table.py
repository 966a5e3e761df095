"""The tables of a summary: what each measure is now, was, and how it moved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Literal

from lytte.core.answers import Missing
from lytte.core.forms import Part
from lytte.core.sheet_layout import KINDS, Kind
from lytte.core.summary_given import SummaryInput
from lytte.core.summary_measures import Measured
from lytte.core.summary_shape import Change, Limit, OccasionNote, PartNote, Row, Table
from lytte.core.thresholds import (
    AtLeast,
    Below,
    Combined,
    Occasion,
    Persisted,
    RuleSet,
    Severity,
    When,
)

COLUMNS = 6


def occasions(given: SummaryInput) -> tuple[OccasionNote, ...]:
    """Return the columns: the latest earlier responses, and now last."""
    shown = [
        OccasionNote(at=past.at.astimezone(given.zone), proxy=past.proxy)
        for past in given.history[-(COLUMNS - 1) :]
    ]
    now = given.sending.authored.astimezone(given.zone)
    return (*shown, OccasionNote(at=now, proxy=given.proxy))


def tables(
    given: SummaryInput,
    asked: Sequence[Measured],
    flagged: Mapping[str, Severity],
    known: frozenset[str],
) -> tuple[tuple[Table, ...], tuple[Table, ...]]:
    """Lay the measures in tables, one a direction: those the clinic draws, and those it does not.

    `flagged` maps a measure to the loudest alert that speaks of it, `known` are those
    that an agreement covers.
    """
    borders, layout = limits(given.rules), given.layout
    rows: dict[Kind, list[tuple[str, tuple[Row, Part]]]] = {kind: [] for kind in KINDS}
    left: dict[Kind, list[tuple[str, tuple[Row, Part]]]] = {kind: [] for kind in KINDS}
    for one in asked:
        row = _row(given, one, borders.get(one.address, ()), flagged.get(one.address))
        if row is not None:
            marked = replace(row, known=one.address in known)
            into = rows if layout.shows(one.kind, one.address) else left
            into[one.kind].append((one.address, (marked, one.part)))
    drawn = [_table(kind, layout.placed(found), given.language) for kind, found in rows.items()]
    told = [_table(kind, layout.placed(found), given.language) for kind, found in left.items()]
    return tuple(one for one in drawn if one.rows), tuple(one for one in told if one.rows)


def _table(kind: Kind, found: Sequence[tuple[Row, Part]], language: str) -> Table:
    return Table(
        kind=kind,
        rows=tuple(row for row, _ in found),
        instruments=part_notes([part for _, part in found], language),
    )


def part_notes(parts: Sequence[Part], language: str) -> tuple[PartNote, ...]:
    """Say once of each part what its numbers come from."""
    seen = {part.id: part for part in parts}
    return tuple(
        PartNote(
            title=part.title.read(language) or part.id,
            version=part.version or "",
            recall=part.recall.read(language),
            validated=part.validated,
            local=part.kind == "local",
            modified=part.modified is not None,
        )
        for part in seen.values()
    )


def limits(rules: RuleSet) -> Mapping[str, tuple[Limit, ...]]:
    """Return each measure's borders, lowest first: those that raise an alert by themselves."""
    found: dict[str, dict[tuple[Decimal, bool], Limit]] = {}
    for rule in rules.rules:
        for border in _borders(rule.when):
            here = found.setdefault(border.measure, {})
            below = isinstance(border, Below)
            before = here.get((border.value, below))
            if before is None or rule.severity == "red":
                here[border.value, below] = Limit(
                    value=border.value,
                    below=below,
                    severity=rule.severity,
                    source=rule.source,
                    local=rule.local,
                )
    return {
        measure: tuple(sorted(here.values(), key=lambda limit: limit.value))
        for measure, here in found.items()
    }


def previous(
    history: Sequence[Occasion], measure: str, *, own: bool = False
) -> tuple[Decimal, datetime] | None:
    """Return the latest earlier number of `measure`, the patient's own only if `own`."""
    for past in reversed(history):
        if measure in past.measures and not (own and past.proxy):
            return past.measures[measure], past.at
    return None


def _borders(criterion: When) -> Iterator[AtLeast | Below]:
    match criterion:
        case AtLeast() | Below():
            yield criterion
        case Persisted():
            yield criterion.of
        case Combined() if criterion.together == "any":
            for one in criterion.of:
                yield from _borders(one)
        case _:
            return


def _row(
    given: SummaryInput, one: Measured, borders: Sequence[Limit], severity: Severity | None
) -> Row | None:
    """Return the measure's row; None when it was not asked, or never had a number."""
    now = given.measures.get(one.address, Missing.NOT_SHOWN)
    before = previous(given.history, one.address)
    if now is Missing.NOT_SHOWN or (isinstance(now, Missing) and before is None):
        return None
    word, source = ("", "") if isinstance(now, Missing) else severity_word(one, now, given.language)
    return Row(
        measure=one.address,
        part=one.part.id,
        name=one.name,
        now=now,
        points=_points(given, one.address, now),
        low=one.ends[0] if one.ends else None,
        high=one.ends[1] if one.ends else None,
        exact=one.exact,
        limits=tuple(borders),
        severity=severity,
        beyond=not isinstance(now, Missing) and any(is_beyond(limit, now) for limit in borders),
        word=word,
        word_source=source,
        change=_change(given, one, now),
        previous=before and (before[0], before[1].astimezone(given.zone)),
        small=one.small,
        se=None if isinstance(now, Missing) else given.standard_errors.get(one.address),
    )


def is_beyond(limit: Limit, value: Decimal) -> bool:
    """Tell whether `value` is on the far side of `limit`."""
    return value < limit.value if limit.below else value >= limit.value


def severity_word(one: Measured, value: Decimal, language: str) -> tuple[str, str]:
    """Return the word of the last cut-off met, and its source.

    Empty unless the instrument is validated, unmodified, and the cut-off names its
    source: a word like "severe" is a claim (C4, and Lytte's own forms make none).
    """
    if not one.part.validated or one.part.modified is not None:
        return "", ""
    met = [cut for cut in one.cut_offs if cut.is_met(value)]
    if not met or not met[-1].source:
        return "", ""
    return met[-1].words.read(language), met[-1].source


def _points(
    given: SummaryInput, measure: str, now: Decimal | Missing
) -> tuple[Decimal | None, ...]:
    past = [one.measures.get(measure) for one in given.history[-(COLUMNS - 1) :]]
    return (*past, None if isinstance(now, Missing) else now)


def _change(given: SummaryInput, one: Measured, now: Decimal | Missing) -> Change | None:
    if given.proxy or isinstance(now, Missing):
        return None
    before = previous(given.history, one.address, own=True)
    if before is None:
        return None
    number, at = before
    return Change(
        kind=_direction(one, now - number),
        by=abs(now - number),
        since=at.astimezone(given.zone),
        last=at == given.history[-1].at,
    )


def _direction(
    one: Measured, moved: Decimal
) -> Literal["worse", "better", "unchanged", "more", "less"]:
    if not moved:
        return "unchanged"
    if one.worse is None:
        return "more" if moved > 0 else "less"
    return "worse" if (moved > 0) == (one.worse == "up") else "better"
