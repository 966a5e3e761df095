"""The first page says what an author left half done, until somebody else has it."""

from uuid import UUID

from lytte.storage import tables
from tests.admin.test_cms_hanging import form_id
from tests.cms_desk import Cms

__all__ = ["form_id"]

UNSENT = "Varselreglene har endringer som ikke gjelder ennå"


def test_rules_that_were_changed_and_not_sent_are_on_the_first_page(
    cms: Cms, form_id: UUID
) -> None:
    desk = cms.author
    desk.get("/admin/")
    assert UNSENT not in desk.text

    cms.rules(4)
    desk.get("/admin/")
    assert UNSENT in desk.text

    desk.get("/admin/thresholds/")
    desk.follow(desk.post("/admin/thresholds/propose", comment="Fra 4"))
    desk.get("/admin/")
    assert UNSENT not in desk.text
    assert "Varselregler venter på godkjenning" in desk.text


def test_what_was_sent_back_is_on_the_first_page_with_the_reason(cms: Cms) -> None:
    cms.form()
    author, second = cms.author, cms.second
    lines = {
        "who_answers__nb": "En sykepleier.", "out_of_hours__nb": "Legevakten.",
        "danger__nb": "Ring straks.", "when_read__nb": "Innen {read_by}.",
    }  # fmt: skip
    author.get("/admin/texts/")
    author.follow(author.post("/admin/texts/safety", **lines))
    [row] = cms.rows(tables.SafetyText)
    page = f"/admin/approvals/safety/{row.id}"
    second.get(page)
    given = {"against": second.hidden("against"), "why": "Skriv hvilket nummer"}
    second.follow(second.post(f"{page}/decide", do="reject", **given))

    author.get("/admin/")
    assert "Sikkerhetsteksten ble sendt tilbake" in author.text
    assert "Skriv hvilket nummer" in author.text
    author.get("/admin/texts/?back=1")
    assert ">Ring straks.</textarea>" in author.last

    author.follow(author.post("/admin/texts/safety", **lines))
    author.get("/admin/")
    assert "ble sendt tilbake" not in author.text


def test_rules_that_were_sent_back_are_on_the_first_page(cms: Cms, form_id: UUID) -> None:
    cms.rules(4)
    author, second = cms.author, cms.second
    author.get("/admin/thresholds/")
    author.follow(author.post("/admin/thresholds/propose", comment="Fra 4"))
    row = max(cms.rows(tables.RuleSetPublication), key=lambda one: one.number)
    page = f"/admin/approvals/rules/{row.id}"
    second.get(page)
    given = {"against": second.hidden("against"), "why": "For mange varsler"}
    second.follow(second.post(f"{page}/decide", do="reject", **given))

    author.get("/admin/")

    assert "Varselreglene ble sendt tilbake" in author.text
    assert "For mange varsler" in author.text
