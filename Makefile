# Everything starts from Python, make and git; each target sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin
CATALOGUES := $(wildcard locales/*/LC_MESSAGES/tjans.po)

.PHONY: setup run tour simulate test gate words schema lock audit bench crash faults flood mutants permissions properties

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
	@$(BIN)/tjans $(if $(TJANS_TELEGRAM_TOKEN)$(TJANS_DISCORD_TOKEN)$(shell grep -sE '^TJANS_(TELEGRAM|DISCORD)_TOKEN=.' .env),run,demo)

tour: setup
	@$(BIN)/tjans tour

# A municipality's year on a virtual clock, with crashes and faults, checked. `make simulate SIZE="--seed 2 --days 60"`.
simulate: setup
	@$(BIN)/tjans simulate $(SIZE)

test: setup gate

gate:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/hadolint Dockerfile
	$(BIN)/python -m tests.house.audit
	$(BIN)/pytest

# Collect the sentences of the program into the catalogues; English is its own translation.
words: .venv/installed
	$(BIN)/python locales/collect.py

# Show the schema anew, and keep the hash of a new migration.
schema: .venv/installed
	$(BIN)/python -m tests.house.schema

# Renew the lock files (needs uv).
lock:
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra sandbox --extra dev pyproject.toml --output-file dev.lock

# Is any locked package known to be vulnerable? Asked of PyPI; without a network it says so and is content.
audit: setup
	@$(BIN)/python -m tests.house.audit

# Every number of the design, in one run beside a plain bot; writes bench.json. `make bench ONLY="crowd find"`.
bench: setup
	$(BIN)/python -m measure $(ONLY)

# 200 times kill -9 under traffic on both networks, on one file, checked after each. `make crash KILLS=20 SEED=7`
crash: setup
	$(BIN)/python -m proofs.crash $(if $(KILLS),--kills $(KILLS)) $(if $(SEED),--seed $(SEED))

# One call in ten fails on both networks, in one way after the other; then Telegram is away for six hours.
faults: setup
	$(BIN)/python -m proofs.faults $(if $(SEED),--seed $(SEED))

# A crowd, reminders and a task for 40 channels at once, on each network; then under stricter limits than documented.
flood: setup
	$(BIN)/python -m proofs.flood

# Small changes for the worse, each of which must turn every test it names red. `make mutants ONLY="I4 offer"`
mutants: setup
	$(BIN)/python -m tests.mutants $(ONLY)

# Who may do what: every command, button and form step by every kind of person, measured and expected.
permissions: setup
	@$(BIN)/python -m tests.permissions

# The property tests of the gate with twenty-five times as many examples, new ones at each run.
properties: setup
	$(BIN)/pytest tests/properties --hypothesis-profile=long --override-ini timeout=0
