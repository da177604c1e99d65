# Two commands are all the set-up there is: `make run` and `make test`.
SHELL := /bin/bash
.DELETE_ON_ERROR:
PYTHON ?= python3
BIN := .venv/bin
export PYTHONUNBUFFERED := 1

help:  ## Say what can be asked for
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: .venv/run.stamp  ## Install, migrate, fill an empty site with the demo edition, and serve it
	@$(BIN)/flask serve --check && $(BIN)/flask init && $(BIN)/flask demo --if-empty && exec $(BIN)/flask serve

test: .venv/test.stamp  ## Everything: format, lint, types, imports, templates, both databases, a real browser
	@$(MAKE) --no-print-directory check
	@bash tests/browser/chromium.sh
	$(BIN)/pytest -n auto --ignore=tests/browser
	$(BIN)/pytest -n auto --ignore=tests/browser --database postgresql
	$(BIN)/pytest tests/browser

check: .venv/test.stamp  ## The quick part: format, lint, types, import rules, templates
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --quiet --lint templates

bench: .venv/test.stamp  ## Measure: page cache, pages, digest; paired runs, ratios
	$(BIN)/python -m bench

demo: .venv/run.stamp  ## Reset to the demo edition; asks first
	@$(BIN)/flask init && $(BIN)/flask demo --reset

vendor:  ## Fetch the front-end files again from npm and compare their checksums
	@bash static/vendor/refresh.sh

words: .venv/test.stamp  ## Bring the words of every language up to what code and templates say
	@$(BIN)/pybabel --quiet extract -F translations/babel.cfg -k lazy_gettext -k mark --no-wrap --omit-header --add-location=file --sort-output -o translations/messages.pot .
	@for language in fr ar sw ha yo am pt; do \
		[ -f translations/$$language/LC_MESSAGES/messages.po ] || $(BIN)/pybabel --quiet init -i translations/messages.pot -d translations -l $$language; \
		$(BIN)/pybabel --quiet update -i translations/messages.pot -d translations -l $$language --no-wrap --no-fuzzy-matching --ignore-obsolete --omit-header || exit 1; done
	@rm translations/messages.pot

lock:  ## Pin today's releases of all dependencies, with hashes and no index address
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade --extra test pyproject.toml -o requirements-test.txt

.venv/run.stamp: requirements.txt
	@$(call install,requirements.txt)
	@touch $@

.venv/test.stamp: requirements-test.txt
	@$(call install,requirements-test.txt)
	@touch $@ .venv/run.stamp

define install
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (PYTHON=... names one)." >&2; exit 1; }; \
[ -x $(BIN)/pip ] || $(PYTHON) -m venv .venv || { echo "Cannot make .venv: Debian and Ubuntu want 'apt install python3-venv'." >&2; exit 1; }; \
echo "Installing $(1) into .venv ..."; $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $(1)
endef

.PHONY: help run test check bench demo vendor words lock
.DEFAULT_GOAL := help
