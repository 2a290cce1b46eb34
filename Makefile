# make run | test | lint | ... : `make help` tells. Needs make and Python 3.11 or newer; all else is installed into .venv.
PY := .venv/bin/python
PORT ?= 8501
# On the own machine data may be changed (EGOV_EDIT=1); for others, ADDRESS=0.0.0.0, only if EGOV_EDIT=1 is set besides.
ADDRESS ?= $(or $(STREAMLIT_SERVER_ADDRESS),127.0.0.1)
WORKERS ?= 2
PYTEST_ARGS ?=
TYPED := $(wildcard egov_metrics pages dashboard.py benchmarks)
# The next DuckDB release, laid beside the pinned one: a test shows that the SQL holds on it too.
DUCKDB_NEXT := 2.0.0
DUCKDB_NEXT_FOLDER := .cache/duckdb-$(DUCKDB_NEXT)
PYTEST = EGOV_DUCKDB_NEXT=$(DUCKDB_NEXT_FOLDER) $(PY) -m pytest --timeout=600

.DEFAULT_GOAL := help
.PHONY: help venv venv-test build run test test-unit test-browser lint format measure clean

help: ## say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 20

venv:
	@.ci/venv .venv requirements.txt

venv-test: venv
	@.ci/venv .venv tests/requirements.txt

build: venv ## build the store from data/ (no new edition when nothing changed)
	@$(PY) -m egov_metrics build

run: build ## build the store and serve the dashboard on http://localhost:8501 (PORT=... ADDRESS=... for another)
	@EGOV_EDIT=$(if $(filter 127.0.0.1 localhost,$(ADDRESS)),1,$(EGOV_EDIT)) \
		$(PY) -m streamlit run dashboard.py --server.port $(PORT) --server.address $(ADDRESS)

$(DUCKDB_NEXT_FOLDER): | venv
	@rm -rf $@.part
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --target $@.part duckdb==$(DUCKDB_NEXT)
	@mv $@.part $@

test: venv-test $(DUCKDB_NEXT_FOLDER) ## all tests, also in a browser (PYTEST_ARGS="-k word" for some)
	@.ci/chromium
	@$(PYTEST) -n $(WORKERS) --dist loadfile $(PYTEST_ARGS) tests

test-unit: venv-test $(DUCKDB_NEXT_FOLDER) ## the tests that need no browser
	@$(PYTEST) -n $(WORKERS) --dist loadfile -m "not browser" $(PYTEST_ARGS) tests

test-browser: venv-test ## the tests in Chromium against a started server
	@.ci/chromium
	@$(PYTEST) $(PYTEST_ARGS) tests/browser

lint: venv-test ## ruff (rules and layout) and mypy
	@failed=0; \
	$(PY) -m ruff check . || failed=1; \
	$(PY) -m ruff format --check . || failed=1; \
	$(PY) -m mypy $(TYPED) || failed=1; \
	exit $$failed

format: venv-test ## lay the code out as lint wants it
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

measure: venv-test ## the long measurements of benchmarks/
	@$(if $(wildcard benchmarks/requirements.txt),.ci/venv .venv benchmarks/requirements.txt)
	@.ci/chromium
	@$(PY) -m benchmarks

clean: ## remove what make and the tools made here (not the editions in the workspace)
	rm -rf .venv .cache .artifacts .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
