"""Limits that a demo clinic has written itself, beside what its instruments suggest."""

from collections.abc import Mapping

from lytte.core.texts import Text
from lytte.core.thresholds import Answered, Rule
from lytte.core.values import Coding

OWN_RULES: Mapping[str, tuple[Rule, ...]] = {
    "tarm": (
        Rule(
            id="local-medicine",
            severity="amber",
            when=Answered(
                item="lytte-plager/pain_medicine",
                options=(Coding(code="a_little"), Coding(code="no")),
            ),
            name=Text(
                {
                    "nb": "Medisinen hjelper ikke mot smertene",
                    "nn": "Medisinen hjelper ikkje mot smertene",
                    "en": "The medicine does not help the pain",
                }
            ),
            recipient="nurse",
            deputy="coordinator",
            local=True,
        ),
    )
}
