"""Who changed and who saw what: read only, newest first."""

from typing import Any

from flask_admin.contrib.sqla import ModelView
from werkzeug.local import LocalProxy

from lytte.storage import tables
from lytte.web import staff
from lytte_admin.access import Page


class History(Page, ModelView):  # type: ignore[misc]  # flask-admin has no types
    """The hospital's audit as a table; nobody can change it, here or anywhere."""

    can_create = can_edit = can_delete = False
    column_list = ("seq", "at", "role", "action", "object_type", "fields", "outcome")
    column_default_sort = ("seq", True)
    page_size = 50
    list_template = "cms/table.html"

    def __init__(self, **options: Any) -> None:
        super().__init__(tables.AuditEntry, LocalProxy(staff.session), **options)

    def is_accessible(self) -> bool:
        person = staff.signed_or_none()
        return person is not None and person.has("hospital_admin")
