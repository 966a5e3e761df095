"""What waits for somebody here, and what can wait until there is time."""

from collections.abc import Iterator, Sequence, Set
from uuid import UUID

from flask import url_for

from lytte.services import published
from lytte.services.inheriting import (
    inheriting,
    inheriting_plans,
    inheriting_rules,
    inheriting_texts,
    sharing,
)
from lytte.services.publishing import licensing
from lytte.services.rules import ruling
from lytte.services.sending import scheduling
from lytte.storage import tables
from lytte.web.filters import moment
from lytte_admin.first_page import urgent
from lytte_admin.first_page.going import Going
from lytte_admin.first_page.things import Finder, Thing
from lytte_admin.in_words import labels
from lytte_admin.versions.approvals import kind_of


def things(found: Finder) -> Iterator[Thing]:
    """Yield what somebody began here, and what others wait for."""
    if not found.clinic.common and found.clinic.id not in found.overdue:
        yield from filter(None, [urgent.unconfirmed(found)])
    yield from _to_approve(found)
    back = published.sent_back(found.work, found.clinic.id)
    yield from _sent_back(found, back)
    yield from _half_done(found, {(kind_of(row), published.owner_of(row)) for row in back})
    yield from _stale(found)
    for row in licensing.running_out(found.work, found.clinic.id, found.today):
        if row.expires_on and row.expires_on >= found.today:
            yield urgent.licence(found, row, found.say("A licence runs out soon"))


def with_time(found: Finder, going: Going | None) -> Iterator[Thing]:
    """Yield what is better looked at, and harms nobody while it waits."""
    yield from _newer_forms(found)
    yield from _newer(found)
    yield from _untranslated(found)
    if going:
        yield from _as_it_goes(found, going)


def _to_approve(found: Finder) -> Iterator[Thing]:
    say = found.say
    rows = published.all_waiting(found.work, found.clinic.id)
    people = published.names(found.work, rows)
    for row in rows:
        kind, mine = kind_of(row), row.author_id == found.page.person.staff_id
        title = {
            "forms": say("“{title}” waits for approval", title=getattr(row, "title", "")),
            "rules": say("Alert rules wait for approval"),
            "safety": say("A safety text waits for approval"),
        }[kind]
        line = say(
            "From {name}, {moment}",
            name=people.get(row.author_id, "Lytte") if row.author_id else "Lytte",
            moment=moment(row.created_at, found.zone),
        )
        told = say("You wrote it: someone else has to approve it.") if mine else ""
        yield Thing(
            title,
            (f"{line}. {told}".strip(),),
            say("Look at it"),
            url_for("approvals.show", kind=kind, row_id=row.id),
            say(labels.APPROVED[kind]),
            first=not mine,
            said=row.comment,
        )


def _sent_back(found: Finder, rows: Sequence[tables.Publication]) -> Iterator[Thing]:
    say = found.say
    for row in rows:
        kind, by = kind_of(row), published.name(found.work, row.approver_id)
        at = moment(row.decided_at or row.created_at, found.zone)
        if isinstance(row, tables.FormPublication):
            title = say("“{title}” was sent back", title=row.title)
            href = url_for("forms.edit", form_id=row.form_id)
        elif kind == "rules":
            title, href = say("The alert rules were sent back"), url_for("thresholds.index")
        else:
            title = say("The safety text was sent back")
            href = url_for("texts.index", back=1, _anchor="safety")
        line = say("From {name}, {moment}", name=by, moment=at)
        about = say(labels.APPROVED[kind])
        yield Thing(title, (line,), say("Go on"), href, about, said=row.decision or "")


def _half_done(found: Finder, back: Set[tuple[str, UUID]]) -> Iterator[Thing]:
    """Yield what was written and not sent; what came `back` is told of already."""
    say, work, clinic_id = found.say, found.work, found.clinic.id
    for draft in found.changed():
        if ("forms", draft.id) in back:
            continue
        title = (
            say("“{title}” has changes that are not published", title=draft.title)
            if draft.id in found.live
            else say("“{title}” is not in use yet", title=draft.title)
        )
        yield _saved(found, title, draft, url_for("forms.edit", form_id=draft.id), draft.title)
    rules = ruling.waits(work, clinic_id)
    if rules and ("rules", clinic_id) not in back:
        title = (
            say("The alert rules have changes that are not in force")
            if found.rules
            else say("The alert rules are not in force yet")
        )
        yield _saved(found, title, rules, url_for("thresholds.index"), say("Alert rules"))
    if found.plan and scheduling.waits(work, clinic_id):
        title = (
            say("The plan for sending has changes that are not in force")
            if found.plan_live
            else say("The plan for sending is not in force yet")
        )
        yield _saved(found, title, found.plan, url_for("schedules.index"), say("Sending"))


