# Two commands for everyone: `make demo` and `make test`. Both make the environment first when it is missing.
SHELL := /bin/bash
VENV ?= .venv
BIN := $(VENV)/bin
SEED ?= 0
OUT ?= demo

.PHONY: demo test lint types imports unit env clean

demo: env
	$(BIN)/caos demo --out $(OUT) --seed $(SEED)

test: lint types imports unit

env:
	@VENV=$(VENV) .ci/setup

lint: env
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: env
	.ci/with-tree $(abspath $(BIN))/mypy --cache-dir $(abspath .mypy_cache)

imports: env
	.ci/with-tree $(abspath $(BIN))/lint-imports --no-cache

unit: env
	$(BIN)/python .ci/tests.py

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
