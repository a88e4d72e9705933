# Verbs of the project; `make demo` is all that a fresh machine with Python 3.11 or newer needs.

# The first of these that is new enough.
PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,\
	$(shell $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))))
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PORT ?= 8050
SCENARIO ?= busy_day
DATA ?= var/demo
AUTO ?= $(if $(filter none,$(SCENARIO)),0,1)

.PHONY: demo test test-long check bench chaos clean lock

demo: $(VENV)/.ready
	@exec $(BIN)/shaodao demo --port $(PORT) --scenario $(SCENARIO) --auto $(AUTO) --data $(DATA)

test: $(VENV)/.ready-dev check
	$(BIN)/pytest -q -n 2 --dist loadfile -m "not slow and not long" tests
	$(BIN)/pytest -q -m "slow and not long" tests

test-long: $(VENV)/.ready-dev
	$(BIN)/pytest -q -m long tests

check: $(VENV)/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy dispatch layers
	$(BIN)/lint-imports

bench: $(VENV)/.ready-dev
	$(BIN)/python -m tests.bench

chaos: $(VENV)/.ready-dev
	SHAODAO_CHAOS=1 $(BIN)/pytest -q -m slow tests

clean:
	rm -rf $(VENV) var build *.egg-info

# The stamp is newer than what it was made from, so that a second call takes no time.
$(VENV)/.ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: PYTHON=/path/to/it" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q console dispatch layers # an editable install leaves ours to the first start: 2 s
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	$(BIN)/python -m pip install -q --require-hashes -r requirements-dev.lock
	@touch $@

# Hashes, no addresses: what is installed is what was tested, wherever it comes from.
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q

lock: ## after a change of dependencies in pyproject.toml (needs uv)
	$(LOCK) --extra build pyproject.toml -o requirements.lock
	$(LOCK) --all-extras -c requirements.lock pyproject.toml -o requirements-dev.lock
