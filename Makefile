# Few verbs. Each makes its own environment in .venv (Python 3.11 or newer); a second run installs nothing.
#
#   make demo      read the sample reports into a book and ask it
#   make test      everything that must hold: lint, types, layers, tests
#   make lint      only style, types and layers
#   make quality   how well the reader reads, against floors (needs ../shared)
#   make bench     quality and speed of all stages, each with its floor (needs ../shared)
#   make docs      write docs/reference anew
#   make train     make the model anew (needs ../shared; about an hour on two cores)
#   make train-records   make the heads for records anew, from annotated texts (needs ../shared; a quarter of an hour)
#   make clean     remove what these verbs made, except .venv

SHELL := /bin/bash
VENV ?= .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.installed-run
DEV := $(VENV)/.installed-dev
BOOK := build/demo/andes.book
TRUCEBOOK := $(BIN)/trucebook

.DEFAULT_GOAL := help
.PHONY: help demo test lint quality bench docs train train-records clean

help:
	@sed -n 's/^#   //p' Makefile

$(BIN)/python:
	@python=$$(bash tools/find-python) && echo "making $(VENV) with $$python" && $$python -m venv $(VENV) || { \
	  rm -rf $(VENV); echo "no environment was made; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(RUN): pyproject.toml | $(BIN)/python
	@echo "installing trucebook into $(VENV) (the first time this takes a few minutes)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(DEV): pyproject.toml | $(BIN)/python
	@echo "installing trucebook and what its tests need into $(VENV) (the first time this takes a few minutes)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(RUN)

demo: $(RUN)
	@rm -rf build/demo && mkdir -p build/demo
	@bash tools/demo $(TRUCEBOOK) $(BOOK)

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest -n 2

quality: $(DEV)
	$(BIN)/python -m bench.quality

bench: $(DEV)
	$(BIN)/python -m bench.language
	$(BIN)/python -m bench.reading
	$(BIN)/python -m bench.coreference
	$(BIN)/python -m bench.dates
	$(BIN)/python -m bench.confidence
	$(BIN)/python -m bench.quality

docs: $(DEV)
	$(BIN)/python -m docs.generate

TRAIN := .venv-train/bin/python

$(TRAIN): training/requirements.txt | $(BIN)/python
	test -x $@ || $(BIN)/python -m venv .venv-train
	$@ -m pip install --quiet --disable-pip-version-check --requirement training/requirements.txt --editable .
	@touch $@

train: $(TRAIN)
	$(TRAIN) -m training.run
	$(TRAIN) -m training.export

train-records: $(TRAIN)
	$(TRAIN) -m training.record_run

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache $(RUN) $(DEV)
