# The one door. `make` alone lists what there is.
PYTHON ?= python3.11
BIN := .venv/bin
STAMP := .venv/.installed
JOBS ?= 2

.DEFAULT_GOAL := help

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: $(STAMP) ## make .venv with the healthgraph command in it

$(STAMP): requirements.lock pyproject.toml tools/bootstrap.sh
	sh tools/bootstrap.sh python
	$$(command -v $(PYTHON) || command -v python3) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(STAMP)

demo: install ## 5,000 simulated people through the whole path, then serve until stopped
	$(BIN)/healthgraph demo $(DEMO)

neo4j: install ## bring Neo4j 5.26 LTS Community into .neo4j (needs Java 17 and Maven)
	sh tools/bootstrap.sh java
	$(BIN)/python tools/neo4j/install.py

neo4j-run: neo4j ## run that Neo4j in the foreground; password from HEALTHGRAPH_NEO4J_PASSWORD
	$(BIN)/python tools/neo4j/run.py

test: neo4j ## all tests, on both engines
	sh tools/bootstrap.sh peers || echo "tests with dcmtk, npm and chromium will be skipped by name"
	$(BIN)/pytest -n $(JOBS) --dist loadgroup --cov --cov-report=term:skip-covered $(TESTS)
	$(BIN)/python tools/coverage_floor.py mpi ingest

format: install ## write the code in the one format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: install ## format, lint, types and import rules, without changing anything
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: install ## write the generated pages anew
	$(BIN)/python -m graph.schema_doc
	$(BIN)/python -m api.record_schema_doc
	$(BIN)/python -m api.model_schema_doc
	$(BIN)/python -m api.settings_doc
	$(BIN)/python -m api.cli.commands_doc
	$(BIN)/python -m ai.metrics_doc

check: lint test ## everything that CI runs

bench: install ## measure, and keep the figures in bench/results
	$(BIN)/python bench/run.py $(BENCH)

lock: ## pin what is installed now (after changing pyproject.toml)
	$(BIN)/python tools/lock.py

clean: ## forget the virtual environment and caches; data and Neo4j stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info

.PHONY: help install demo neo4j neo4j-run test format lint docs check bench lock clean
