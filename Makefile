# Two commands for everyone: `make audit` and `make test`. Both leave .venv/bin/tallystick behind.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup audit test lint format

setup: .venv/.locked

.venv/.locked: uv.lock pyproject.toml tools/bootstrap.py
	$(PYTHON) tools/bootstrap.py
	@touch $@

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test: setup
	$(BIN)/pytest -n auto --cov --cov-report=term
