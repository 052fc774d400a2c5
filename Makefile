# Everything a person types starts here. `make run` and `make test` prepare .venv by themselves.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test setup lint lock learn model words pictures faults clean help

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

run: setup  ## Start the assistant: Telegram if TELEGRAM_TOKEN is set, else a chat in this terminal
	@if [ -n "$$TELEGRAM_TOKEN" ]; then exec $(BIN)/python -m bot run; else exec $(BIN)/python -m bot chat; fi

WORKERS ?= logical

test: setup lint  ## Everything that must pass beside your work; `.ci/run` goes on with what takes longer
	$(BIN)/python -m bot check
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

lint: setup  ## Style, types and the house rules for imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: .venv/ready  ## Prepare .venv and nothing else

.venv/ready: requirements-dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Heard needs Python 3.11 or newer: make PYTHON=python3.12 setup")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

lock:  ## Write the lock files anew from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	  --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	  --custom-compile-command "make lock" --constraint requirements.txt pyproject.toml --extra workshop --group pyproject.toml:dev -o requirements-dev.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	  --custom-compile-command "make lock" --constraint requirements.txt pyproject.toml --group pyproject.toml:model -o requirements-model.txt

learn: setup  ## Learn anew from the example questions: after many of them were changed
	$(BIN)/python -m bot learn tests/questions/development.jsonl tests/questions/hard.jsonl --into bot/encoder/model

model: .venv-model/ready  ## Build the sentence encoder's file anew, then learn (a large download; only where the encoder itself should change)
	.venv-model/bin/python -m bot.workshop.learning.build
	$(MAKE) learn

.venv-model/ready: requirements-model.txt
	$(PYTHON) -m venv .venv-model
	echo '*' > .venv-model/.gitignore
	.venv-model/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-model.txt
	@touch $@

words: setup  ## Collect every word a person reads into locales/heard.pot
	$(BIN)/python -m bot words extract

KILLS ?= 20
SEED ?= 7

faults: setup  ## Try "never lost, never doubled" at chosen moments, then at KILLS drawn ones: make faults KILLS=200
	$(BIN)/python -m pytest -m kills
	$(BIN)/python -m tests.faults --kills $(KILLS) --database sqlite --database postgresql --seed $(SEED)

clean:  ## Remove .venv and what tools left behind
	rm -rf .venv .venv-model .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info

pictures: setup  ## Draw the pictures of the docs anew from what the program says today
	$(BIN)/python docs/pictures/draw.py
