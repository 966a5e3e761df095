"""No file takes over a second or 300 MB to read, and all real questionnaires 30 seconds.

The largest and worst that the tests know, each read in a process of its own; real ones where
they lie beside the repository. CPU seconds, as the server's processes are set; memory is the
most that the process held above what it began with, the file itself among that. What takes too
long is read again, twice at most, and the least counts: others on the machine only add to it.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial

from lytte.instruments import one_file
from lytte.integrations import any_format
from lytte.integrations.fhir.read import read
from lytte.services.bundles import bundle_reading
from lytte.services.faults import NotReady
from tests.corpus import corpus_files
from tests.instruments import test_swollen_instruments as instruments
from tests.integrations.fhir import test_hostile_questionnaires as hostile
from tests.integrations.fhir import test_swollen_value_sets as value_sets
from tests.integrations.redcap import test_swollen_dictionaries as dictionaries
from tests.integrations.texts import test_swollen_text_files as texts
from tests.integrations.xlsform import test_swollen_forms as forms
from tests.services import test_swollen_bundles as bundles
from wsgi import tidy_seldom

EACH, ALL, MEGABYTES = 1.0, 30.0, 300
FHIR = [*hostile.SWOLLEN, *value_sets.SWOLLEN, *value_sets.OF_THE_SAME_KIND]
Work = Callable[[], object]


def main() -> int:
    """Print what each takes; return 1 when one takes too much."""
    tidy_seldom()
    swollen = [_least(name, work) for name, work in _swollen()]
    worst, held = (max(each) for each in zip(*swollen, strict=True))
    real = [_taken(partial(read, path.read_bytes())) for path in corpus_files("**/*.json", "fhir")]
    print(f"the slowest: {worst:.2f} s (limit {EACH:.0f}); memory: {held:.0f} MB ({MEGABYTES})")
    if real:
        print(f"{len(real)} real ones: {sum(real):.1f} s ({ALL:.0f}), slowest {max(real):.2f} s")
    return 0 if _held([worst, *real], sum(real), held) else 1


def _swollen() -> Iterator[tuple[str, Work]]:
    """Yield each with its name, made one at a time: what is made is not what is measured."""
    for questionnaire in FHIR:
        yield _named("FHIR", questionnaire), partial(read, json.dumps(questionnaire()).encode())
    for kind, makers in (("REDCap", dictionaries.SWOLLEN), ("XLSForm", forms.SWOLLEN)):
        for table in makers:
            yield _named(kind, table), partial(any_format.read, table())
    for instrument in instruments.SWOLLEN:
        yield _named("TOML", instrument), partial(one_file.read, instrument())
    for bundle in bundles.SWOLLEN:
        yield _named("configuration", bundle), partial(_refused, bundle())
    for file in texts.SWOLLEN:
        yield _named("texts", file), file


def _named(kind: str, made: Callable[[], object]) -> str:
    return f"{kind}, {made.__name__.strip('_').replace('_', ' ')}"


def _refused(content: bytes) -> None:
    with suppress(NotReady):
        bundle_reading.read(content)


def _held(each: Iterable[float], every: float, megabytes: float) -> bool:
    return max(each) <= EACH and every <= ALL and megabytes <= MEGABYTES


def _least(name: str, work: Work) -> tuple[float, float]:
    found = _taken_apart(name, work)
    for _ in range(2):
        if found[0] > EACH:
            found = min(found, _taken_apart(f"{name}, again", work))
    return found


def _taken_apart(name: str, work: Work) -> tuple[float, float]:
    """Return seconds and megabytes of work done in a process that is nothing else's."""
    reading, writing = os.pipe()
    if not (child := os.fork()):
        before = _megabytes()
        os.write(writing, json.dumps([_taken(work), _megabytes() - before]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        seconds, megabytes = json.loads(told.read())
    os.waitpid(child, 0)
    print(f"{name}: {seconds:.2f} s, {megabytes:.0f} MB", flush=True)
    return seconds, megabytes


def _taken(work: Work) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    sys.exit(main())
