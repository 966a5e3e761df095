"""What every page about a clinic's alert rules stands on: the draft, its names, saving it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import url_for
from flask.typing import ResponseReturnValue

from lytte.core.chosen import Question, questions
from lytte.core.criteria import Worse
from lytte.core.differences import Entry
from lytte.core.merging import Conflict, merged_rules
from lytte.core.rule_checks import Ends
from lytte.core.summary_measures import measured
from lytte.core.thresholds import RuleSet
from lytte.core.values import NativeValue
from lytte.services import published
from lytte.services.drafts import drafting
from lytte.services.rules import ruling
from lytte.storage import tables
from lytte_admin.access import Page
from lytte_admin.editing import kept
from lytte_admin.in_words.rule_words import names_of
from lytte_admin.rules.rule_fields import ANSWER

Change = Callable[[RuleSet], RuleSet]


@dataclass(frozen=True)
class Measures:
    """What a rule can look at: names for the author, the direction that is bad, the scale.

    `questions` are those of whose answers some can be ticked.
    """

    names: dict[str, str]
    worse: dict[str, Worse]
    ends: dict[str, str]
    scale: dict[str, Ends]
    questions: dict[str, Question]

    @property
    def answers(self) -> dict[str, dict[str, NativeValue]]:
        """Return what each question can be answered with, by the keys of the answers."""
        return {
            name: {each.key: each.value for each in one.options}
            for name, one in self.questions.items()
        }


class RulesPage(Page):
    """A page about the chosen clinic's rules."""

    @property
    def making(self) -> tables.RuleSetDraft | None:
        """The rules' draft; none when nobody has changed them."""
        return drafting.rules(self.work, self.clinic.id)

    @property
    def rules(self) -> RuleSet:
        """The rules as they are being made."""
        return drafting.rule_set(self.work, self.clinic.id)

    @property
    def seen(self) -> RuleSet:
        """The rules as they were on the page that was sent; as they are when that is not kept."""
        return self.standing().seen() or self.rules

    @property
    def version(self) -> int:
        """Which save of the draft this page shows."""
        return draft.version if (draft := self.making) else 0

    def measures(self) -> Measures:
        """Return each number that the clinic's forms give, those being made included."""
        found = Measures({}, {}, {}, {}, {})
        for form in ruling.forms(self.work, self.clinic.id):
            for address, each in questions(form, self.say.language).items():
                found.questions[ANSWER + address] = each
            for one in measured(form, self.say.language):
                title = one.part.title.read(self.say.language)
                found.names[one.address] = f"{one.name} ({title})" if title else one.name
                found.worse[one.address] = one.worse or "up"
                found.scale[one.address] = one.ends
                if one.ends:
                    found.ends[one.address] = f"{one.ends[0]}–{one.ends[1]}"
        return found

    def item_names(self) -> dict[str, str]:
        """Return the short name of every question and score in the clinic's forms."""
        return names_of(ruling.spoken_of(self.work, self.clinic.id), self.say.language)

    def keep(
        self, change: Change, *, said: str, at: str = "", did: str = ""
    ) -> ResponseReturnValue:
        """Save one change of the draft and go back to it."""
        look = partial(self.standing, did)
        try:
            by = kept.save(self, look, change)
        except kept.Overtaken as fault:
            return self.overtaken(fault.by)
        except Conflict as fault:
            return kept.both(
                self, look(), change, fault, name=self._name, says=self._says,
                title=self.say("Alert rules"), home=url_for("thresholds.index"),
            )  # fmt: skip
        return self.leave("thresholds.index", said=kept.both_kept(self, said, by), anchor=at)

    def standing(self, did: str = "") -> kept.Standing[RuleSet]:
        """Return the draft as it stands; `did` is the word for the change that may be saved."""
        draft = drafting.rules(self.work, self.clinic.id)
        version = draft.version if draft else 0
        return kept.Standing(
            version,
            published.name(self.work, draft.changed_by) if draft else "",
            self.rules,
            lambda at: drafting.rules_at(self.work, draft, at) if draft else None,
            merged_rules,
            partial(
                drafting.save_rules, self.work, self.clinic.id,
                staff_id=self.person.staff_id, expected=version, did=did,
            ),
        )  # fmt: skip

    def _name(self, place: str, *sets: RuleSet) -> str:
        found = next((one for rules in sets if (one := self._piece(place, rules))), None)
        return found.name if found else self.say("The order")

    def _says(self, place: str, rules: RuleSet) -> list[str]:
        """Say what a set has of one thing, a line at a time."""
        if place == "order":
            return [one.name for one in self.contents.lines.rules(rules)]
        found = self._piece(place, rules)
        if found is None:
            return [self.say("Taken out")]
        return [f"{one.label}: {one.text}" for one in found.lines if one.text and one.always]

    def _piece(self, place: str, rules: RuleSet) -> Entry | None:
        told = (one for one in self.contents.lines.rules(rules) if one.key == place)
        return next(told, None)

    def overtaken(self, by: str) -> ResponseReturnValue:
        """Tell that somebody else saved first; nothing of theirs was overwritten (C16)."""
        self.work.session.rollback()
        said = self.say(
            "{name} saved these rules while you had them open. Nothing of theirs was "
            "overwritten; do your change again on what is here now.",
            name=by,
        )
        return self.leave("thresholds.index", said=said, refused=True)
