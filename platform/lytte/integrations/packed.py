"""A zip by its directory, before anything in it is unpacked."""

import zipfile
from io import BytesIO

_NO_ZIP = (
    zipfile.BadZipFile,  # no directory, or one that contradicts itself
    ValueError,  # a directory that points before the file, or a name that is no text
    NotImplementedError,  # a version of zip that Python does not read
)


def directory(document: bytes) -> list[zipfile.ZipInfo] | None:
    """Return what a zip says it holds; None when the document is no zip that can be read."""
    try:
        with zipfile.ZipFile(BytesIO(document)) as packed:
            return packed.infolist()
    except _NO_ZIP:
        return None
