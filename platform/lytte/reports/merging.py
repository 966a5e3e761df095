"""Several tagged PDFs as one that can be read aloud from end to end."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, NumberObject


def merged(first: bytes, others: Iterable[bytes]) -> bytes:
    """Return one document with the title and language of the first, and the tags of all."""
    writer = PdfWriter(clone_from=BytesIO(first))
    for one in others:
        _append(writer, PdfReader(BytesIO(one)))
    writer.compress_identical_objects()
    finished = BytesIO()
    writer.write(finished)
    return finished.getvalue()


def _append(writer: PdfWriter, reader: PdfReader) -> None:
    """Add the pages, and their tags behind those that are there.

    A page finds its tags by a number, so those of the pages that come are counted on.
    """
    whole: Any = writer.root_object["/StructTreeRoot"]
    numbers = whole["/ParentTree"]["/Nums"]
    taken = numbers[-2] + 1
    for page in reader.pages:
        number = NumberObject(page["/StructParents"] + taken)
        writer.add_page(page)[NameObject("/StructParents")] = number
    tree: Any = reader.root_object["/StructTreeRoot"].clone(writer)  # its pages are those added
    for document in tree["/K"]:
        document.get_object()[NameObject("/P")] = whole.indirect_reference
        whole["/K"].append(document)
    pairs = tree["/ParentTree"]["/Nums"]
    for number, tags in zip(pairs[::2], pairs[1::2], strict=True):
        numbers.extend((NumberObject(number + taken), tags))
