"""Responses in bulk: streamed in batches that never split a patient."""

from datetime import timedelta
from random import Random

import pytest

from lytte.core.rehearsal_criteria import Batch
from lytte.storage import histories
from lytte.storage.histories import Reading
from tests.services.rehearsed_world import Past, lives, publish_form
from tests.world import NOW, World


@pytest.mark.parametrize("size", [1, 7, 60])
def test_a_patient_is_never_split_between_batches(world: World, size: int) -> None:
    with world.open() as session:
        work = world.work(session)
        past = Past(world, publish_form(work, world, world.clinic_id))
        lives(past, Random(3), [past.patient() for _ in range(8)])
        reading = Reading(
            clinic_id=world.clinic_id, opens=NOW - timedelta(days=60), closes=NOW, now=NOW,
            measures=["plager/pain", "plager/it's"], occasions=24,
        )  # fmt: skip
        expected = in_period(past, reading)
        past.keep(work)

        whole = list(histories.batches(session, reading))
        some = list(histories.batches(session, reading, size))

    patients = [set(one.patients) for one in some]
    assert len(set.union(*patients)) == sum(len(one) for one in patients) > 1
    assert len(some) > len(whole)
    assert _rows(some) == _rows(whole)
    assert sum(sum(one.judged) for one in whole) == expected


def _rows(batches: list[Batch]) -> list[tuple[object, ...]]:
    return [
        row
        for one in batches
        for row in zip(
            one.patients, one.authored, one.proxy, one.judged, *one.measures.values(), strict=True
        )
    ]


def in_period(past: Past, reading: Reading) -> int:
    return sum(reading.opens <= one.authored < reading.closes for one in past.responses)
