"""Broken and public dictionaries are read, or refused in words."""

import pytest

from lytte.integrations.redcap.read import read
from tests.corpus import corpus


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"field_name,field_type\n",
        b"field_name,field_type\n\x00,text\n",
        b'field_name,field_type\n"a,text\n',
        b"field_name,field_type,branching_logic\na,text," + b"(" * 50_000 + b"\n",
        b"field_name,field_type,branching_logic\na,text," + b"[a]=1 or " * 9_000 + b"[a]=2\n",
        b"field_name,field_type,field_label\na,text," + b"<a " * 30_000 + b"\n",
        b"field_name,field_type,field_label\na,text,x" + b" \t\r" * 30_000 + b"y\n",
        b"field_name,field_type,field_annotation\na,text," + b"@CALCTEXT(" * 9_000 + b"\n",
        b"field_name,field_type\n" + b"a,text\n" * 200_000,
        "field_name,field_type\nå,text\n".encode("utf-16"),
    ],
    ids=lambda document: str(document[-20:]),
)
def test_no_dictionary_breaks_the_reader(document: bytes) -> None:
    assert all(problem.message for problem in read(document).problems)


def test_public_dictionaries_are_read() -> None:
    root = corpus("redcap")
    found = {path.name: read(path.read_bytes(), "x") for path in sorted(root.rglob("*.csv"))}

    # A row of it has a comma too many, outside quotation marks.
    cannot = [name for name, one in found.items() if one.questionnaire is None]
    assert cannot == ["uvalidate_140_test_fields.csv"]
    unused = [
        problem.message
        for one in found.values()
        for problem in one.problems
        if "cannot be used" in problem.message
    ]
    assert unused == []
