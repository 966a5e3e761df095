"""A hospital's configuration leaves as one file and arrives whole, or not at all (C15)."""

import json
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import func, select

from lytte.core.bundle import Bundle, written
from lytte.core.forms import document
from lytte.core.problems import Problem
from lytte.core.schedules.plan import Around, Plan, Sending
from lytte.services.bundles import bundle_reading, bundling, bundling_out
from lytte.services.drafts import drafting
from lytte.services.faults import NotReady
from lytte.services.sending import scheduling
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.database import Database
from tests.cms_desk import Cms
from tests.world import World, make_world


@pytest.fixture
def there(cms: Cms) -> str:
    """A hospital's configuration as it lies in a file."""
    form_id = cms.form()
    cms.safe()
    cms.rules()
    planned(cms, form_id)
    with cms.world.open() as session:
        text = written(bundling_out.export(cms.work(session), as_made=True))
        session.commit()
    return text


def planned(cms: Cms, form_id: UUID, days: int = 2) -> None:
    """Write that the form goes out some days before each appointment."""
    with cms.world.open() as session:
        form = session.get(tables.FormDraft, form_id)
        assert form is not None
        plan = Plan(sendings=(Sending(id="before", form=form.slug, when=Around(days=days)),))
        drafting.save_plan(cms.work(session), cms.world.clinic_id, plan)
        session.commit()


@pytest.fixture
def here(database: Database) -> World:
    """Another hospital, empty, with a clinic of the same name."""
    return make_world(database)


def work_in(world: World, session: Any) -> Work:
    return world.work(session, datetime.now(UTC))


def refused(world: World, text: str) -> tuple[Problem, ...]:
    with world.open() as session, pytest.raises(NotReady) as fault:
        bundling.bring(work_in(world, session), bundle_reading.read(text.encode()))
    assert count(world) == 0
    return fault.value.problems


def count(world: World) -> int:
    with world.open() as session:
        kinds = (tables.FormDraft, tables.RuleSetDraft, tables.InstrumentVersion, tables.SafetyText)
        return sum(session.exec(select(func.count()).select_from(kind)).one() for kind in kinds)


def test_what_went_out_comes_in_the_same(there: str, here: World) -> None:
    bundle = bundle_reading.read(there.encode())
    with here.open() as session:
        work = work_in(here, session)
        told = bundling.bring(work, bundle)
        session.commit()
    assert [one.kind for one in told] == ["form", "rules", "plan", "safety"]

    with here.open() as session:
        again = bundling_out.export(work_in(here, session), as_made=True)
    for name in ("forms", "rules", "plan"):
        assert document(again)["clinics"][0][name] == document(bundle)["clinics"][0][name]
    assert again.instruments == bundle.instruments


def test_nothing_is_published_by_a_file(there: str, here: World) -> None:
    with here.open() as session:
        bundling.bring(work_in(here, session), bundle_reading.read(there.encode()))
        session.commit()

    with here.open() as session:
        assert session.exec(select(tables.FormPublication)).all() == []
        assert session.exec(select(tables.RuleSetPublication)).all() == []
        assert session.exec(select(tables.SchedulePublication)).all() == []
        [text] = session.exec(select(tables.SafetyText)).all()
    assert text.state == "in_review"


def test_taking_the_same_file_in_again_changes_nothing(cms: Cms, there: str) -> None:
    with cms.world.open() as session:
        work = cms.work(session)
        assert bundling.differences(work, bundle_reading.read(there.encode()), "nb") == []
        assert bundling.bring(work, bundle_reading.read(there.encode())) == []


def test_numbers_people_and_patients_stay_behind(cms: Cms, there: str) -> None:
    for secret in ("22 00 00 00", "116 117", "example.org", "Kari Testmann"):
        assert secret not in there
    bundle = bundle_reading.read(there.encode())
    assert any("telephone" in one for one in bundle.left_behind)
    assert any("staff" in one for one in bundle.left_behind)


def test_what_stands_for_gaps_comes_along_and_who_chose_it_stays_behind(
    cms: Cms, there: str, here: World
) -> None:
    chosen = {"by": "Solveig Demo", "at": "2026-11-20T09:00:00Z"}

    def choosing(found: Any) -> None:
        for form in found["clinics"][0]["forms"].values():
            form["languages"] = ["nb", "en", "ar"]
            form["fallbacks"] = {"ar": {**chosen, "language": "en"}, "en": chosen}

    with here.open() as session:
        work = work_in(here, session)
        bundling.bring(work, bundle_reading.read(changed(there, choosing).encode()))
        [draft] = session.exec(select(tables.FormDraft)).all()
        made = drafting.composition(work, draft)
    assert made.instead == {"ar": "en", "en": "nb"}
    assert {one.by for one in made.fallbacks.values()} == {"Lytte"}


def test_the_same_configuration_is_the_same_file(cms: Cms, there: str) -> None:
    with cms.world.open() as session:
        assert written(bundling_out.export(cms.work(session), as_made=True)) == there


def changed(text: str, change: Any) -> str:
    found = json.loads(text)
    change(found)
    return json.dumps(found)


def without_instruments(found: Any) -> None:
    found["instruments"] = []


def with_script(found: Any) -> None:
    form = next(iter(found["clinics"][0]["forms"].values()))
    form["title"]["nb"] = "Hei <script>alert(1)</script>"


def with_another_clinic(found: Any) -> None:
    found["clinics"][0]["slug"] = "hud"


