"""Change a JSON document so that it stays one: most bytes put into JSON only break it."""

import copy
import json
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 1.5, 10**30, "", "0", "a", "=", "exists", "#a", "group", "2026",
    "\x00", "%resource", "1 +", [], {}, [{}], [[]], {"a": 1}, "x" * 300, "﷽", -0.0, 1e-20,
)  # fmt: skip


class JsonChanges:
    """Changes drawn from what stands in the seeds: their names and their parts."""

    def __init__(self, seeds: Sequence[bytes], start: int) -> None:
        """`start` is how many bytes stand before the JSON."""
        self._start = start
        self._parts = [part for seed in seeds for part in _read(seed[start:])]
        self._names = sorted({name for _, name in self._parts if isinstance(name, str)})

    def change(
        self,
        document: bytes,
        most: int,
        number: int,
        bytewise: Callable[[bytes, int], bytes],
    ) -> bytes:
        """Return the document with one to four changes; one time in four its bytes are changed."""
        dice = Random(number)
        head, tail = document[: self._start], document[self._start :]
        try:
            whole = [json.loads(tail)]
        except (ValueError, RecursionError):
            return bytewise(document, most)
        if dice.random() < 0.25:
            return bytewise(document, most)
        for _ in range(dice.randint(1, 4)):
            self._change(whole, dice)
        made = head + json.dumps(whole[0] if whole else None).encode()
        return made if len(made) <= most else bytewise(document, most)

    def _change(self, whole: Any, dice: Random) -> None:
        parts = list(_parts(whole))
        if not parts:
            return
        holder, key = dice.choice(parts)
        match dice.randrange(6):
            case 0:
                del holder[key]
            case 1:
                holder[key] = copy.deepcopy(dice.choice(ODD))
            case 2:
                other, name = dice.choice(self._parts)
                holder[key] = copy.deepcopy(other[name])
            case 3:
                other, name = dice.choice(parts)
                holder[key] = copy.deepcopy(other[name])
            case 4 if isinstance(holder, list):
                holder.insert(key, copy.deepcopy(holder[key]))
            case _ if isinstance(holder, dict):
                holder[dice.choice(self._names)] = holder.pop(key)
            case _:  # A list has no names to change.
                holder.reverse()


def _read(seed: bytes) -> Iterator[tuple[Any, Any]]:
    try:
        yield from _parts([json.loads(seed)])
    except ValueError:
        return


def _parts(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place in the document: what holds it, and its name or number there."""
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        inner = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for key, one in inner:
            yield holder, key
            if isinstance(one, dict | list):
                waiting.append(one)
