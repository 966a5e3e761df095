"""The first page says what an author left half done, until somebody else has it."""

from uuid import UUID

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
