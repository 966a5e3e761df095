"""What is timed is a form of 200 items, and the clinic admin who changes it is signed in."""

from pathlib import Path

from lytte.app import create_app
from lytte.commands.bench_editor import ITEMS, long_form
from lytte.services.keys import Keys
from lytte.settings import Settings
from lytte.storage.database import Database
from lytte_admin.menu import add_cms
from tests.cms_desk import SECRET


def test_the_form_that_is_timed_has_200_items_and_opens(database: Database, tmp_path: Path) -> None:
    form_id, token = long_form(database, Keys(SECRET))
    settings = Settings.from_environ({"LYTTE_VAR": str(tmp_path), "LYTTE_SECRET_KEY": SECRET})
    app = create_app(settings, database)
    add_cms(app)
    client = app.test_client()
    client.set_cookie("lytte-staff", token)

    editor = client.get(f"/admin/forms/{form_id}")
    paper = client.get(f"/admin/forms/{form_id}/compare")
    rules = client.get("/admin/thresholds/")

    assert (editor.status_code, rules.status_code) == (200, 200)
    assert paper.text.count("Hvor mye har du vært plaget av symptom") >= ITEMS
    assert "minst 7" in rules.text
