"""What a PDF holds, read back from its bytes."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader


def opened(content: bytes) -> PdfReader:
    """The document."""
    return PdfReader(BytesIO(content))


def text(content: bytes) -> str:
    """Everything that stands on its pages, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in opened(content).pages).split())


def tags(content: bytes, name: str) -> list[Any]:
    """Every element of the tag tree that is called `name`."""
    catalogue: Any = opened(content).trailer["/Root"]
    return [one for one in _tree(catalogue["/StructTreeRoot"]) if one.get("/S") == f"/{name}"]


def not_accessible(content: bytes) -> list[str]:
    """What breaks ISO 14289-1 (PDF/UA-1), as far as a machine can tell: 104 rules."""
    checker = pytest.importorskip("page", reason="no checker of PDF/UA: make set-up-tests")
    report = checker.validate_pdf_bytes(content, profile="ua1")
    assert report.rules.total > 100
    return [f"{one.rule_id}: {one.message}" for one in report.failures]


def _tree(element: Any) -> Iterator[Any]:
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        for kid in element:
            yield from _tree(kid)
    elif isinstance(element, dict):
        yield element
        yield from _tree(element.get("/K", []))
