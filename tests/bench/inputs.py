"""No questionnaire takes over a second or 300 MB to read, and all real ones 30 seconds.

The largest and worst that the tests know, each read once; real ones where they lie beside
the repository. CPU seconds, as the server's processes are set; memory is the most that the
process held above what it began with.
"""

import json
import resource
import sys
import time
from collections.abc import Iterable

from lytte.integrations.fhir.read import read
from tests.corpus import corpus_files
from tests.integrations.fhir import test_hostile_questionnaires as hostile
from tests.integrations.fhir import test_swollen_value_sets as swollen
from wsgi import tidy_seldom

EACH, ALL, MEGABYTES = 1.0, 30.0, 300


def main() -> int:
    """Print what each takes; return 1 when one takes too much."""
    tidy_seldom()
    before = _megabytes()
    makers = [*hostile.SWOLLEN, *swollen.SWOLLEN, *swollen.OF_THE_SAME_KIND]
    made = [(one.__name__, json.dumps(one()).encode()) for one in makers]
    worst = max(_taken(name, document, told=True) for name, document in made)
    files = corpus_files("**/*.json", "fhir")
    real = [_taken(file.name, file.read_bytes()) for file in files]
    held = _megabytes() - before
    print(f"the slowest: {worst:.2f} s (limit {EACH:.0f}); memory: {held:.0f} MB ({MEGABYTES})")
    if real:
        print(f"{len(real)} real ones: {sum(real):.1f} s ({ALL:.0f}), slowest {max(real):.2f} s")
    return 0 if _held([worst, *real], sum(real), held) else 1


def _held(each: Iterable[float], every: float, megabytes: float) -> bool:
    return max(each) <= EACH and every <= ALL and megabytes <= MEGABYTES


def _taken(name: str, document: bytes, *, told: bool = False) -> float:
    began = time.process_time()
    read(document)
    taken = time.process_time() - began
    if told:
        print(f"{name.strip('_').replace('_', ' ')}: {taken:.2f} s")
    return taken


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    sys.exit(main())
