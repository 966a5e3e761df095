# Lytte's front door. `make` alone says what there is.

VENV ?= .venv
BIN := $(VENV)/bin
WORKERS ?= 2
PORT ?= 5000
export PORT

# With it every start compiles everything again: three times slower.
unexport PYTHONDONTWRITEBYTECODE
# Somebody else's environment must not reach into ours.
unexport PYTHONPATH
unexport PYTHONHOME

# The newest Python that Lytte is tried with and that really starts (a pyenv shim may not).
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null </dev/null \
	&& { command -v $$python; break; }; done)

.DEFAULT_GOAL := help
.PHONY: help run test test-full check bench fuzz format set-up set-up-tests python style imports types bounds

help:
	@echo 'Lytte: questionnaires for oncology clinics.'
	@echo
	@echo '  make run         everything it needs, a demo hospital, http://localhost:$(PORT), CMS at /admin'
	@echo '                   (PORT=8000 make run listens elsewhere; what it keeps is under var/)'
	@echo '  make test        everything they need, and the tests; one `slow` test of each kind is left out'
	@echo '  make test-full   all tests, the slow ones too'
	@echo '  make check       style, types, who may import whom, the bounds of the house'
	@echo '  make bench       the published figures, measured on this machine'
	@echo '  make fuzz        strange input for the importer, expressions, evaluator and scorer, 60 s each'
	@echo '                   (SECONDS_EACH=600 make fuzz goes on for longer; what breaks is under var/fuzz/)'
	@echo '  make format      put the code in its one style'
	@echo
	@echo 'One test, as you work:   $(BIN)/pytest tests/core -k "bad_day"'
	@echo 'The command line:        $(BIN)/lytte --help'

run: set-up
	@$(BIN)/lytte serve --look
	@$(BIN)/lytte db upgrade
	@$(BIN)/lytte demo load
	@exec $(BIN)/lytte serve

test: set-up-tests
	$(BIN)/pytest -m 'not slow' -n $(WORKERS) --dist worksteal

test-full: set-up-tests
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

# Every fault at once: the later checks run though an earlier one failed.
check: set-up-tests
	@$(MAKE) --no-print-directory --keep-going style imports types bounds

style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

imports:
	$(BIN)/lint-imports --no-cache

types:
	$(BIN)/mypy

bounds:
	$(BIN)/pytest -q tests/house

bench: set-up-tests
	$(BIN)/python -m tests.bench

# Guided by which lines are reached. All targets: FUZZED="importer laying responses …"
FUZZED ?= importer expressions evaluator scorer
SECONDS_EACH ?= 60
fuzz: set-up-tests
	@mkdir -p var/fuzz; for target in $(FUZZED); do log=var/fuzz/$$target.log; \
	$(BIN)/python -m tests.fuzz $$target -max_total_time=$(SECONDS_EACH) >$$log 2>&1 \
	|| { tail -n 40 $$log; exit 1; }; \
	echo "$$target: $$(grep ^Done $$log), nothing broke"; done

format: set-up-tests
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

set-up: python
	@$(PYTHON) .ci/set_up.py run --venv $(VENV)

set-up-tests: python
	@$(PYTHON) .ci/set_up.py test --venv $(VENV)

python:
	@test -n "$(PYTHON)" || { \
	echo 'Lytte needs Python 3.11 or newer, and there is none here. On Debian and Ubuntu:'; \
	echo; echo '    sudo apt-get install python3 python3-venv'; exit 1; }
