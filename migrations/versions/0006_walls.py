"""Wall every hospital off from every other, inside the database itself.

Each table shows a role only the rows of the hospital that the transaction entered.
A transaction enters through a function in the schema `door`, which takes the hash of a
secret the visitor gave (a code, a session) and seals the hospital's id under a key that
only the door can read. A setting written by anyone else does not fit its seal and is
refused, so SQL slipped into a query still sees one hospital.
"""

from typing import Any

from alembic import op

revision = "0006"
down_revision = "0005"

EVERY = (
    "access_code", "alert", "answer", "assessment", "audit_entry", "audit_head", "call_now",
    "clinic", "clinic_contact", "enrolment", "form_draft", "form_publication",
    "instrument_version", "licence", "patient", "patient_session", "response",
    "rule_set_draft", "rule_set_publication", "safety_text", "score", "staff",
    "staff_role", "staff_session", "visit",
)  # fmt: skip
WALLED = "lytte_owner, lytte_app, lytte_patient, lytte_sign_in, lytte_worker"

# What each role may do besides reading; nothing listed may be deleted by anyone here.
PATIENT_READS = (
    "access_code", "answer", "assessment", "audit_head", "call_now", "clinic",
    "clinic_contact", "form_publication", "patient_session", "response",
    "rule_set_publication", "safety_text", "alert", "score",
)  # fmt: skip
PATIENT_WRITES = {
    "insert": (
        "alert", "answer", "audit_entry", "audit_head", "call_now", "patient_session",
        "response", "score",
    ),
    "update": ("access_code", "answer", "assessment", "audit_head", "call_now", "patient_session"),
}  # fmt: skip
SIGN_IN = {
    "select": ("audit_head", "staff", "staff_role", "staff_session", "clinic"),
    "insert": ("audit_entry", "audit_head", "staff_session"),
    "update": ("audit_head", "staff", "staff_session"),
}
APPEND_ONLY = ("audit_entry", "response", "score")

DOOR = """
create schema door;
grant usage on schema door to lytte_owner, lytte_app, lytte_patient, lytte_sign_in,
    lytte_worker, lytte_door;
grant create on schema door to lytte_door;

create table door.secret (key bytea not null);
insert into door.secret
    select sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));
grant select on door.secret to lytte_door;
grant usage on schema public to lytte_door;
grant select (id, slug) on hospital to lytte_door;
grant select (hospital_id, id, hash) on access_code to lytte_door;
grant select (hospital_id, id, token_hash, assessment_id, expires_at, ended_at)
    on patient_session to lytte_door;
grant select (hospital_id, id, token_hash, staff_id, expires_at, revoked_at)
    on staff_session to lytte_door;
grant select (hospital_id, id, disabled_at) on staff to lytte_door;
create policy door on access_code for select to lytte_door using (true);
create policy door on patient_session for select to lytte_door using (true);
create policy door on staff_session for select to lytte_door using (true);
create policy door on staff for select to lytte_door using (true);

set local role lytte_door;

-- Bodies are bound to their names when created (BEGIN ATOMIC), so no search_path of a
-- caller reaches them, and there is none to set at each call.
create function door.mark(h text, key bytea) returns text language sql stable
    begin atomic
        select encode(sha256(key || convert_to(
            h || pg_backend_pid()::text || extract(epoch from transaction_timestamp())::text,
            'UTF8') || key), 'hex');
    end;

create function door.refuse() returns uuid language plpgsql
    set search_path = pg_catalog, pg_temp as $$
begin
    raise exception 'the hospital was not entered through the door' using errcode = '42501';
end $$;

create function door.hospital() returns uuid language sql stable security definer
    parallel restricted
    begin atomic
        select case
            when given.sealed is null then null
            when right(given.sealed, 64) = door.mark(left(given.sealed, 36), secret.key)
                then left(given.sealed, 36)::uuid
            else door.refuse()
        end
        from (select nullif(current_setting('lytte.hospital', true), '') as sealed) given,
            door.secret secret;
    end;

create function door.seal(h uuid) returns text language sql volatile
    begin atomic
        select set_config('lytte.hospital',
            case when h is null then '' else h::text || door.mark(h::text, secret.key) end,
            true)
        from door.secret secret;
    end;

create function door.enter_code(given bytea, out hospital_id uuid, out access_code_id uuid)
    language sql volatile security definer
    begin atomic
        select one.hospital_id, one.id from (
            select c.hospital_id, c.id, door.seal(c.hospital_id)
            from public.access_code c where c.hash = given limit 1) one;
    end;

create function door.enter_patient(given bytea, out hospital_id uuid,
        out patient_session_id uuid, out assessment_id uuid)
    language sql volatile security definer
    begin atomic
        select one.hospital_id, one.id, one.assessment_id from (
            select s.hospital_id, s.id, s.assessment_id, door.seal(s.hospital_id)
            from public.patient_session s
            where s.token_hash = given and s.ended_at is null
                and s.expires_at > transaction_timestamp() limit 1) one;
    end;

create function door.enter_staff(given bytea, out hospital_id uuid,
        out staff_session_id uuid, out staff_id uuid)
    language sql volatile security definer
    begin atomic
        select one.hospital_id, one.id, one.staff_id from (
            select s.hospital_id, s.id, s.staff_id, door.seal(s.hospital_id)
            from public.staff_session s
            join public.staff p on p.hospital_id = s.hospital_id and p.id = s.staff_id
            where s.token_hash = given and s.revoked_at is null and p.disabled_at is null
                and s.expires_at > transaction_timestamp() limit 1) one;
    end;

create function door.enter_sign_in(given text, out hospital_id uuid)
    language sql volatile security definer
    begin atomic
        select one.id from (
            select h.id, door.seal(h.id) from public.hospital h where h.slug = given) one;
    end;

create function door.enter(given uuid, out hospital_id uuid)
    language sql volatile security definer
    begin atomic
        select one.id from (
            select h.id, door.seal(h.id) from public.hospital h where h.id = given) one;
    end;

revoke all on all functions in schema door from public;
grant execute on function door.hospital() to lytte_owner, lytte_app, lytte_patient,
    lytte_sign_in, lytte_worker;
grant execute on function door.enter_code(bytea), door.enter_patient(bytea) to lytte_patient;
grant execute on function door.enter_staff(bytea) to lytte_app;
grant execute on function door.enter_sign_in(text) to lytte_sign_in;
grant execute on function door.enter(uuid) to lytte_worker, lytte_owner;
reset role;
revoke create on schema door from lytte_door;
"""


