"""What a clinic changes of what its hospital publishes, and back to the hospital's."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.services import inheriting
from lytte_admin.drafted import DraftPage


class Tailored(DraftPage):
    """A form of the hospital's at a clinic."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self.leave("forms.index")

    @expose("/take", methods=["POST"])
    def take(self) -> ResponseReturnValue:
        """Begin a form on one of the hospital's."""
        wanted = request.form.get("publication_id", "")
        parent = next(
            (one for one in inheriting.offered(self.work, self.clinic.id) if str(one.id) == wanted),
            None,
        )
        if parent is None:
            self.missing()
        row = inheriting.take(self.work, self.clinic.id, parent.id, staff_id=self.person.staff_id)
        self.commit()
        said = self.say("Everything is as the hospital has it. What you change is yours alone.")
        return self.leave("forms.edit", said=said, form_id=row.id)
