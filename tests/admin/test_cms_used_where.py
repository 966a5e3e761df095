"""Where a number, a safety text and what patients are told first are seen, with a way there."""

import pytest

from lytte.storage import tables
from tests.cms_desk import Cms
from tests.planning_desk import with_form


@pytest.mark.parametrize("path", ["/admin/texts/", "/admin/settings/"])
def test_the_page_says_where_it_is_used_and_leads_there(cms: Cms, path: str) -> None:
    desk = with_form(cms).author
    [row] = cms.rows(tables.FormPublication)

    desk.get(path)

    assert desk.text.count("Brukes 1 sted: se hvor") == 2
    assert "På hver side i skjemaet og på siden etter at det er sendt" in desk.text
    assert f'href="/admin/preview/{row.form_id}"' in desk.last
    assert desk.get(f"/admin/preview/{row.form_id}").status_code == 200


def test_before_a_form_is_in_use_it_says_so(cms: Cms) -> None:
    cms.reachable()
    desk = cms.author

    desk.get("/admin/texts/")

    assert "Ingen skjemaer er i bruk ennå, så ingen ser det i dag." in desk.text
