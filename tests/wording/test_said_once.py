"""A sentence stands once in each catalogue: of two translations readers would get either."""

import re
from collections import Counter
from pathlib import Path

import pytest

from lytte.wording.catalogue import FOLDER

CATALOGUES = sorted(FOLDER.glob("*/*.po"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_sentence_is_translated_twice(path: Path) -> None:
    found = Counter(re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE))

    assert [sentence for sentence, times in found.items() if times > 1] == []
