"""Which clinic here takes the place of one in a configuration: each its own, or none."""

from copy import deepcopy
from typing import Any

import pytest

from lytte.services.bundles import bundle_reading, bundling
from lytte.services.drafts import drafting
from lytte.services.faults import NotReady
from tests.services.test_bundling import changed, here, there, with_another_clinic, work_in
from tests.world import World

__all__ = ["here", "there"]


def test_a_clinic_takes_anothers_place_when_somebody_says_so(there: str, here: World) -> None:
    text = changed(there, with_another_clinic)
    with here.open() as session:
        work = work_in(here, session)
        bundling.bring(work, bundle_reading.read(text.encode()), renamed={"hud": "bryst"})
        assert len(drafting.drafts(work, here.clinic_id)) == 1


def test_two_clinics_do_not_take_the_place_of_one(there: str, here: World) -> None:
    def with_two(found: Any) -> None:
        [clinic] = found["clinics"]
        found["clinics"] = [{**clinic, "slug": one, "name": one} for one in ("hud", "lunge")]

    text = changed(there, with_two)
    both = {"hud": "bryst", "lunge": "bryst"}
    with here.open() as session, pytest.raises(NotReady) as fault:
        bundling.bring(work_in(here, session), bundle_reading.read(text.encode()), renamed=both)

    [problem] = fault.value.problems
    assert problem.message == "hud and lunge would take the place of one and the same clinic."


def test_a_clinic_that_has_no_place_here_is_left_out(there: str, here: World) -> None:
    def with_two(found: Any) -> None:
        [clinic] = found["clinics"]
        form = deepcopy(next(iter(clinic["forms"].values())))
        asked = next(one for one in form["slots"] if "instrument" in one)
        theirs = deepcopy(
            next(one for one in found["instruments"] if one["id"] == asked["instrument"])
        )
        asked["instrument"] = theirs["id"] = "hud-alene"
        found["instruments"].append(theirs)
        found["clinics"] = [
            clinic,
            {**clinic, "slug": "hud", "name": "Hud", "forms": {"hud": form}},
        ]

    kept = bundle_reading.read(changed(there, with_two).encode()).without({"hud"})
    assert "hud-alene" not in {
        one.id for one in kept.instruments
    }  # Only the clinic left out asks it.
    with here.open() as session:
        work = work_in(here, session)
        bundling.bring(
            work, bundle_reading.read(changed(there, with_two).encode()).without({"hud"})
        )
        assert len(drafting.drafts(work, here.clinic_id)) == 1
