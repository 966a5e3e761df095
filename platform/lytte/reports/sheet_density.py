"""How closely a sheet is set, from airy to bare; the page takes the first that fits."""

from collections.abc import Mapping
from dataclasses import dataclass

PAGE = 280.9  # mm between the margins of an A4 page
WIDE = 188.0
FOOT = 10.6  # mm kept for three lines of provenance


@dataclass(frozen=True, kw_only=True)
class Density:
    """Sizes in points and heights in millimetres, as in `sheet.css` and `sheet_{name}.css`.

    `finding` is one of a single line, `pad` is above and below the priorities, and
    `most` letters of a list are printed before it says how many more there are.
    """

    name: str
    text: float
    line: float
    heading: float
    gap: float
    topic: float
    topic_line: float
    finding: float
    pad: float
    row: float
    row_name: float
    plan: float
    most: int


ROOMY = Density(
    name="roomy",
    text=9,
    line=4.1,
    heading=5.2,
    gap=2.5,
    topic=11.5,
    topic_line=5.4,
    finding=6.2,
    pad=2.8,
    row=9.2,
    row_name=9.6,
    plan=8.6,
    most=700,
)
SNUG = Density(
    name="snug",
    text=8.8,
    line=3.9,
    heading=4.7,
    gap=1.8,
    topic=10.5,
    topic_line=4.8,
    finding=5.5,
    pad=2.8,
    row=7.6,
    row_name=8.8,
    plan=7.4,
    most=600,
)
TIGHT = Density(
    name="tight",
    text=8.4,
    line=3.6,
    heading=4.4,
    gap=1.3,
    topic=10,
    topic_line=4.5,
    finding=4.9,
    pad=1.8,
    row=6.6,
    row_name=8.2,
    plan=6.4,
    most=480,
)
BARE = Density(
    name="bare",
    text=8,
    line=3.4,
    heading=4.2,
    gap=0.9,
    topic=9,
    topic_line=3.9,
    finding=4.2,
    pad=1.1,
    row=6.4,
    row_name=8,
    plan=5.8,
    most=240,
)

DENSITIES: Mapping[str, Density] = {one.name: one for one in (ROOMY, SNUG, TIGHT, BARE)}