def upgrade() -> None:
    _run("revoke all on schema public from public")
    _run(f"grant usage on schema public to {WALLED}, lytte_door, lytte_backup")
    for table in EVERY:
        _run(
            f"alter table {table} enable row level security;"
            f"alter table {table} force row level security"
        )
    _run(DOOR)
    for table in EVERY:
        # The hospital is worked out once a statement, not once a row: hence the select.
        here = "hospital_id = (select door.hospital())"
        _run(
            f"create policy hospital on {table} to {WALLED} using ({here}) with check ({here});"
            f"create policy backup on {table} for select to lytte_backup using (true)"
        )
        changes = "insert" if table in APPEND_ONLY else "insert, update"
        _run(f"grant select, {changes} on {table} to lytte_app, lytte_worker")
        _run(f"grant select on {table} to lytte_backup")
    _run(f"grant select on hospital to {WALLED}, lytte_backup")
    _run("grant insert, update on hospital to lytte_worker")
    _run("grant select on alembic_version to lytte_app, lytte_patient, lytte_worker, lytte_backup")
    # The patient door: a birth date to compare with, a language, and nothing that names anyone.
    _run("grant select (hospital_id, id, birth_date, language) on patient to lytte_patient")
    _run(f"grant select on {', '.join(PATIENT_READS)} to lytte_patient")
    for verb, tables in PATIENT_WRITES.items():
        _run(f"grant {verb} on {', '.join(tables)} to lytte_patient")
    # An emergency is raised before there is a response; sending joins the two.
    _run("grant update (response_id) on alert to lytte_patient")
    for verb, tables in SIGN_IN.items():
        _run(f"grant {verb} on {', '.join(tables)} to lytte_sign_in")


def downgrade() -> None:
    for table in EVERY:
        _run(f"drop policy hospital on {table}; drop policy backup on {table}")
        _run(f"revoke all on {table} from {WALLED}, lytte_backup, lytte_door")
        # The owner goes on owning: only the wall and the guests leave.
        _run(f"grant all on {table} to lytte_owner")
    for table in ("access_code", "patient_session", "staff_session", "staff"):
        _run(f"drop policy door on {table}")
    for table in EVERY:
        _run(
            f"alter table {table} no force row level security;"
            f"alter table {table} disable row level security"
        )
    _run("drop schema door cascade")
    _run(f"revoke all on hospital from {WALLED}, lytte_door, lytte_backup")
    _run("grant all on hospital to lytte_owner")
    _run("revoke all on alembic_version from lytte_app, lytte_patient, lytte_worker, lytte_backup")
    _run(f"revoke all on schema public from {WALLED}, lytte_door, lytte_backup")
    _run("grant usage, create on schema public to lytte_owner")


def _run(statements: str) -> None:
    # Without parameters the driver sends several statements as they stand.
    driver: Any = op.get_bind().connection.driver_connection
    driver.execute(statements)
