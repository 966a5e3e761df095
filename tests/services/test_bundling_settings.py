"""Settings go along in a hospital's file, wait where they come, and leave their logo behind."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from lytte.core import bundle as bundles
from lytte.core.bundle import Bundle, BundledClinic, written
from lytte.core.own_settings import OwnSettings, Told
from lytte.services.bundles import bundle_reading, bundling, bundling_out
from lytte.services.faults import ChangedMeanwhile, NotReady
from lytte.services.settings import setting
from lytte.storage.database import Database
from tests.cms_desk import open_cms
from tests.world import World, make_world


def test_settings_come_along_and_wait_and_the_logo_stays_behind(
    database: Database, tmp_path: Path
) -> None:
    cms, here = open_cms(database, tmp_path), make_world(database)
    out = BytesIO()
    Image.new("RGB", (90, 30), "navy").save(out, "PNG")
    told = {"nb": Told(information="Vi leser svarene.")}
    with cms.world.open() as session:
        work = cms.work(session)
        logo = setting.add_logo(work, out.getvalue(), staff_id=None)
        made = OwnSettings(logo=logo, accent="#005a30", told=told)
        setting.put(work, cms.world.clinic_id, made, made_on=0, staff_id=None)
        bundle = bundling_out.export(work, as_made=True)
        session.commit()
    bundle = bundle_reading.read(written(bundle).encode())
    assert "logo of Brystkreftklinikken" in bundle.left_behind
    assert logo.sha256 not in written(bundle)

    with here.open() as session:
        work = here.work(session, datetime.now(UTC))
        [changed] = bundling.bring(work, bundle)
        assert (changed.kind, changed.is_new) == ("settings", True)
        assert setting.own(work, here.clinic_id) == OwnSettings()
        waiting = setting.proposed(work, here.clinic_id)
        assert waiting is not None
        assert OwnSettings.model_validate(waiting.document) == made.without("logo")


def with_colour(accent: str) -> Bundle:
    clinic = BundledClinic(slug="bryst", name="Bryst", settings=OwnSettings(accent=accent))
    return Bundle(hospital="a", name="A", clinics=(clinic,))


def test_settings_from_an_earlier_file_are_not_replaced_by_another_files(world: World) -> None:
    with world.open() as session:
        work = world.work(session)
        bundling.bring(work, with_colour("#005a30"), staff_id=world.author_id)
        first = setting.proposed(work, world.clinic_id)

        with pytest.raises(NotReady) as fault:
            bundling.bring(work, with_colour("#7a1f5c"), staff_id=world.approver_id)
        bundling.bring(work, with_colour("#005a30"), staff_id=world.approver_id)

        assert [one.message for one in fault.value.problems] == [
            "Settings that Solveig Demo took in from a file on 24.08.2026 wait at "
            "Brystkreftklinikken, and this file has others."
        ]
        assert first is not None
        assert setting.proposed(work, world.clinic_id) == first
        setting.dismiss(work, world.clinic_id, first.id)
        bundling.bring(work, with_colour("#7a1f5c"), staff_id=world.approver_id)
        assert setting.proposed(work, world.clinic_id) != first


def test_no_way_in_replaces_settings_that_wait_unseen(world: World) -> None:
    with world.open() as session:
        work, one = world.work(session), OwnSettings(accent="#005a30")
        setting.propose(work, world.clinic_id, one, staff_id=None)
        first = setting.proposed(work, world.clinic_id)
        assert first is not None

        with pytest.raises(ChangedMeanwhile):
            setting.propose(work, world.clinic_id, OwnSettings(), staff_id=None)
        with pytest.raises(ChangedMeanwhile):
            setting.dismiss(work, world.clinic_id, None)
        setting.propose(work, world.clinic_id, OwnSettings(), staff_id=None, seen=first.id)


def test_a_colour_nobody_can_read_keeps_the_file_out() -> None:
    clinic = BundledClinic(slug="bryst", name="Bryst", settings=OwnSettings(accent="#f2c94c"))

    [told] = bundles.problems(Bundle(hospital="a", name="A", clinics=(clinic,)), set())

    assert (told.severity, told.place) == ("error", "clinics/bryst/settings/accent")
