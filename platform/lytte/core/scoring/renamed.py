"""A scale moved to another questionnaire's link_ids."""

from collections.abc import Mapping
from typing import assert_never

from lytte.core.scoring.bank import ItemResponse
from lytte.core.scoring.composite import Composite
from lytte.core.scoring.linear import Linear
from lytte.core.scoring.lookup import Lookup
from lytte.core.scoring.maximum import Maximum
from lytte.core.scoring.mean import Mean
from lytte.core.scoring.method import Method
from lytte.core.scoring.proctcae_grade import ProctcaeGrade
from lytte.core.scoring.scale import Scale
from lytte.core.scoring.sum import Sum
from lytte.core.scoring.value_set import ValueSet
from lytte.core.scoring.weighted import Weighted


def renamed(scale: Scale, link_ids: Mapping[str, str]) -> Scale:
    """Return the scale with each item under its new link_id; others keep theirs."""
    return scale.model_copy(
        update={
            "items": tuple(link_ids.get(item, item) for item in scale.items),
            "reverse": tuple(link_ids.get(item, item) for item in scale.reverse),
            "recode": {link_ids.get(item, item): rows for item, rows in scale.recode.items()},
            "only_from": {link_ids.get(item, item): n for item, n in scale.only_from.items()},
            "method": _method(scale.method, link_ids),
        }
    )


def _method(method: Method, link_ids: Mapping[str, str]) -> Method:
    match method:
        case Sum() | Mean() | Linear() | Maximum() | Lookup() | Composite():
            return method
        case Weighted():
            weights = {link_ids.get(item, item): w for item, w in method.weights.items()}
            return method.model_copy(update={"weights": weights})
        case ValueSet():
            took = {link_ids.get(item, item): d for item, d in method.decrements.items()}
            return method.model_copy(update={"decrements": took})
        case ProctcaeGrade():
            asked: dict[str, str] = {
                name: link_ids.get(item, item) for name, item in method.asked.items()
            }
            return method.model_copy(update=asked)
        case ItemResponse():
            items = tuple(
                item.model_copy(update={"link_id": link_ids.get(item.link_id, item.link_id)})
                for item in method.bank.items
            )
            bank = method.bank.model_copy(update={"items": items})
            return method.model_copy(update={"bank": bank})
        case _:
            assert_never(method)
