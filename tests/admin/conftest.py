"""The CMS of a small hospital, and people in front of it, without a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lytte.storage.database import Database
from tests.cms_desk import Cms, open_cms
from tests.world import make_world


@pytest.fixture
def neighbour(database: Database, tmp_path: Path) -> Callable[[], Cms]:
    """Make the CMS of another hospital on the same machine."""
    return lambda: open_cms(database, tmp_path, make_world(database, "Nabo sykehus"))
