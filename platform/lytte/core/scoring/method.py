"""Every way a scale can be scored, as one closed union."""

from typing import Annotated

from pydantic import Field

from lytte.core.scoring.bank import ItemResponse
from lytte.core.scoring.composite import Composite
from lytte.core.scoring.linear import Linear
from lytte.core.scoring.lookup import Lookup
from lytte.core.scoring.maximum import Maximum
from lytte.core.scoring.mean import Mean
from lytte.core.scoring.proctcae_grade import ProctcaeGrade
from lytte.core.scoring.sum import Sum
from lytte.core.scoring.value_set import ValueSet
from lytte.core.scoring.weighted import Weighted

Method = Annotated[
    Sum
    | Mean
    | Linear
    | Weighted
    | Maximum
    | Lookup
    | ValueSet
    | ProctcaeGrade
    | ItemResponse
    | Composite,
    Field(discriminator="type"),
]
