"""In which order the steps are taken, and what goes in a circle."""

from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush


def in_order(count: int, after: Sequence[set[int]]) -> tuple[list[int], list[list[int]]]:
    """Return the steps 0..count-1 so that each comes before its `after`, and the circles.

    A circle is cut where it is read backwards: an arrow from a later step to an
    earlier one of the same circle counts for nothing, so there is always an order.
    """
    circles = [each for each in _components(count, after) if len(each) > 1]
    circles += [[step] for step in range(count) if step in after[step]]
    circle_of = {step: number for number, circle in enumerate(circles) for step in circle}
    waits = [0] * count
    for step in range(count):
        for later in after[step]:
            waits[later] += not _is_cut(step, later, circle_of)
    ready = [step for step in range(count) if not waits[step]]
    heapify(ready)
    order: list[int] = []
    while ready:
        step = heappop(ready)
        order.append(step)
        for later in after[step]:
            if not _is_cut(step, later, circle_of):
                waits[later] -= 1
                if not waits[later]:
                    heappush(ready, later)
    return order, [sorted(circle) for circle in circles]


def _is_cut(step: int, later: int, circle_of: Mapping[int, int]) -> bool:
    if step == later:
        return True
    return later < step and step in circle_of and circle_of.get(later) == circle_of[step]


def _components(count: int, after: Sequence[set[int]]) -> list[list[int]]:
    """Return the steps in groups that lead to one another (Kosaraju, without recursion)."""
    before: list[set[int]] = [set() for _ in range(count)]
    for step in range(count):
        for later in after[step]:
            before[later].add(step)
    seen: set[int] = set()
    finished = [step for start in range(count) for step in _finishing(start, after, seen)]
    grouped: set[int] = set()
    return [
        group for step in reversed(finished) if (group := list(_finishing(step, before, grouped)))
    ]


def _finishing(start: int, after: Sequence[set[int]], seen: set[int]) -> Iterator[int]:
    """Yield the steps that `start` leads to and nobody has seen, deepest first."""
    if start in seen:
        return
    seen.add(start)
    waiting = [(start, iter(sorted(after[start])))]
    while waiting:
        step, rest = waiting[-1]
        following = next((each for each in rest if each not in seen), None)
        if following is None:
            waiting.pop()
            yield step
        else:
            seen.add(following)
            waiting.append((following, iter(sorted(after[following]))))