def _saved(
    found: Finder,
    title: str,
    draft: tables.FormDraft | tables.RuleSetDraft | tables.ScheduleDraft,
    href: str,
    about: str,
) -> Thing:
    line = found.say("Saved {moment}", moment=moment(draft.changed_at, found.zone))
    if isinstance(draft, tables.FormDraft) and draft.origin:
        line += ". " + found.say(
            "Copied from {hospital}, version {number}.",
            hospital=draft.origin["hospital"],
            number=draft.origin["number"],
        )
    return Thing(title, (line,), found.say("Go on"), href, about)


def _stale(found: Finder) -> Iterator[Thing]:
    for tag, one in found.tongues.items():
        if one.stale and tag != found.clinic.language:
            line = found.say.count(
                "{number} is out of date: its original has changed since.",
                "{number} are out of date: their originals have changed since.",
                one.stale,
            )
            yield _texts(found, tag, line)


def _untranslated(found: Finder) -> Iterator[Thing]:
    for tag, one in found.tongues.items():
        if one.missing and tag != found.clinic.language:
            line = found.say.count("{number} is missing.", "{number} are missing.", one.missing)
            yield _texts(found, tag, line)


def _texts(found: Finder, tag: str, line: str) -> Thing:
    language = found.say(labels.IN_LANGUAGE[tag])
    title = found.say("Texts in {language} wait to be translated", language=language)
    href = url_for("clinic_texts.show", language=tag)
    return Thing(title, (line,), found.say("See the texts"), href, language)


def _newer_forms(found: Finder) -> Iterator[Thing]:
    say = found.say
    behind = inheriting.behind(found.work, found.clinic.id)
    for draft in found.drafts:
        if newer := behind.get(draft.id):
            line = say(
                "Version {number}, {moment}. Nothing changes here before you have looked at it "
                "and published.",
                number=newer.number,
                moment=moment(newer.live_at or newer.created_at, found.zone),
            )
            title = say("The hospital has a newer version of “{title}”", title=draft.title)
            href = url_for("upgrades.show", form_id=draft.id)
            yield Thing(title, (line,), say("See what is new"), href, draft.title)
        if draft.origin and sharing.newer(found.work, draft):
            title = say(
                "{hospital} shares a newer version of “{title}”",
                hospital=draft.origin["hospital"],
                title=draft.title,
            )
            line = say("Nothing changes here before you have looked at it and published.")
            href = url_for("forms.edit", form_id=draft.id)
            yield Thing(title, (line,), say("See what is new"), href, draft.title)


def _newer(found: Finder) -> Iterator[Thing]:
    say, work, clinic_id = found.say, found.work, found.clinic.id
    if plan := inheriting_plans.newer(work, clinic_id):
        line = say(
            "Version {number}, {moment}. Nothing is sent otherwise before you have looked at it "
            "and published.",
            **_version(found, plan),
        )
        title, href = say("The hospital has a newer plan for sending"), "tailored_plans.newer"
        yield Thing(title, (line,), say("See what is new"), url_for(href), say("Sending"))
    if rules := inheriting_rules.newer(work, clinic_id):
        title, href = say("The hospital has newer alert rules"), url_for("tailored_rules.newer")
        yield _of_two(found, title, rules, href, say("Alert rules"))
    if text := inheriting_texts.newer(work, clinic_id):
        href = url_for("texts.index", newest=1, _anchor="safety")
        title = say("The hospital has a newer safety text")
        yield _of_two(found, title, text, href, say("Safety text"))


def _of_two(found: Finder, title: str, row: tables.Publication, href: str, about: str) -> Thing:
    line = found.say(
        "Version {number}, {moment}. Nothing changes here before you have looked at it, and two "
        "have approved.",
        **_version(found, row),
    )
    return Thing(title, (line,), found.say("See what is new"), href, about)


def _version(found: Finder, row: tables.Publication) -> dict[str, object]:
    at = moment(row.live_at or row.created_at, found.zone)
    return {"number": row.number, "moment": at}


def _as_it_goes(found: Finder, going: Going) -> Iterator[Thing]:
    say = found.say
    if going.falls:
        before, lately = going.falls
        title = say("Fewer answer")
        line = say(
            "From {before} to {lately} % over the last four weeks.", before=before, lately=lately
        )
        yield Thing(title, (line,), say("See who is not reached"), url_for("insight.index"), title)
    if going.budget and going.alerts and going.alerts > going.budget:
        title = say("There are more alerts than one on duty can take")
        line = say(
            "{number} last week. You have said {budget} a week for one on duty.",
            number=going.alerts,
            budget=going.budget,
        )
        href = url_for("rehearsals.index")
        yield Thing(title, (line,), say("Try other limits"), href, say("Alert rules"))
