"""A form in use, whose versions a story is about."""

import pytest

from tests.forms_world import make_ready
from tests.services.versions_world import NOW, Shop
from tests.world import World


@pytest.fixture
def shop(world: World) -> Shop:
    return Shop.at(make_ready(world, now=NOW))
