# Lapor Bot. `make help` lists what there is; nothing but Python 3.11 or newer is needed beforehand.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet

.DEFAULT_GOAL := help
.PHONY: help setup run test lint format lock audit sbom screenshots bench bench-routing clean

help:  ## show this list
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.run  ## install what the bot needs into .venv
run: setup  ## start the bot; without TELEGRAM_BOT_TOKEN (see .env.example) against the built-in simulator
	@$(BIN)/python -m bot run

test: $(VENV)/.dev lint  ## lint, types, import rules and all tests
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest

lint: $(VENV)/.dev  ## style and formatting
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(VENV)/.dev  ## put the code into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: $(VENV)/.dev  ## write the lock files anew from pyproject.toml
	$(BIN)/uv pip compile $(LOCK) --extra postgres --group dev -o requirements-dev.lock pyproject.toml
	$(BIN)/uv pip compile $(LOCK) --extra postgres -c requirements-dev.lock -o requirements.lock pyproject.toml

audit: $(VENV)/.dev  ## ask whether a vulnerability of a locked library is known (needs the network)
	@$(BIN)/uv tool run pip-audit==2.10.1 --disable-pip --require-hashes --strict -r requirements.lock

sbom: $(VENV)/.dev  ## write sbom.json: what the bot is made of (CycloneDX; fetches its tool)
	@$(BIN)/uv tool run --from cyclonedx-bom==7.3.1 cyclonedx-py requirements requirements.lock --of JSON -o sbom.json

screenshots: $(VENV)/.dev  ## take the pictures of the guides anew (needs Chromium)
	@PYTHONPATH=. $(BIN)/python docs/screenshots.py

bench: $(VENV)/.dev  ## measure throughput, lives of tickets, latency, memory, clockwork and what is due, all in a small size
	@$(BIN)/python -m bench.throughput --rounds 1 --complaints 200
	@$(BIN)/python -m bench.ticket_life
	@$(BIN)/python -m bench.latency --rounds 1 --seconds 5
	@$(BIN)/python -m bench.memory
	@$(BIN)/python -m bench.clockwork
	@$(BIN)/python -m bench.recap_meanwhile
	@$(BIN)/python -m bench.due

bench-routing: $(VENV)/.dev  ## measure how often the right agency and region are found
	@$(BIN)/python -m bench.routing

clean:  ## remove everything that was made, except data/ and .env
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An installation is done anew only when its lock file changes. The larger one holds all of the smaller one.

$(VENV)/.run: requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.run

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Python 3.11 or newer is needed: install it, or name it with make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "The venv module is missing; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
