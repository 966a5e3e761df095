"""Answers that cannot wait: the patient is shown "call us now" at any hour (P7)."""

from collections.abc import Mapping, Sequence
from uuid import uuid4

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.forms import Part
from lytte.core.items.any_item import Item
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.sources import code
from lytte.core.thresholds import Emergency, RuleSet
from lytte.core.values import NativeValue
from lytte.core.wordings import Kind
from lytte.services import published
from lytte.services.rules import ruling
from lytte_admin.editing import worded
from lytte_admin.editing.composing import written
from lytte_admin.editing.worded import Fault
from lytte_admin.in_words import asked_when, labels
from lytte_admin.rules.ruled import RulesPage

WORDS: Mapping[str, Kind] = {"name": "name", "call_now": "call_now", "danger": "danger"}
YES, NO = "yes", "no"


class Emergencies(RulesPage):
    """One emergency of the draft at a time; the list stands among the rules."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self.leave("thresholds.index", anchor="now")

    @expose("/new", methods=["GET", "POST"])
    def new(self) -> ResponseReturnValue:
        """Choose the question, then the answers and the words."""
        return self._edit(None, request.values.get("item", ""))

    @expose("/<emergency_id>", methods=["GET", "POST"])
    def edit(self, emergency_id: str) -> ResponseReturnValue:
        """Change the answers or the words."""
        rules = self.rules if request.method == "GET" else self.seen
        found = next((one for one in rules.emergencies if one.id == emergency_id), None)
        if found is None:
            self.missing()
        return self._edit(found, found.item)

    @expose("/<emergency_id>/out", methods=["POST"])
    def out(self, emergency_id: str) -> ResponseReturnValue:
        """Take one out of the draft."""
        return self.keep(
            lambda rules: rules.model_copy(
                update={
                    "emergencies": tuple(one for one in rules.emergencies if one.id != emergency_id)
                }
            ),
            said=self.say("Taken out of the draft. It is in force until someone approves that."),
        )

    @expose("/<emergency_id>/back", methods=["POST"])
    def back(self, emergency_id: str) -> ResponseReturnValue:
        """Put back one that is in force and was taken out of the draft."""
        in_force = published.rules_in_force(self.work, self.clinic.id)
        found = next((one for one in in_force.emergencies if one.id == emergency_id), None)
        if found is None:
            self.missing()
        return self.keep(
            lambda rules: _with(rules, found), said=self.say("As in force again."), at="now"
        )

    def _edit(self, before: Emergency | None, address: str) -> ResponseReturnValue:
        asked = self._questions()
        if request.method == "GET" or address not in asked:
            return self._page(before, address, asked)
        part, item = asked[address]
        triggers = _triggers(part, item, request.form.getlist("trigger"))
        if faults := self._faults(bool(triggers)):
            return self._page(before, address, asked, faults), 422
        made = Emergency(
            id=before.id if before else f"local-{uuid4().hex[:8]}",
            item=address,
            triggers=triggers,
            name=written(request.form, "name"),
            call_now=written(request.form, "call_now"),
            danger=written(request.form, "danger"),
        )
        return self.keep(
            lambda rules: _with(rules, made), said=self.say("Saved in the draft."), at="now"
        )

    def _faults(self, chosen: bool) -> list[Fault]:
        """Return everything that is wrong with what was sent."""
        say, speaks = self.say, ruling.languages(self.work, self.clinic.id)
        found = [] if chosen else [Fault("triggers", say("Choose at least one of the answers."))]
        if not written(request.form, "name"):
            found.append(Fault(f"name-{speaks[0]}", say("Give it a name.")))
        lacking = [tag for tag in speaks if not written(request.form, "call_now").has(tag)]
        for tag in lacking:
            said = f"{labels.LANGUAGES[tag]}: {say('Write why you want to talk today.')}"
            found.append(Fault(f"call_now-{tag}", said))
        return found + worded.faults(request.form, WORDS, say)

    def _page(
        self,
        before: Emergency | None,
        address: str,
        asked: Mapping[str, tuple[Part, Item]],
        faults: Sequence[Fault] = (),
    ) -> str:
        part_and_item = asked.get(address)
        texts = [item.text.read(self.say.language) for _, item in asked.values()]
        return self.render(
            "cms/emergency.html",
            emergency=before,
            asked=dict(zip(asked, asked_when.told_apart(texts), strict=True)),
            address=address,
            item=part_and_item[1] if part_and_item else None,
            options=[
                (code(one), one.text.read(self.say.language) or code(one))
                for one in (_options(*part_and_item) if part_and_item else ())
            ],
            chosen=request.form.getlist("trigger") if faults else _chosen(before),
            version=self.version,
            faults=faults,
            given=request.form,
            speaks=ruling.languages(self.work, self.clinic.id),
        )

    def _questions(self) -> dict[str, tuple[Part, Item]]:
        """Return each question that is answered by choosing or by yes or no."""
        return {
            f"{part.id}/{item.link_id}": (part, item)
            for form in ruling.forms(self.work, self.clinic.id)
            for part in form.parts
            for item in part.questionnaire.every_item()
            if isinstance(item, Boolean | Choice) and item.text and not item.hidden
        }


def _options(part: Part, item: Item) -> tuple[AnswerOption, ...]:
    return part.questionnaire.options(item)


def _triggers(part: Part, item: Item, chosen: Sequence[str]) -> tuple[NativeValue, ...]:
    if isinstance(item, Boolean):
        return tuple(value for name, value in ((YES, True), (NO, False)) if name in chosen)
    return tuple(one.value for one in _options(part, item) if code(one) in chosen)


def _chosen(emergency: Emergency | None) -> list[str]:
    """Return the names of the answers that set it off."""
    found = []
    for value in emergency.triggers if emergency else ():
        if isinstance(value, bool):
            found.append(YES if value else NO)
        else:
            found.append(code(AnswerOption(value=value)) or "")
    return found


def _with(rules: RuleSet, made: Emergency) -> RuleSet:
    if any(one.id == made.id for one in rules.emergencies):
        changed = tuple(made if one.id == made.id else one for one in rules.emergencies)
    else:
        changed = (*rules.emergencies, made)
    return rules.model_copy(update={"emergencies": changed})
