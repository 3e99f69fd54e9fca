# One command for each job. Needs only Python 3.11 or newer with venv, and make.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/sh
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run test lint format lock bench messages sbom

help: ## Show these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.run ## Install, migrate, load demo content, start everything (PORT=8000, DEMO=no)
	@exec $(BIN)/python -m helpdesk.embedded run --port $(PORT) $(if $(filter no,$(DEMO)),--no-demo)

test: $(VENV)/.dev ## Lint beside all tests over embedded servers
	@$(BIN)/python manage.py catalogues compile --settings helpdesk.settings.test; compile=$$?; \
	said=$$(mktemp); $(MAKE) --no-print-directory lint >$$said 2>&1 & linting=$$!; \
	$(BIN)/python -m pytest -q -n 3 --dist worksteal; tests=$$?; \
	wait $$linting; lint=$$?; cat $$said; rm -f $$said; \
	test $$compile -eq 0 -a $$lint -eq 0 -a $$tests -eq 0

lint: $(VENV)/.dev ## ruff, mypy, import-linter, djlint
	@failed=0; for check in "ruff check ." "ruff format --check ." "lint-imports" "djlint --lint --quiet cases helpdesk knowledge" "mypy ."; do \
		echo "$$check" | cut -d' ' -f1-2; \
		out=$$($(BIN)/$$check 2>&1) || { failed=1; echo "$$out"; }; \
	done; exit $$failed

format: $(VENV)/.dev ## Let ruff put the files in order
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .

LOCK := env -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL -u PIP_FIND_LINKS PIP_CONFIG_FILE=/dev/null \
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options $(if $(UPGRADE),--upgrade)

lock: $(VENV)/.dev ## Compile requirements/*.txt from pyproject.toml against the public registry (UPGRADE=1: newer versions)
	$(LOCK) -o requirements/base.txt pyproject.toml
	$(LOCK) --extra embedded -c requirements/base.txt -o requirements/run.txt pyproject.toml
	$(LOCK) --extra embedded --extra dev -c requirements/run.txt -o requirements/dev.txt pyproject.toml

bench: $(VENV)/.dev ## Speed and quality figures
	@exec $(BIN)/python -m tests.benchmarks

sbom: $(VENV)/.run ## List of what is inside (CycloneDX), for whatever looks for known holes
	@$(BIN)/python -m helpdesk.operations.sbom

messages: $(VENV)/.run ## Collect the strings into locale/*.po
	@$(BIN)/python manage.py catalogues extract

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; apt install python3.11 python3.11-venv, or name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "The module venv is missing: apt install python3-venv" >&2; exit 1; }

$(VENV)/.run: requirements/run.txt | $(BIN)/python
	@echo "Installing ..."
	@$(PIP) install --require-hashes --only-binary :all: -r $<
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(BIN)/python
	@echo "Installing ..."
	@$(PIP) install --require-hashes --only-binary :all: -r $<
	@touch $@ $(VENV)/.run
