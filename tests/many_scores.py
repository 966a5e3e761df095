"""A form of more scores than one page draws, for whoever chooses what is on the sheet."""

from uuid import UUID

from lytte.core.composition import Composition, InstrumentSlot
from lytte.core.instrument import Instrument, Licence
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.services.work import Work
from lytte.storage import tables

MANY = Instrument(
    id="many",
    version="1",
    title=Text({"nb": "Mange plager"}),
    questionnaire=Questionnaire(
        items=tuple(
            NumericRating(link_id=f"q{n}", text=Text({"nb": f"Plage nummer {n}"}), worse="up")
            for n in range(1, 25)
        )
    ),
    licence=Licence(owner="Lytte", terms="free"),
)


def many_scores(work: Work, clinic_id: UUID) -> tables.FormDraft:
    """Put the form together as a draft of a clinic."""
    stocking.add(work, MANY)
    slots = (InstrumentSlot(instrument=MANY.id, version=MANY.version),)
    made = Composition(title=Text({"nb": "Mange spørsmål"}), slots=slots)
    return drafting.save_form(work, clinic_id, "many", made)
