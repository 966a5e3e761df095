"""The addresses of the clinician's pages."""

from flask import Blueprint

from lytte.services.faults import NotAllowed, NotFound
from lytte.web import staff
from lytte.web.clinician import (
    alerts,
    day,
    papers,
    papers_corrected,
    sheets,
    unplanned_papers,
    ways_in,
)

blueprint = Blueprint("clinician", __name__, url_prefix="/clinic")
blueprint.register_error_handler(NotFound, staff.refuse)
blueprint.register_error_handler(NotAllowed, staff.refuse)

UNPLANNED = "/<slug>/papers/<uuid:patient_id>/<uuid:publication_id>"

for _method, _rule, _view in (
    ("GET", "/", day.today),
    ("GET", "/<slug>/", day.day),
    ("GET", "/<slug>/<on>", day.day),
    ("GET", "/<slug>/<on>/sheets.pdf", day.day_pdf),
    ("GET", "/<slug>/alerts", alerts.alerts),
    ("POST", "/<slug>/alerts", alerts.move_alerts),
    ("GET", "/<slug>/alerts/known", alerts.known),
    ("POST", "/<slug>/alerts/known", alerts.end_known),
    ("GET", "/<slug>/papers", papers.find),
    ("POST", "/<slug>/papers", papers.look_up),
    ("GET", "/in/<uuid:assessment_id>/paper", papers.typed),
    ("GET", UNPLANNED, unplanned_papers.unplanned),
    ("POST", UNPLANNED, unplanned_papers.type_in_unplanned),
    ("POST", "/in/<uuid:assessment_id>/paper", papers.type_in),
    ("GET", "/sheet/<uuid:response_id>/correct", papers_corrected.correct),
    ("POST", "/sheet/<uuid:response_id>/correct", papers_corrected.correct_paper),
    ("GET", "/sheet/<uuid:response_id>", sheets.sheet),
    ("GET", "/sheet/<uuid:response_id>/why", sheets.why),
    ("GET", "/sheet/<uuid:response_id>.pdf", sheets.sheet_pdf),
    ("GET", "/sheet/<uuid:response_id>.txt", sheets.sheet_text),
    ("GET", "/sheet.css", sheets.sheet_css),
    ("GET", "/in/<uuid:assessment_id>", ways_in.ways_in),
    ("POST", "/in/<uuid:assessment_id>", ways_in.give_way_in),
    ("GET", "/paper/<uuid:publication_id>.pdf", ways_in.paper),
):
    blueprint.add_url_rule(_rule, view_func=_view, methods=[_method])
