"""An author takes an instrument out as a file, and is told what is not in it."""

import pytest

from lytte.core.instrument import Instrument
from lytte.instruments import one_file
from lytte.integrations import any_format
from lytte.services.instruments.exporting import FORMATS
from lytte.storage import tables
from lytte.wording.catalogue import words
from lytte_admin.told import told
from lytte_admin.told.losses import LOSSES
from tests.cms_desk import Cms


def test_an_author_sees_what_is_lost_and_takes_the_file(cms: Cms) -> None:
    desk = cms.author
    cms.form()
    row = cms.rows(tables.InstrumentVersion)[0]

    desk.get(f"/admin/instruments/{row.id}/export")

    for one in FORMATS.values():
        assert one.title in desk.text
    for kind in FORMATS:
        answer = desk.get(f"/admin/instruments/{row.id}/export/{kind}")
        assert FORMATS[kind].suffix in answer.headers["Content-Disposition"]
        if kind == "toml":
            assert one_file.read(answer.data)[0] == Instrument.model_validate(row.document)
            continue
        found = any_format.read(answer.data)
        # A form without choices says nothing of its version.
        assert found.version in (kind, "fhir-r4")
        assert found.questionnaire is not None
    deeds = [one.action for one in cms.rows(tables.AuditEntry)]
    assert deeds.count("instrument.export") == len(FORMATS)


def test_there_is_no_file_of_another_kind(cms: Cms) -> None:
    cms.form()
    row = cms.rows(tables.InstrumentVersion)[0]

    assert cms.author.get(f"/admin/instruments/{row.id}/export/word").status_code == 404


@pytest.mark.parametrize("sentence", LOSSES)
def test_what_is_lost_is_told_in_norwegian(sentence: str) -> None:
    said, language = told._said(sentence.format(items="a, b", names="PF"), words("cms", "nb"))

    assert language == "nb"
    assert said
