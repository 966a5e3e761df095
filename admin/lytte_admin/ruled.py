"""What every page about a clinic's alert rules stands on: the draft, its names, saving it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from lytte.core.criteria import Worse
from lytte.core.merging import Conflict, merged_rules
from lytte.core.rule_checks import Ends
from lytte.core.summary_measures import measured
from lytte.core.thresholds import RuleSet
from lytte.services import drafting, published, ruling
from lytte.services.faults import EditedMeanwhile
from lytte_admin.access import Page
from lytte_admin.rule_words import names_of

Change = Callable[[RuleSet], RuleSet]


@dataclass(frozen=True)
class Measures:
    """What a rule can look at: names for the author, the direction that is bad, the scale."""

    names: dict[str, str]
    worse: dict[str, Worse]
    ends: dict[str, str]
    scale: dict[str, Ends]


class RulesPage(Page):
    """A page about the chosen clinic's rules."""

    @property
    def rules(self) -> RuleSet:
        """The rules as they are being made."""
        return drafting.rule_set(self.work, self.clinic.id)

    @property
    def version(self) -> int:
        """Which save of the draft this page shows."""
        draft = drafting.rules(self.work, self.clinic.id)
        return draft.version if draft else 0

    def measures(self) -> Measures:
        """Return each number that the clinic's forms give, those being made included."""
        found = Measures({}, {}, {}, {})
        for form in ruling.forms(self.work, self.clinic.id):
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
        """Save one change of the draft and go back to it, unless somebody saved in between."""
        draft = drafting.rules(self.work, self.clinic.id)
        seen, now = request.form.get("version", 0, type=int), draft.version if draft else 0
        theirs = self.rules
        base = drafting.rules_at(self.work, draft, seen) if draft and seen != now else theirs
        by = published.name(self.work, draft.changed_by) if draft else ""
        if base is None:
            return self.overtaken(by)
        try:
            after = merged_rules(base, change(base), theirs)
            if after != theirs:
                drafting.save_rules(
                    self.work,
                    self.clinic.id,
                    after,
                    staff_id=self.person.staff_id,
                    expected=now,
                    did=did,
                )
                self.commit()
        except (Conflict, EditedMeanwhile):
            return self.overtaken(by)
        if seen != now and after != theirs:
            also = self.say(
                "{name} changed something else meanwhile. Both changes are kept.", name=by
            )
            said = f"{said} {also}"
        return self.leave("thresholds.index", said=said, anchor=at)

    def overtaken(self, by: str) -> ResponseReturnValue:
        """Tell that somebody else saved first; nothing of theirs was overwritten (C16)."""
        self.work.session.rollback()
        said = self.say(
            "{name} saved these rules while you had them open. Nothing of theirs was "
            "overwritten; do your change again on what is here now.",
            name=by,
        )
        return self.leave("thresholds.index", said=said, refused=True)