def with_an_unknown_form(found: Any) -> None:
    found["clinics"][0]["plan"]["sendings"][0]["form"] = "gone"


@pytest.mark.parametrize(("change", "told"), [
    (without_instruments, "neither in the file nor here"),
    (with_script, "script does: “Hei <script>alert(1)</script>”"),
    (with_another_clinic, "There is no clinic here called"),
    (with_an_unknown_form, "The plan sends gone, a form that is neither in the file nor here"),
])  # fmt: skip
def test_what_cannot_be_taken_in_is_told_and_nothing_is_half_done(
    there: str, here: World, change: Any, told: str
) -> None:
    [problem] = refused(here, changed(there, change))

    assert told in problem.message
    assert problem.way_out


def with_unknown_treatment(sending: Any) -> None:
    sending["when"]["of"] = "moonlight"


def with_unknown_rhythm(sending: Any) -> None:
    sending["when"]["type"] = "moonlight"


@pytest.mark.parametrize("change", [with_unknown_treatment, with_unknown_rhythm])
def test_what_a_plan_follows_must_be_known_here(there: str, change: Any) -> None:
    def to_plan(found: Any) -> None:
        change(found["clinics"][0]["plan"]["sendings"][0])

    with pytest.raises(NotReady) as fault:
        bundle_reading.read(changed(there, to_plan).encode())

    [problem] = fault.value.problems
    assert problem.message == "“moonlight” is not known here."
    assert "plan/sendings/0/when" in problem.place


def test_a_plan_may_send_a_form_that_is_here_already(cms: Cms, there: str) -> None:
    def plan_alone(found: Any) -> None:
        found["clinics"][0]["forms"] = {}
        found["clinics"][0]["plan"]["sendings"][0]["at"] = "11:00:00"

    with cms.world.open() as session:
        work = cms.work(session)
        [told] = bundling.bring(work, bundle_reading.read(changed(there, plan_alone).encode()))
        [one] = scheduling.plan(work, cms.world.clinic_id).sendings

    assert [(one.kind, one.name) for one in told.changes] == [("changed", "Før timen")]
    assert one.at == time(11)


def test_a_file_without_a_plan_leaves_the_one_that_is_here(cms: Cms, there: str) -> None:
    def without_plan(found: Any) -> None:
        del found["clinics"][0]["plan"]

    with cms.world.open() as session:
        work = cms.work(session)
        assert (
            bundling.bring(work, bundle_reading.read(changed(there, without_plan).encode())) == []
        )
        assert len(scheduling.plan(work, cms.world.clinic_id).sendings) == 1


def test_everything_that_is_wrong_is_told_at_once(there: str, here: World) -> None:
    def all_of(found: Any) -> None:
        without_instruments(found)
        with_script(found)
        with_another_clinic(found)

    assert len(refused(here, changed(there, all_of))) == 3


def test_another_content_under_a_known_version_is_refused(cms: Cms, there: str) -> None:
    def reworded(found: Any) -> None:
        found["instruments"][0]["title"]["nb"] = "Noe annet"

    with cms.world.open() as session:
        told = bundling.problems(
            cms.work(session), bundle_reading.read(changed(there, reworded).encode())
        )
    assert ["with other content" in one.message for one in told] == [True]


def test_formatted_texts_of_a_file_are_cleaned(there: str) -> None:
    def dirty(found: Any) -> None:
        item = found["instruments"][0]["questionnaire"]["items"][0]
        item["formatted"] = {"nb": "<p>Hei<script>alert(1)</script></p>"}

    bundle = bundle_reading.read(changed(there, dirty).encode())

    assert bundle.instruments[0].questionnaire.items[0].formatted.read("nb") == "<p>Hei</p>"


@pytest.mark.parametrize("content", [
    b"", b"\xff", b"[]", b"{}", b'{"lytte_bundle": 2, "hospital": "a", "name": "b"}', b"[" * 5000,
    b'{"lytte_bundle": 1, "hospital": "a", "name": "b", "clinics": [{"slug": 1}]}', b'"x"',
])  # fmt: skip
def test_what_is_no_bundle_is_told(content: bytes) -> None:
    with pytest.raises(NotReady) as fault:
        bundle_reading.read(content)
    assert fault.value.problems


@pytest.mark.parametrize("content", [
    b"Dear all", b"PK\x03\x04", b'{"resourceType": "Questionnaire"}', b"[]", b"",
])  # fmt: skip
def test_a_file_of_something_else_is_called_that(content: bytes) -> None:
    with pytest.raises(NotReady) as fault:
        bundle_reading.read(content)

    [problem] = fault.value.problems
    assert problem.message == "The file is not a configuration from Lytte."


def test_a_file_of_another_lytte_is_called_that() -> None:
    with pytest.raises(NotReady) as fault:
        bundle_reading.read(b'{"lytte_bundle": 2, "another": "key"}')

    [problem] = fault.value.problems
    assert "by another Lytte" in problem.message


def test_a_configuration_that_was_cut_off_is_told_where() -> None:
    with pytest.raises(NotReady) as fault:
        bundle_reading.read(b'{"lytte_bundle": 1,\n "hospital": ')

    [problem] = fault.value.problems
    assert problem.message.startswith("line 2, column")


def test_a_bundle_reads_back_as_it_was_written(there: str) -> None:
    assert written(Bundle.model_validate(json.loads(there))) == there
