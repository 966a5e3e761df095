"""The drawings beside the numbers: one picture a table, in black, greys and one red.

Millimetres from the top left of the table's first row. Every shape says the same in
print as in colour: a ring and a square are shapes before they are red.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lytte.core.answers import Missing
from lytte.core.summary_shape import Limit, OccasionNote, Row

# Columns of a table, the same as in sheet.css.
LEFT, NAME, NOW, NOTE, PAD = 6.0, 43.0, 12.0, 38.0, 1.5
STRIP = LEFT + NAME + NOW + NOTE + PAD
WIDE = 188.0
PITCH = 27 * 25.4 / 96  # one column of numbers: a tab stop of 27 px
STOPS = 11  # the graph ends here, the limits follow
DOT, RING = 0.55, 1.0


@dataclass
class Drawing:
    """Path data by what it shows; the template gives each its ink."""

    height: float
    zones: list[str] = field(default_factory=list)
    far_zones: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    dots: list[str] = field(default_factory=list)
    rings: list[str] = field(default_factory=list)
    hollow: list[str] = field(default_factory=list)
    red: list[str] = field(default_factory=list)
    amber: list[str] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    ticks: list[str] = field(default_factory=list)
    spots: list[str] = field(default_factory=list)
    top: tuple[str, ...] = (f"M0 0H{WIDE:.0f}",)

    def path(self, name: str) -> str:
        """Return the data of one path; empty when nothing of the kind is drawn."""
        return "".join(getattr(self, name))


@dataclass(frozen=True)
class _Band:
    """One row's strip of the picture: where a value stands in it."""

    row: Row
    top: float
    height: float
    low: float
    high: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    def y(self, value: float) -> float:
        share = (value - self.low) / ((self.high - self.low) or 1)
        inner = self.height - 2 * (RING + 0.25)
        return self.top + RING + 0.25 + inner * (1 - min(max(share, 0), 1))

    def along(self, value: float, start: float, end: float) -> float:
        share = (value - self.low) / ((self.high - self.low) or 1)
        return start + (end - start) * min(max(share, 0), 1)


def trend(rows: Sequence[Row], occasions: Sequence[OccasionNote], height: float) -> Drawing:
    """Draw each measure over real time, on its own fixed scale; a gap stays a gap.

    Points that a helper gave are hollow and joined to nothing.
    """
    drawing = Drawing(height * len(rows))
    start = STRIP + PITCH * len(occasions) + 1
    end = STRIP + PITCH * STOPS - 1.5
    xs = _times([one.at for one in occasions], start + RING + 0.4, end - RING - 0.4)
    for band in _bands(rows, height):
        _mark(drawing, band)
        _zones(drawing, band, start, end)
        _points(drawing, band, xs, [one.proxy for one in occasions])
    return drawing


def lying(rows: Sequence[Row], height: float, *, proxy: bool) -> Drawing:
    """Draw a first measurement: each answer as a point on its own lying scale."""
    drawing = Drawing(height * len(rows))
    start, end = lying_scale()
    for band in _bands(rows, height):
        _mark(drawing, band)
        middle = band.middle
        drawing.rules.append(f"M{start:.2f} {middle:.2f}H{end:.2f}")
        for limit in band.row.limits:
            x = band.along(float(limit.value), start, end)
            far = start if limit.below else end
            drawing.zones.append(_box(x, far, middle - 1.3, middle + 1.3))
            drawing.ticks.append(f"M{x:.2f} {middle - 1.3:.2f}v2.6")
        if not isinstance(band.row.now, Missing):
            x = band.along(float(band.row.now), start, end)
            point = f"M{x:.2f} {middle:.2f}h0"
            (drawing.hollow if proxy else drawing.spots).append(point)
    return drawing


def lying_scale() -> tuple[float, float]:
    """Return where a lying scale begins and ends."""
    return STRIP + 2.2, WIDE - 4


def outside(row: Row, value: float) -> bool:
    """Tell whether a value gets a ring: beyond the row's outermost limit."""
    over = [limit for limit in row.limits if not limit.below]
    under = [limit for limit in row.limits if limit.below]
    return bool(
        (over and value >= float(over[-1].value)) or (under and value < float(under[0].value))
    )


def _bands(rows: Sequence[Row], height: float) -> list[_Band]:
    bands = []
    for index, row in enumerate(rows):
        low, high = _ends(row)
        bands.append(_Band(row, index * height, height, low, high))
    return bands


def _ends(row: Row) -> tuple[float, float]:
    """The scale's ends; without any, what there is to show."""
    if row.low is not None and row.high is not None:
        return float(row.low), float(row.high)
    seen = [float(v) for v in row.points if v is not None]
    seen += [float(limit.value) for limit in row.limits]
    return (min(seen), max(seen)) if seen else (0.0, 1.0)


def _times(at: Sequence[datetime], start: float, end: float) -> list[float]:
    first, last = at[0], at[-1]
    span = (last - first).total_seconds()
    if span <= 0:
        return [end] * len(at)
    return [start + (end - start) * (one - first).total_seconds() / span for one in at]


def _box(left: float, right: float, top: float, bottom: float) -> str:
    return f"M{left:.2f} {top:.2f}H{right:.2f}V{bottom:.2f}H{left:.2f}z"


def _mark(drawing: Drawing, band: _Band) -> None:
    """The flag at the head of the row, and the rule under it."""
    row, y = band.row, band.middle
    drawing.rules.append(f"M0 {band.top + band.height:.2f}H{WIDE:.0f}")
    if row.severity == "red":
        drawing.red.append(f"M1 {y - 1.5:.2f}h3v3h-3z")
    elif row.severity == "amber":
        drawing.amber.append(f"M.8 {y + 1.4:.2f}h3.4l-1.7 -3z")
    elif row.known:
        drawing.known.append(f"M1.2 {y - 1.3:.2f}h2.6v2.6h-2.6z")
    elif row.beyond:
        drawing.beyond.append(f"M1 {y + 1.2:.2f}h3l-1.5 -2.6z")


def _zones(drawing: Drawing, band: _Band, start: float, end: float) -> None:
    top, bottom = band.top + 0.5, band.top + band.height - 0.5
    for limit in band.row.limits:
        y = band.y(float(limit.value))
        drawing.limits.append(f"M{start:.2f} {y:.2f}H{end:.2f}")
        box = _box(start, end, y, bottom if limit.below else top)
        far = drawing.far_zones if _is_outermost(band.row, limit) else drawing.zones
        far.append(box)


def _is_outermost(row: Row, limit: Limit) -> bool:
    same = [one for one in row.limits if one.below == limit.below]
    return len(same) > 1 and limit is (same[0] if limit.below else same[-1])


def _points(drawing: Drawing, band: _Band, xs: Sequence[float], proxy: Sequence[bool]) -> None:
    pen = "M"
    for value, x, helper in zip(band.row.points, xs, proxy, strict=True):
        if value is None:
            pen = "M"
            continue
        place = f"{x:.2f} {band.y(float(value)):.2f}"
        if helper:
            drawing.hollow.append(f"M{place}h0")
            pen = "M"
            continue
        drawing.line.append(pen + place)
        drawing.dots.append(f"M{place}h0")
        pen = "L"
        if outside(band.row, float(value)):
            drawing.rings.append(f"M{place}h0")
