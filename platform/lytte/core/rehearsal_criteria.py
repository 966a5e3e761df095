"""Which of many responses each criterion holds for: the rules' own logic, a column at a time.

Says the same as `thresholds.alerts` called response by response, which a property test
holds it to. Two things make it quick: a number is compared once for each way it is
written, however many wrote it, and a criterion that stands in both rule sets is worked
out once. Numbers stay exact decimals.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain, pairwise
from operator import ne
from typing import NamedTuple

from lytte.core.alerting import beyond
from lytte.core.thresholds import Answered, AtLeast, Below, Combined, Criterion, Persisted, Worsened

Held = bytes
"""One byte a response: 1 where the criterion holds, 0 where it does not or is unknown."""

# How many ways of writing numbers are kept for a limit before they are forgotten.
MOST = 50_000


class Silence(NamedTuple):
    """The moment, in microseconds, when a patient had not answered `hours` after it was due."""

    patient: str
    hours: int
    at: int


@dataclass(frozen=True, eq=False)
class Batch:
    """Whole patients' responses, by patient and time; a column a measure, None where missing.

    Times are microseconds since 1970. `judged` marks the clinic's own responses in the
    period; the others are what came before and after them.
    """

    patients: Sequence[str]
    authored: Sequence[int]
    proxy: Sequence[bool]
    judged: Held
    measures: dict[str, Sequence[str | None]]
    silences: Sequence[Silence] = ()
    """Of these patients and of others who answered nothing, each patient's oldest first."""

    def __len__(self) -> int:
        return len(self.patients)

    @cached_property
    def firsts(self) -> Held:
        """1 for each patient's first response in the batch."""
        return bytes(map(ne, self.patients, chain((None,), self.patients)))

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each patient's responses begin and end."""
        starts = [row for row, first in enumerate(self.firsts) if first]
        return list(pairwise([*starts, len(self)]))

    @cached_property
    def span_of(self) -> dict[str, tuple[int, int]]:
        """Where each patient's responses begin and end, by the patient."""
        return {self.patients[start]: (start, end) for start, end in self.spans}

    @cached_property
    def everyone(self) -> list[tuple[str, int, int]]:
        """Every patient with where their responses begin and end; nowhere for who sent none."""
        nobody = {one.patient: (0, 0) for one in self.silences}
        return [(one, *where) for one, where in sorted((nobody | self.span_of).items())]

    @cached_property
    def ends(self) -> list[int]:
        """For each response, where its patient's responses end."""
        return [end for start, end in self.spans for _ in range(start, end)]


class _Beyond(dict[str | None, int]):
    """Whether each number met so far is beyond a limit; a missing one never is."""

    def __init__(self, limit: AtLeast | Below) -> None:
        super().__init__({None: 0})
        self.limit = limit

    def __missing__(self, written: str) -> int:
        if len(self) > MOST:
            self.clear()
            self[None] = 0
        found = self[written] = int(beyond(self.limit, Decimal(written)))
        return found


class _Numbers(dict[str | None, Decimal | None]):
    """Each number met so far, read once."""

    def __init__(self) -> None:
        super().__init__({None: None})

    def __missing__(self, written: str) -> Decimal:
        if len(self) > MOST:
            self.clear()
            self[None] = None
        found = self[written] = Decimal(written)
        return found


