# From a fresh clone: `make demo` shows it, `make test` proves it. Needs only Python >= 3.11 (venv, pip) and make.

VENV  := .venv
PY    := $(VENV)/bin/python
STAMP := $(VENV)/.ready
UV    := $(shell command -v uv 2>/dev/null)
# uv takes the Python that is there, and trusts the certificates this machine trusts (a proxy may need its own).
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS ?= 1
export UV_NATIVE_TLS ?= 1

# Ready means: the environment's Python runs, and it was set up in this very folder.
STALE := $(shell [ "$$($(PY) -c 'print(open("$(STAMP)").read())' 2>/dev/null)" = "$$(pwd)" ] || echo FORCE)

.PHONY: help setup demo test check bench nightly format map pictures pins FORCE
.DEFAULT_GOAL := help

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "  make %-9s %s\n", $$1, $$2}'

setup: $(STAMP) ## make .venv and install the pinned dependencies (skipped when up to date)

demo: setup ## open the playground in a browser
	@$(PY) -m bot demo

test: setup ## run the tests
	@$(PY) -m pytest -n 3 -m "not nightly"

check: setup ## format, lint, types, import contracts, tests: what CI runs
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports --no-cache
	@$(MAKE) --no-print-directory test

bench: setup ## measure, and print the figures side by side
	@$(PY) -m benchmarks

nightly: setup ## thousands of seeds; takes long
	@$(PY) -m pytest -n 2 -m nightly

format: setup ## put the code in shape
	@$(PY) -m ruff check --fix --quiet .
	@$(PY) -m ruff format .

map: setup ## write docs/map.md and docs/states.md anew from the code
	@$(PY) -m tests.house.map
	@$(PY) -m docs.make_states

pictures: setup ## take the README's pictures anew, in a real browser
	@$(PY) -m docs.make_pictures

# Hashes and versions only: no index, host or path may get into the pins. UPGRADE=1 takes newer versions.
COMPILE = $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-config \
	--no-header --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade) pyproject.toml
pins: setup ## write the pinned requirements anew from pyproject.toml (UPGRADE=1: newer versions)
	@$(COMPILE) --output-file requirements.txt
	@$(COMPILE) --extra dev --constraint requirements.txt --output-file requirements-dev.txt

# $(1): what to install. With uv where it is present, else (or if uv cannot) with the environment's own pip.
pip = $(PY) -m pip install --quiet --disable-pip-version-check $(1)
install = $(if $(UV),"$(UV)" pip install --quiet --python $(PY) $(1) || { echo "uv could not; trying pip"; $(pip); },$(pip))

$(STAMP): requirements-dev.txt pyproject.toml $(STALE)
	@$(if $(STALE),$(find_python) && echo "Making $(VENV) with $$python" && "$$python" -m venv --clear $(VENV))
	@echo "Installing the pinned dependencies with $(if $(UV),uv,pip)"
	@$(call install,--require-hashes -r requirements-dev.txt)
	@$(call install,--no-deps --no-build-isolation --editable .)
	@printf '%s' "$$(pwd)" > $(STAMP)

# PYTHON=... chooses one; a name that is there but does not run (a version manager's shim) is passed over.
define find_python
python=; for name in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14 python; do \
	"$$name" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
	2>/dev/null && python=$$name && break; done; \
	[ -n "$$python" ] || { echo "Shelfmate needs Python 3.11 to 3.14 with venv and pip; none was found." \
	"Install one (on Debian: apt install python3-venv), or say where it is: make setup PYTHON=..." >&2; exit 1; }
endef
