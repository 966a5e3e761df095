"""Time the patient's pages: `python -m lytte.commands.bench_pages`.

Prints the CPU milliseconds that one gunicorn worker spends on each kind of request,
beside a bare Flask hello in the same run, because a figure from another machine or
another hour compares with nothing. Everything happens in a folder that is removed.
"""

import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from lytte import wiring
from lytte.commands.bench_form import QUESTIONS, links
from lytte.services.keys import Keys
from lytte.settings import Settings
from lytte.storage.database import Database

ROOT = Path(__file__).parents[3]
PORT, HELLO_PORT = 5987, 5988
SECRET = "a key for timing only, thrown away with the folder"  # noqa: S105
FORMS, WARM, GETS = 6, 2, 300
FIRST, LAST = "page save POST, first ten", "page save POST, last ten"
FLAT = "page save POST, last ten to first ten"
MOST = {"question page GET": 2.0, "page save POST": 4.0, "submit POST": 12.0, FLAT: 1.2}
HELLO = """
from flask import Flask
application = Flask(__name__)
application.get("/")(lambda: "hello")
"""


class Patient:
    """A browser that keeps its connection and its cookies."""

    def __init__(self, port: int, **cookies: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._cookies = {name.replace("_", "-"): value for name, value in cookies.items()}
        self.body = ""
        self.at = ""

    def ask(self, method: str, path: str, **fields: str) -> int:
        """Send a request and read its answer; `at` is where it leads."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, urlencode(fields) if fields else None, headers)
        answer = self._connection.getresponse()
        self.body = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, rest = value.partition("=")
                self._cookies[cookie] = rest.partition(";")[0]
        self.at = answer.getheader("Location") or path
        return answer.status

    def hidden(self) -> dict[str, str]:
        """Return the hidden fields of the page shown."""
        return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', self.body))


class Worker:
    """The one worker of a gunicorn, and what it has spent."""

    def __init__(self, master: int) -> None:
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        self._tasks = Path(f"/proc/{children[0]}/task")

    def spent(self) -> float:
        """Return the milliseconds of CPU that all its threads have used."""
        times = (int((task / "schedstat").read_text().split()[0]) for task in self._tasks.iterdir())
        return sum(times) / 1e6


def main() -> int:
    """Print the figures; 1 when one is over its limit."""
    with opened_house() as (var, database):
        tokens = links(database, Keys(SECRET), FORMS + WARM)
        database.dispose()
        (var / "hello.py").write_text(HELLO)
        with (
            gunicorn("wsgi:patient", PORT, ROOT) as lytte,
            gunicorn("hello:application", HELLO_PORT, var) as hello,
        ):
            figures = _figures(tokens, lytte, hello)
    return _print(figures)


@contextmanager
def opened_house() -> Iterator[tuple[Path, Database]]:
    """Give a folder and a database of the bench's own, to which the environment points."""
    var = Path(tempfile.mkdtemp(prefix="lytte-bench-"))
    var.chmod(0o711)
    os.environ |= {"LYTTE_VAR": str(var), "LYTTE_SECRET_KEY": SECRET, "PORT": str(PORT)}
    settings = Settings.from_environ()
    server = wiring.embedded_server(settings)
    try:
        wiring.upgrade(settings)
        yield var, wiring.open_database(settings)
    finally:
        server.detach()
        shutil.rmtree(var, ignore_errors=True)


def _figures(tokens: Sequence[str], lytte: Worker, hello: Worker) -> dict[str, float]:
    found = {"bare Flask hello": _hello(hello)}
    for token in tokens[:WARM]:
        _fill_in(token, lytte)
    told = [_fill_in(token, lytte) for token in tokens[WARM:]]
    for name in told[0]:
        found[name] = sum(one[name] for one in told) / len(told)
    found[FLAT] = median(one[LAST] for one in told) / median(one[FIRST] for one in told)
    found["bare Flask hello, again"] = _hello(hello)
    return found


def _hello(worker: Worker) -> float:
    plain = Patient(HELLO_PORT)
    mean(worker, lambda: plain.ask("GET", "/"), 50)
    return mean(worker, lambda: plain.ask("GET", "/"), GETS)


def _fill_in(token: str, worker: Worker) -> dict[str, float]:
    """Answer a whole form as a browser would, and return what each kind of request took."""
    patient = Patient(PORT)
    patient.ask("GET", f"/a/{token}")
    patient.ask("GET", "/entry")
    patient.ask("POST", "/entry", born="14.03.1951", **patient.hidden())
    start = patient.at
    patient.ask("GET", start)
    patient.ask("POST", start, who="self", **patient.hidden())
    gets, saves = [], []
    for number in range(QUESTIONS):
        page = patient.at
        gets.append(mean(worker, lambda page=page: patient.ask("GET", page), 1))  # type: ignore[misc]
        fields = {**patient.hidden(), _answer(patient.body): str(number % 8)}
        saves.append(mean(worker, lambda: patient.ask("POST", page, **fields), 1))  # noqa: B023
    review = patient.at
    patient.ask("GET", review)
    submit = mean(worker, lambda: patient.ask("POST", review, **patient.hidden()), 1)
    if not patient.at.endswith("/thanks"):
        raise SystemExit(f"the form was not sent: {patient.at}")
    ten = QUESTIONS // 6
    return {
        "question page GET": sum(gets) / QUESTIONS,
        "page save POST": sum(saves) / QUESTIONS,
        FIRST: median(saves[:ten]),
        LAST: median(saves[-ten:]),
        "submit POST": submit,
    }


def _answer(body: str) -> str:
    found = re.search(r'type="radio" name="([^"]+)"', body)
    if found is None:
        raise SystemExit("no question on the page")
    return found.group(1)


def mean(worker: Worker, request: Callable[[], object], times: int) -> float:
    """Return the milliseconds of CPU that the worker spends on one request."""
    before = worker.spent()
    for _ in range(times):
        request()
    return (worker.spent() - before) / times


@contextmanager
def gunicorn(application: str, port: int, folder: Path) -> Iterator[Worker]:
    """Serve an application with one worker, and give that worker to be watched."""
    command = [
        *(sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"),
        *("--workers", "1", "--worker-class", "gthread", "--threads", "4", "--preload"),
        *("--worker-tmp-dir", "/dev/shm", "--no-control-socket"),  # noqa: S108
        *("--log-level", "warning"),
    ]
    process = subprocess.Popen(command, cwd=folder)
    try:
        _wait(port)
        yield Worker(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            Patient(port).ask("GET", "/")
        except ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("gunicorn did not start")


def _print(figures: dict[str, float]) -> int:
    slow = 0
    for name, taken in figures.items():
        most = MOST.get(name)
        limit = f" (limit {most:.1f})" if most else ""
        print(f"{name}: {taken:.2f}{' times' if name == FLAT else ' ms CPU'}{limit}")
        slow |= bool(most and taken > most)
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
