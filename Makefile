# Two commands for everyone: `make audit` and `make test`. Both leave .venv/bin/tallystick behind.
PYTHON ?= python3
BIN := .venv/bin
DIST := build/dist
# Each worker takes neighbours, so that what a module or a folder needs is made by one of them; who is done first helps.
PARALLEL := -n auto --dist worksteal

.PHONY: setup audit release-check docs test test-offline lint format

setup: .venv/.locked

.venv/.locked: uv.lock pyproject.toml tools/bootstrap.py
	$(PYTHON) tools/bootstrap.py
	@touch $@

# `make audit` builds this project and audits what was built against this repository;
# `make audit RELEASE=requests==2.32.4` audits any release.
audit: setup
ifdef RELEASE
	$(BIN)/tallystick audit "$(RELEASE)"
else
	rm -rf $(DIST)
	$(BIN)/uv build --quiet --no-build-isolation --out-dir $(DIST)
	$(BIN)/tallystick audit $(DIST)/*.tar.gz $(DIST)/*.whl --source .
endif

# Builds what is committed twice, on different paths, umasks, times and zones; the same bytes must come out, be
# accepted, and run when installed. They are left in build/release, with their digests printed.
release-check: setup
	$(BIN)/python tools/release_check.py --out build/release

# The documentation site, in build/docs; a warning is an error.
docs: setup
	$(BIN)/sphinx-build -W --keep-going -q -b html docs build/docs

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test: setup
	$(PYTHON) tools/system_packages.py
	$(PYTHON) tools/source_lists.py
	$(BIN)/pytest $(PARALLEL)

# The same tests, and which lines and branches they ran; it takes twice the time.
coverage: setup
	$(BIN)/pytest $(PARALLEL) --cov --cov-report=term:skip-covered

test-offline: setup
	$(BIN)/pytest $(PARALLEL) -m "not online"
