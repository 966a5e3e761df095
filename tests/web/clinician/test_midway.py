"""A patient who began one version and sends after the next: their own questions, today's limits."""

from datetime import UTC, datetime
from decimal import Decimal

from flask.testing import FlaskClient
from sqlmodel import select

from lytte.core.composition import Composition, LocalSlot
from lytte.core.questionnaire import Questionnaire
from lytte.core.thresholds import AtLeast, Rule, RuleSet
from lytte.services.drafts import drafting
from lytte.services.publishing import publishing
from lytte.storage import tables
from tests.clinic_site import Clinic
from tests.forms_world import SYMPTOMS, in_all, rating
from tests.in_force import put_rules_in_force
from tests.reports import pdfs

PAIN = rating("pain", "Hvor sterke smerter hadde du det siste døgnet?")
SLEEP = rating("sleep", "Hvor dårlig har du sovet?")
LIMITS = RuleSet(
    rules=tuple(
        Rule(
            id=name, severity="red", deputy="doctor", name=in_all(said),
            when=AtLeast(measure=f"symptoms/{name}", value=Decimal(limit)),
        )
        for name, said, limit in (("pain", "Sterke smerter", 8), ("sleep", "Dårlig søvn", 2))
    )
)  # fmt: skip


def publish_the_next(clinic: Clinic) -> None:
    """Let the clinic ask about pain in other words, about sleep too, and move its limits."""
    world = clinic.world
    with world.open() as session:
        work = world.work(session, datetime.now(UTC))
        row = session.get_one(tables.FormPublication, clinic.ready.publication_id)
        draft = session.get_one(tables.FormDraft, row.form_id)
        made = Composition.model_validate(draft.document)
        asked = Questionnaire(title=in_all("Døgnet"), items=(SLEEP, PAIN, *SYMPTOMS[1:]))
        slot = LocalSlot(id="symptoms", title=in_all("Døgnet"), questionnaire=asked)
        made = made.model_copy(update={"slots": (slot,)})
        drafting.save_form(work, draft.clinic_id, draft.slug, made)
        publishing.publish_form(work, draft.id)
        put_rules_in_force(work, world, LIMITS)
        session.commit()


def test_the_sheet_has_their_questions_and_the_limits_of_the_hour_they_sent(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    patient = clinic.begun()
    patient.send(q0_0="8")

    publish_the_next(clinic)
    patient.send(q0_2="1", q0_3=["1"])
    patient.send(q0_4="0")
    patient.send(q0_5="Å sove")
    patient.send()

    assert patient.url.endswith("/thanks"), patient.text
    with clinic.world.open() as session:
        kind = tables.Response
        sent = session.exec(select(kind).where(kind.assessment_id == clinic.waiting_id)).one()
    assert sent.form_publication_id == clinic.ready.publication_id
    raised = {one.rule_id for one in clinic.alerts if one.response_id == sent.id}
    assert raised == {"pain"}
    pdf = nurse.get(f"/clinic/sheet/{sent.id}.pdf").data
    for told in (pdfs.text(pdf), nurse.get(f"/clinic/sheet/{sent.id}.txt").text):
        assert "Hvor vondt har du hatt" in told
        assert "sovet" not in told
    why = nurse.get(f"/clinic/sheet/{sent.id}/why").text
    assert "Rødt varsel når Hvor vondt har du hatt er 8 eller mer." in why
    assert "Før timen din, versjon 1" in why
    assert "versjon 2, i kraft fra" in why
