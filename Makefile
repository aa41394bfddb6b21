# Kuulo's commands. `make run` and `make test` do all their own set-up.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
PORT ?= 8000
export DJANGO_SETTINGS_MODULE := kuulo.web.settings
.DEFAULT_GOAL := help

help: ## Say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

venv: $(VENV)/.run ## Make the environment alone (.venv/bin/kuulo)

$(VENV)/.made:
	@scripts/make-venv $(PYTHON) $(VENV)
	@touch $@

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/.made
	@scripts/install $(VENV) requirements/run.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(VENV)/.made
	@scripts/install $(VENV) requirements/dev.txt
	@touch $@ $(VENV)/.run

run: $(VENV)/.run ## Start Kuulo with its sample company
	@$(BIN)/kuulo serve --port $(PORT) --with-sample

check: $(VENV)/.dev ## Formatting, lint, types, floors and the fast tests
	@scripts/check-code
	@$(BIN)/pytest -q -n 2 --maxschedchunk 8 -m "not slow and not browser and not spark and not long"

test: $(VENV)/.dev ## Everything: check, real data, engines and browser tests
	@scripts/install-system chromium java nodejs npm
	@scripts/install-clients
	@scripts/check-code
	@$(BIN)/pytest -q -n 2 --maxschedchunk 8 -m "not long"

test-long: $(VENV)/.dev ## What takes long: servers killed under load, large public data, every page in every language
	@scripts/install-system chromium java wrk
	@$(BIN)/pytest -q -n 2 --maxschedchunk 8 -m long

test-postgres: $(VENV)/.dev ## The tests that touch the database, on a temporary PostgreSQL
	@scripts/install-system postgresql
	@scripts/with-postgres $(BIN)/pytest -q -n 2 --maxschedchunk 8 -m "not browser and not spark and not pure and not long"

lock: ## Pin every dependency anew, with hashes and no host names
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group build -o requirements/run.txt
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group dev -o requirements/dev.txt

texts: $(VENV)/.dev ## Gather the texts of every room and compile their translations
	@scripts/texts

clean: ## Remove the environment; the data stays
	rm -rf $(VENV) build dist

.PHONY: help venv run check test test-long test-postgres lock texts clean