class Criteria:
    """Works out criteria over batches; `occasions` is how many responses back a rule sees."""

    def __init__(self, occasions: int) -> None:
        self.occasions = occasions
        self._limits: dict[AtLeast | Below, _Beyond] = {}
        self._numbers = _Numbers()
        self._batch: Batch | None = None
        self._found: dict[Criterion, Held] = {}

    def held(self, criterion: Criterion, batch: Batch) -> Held:
        """Return which of the batch's responses the criterion holds for."""
        if batch is not self._batch:
            self._batch, self._found = batch, {}
        if criterion not in self._found:
            self._found[criterion] = self._work_out(criterion, batch)
        return self._found[criterion]

    def number(self, written: str) -> Decimal:
        """Return a measure's number as it was written."""
        found = self._numbers[written]
        return Decimal(written) if found is None else found

    def _work_out(self, criterion: Criterion, batch: Batch) -> Held:
        match criterion:
            case AtLeast() | Below():
                return self._limit(criterion, batch)
            case Answered():
                return self._answered(criterion, batch)
            case Worsened() if criterion.since == "last":
                return self._since_last(criterion, batch)
            case Worsened():
                return self._since_baseline(criterion, batch)
            case Persisted():
                return self._persisted(criterion, batch)
            case Combined():
                return self._combined(criterion, batch)

    def _limit(self, limit: AtLeast | Below, batch: Batch) -> Held:
        column = batch.measures.get(limit.measure)
        if column is None:
            return bytes(len(batch))
        known = self._limits.setdefault(limit, _Beyond(limit))
        return bytes(map(known.__getitem__, column))

    def _answered(self, criterion: Answered, batch: Batch) -> Held:
        chosen = [AtLeast(measure=one, value=Decimal(1)) for one in criterion.measures]
        found = 0
        for one in chosen:
            found |= int.from_bytes(self.held(one, batch), "big")
        return found.to_bytes(len(batch), "big")

    def _own(self, criterion: Worsened, batch: Batch) -> Iterable[tuple[int, int, Decimal | None]]:
        """Yield (row, whether the patient is a new one, the number the patient gave)."""
        column = batch.measures.get(criterion.measure)
        if column is None:
            return ()
        own = (None if by else one for one, by in zip(column, batch.proxy, strict=True))
        numbers = map(self._numbers.__getitem__, own)
        return zip(range(len(batch)), batch.firsts, numbers, strict=True)

    def _since_last(self, criterion: Worsened, batch: Batch) -> Held:
        met = bytearray(len(batch))
        by, rising, back = criterion.by, criterion.worse == "up", self.occasions
        previous, at = None, 0
        for row, first, value in self._own(criterion, batch):
            if first:
                previous = None
            if value is None:
                continue
            if previous is not None and row - at <= back:
                change = value - previous if rising else previous - value
                met[row] = change >= by
            previous, at = value, row
        return bytes(met)

    def _since_baseline(self, criterion: Worsened, batch: Batch) -> Held:
        met = bytearray(len(batch))
        by, rising, back = criterion.by, criterion.worse == "up", self.occasions
        earlier: deque[tuple[int, Decimal]] = deque()
        for row, first, value in self._own(criterion, batch):
            if first:
                earlier.clear()
            if value is None:
                continue
            while earlier and row - earlier[0][0] > back:
                earlier.popleft()
            if earlier:
                previous = earlier[0][1]
                change = value - previous if rising else previous - value
                met[row] = change >= by
            earlier.append((row, value))
        return bytes(met)

    def _persisted(self, criterion: Persisted, batch: Batch) -> Held:
        met = bytearray(len(batch))
        column = batch.measures.get(criterion.of.measure)
        if column is None:
            return bytes(met)
        now = self.held(criterion.of, batch)
        recent: deque[tuple[int, int]] = deque(maxlen=criterion.among)
        for row, first in enumerate(batch.firsts):
            if first:
                recent.clear()
            if column[row] is None:
                continue
            recent.append((row, now[row]))
            if now[row]:
                times = sum(one for at, one in recent if row - at <= self.occasions)
                met[row] = times >= criterion.times
        return bytes(met)

    def _combined(self, criterion: Combined, batch: Batch) -> Held:
        # Unknown raises nothing and no criterion is ever turned round, so that a byte
        # tells enough: what is not known to hold counts as not holding.
        each = [int.from_bytes(self.held(one, batch), "big") for one in criterion.of]
        found = each[0]
        for one in each[1:]:
            found = found & one if criterion.together == "all" else found | one
        return found.to_bytes(len(batch), "big")
