"""Where a question may stand inside a locked instrument, and what is said of one taken out."""

import re

from sqlmodel import select

from lytte.core.composition import Composition, InstrumentSlot
from lytte.core.texts import Text
from lytte.instruments import folder
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.storage import tables
from tests.cms_desk import Cms
from tests.forms_world import make_ready
from tests.services.test_insight import occasion


def test_the_places_inside_are_its_questions_by_their_numbers_on_paper(cms: Cms) -> None:
    own = folder.library()["lytte-plager"]
    with cms.world.open() as session:
        work = cms.work(session)
        stocking.add(work, own)
        made = Composition(
            title=Text({"nb": "Før timen"}),
            languages=("nb",),
            slots=(InstrumentSlot(instrument=own.id, version=own.version),),
        )
        draft = drafting.save_form(work, cms.world.clinic_id, "before", made)
        session.commit()
        form_id = draft.id
    desk = cms.author

    desk.get(f"/admin/questions/{form_id}/new?kind=yes_no")

    places = re.findall(r'<option value="in:[^"]+">([^<]+)</option>', desk.last)
    assert places[:4] == [
        "Etter 1: «Hvor vondt har du hatt?»",
        "Etter 2: «Hvor har du vondt?»",
        "Etter 3: «Når er det verst?»",
        "Etter 4: «Hindrer smertene deg i det du vil gjøre?»",
    ]
    assert not [one for one in places if "Velg alle stedene" in one]
    group = places.index("Etter hele «Litt mer om smertene»")
    assert places[group - 1].startswith("Etter 5: ")  # a group is over when its own are asked
    assert "Numrene er de på papirskjemaet." in desk.text


def test_what_is_taken_out_says_how_often_it_was_answered_and_nothing_where_it_never_was(
    cms: Cms,
) -> None:
    ready = make_ready(cms.world)
    with cms.world.open() as session:
        [draft] = session.exec(select(tables.FormDraft)).all()
        form_id = draft.id
    desk = cms.author
    desk.get(f"/admin/forms/{form_id}")
    desk.follow(desk.post(f"/admin/forms/{form_id}/change", do="out:0"))
    assert "Tatt ut (1)" in desk.text
    assert "tatt vare på" not in desk.text.partition("Tatt ut (1)")[2].partition("Legg til")[0]

    for number in range(2):
        occasion(cms.world, ready, number)
    desk.get(f"/admin/forms/{form_id}")

    assert "Står i 2 innsendte skjemaer, som er tatt vare på" in desk.text
