"""What is asked of the database for one page of a form: everything around it, at one go."""

from sqlalchemy import text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from lytte.storage import standing

# The wall gives every table its hospital, so ids are all that is asked for here. What
# stands around the two rows is fetched by subselects, each planned by itself: as joins
# they cost the planner more than everything else together.
_SITTING = f"""
select s.id as session_id, s.language, s.answered_by, s.helped, s.mode, s.seen_at,
    a.id as assessment_id, a.state, a.expires_at, a.started_at, a.patient_id, a.clinic_id,
    (select p.birth_date from patient p where p.id = a.patient_id) as birth_date,
    (select json_build_array(h.name, h.zone, h.demo) from hospital h
        where h.id = a.hospital_id) as hospital,
    (select c.name from clinic c where c.id = a.clinic_id) as clinic,
    (select json_build_array(f.id, f.sha256) from form_publication f
        where f.id = {standing.form_of("a")}) as form,
    (select json_build_array(t.id, t.sha256) from safety_text t
        where t.clinic_id = a.clinic_id and {standing.newest("t")}) as safety,
    (select json_build_array(r.id, r.sha256) from rule_set_publication r
        where r.clinic_id = a.clinic_id and {standing.newest("r")}) as rules,
    (select json_agg(json_build_array(l.id, l.sha256, l.clinic_id = a.clinic_id))
        from level_settings l where l.began_at is not null and l.ended_at is null
        and l.clinic_id in (a.clinic_id, (select c.id from clinic c
            where c.common and c.hospital_id = a.hospital_id))) as settings,
    (select json_build_array(k.phone, k.hours, k.out_of_hours_name, k.out_of_hours_phone,
            k.emergency_phone, k.read_by, c.uncovered_at is not null)
        from clinic_contact k join clinic c on c.id = k.clinic_id where k.clinic_id = a.clinic_id
        order by k.entered_at desc limit 1) as contact,
    (select json_agg(json_build_array(g.part, g.link_id, g.at, g.value, g.missing, g.revision,
            g.session_id is not distinct from s.id, g.saved_at))
        from answer g where g.assessment_id = a.id) as answers,
    (select json_agg(n.emergency_id order by n.shown_at) from call_now n
        where n.assessment_id = a.id and n.reply = '') as calls
from patient_session s join assessment a on a.id = s.assessment_id
where s.id = :session
"""  # noqa: S608
# One value instead of a row of many: each column costs the driver a description of it.
_AT_FORM = f"select row_to_json(found) from ({_SITTING}) found"  # noqa: S608
# Through the door and at the form in one statement. The form hangs on the row that the
# door returns, so it is looked for when the wall stands; without it nothing is found.
_ENTERING = f"""
select ({_AT_FORM.replace(":session", "e.patient_session_id")})
from door.enter_patient(:token) e
"""  # noqa: S608


def _for_driver(statement: str) -> str:
    """Write a statement as the driver takes it, once: these are asked for every page."""
    return str(text(statement).compile(dialect=PGDialect_psycopg()))  # type: ignore[no-untyped-call]


LOOKING = _for_driver(_ENTERING)
READING = _for_driver(_AT_FORM)
# A save waits for a submit that has begun, and a submit for the saves before it.
WRITING = _for_driver(_AT_FORM.replace(_SITTING, f"{_SITTING} for share of a"))
