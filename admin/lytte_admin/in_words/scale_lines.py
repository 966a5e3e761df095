"""A score as an author reads it: what it needs, where its limits lie, who says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lytte.core.instrument import Instrument
from lytte.core.scoring.scale import CutOff, Scale
from lytte.core.summary_measures import item_name
from lytte.wording.catalogue import Words
from lytte_admin.in_words.asked_when import in_quotes
from lytte_admin.in_words.numbers import written
from lytte_admin.in_words.text_labels import own_words


@dataclass(frozen=True)
class Claim:
    """One sentence, whose it is, and whether somebody has held it against the source."""

    says: str
    source: str = ""
    unchecked: bool = False


@dataclass(frozen=True)
class ScaleLines:
    """A score with everything that is claimed of it."""

    title: str
    claims: Sequence[Claim]


def scale_lines(instrument: Instrument, say: Words) -> list[ScaleLines]:
    """Return the instrument's scores; of Lytte's own there is no manual to check against."""
    is_foreign = instrument.wording == "licensed"
    called = {
        one.link_id: item_name(one, say.language) for one in instrument.questionnaire.every_item()
    }
    return [_lines(one, called, say, is_foreign) for one in instrument.scales]


def _lines(scale: Scale, called: Mapping[str, str], say: Words, is_foreign: bool) -> ScaleLines:
    source, unchecked = own_words(scale.source, say), is_foreign and not scale.verified
    claims = [Claim(_itself(scale, say), source, unchecked)]
    if scale.reverse:
        claims.append(Claim(_turned(scale, called, say), "", unchecked))
    claims += [
        Claim(_limit(one, say), one.source, is_foreign and not one.verified)
        for one in scale.cut_offs
    ]
    if scale.mid:
        says = say("A change of {number} matters to patients", number=written(scale.mid.value, say))
        claims.append(Claim(says, scale.mid.source, is_foreign and not scale.mid.verified))
    return ScaleLines(scale.title.read(say.language) or scale.id, claims)


def _itself(scale: Scale, say: Words) -> str:
    found = [say("higher is worse") if scale.worse == "up" else say("higher is better")]
    if scale.range:
        low, high = (written(one, say) for one in scale.range)
        found.insert(0, say("{low} to {high}", low=low, high=high))
    count = len(scale.items)
    if count > 1 and scale.needed == count:
        found.append(say("every question must be answered"))
    elif count > 1:
        found.append(
            say("{number} of {count} questions must be answered", number=scale.needed, count=count)
        )
    return ", ".join(found)


def _turned(scale: Scale, called: Mapping[str, str], say: Words) -> str:
    """Say which answers count the other way round, or which do not where most do."""
    straight = [one for one in scale.items if one not in scale.reverse]
    if not straight:
        return say("every answer counts the other way round")
    if len(straight) < len(scale.reverse):
        return say("every answer counts the other way round, but: {items}",
                   items=_quoted(straight, called, say))  # fmt: skip
    return say("counts the other way round: {items}", items=_quoted(scale.reverse, called, say))


def _quoted(link_ids: Sequence[str], called: Mapping[str, str], say: Words) -> str:
    return ", ".join(in_quotes(called.get(one, one), say) for one in link_ids)


def _limit(limit: CutOff, say: Words) -> str:
    words = limit.words.read(say.language)
    match limit:
        case CutOff(at_least=Decimal() as at):
            return say("{number} or more: {words}", number=written(at, say), words=words)
        case CutOff(above=Decimal() as at):
            return say("over {number}: {words}", number=written(at, say), words=words)
        case CutOff(at_most=Decimal() as at):
            return say("{number} or less: {words}", number=written(at, say), words=words)
        case CutOff(below=Decimal() as at):
            return say("under {number}: {words}", number=written(at, say), words=words)
        case _:
            return words
