# The two commands of a newcomer are `make demo` and `make test`; docs/how-to/start.md says more.
SHELL := /bin/sh
.NOTPARALLEL:
PYTHON ?= python3
PORT ?= 8000
JOBS ?= 2
V := .venv
BIN := $(V)/bin
UV := UV_PYTHON_DOWNLOADS=never $(BIN)/uv
SYNC := $(UV) pip sync -q --python $(BIN)/python --require-hashes requirements-boot.txt
INSTALL := $(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
# Some images forbid Python to keep what it has compiled; with hundreds of processes started by the tests that is dear.
unexport PYTHONDONTWRITEBYTECODE
QUIETLY := DUEREGARD_MODE=test DUEREGARD_VAR=$(V)/var PYTHONWARNINGS=ignore

# Node builds the front end: the system's where it is 18 or newer, else the locked wheel, inside the environment.
NODE_LOCK = $$(node -e 'process.exit(process.versions.node.split(".")[0] < 18 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null || echo requirements-node.txt)
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix frontend
STATIC := src/dueregard/kernel/static/dueregard
INSTALLED := frontend/node_modules/.installed
BUILT := frontend/node_modules/.built
SOURCES = $(shell find frontend -name node_modules -prune -o -type f -print)

.PHONY: help demo demo-reset test setup setup-test setup-saml check format lock frontend bench dist clean FORCE
help:
	@echo 'make demo        set up from nothing and start a demo provider at http://127.0.0.1:$(PORT)/ (PORT=8000)'
	@echo 'make demo-reset  the same, with fresh data'
	@echo 'make test        set up the rest and run everything that CI runs'
	@echo 'make check       format, lint, types, import contracts, templates, migrations'
	@echo 'make format      put the code in its format'
	@echo 'make bench       the benchmarks'
	@echo 'make dist        a wheel that carries the built front end'
	@echo 'make lock        resolve requirements*.in again into the hashed locks'
	@echo 'make clean       remove what was built and installed; data in var/ stays'

# --- Set-up: two stamps, so that the demo never installs what only tests need ---------------------------------
$(V)/.boot: requirements-boot.txt
	@command -v $(PYTHON) >/dev/null || { echo 'There is no $(PYTHON). Install Python 3.11 or newer, or say which: make PYTHON=python3.12 demo' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Say which with: make PYTHON=python3.12 demo" or 0)'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo 'This Python cannot make an environment. On Debian or Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	@echo 'Making an environment in $(V) …'
	@$(PYTHON) -m venv $(V)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements-boot.txt \
	  || { echo 'The installer could not be fetched: is there a network, and does pip know your mirror?' >&2; exit 1; }
	@touch $@

$(V)/.run: $(V)/.boot requirements.txt requirements-node.txt pyproject.toml
	@echo 'Installing what Due Regard needs to run …'
	@if [ -e $(V)/.test ]; then $(SYNC) requirements-dev.txt $(NODE_LOCK); else $(SYNC) requirements.txt $(NODE_LOCK); fi
	@$(INSTALL)
	@touch $@

$(V)/.test: $(V)/.boot requirements-dev.txt requirements-node.txt pyproject.toml
	@echo 'Installing what the tests need …'
	@$(SYNC) requirements-dev.txt $(NODE_LOCK)
	@$(INSTALL)
	@touch $(V)/.run $@

$(INSTALLED): frontend/package.json frontend/package-lock.json | $(V)/.run
	@echo 'Fetching what builds the front end …'
	@$(NPM) ci --no-audit --no-fund --loglevel=error \
	  || { echo 'npm could not fetch the packages of frontend/package-lock.json: is there a network, and does npm know your mirror?' >&2; exit 1; }
	@touch $@

$(BUILT): $(INSTALLED) $(SOURCES) $(if $(wildcard $(STATIC)/*),,FORCE)
	@echo 'Building the front end …'
	@$(NPM) run --silent build || { echo 'The front end could not be built; the lines above say why.' >&2; exit 1; }
	@touch $@

FORCE:
setup: $(V)/.run frontend
setup-test: $(V)/.test frontend
setup-saml: setup
	@$(UV) pip install -q --python $(BIN)/python --require-hashes --no-deps -r requirements-saml.txt
frontend: $(V)/.run $(BUILT)

# --- Use ------------------------------------------------------------------------------------------------------
demo: setup
	@$(BIN)/dueregard demo --port $(PORT)

demo-reset:
	@rm -rf var/demo
	@$(MAKE) --no-print-directory demo

# --- Quality --------------------------------------------------------------------------------------------------
check: setup-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(QUIETLY) $(BIN)/mypy
	$(BIN)/djlint --quiet --lint src
	$(QUIETLY) $(BIN)/python -m dueregard manage makemigrations --check --dry-run
	$(QUIETLY) $(BIN)/python -m dueregard manage check --fail-level WARNING
	$(BIN)/pytest -q tests/architecture/test_templates.py

format: $(V)/.test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

PYTEST := $(BIN)/pytest --durations=15
HEADING = printf '\n=== %s ===\n'
test: setup-test
	@failed=; \
	$(HEADING) 'Tests on SQLite'; \
	DUEREGARD_TEST_DB=sqlite $(PYTEST) -m 'not browser' -n $(JOBS) || failed="$$failed SQLite;"; \
	$(HEADING) 'Tests on PostgreSQL'; \
	DUEREGARD_TEST_DB=postgres $(PYTEST) -m 'not browser' --only-database -n $(JOBS) || failed="$$failed PostgreSQL;"; \
	$(HEADING) 'Tests in a browser, and accessibility'; \
	DUEREGARD_TEST_DB=sqlite $(PYTEST) -m browser -rs -n $(JOBS) || failed="$$failed browser;"; \
	if [ -n "$$failed" ]; then $(HEADING) "Failed:$$failed see above" >&2; exit 1; fi; \
	$(HEADING) 'All passed'

bench: setup-test
	$(BIN)/python -m benchmarks

# --- Releases -------------------------------------------------------------------------------------------------
dist: setup
	@rm -rf dist
	$(UV) build -q --wheel --python $(BIN)/python --no-build-isolation --out-dir dist
	@$(BIN)/python -c 'import glob, sys, zipfile; [w] = glob.glob("dist/*.whl"); n = [f for f in zipfile.ZipFile(w).namelist() if "/static/dueregard/" in f]; print(w, "with", len(n), "files of the front end"); sys.exit(not n and "The wheel lacks the front end.")'

lock: $(V)/.boot
	for f in boot node '' saml dev; do n=requirements$${f:+-$$f}; $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url $$n.in -o $$n.txt || exit 1; done
	$(NPM) install --package-lock-only --no-audit --no-fund

clean:
	rm -rf $(V) frontend/node_modules $(STATIC) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
