# The two commands of a newcomer are `make demo` and `make test`.
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
V := .venv
UV := UV_PYTHON_DOWNLOADS=never $(V)/bin/uv
DUEREGARD := $(V)/bin/dueregard

.PHONY: help demo demo-reset test setup setup-test check lock format frontend bench clean
help:
	@echo 'make demo    set up from nothing and start a demo provider at http://127.0.0.1:$(PORT)/'
	@echo 'make test    set up the rest and run everything that CI runs'
	@echo 'make check   format, lint, types, import contracts, templates, migrations'

$(V)/.boot: requirements-boot.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Say which with: make PYTHON=python3.12 demo" or 0)'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo 'Python has no venv module here. On Debian or Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv $(V)
	$(V)/bin/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements-boot.txt
	@touch $@

$(V)/.run: $(V)/.boot requirements.txt pyproject.toml
	@if [ ! -e $(V)/.test ]; then $(UV) pip sync -q --python $(V)/bin/python --require-hashes requirements-boot.txt requirements.txt; else $(UV) pip sync -q --python $(V)/bin/python --require-hashes requirements-boot.txt requirements-dev.txt; fi
	@$(UV) pip install -q --python $(V)/bin/python --no-deps --no-build-isolation -e .
	@touch $@

$(V)/.test: $(V)/.boot requirements-dev.txt pyproject.toml
	$(UV) pip sync -q --python $(V)/bin/python --require-hashes requirements-boot.txt requirements-dev.txt
	@$(UV) pip install -q --python $(V)/bin/python --no-deps --no-build-isolation -e .
	@touch $@ $(V)/.run

setup: $(V)/.run
setup-test: $(V)/.test

lock: $(V)/.boot
	for f in boot '' dev; do n=requirements$${f:+-$$f}; $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url $$n.in -o $$n.txt; done

check: $(V)/.test
	$(V)/bin/ruff format --check .
	$(V)/bin/ruff check .
	$(V)/bin/lint-imports
	$(V)/bin/mypy
	$(V)/bin/djlint --quiet --lint src
	$(V)/bin/python -m dueregard manage makemigrations --check --dry-run
