# Two commands: `make demo` shows the product, `make test` proves it. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DATA   ?= .demo/plant
HOST   ?= 127.0.0.1
PORT   ?= 8000
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
# Byte code is kept: without it every start costs three times as much.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test thorough lint format words manifest pictures browsers sheets bench bench-labels privacy access lock bundle wheel clean

help:  ## list what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(VENV)/run  ## a demonstration plant in the browser, with a label to scan
	@$(BIN)/kiosk demo --data "$(DATA)" --host "$(HOST)" --port "$(PORT)"

test: $(VENV)/dev  ## the tests, browser included
	@$(BIN)/python tests/machine.py
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

thorough: $(VENV)/dev  ## the tests that take long: every page in every look, whole journeys, every phone's film
	@$(BIN)/python tests/machine.py
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "thorough and not slow" $(ARGS)

lint: $(VENV)/dev  ## style, types, the import rule
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(VENV)/dev  ## bring the code into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

words: $(VENV)/dev  ## gather every text people read into the catalogues; says what lacks words
	@$(BIN)/python -m tests.words

manifest: $(VENV)/dev  ## list all that the program keeps, writes and sends; says what is not described
	@$(BIN)/python -m tests.manifest

pictures: $(VENV)/dev  ## the pictures of the README, of the demonstration plant
	@$(BIN)/python tests/machine.py
	@$(BIN)/kiosk demo --no-serve --data "$(DATA)"
	@PICTURES_OF="$(DATA)" $(BIN)/python -m pytest -m thorough tests/journeys/test_pictures.py $(ARGS)

sheets: $(VENV)/dev  ## contact sheets of every page and state, for eyes; writes build/sheets
	@$(BIN)/python tests/machine.py
	@$(BIN)/kiosk demo --no-serve --data "$(DATA)"
	@$(BIN)/python -m tests.sheets.run --of "$(DATA)" --out build/sheets $(ARGS)

browsers: $(VENV)/dev  ## the main job in Firefox and WebKitGTK; pictures in build/browsers
	@$(BIN)/python -m tests.journeys.browsers.packages
	@BROWSERS_OUT=build/browsers $(BIN)/python -m pytest tests/journeys/browsers -m browsers $(ARGS)

bench: $(VENV)/dev  ## measure bytes, speed and memory beside a floor; writes build/bench.json
	@$(BIN)/python tests/machine.py
	@$(BIN)/python tests/bench/run.py --out build/bench.json

bench-labels: $(VENV)/dev  ## soil, blur and bend labels beside others', and read them; writes build/labels.json
	@$(BIN)/python tests/machine.py
	@$(BIN)/python -m tests.bench.damage.run --out build/labels.json $(ARGS)

privacy: $(VENV)/dev  ## try every attack on privacy, plant leaks, print what was learned
	@$(BIN)/python tests/machine.py
	@$(BIN)/python -m tests.privacy.table $(ARGS)

access: $(VENV)/access  ## the long run of the accessibility proofs: axe in every look, valid HTML by the Nu checker
	@$(BIN)/python tests/machine.py default-jre-headless
	@$(BIN)/python -m pytest tests/access tests/kiosk/studio/test_looks.py -m "not browsers" $(ARGS)

lock: $(VENV)/dev  ## pin every dependency: names, versions, hashes
	@$(BIN)/python tests/lock.py

bundle: $(VENV)/dev  ## one archive that installs on a box without internet, proven by installing it without one
	@$(BIN)/python deploy/bundle.py --out dist
	@BUNDLE="$(CURDIR)/dist/shopfloor-kiosk-bundle.tar.gz" \
		$(BIN)/python -m pytest -m slow tests/deploy/test_bundle.py $(ARGS)

wheel: $(VENV)/dev  ## the installable package, the same from its source archive
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist .
	@$(BIN)/python -m pytest -m slow tests/rules/test_wheel.py $(ARGS)

clean:  ## remove what was built
	@rm -rf build dist .demo .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@echo "Making the environment in $(VENV) …"
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed: make demo PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the product stands on (once) …"
	$(BIN)/pip install --quiet --progress-bar on --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/dev: tests/requirements.lock $(VENV)/run
	@echo "Installing what the tests stand on (once) …"
	$(BIN)/pip install --quiet --progress-bar on --require-hashes -r tests/requirements.lock
	touch $@

$(VENV)/access: tests/access/requirements.lock $(VENV)/dev
	@echo "Installing what the proofs of accessibility stand on (once) …"
	$(BIN)/pip install --quiet --progress-bar on --no-deps --require-hashes -r tests/access/requirements.lock
	touch $@
