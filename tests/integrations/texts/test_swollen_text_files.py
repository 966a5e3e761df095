"""Files of texts that nobody wrote: what is in them is counted before it is read."""

from collections.abc import Callable

import pytest

from lytte.integrations.texts import po, xliff
from lytte.integrations.texts.units import MOST, Read
from tests.machine import soon

_HEAD = b'msgid ""\nmsgstr ""\n"Language: en\\n"\n\n'
_XLIFF = (
    b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    b'<file source-language="nb" target-language="en"><body>%s</body></file></xliff>'
)


def _many_short_texts() -> Read:
    texts = b"".join(b'msgid "%d"\nmsgstr ""\n' % n for n in range(30_000))
    return po.read(_HEAD + texts)


def _one_text_of_many_lines() -> Read:
    return po.read(_HEAD + b'msgid ""\n' + b'"x"\n' * 480_000 + b'msgstr ""\n')


def _comments() -> Read:
    return po.read(_HEAD + b"#\n" * 900_000 + b'msgid "a"\nmsgstr "b"\n')


def _tags_within_tags() -> Read:
    return xliff.read(_XLIFF % (b"<g>" * 49_000 + b"</g>" * 49_000))


def _one_long_text() -> Read:
    unit = b'<trans-unit id="a"><source>%s</source></trans-unit>' % (b"&#65;" * 380_000)
    return xliff.read(_XLIFF % unit)


SWOLLEN = [
    _comments, _many_short_texts, _one_long_text, _one_text_of_many_lines, _tags_within_tags,
]  # fmt: skip


@pytest.mark.parametrize("read", SWOLLEN, ids=lambda read: read.__name__.strip("_"))
def test_a_swollen_file_of_texts_takes_under_a_second(read: Callable[[], Read]) -> None:
    found = soon(read)

    assert found.problems or len(found.units) <= 1


def test_too_many_texts_are_counted_and_not_read() -> None:
    found = soon(_many_short_texts, 200_000)

    [problem] = found.problems
    assert problem.message == f"The file has more than {MOST} texts."
