# make         a virtual environment, the package in it, and the graph of the seeds in build/
# make test    the tests
# make check   lint, format, types and the tests
# make bench   how fast it is, beside other libraries
# make readme  run the README's session again and write down what it prints
# make clean   remove what the above have made

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.DELETE_ON_ERROR:
.PHONY: all test lint check bench readme clean

all: $(VENV)/.installed
	$(BIN)/soviet-kg build --out build

test: $(VENV)/.installed-test
	$(BIN)/python -m pytest

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint test

bench: $(VENV)/.installed-dev
	for benchmark in benchmarks/*.py; do $(BIN)/python $$benchmark || exit 1; done

readme: $(VENV)/.installed-test
	$(BIN)/python tests/test_readme.py

clean:
	rm -rf build dist $(VENV)

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "soviet-kg needs Python 3.11 or later; try make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.created pyproject.toml
	$(PIP) --editable '.[ru,web]'
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(PIP) --editable '.[ru,web,test]'
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed-test
	$(PIP) --editable '.[ru,web,test,dev]'
	@touch $@
