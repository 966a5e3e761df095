"""Two versions side by side: what changed is what is seen."""

from lytte.core.composition import LocalSlot
from tests.cms_desk import INSTRUMENT, Cms


def test_what_changed_is_not_hidden_among_the_other_languages(cms: Cms) -> None:
    """A condition on a question in three languages is one line on either side, not five."""
    form_id, desk = cms.form(), cms.author
    cms.safe()
    words = {"text__nb": "Noe mer?", "text__nn": "Noko meir?", "text__ar": "هل هناك شيء آخر؟"}
    desk.get(f"/admin/questions/{form_id}/new?kind=words")
    desk.follow(desk.post(f"/admin/questions/{form_id}/new", kind="words", **words))
    assert isinstance(cms.composition(form_id).slots[1], LocalSlot)
    desk.get(f"/admin/forms/{form_id}/publish")
    desk.follow(desk.post(f"/admin/forms/{form_id}/publish", comment="Første"))
    at = f"/admin/questions/{form_id}/when/1"
    desk.get(f"{at}?looks_at=symptoms/pain")
    given = {"looks_at": "symptoms/pain", "compared": "at_least", "value": "4"}
    desk.follow(desk.post(f"{at}/change", do="add", **given))

    desk.get(f"/admin/forms/{form_id}/compare?from=1&to=draft")

    assert "Når det spørres: Tatt ut: alltid" in desk.text
    assert "Nytt: bare hvis «Hvor vondt har du hatt?» er minst 4" in desk.text
    assert "Noe mer?" in desk.text
    assert "Noko meir?" not in desk.text
    assert "هل" not in desk.text


def test_a_change_inside_an_instrument_is_told_in_words_and_never_as_unchanged(cms: Cms) -> None:
    """The fingerprint of what came in stays beside it, and says nothing of what is asked now."""
    form_id, desk = cms.form(), cms.author
    cms.safe()
    desk.get(f"/admin/forms/{form_id}/publish")
    desk.follow(desk.post(f"/admin/forms/{form_id}/publish", comment="Første"))
    address = f"/admin/deviations/{form_id}/{INSTRUMENT.id}"
    desk.get(address)
    person = {"by": "Solveig Demo", "reason": "Spørres av tannlegen", "sure": "1"}

    desk.follow(desk.post(address, **{"out-0": "1"}, **person))

    desk.get(f"/admin/forms/{form_id}?at={INSTRUMENT.id}")
    assert "Noe inne i det er endret, og skårene og hvert ark sier det." in desk.text
    assert "Det spørres helt og uendret" not in desk.text
    desk.get(f"/admin/forms/{form_id}/compare?from=1&to=draft")
    assert "Måleverktøyene er uendret" not in desk.text
    told = "Endret inne i måleverktøyet: Nytt: ved Solveig Demo: Spørres av tannlegen"
    assert told in desk.text
    assert "Når det spørres: Nytt: aldri" in desk.text
    for stored in ("hidden", "modified", "{", "Innstillinger"):
        assert stored not in desk.text, stored
