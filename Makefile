# Everything starts from Python, make and git; each target sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin
CATALOGUES := $(wildcard locales/*/LC_MESSAGES/tjans.po)

.PHONY: setup run tour test gate words lock measure

setup: .venv/ready

.venv/installed: dev.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/ready: .venv/installed $(CATALOGUES)
	$(BIN)/pybabel --quiet compile --directory locales --domain tjans
	touch $@

run: setup
	@$(BIN)/tjans $(if $(TJANS_TELEGRAM_TOKEN),run,demo)

tour: setup
	@$(BIN)/tjans tour

test: setup gate

gate:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/hadolint Dockerfile
	$(BIN)/pytest

# Collect the sentences of bot/wording into the catalogues; English is its own translation.
words: .venv/installed
	$(BIN)/pybabel --quiet extract --no-location --keywords "say count:1,2" --add-comments Translators: --output locales/tjans.pot bot
	for language in da en; do $(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --no-wrap --input-file locales/tjans.pot --output-dir locales --domain tjans --locale $$language; done

# Renew the lock files (needs uv).
lock:
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra sandbox --extra dev pyproject.toml --output-file dev.lock
