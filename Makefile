# Two commands: `make run` for the demo, `make test` for the tests. Each sets up what it needs.

PYTHON ?= python3
PORT ?= 8000
SANDBOX_PORT ?= 8001
JOBS ?= auto
EXAMPLES ?= 1000
VENV := .venv
BIN := $(VENV)/bin
NODE_INSTALLED := $(patsubst %,%/node_modules/.installed,tests/sandbox/sdk tests/tour/axe)

.PHONY: run reset test fuzz check chaos bench bench-pages screenshots strain lock schema messages manage help

help:
	@echo "make run      the demo: web on PORT ($(PORT)), sandbox on SANDBOX_PORT ($(SANDBOX_PORT))"
	@echo "make reset    empty the demo"
	@echo "make test     the tests on all cores (JOBS=1: one); ARGS=… goes to pytest"
	@echo "make chaos    faults and kills on real processes; SHORT=1: a little; ONLY=storm SEEDS=20 …"
	@echo "make fuzz     calls the API in EXAMPLES ($(EXAMPLES)) random ways for each of its operations"
	@echo "make check    style, types, floors, migrations, deployment"
	@echo "make bench    speed, as ratios: about 10 minutes on a quiet machine; ROUNDS=1 SECONDS=3 is quick"
	@echo "make bench-pages  what an agent waits for in the browser; RUNS=9"
	@echo "make screenshots  every page and state into screenshots/; ONLY=sidebar: a part"
	@echo "make strain   a hung Linear, slow clients, forged webhooks, a soak of SOAK (20) minutes; ONLY=hang,slow SHORT=1"
	@echo "make manage   a management command on the demo: make manage ARGS='check_linear'"
	@echo "make lock     write requirements/*.txt anew"
	@echo "make schema   write openapi.yaml anew"
	@echo "make messages collect the strings for people into locale/, and compile them; needs gettext"

run manage: export DEMO = 1
run manage: export LINEAR_AGENT = 1
run manage: export FRONTEND_URL = http://localhost:$(PORT)
run manage: export LINEAR_API_URL = http://localhost:$(SANDBOX_PORT)
run manage: export LINEAR_AUTHORIZE_URL = http://localhost:$(SANDBOX_PORT)/oauth/authorize
run manage: export LINEAR_CLIENT_ID = demo-client-id
run manage: export LINEAR_CLIENT_SECRET = demo-client-secret
run manage: export LINEAR_WEBHOOK_SECRET = lin_wh_demo

manage: export LOG_LEVEL = WARNING

run: $(VENV)/.demo
	@exec $(BIN)/python manage.py serve

manage: $(VENV)/.demo
	@exec $(BIN)/python manage.py $(ARGS)

reset:
	rm -rf "$${VAR_DIR:-var}"

test: $(VENV)/.dev $(if $(shell command -v npm),$(NODE_INSTALLED))
	@exec $(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadgroup $(ARGS)

chaos: $(VENV)/.dev
	@exec $(BIN)/python -m tests.chaos

fuzz: $(VENV)/.dev
	@SCHEMATHESIS_EXAMPLES=$(EXAMPLES) exec $(BIN)/python -m pytest --numprocesses $(JOBS) \
	  tests/fuzzing $(ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	PRODUCTION=1 FRONTEND_URL=https://bridge.example SECRET_KEY=$$(printf 'only-to-check-%.0s' 1 2 3 4) \
	ENCRYPTION_KEYS=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE= \
	LINEAR_CLIENT_ID=check LINEAR_CLIENT_SECRET=check LINEAR_WEBHOOK_SECRET=check ALLOWED_HOSTS=bridge.example \
	DATABASE_URL=postgres://check@localhost/check CELERY_BROKER_URL=redis://localhost \
	$(BIN)/python manage.py check --deploy --fail-level WARNING

bench: $(VENV)/.dev $(VENV)-production/.installed
	@BRIDGE_PYTHON=$(VENV)-production/bin/python exec $(BIN)/python -m tests.bench $(if $(ROUNDS),--rounds $(ROUNDS)) \
	  $(if $(SECONDS),--seconds $(SECONDS)) $(if $(ONLY),--only $(ONLY))

bench-pages: $(VENV)/.dev
	@exec $(BIN)/python -m tests.bench.pages $(if $(RUNS),--runs $(RUNS))

screenshots: $(VENV)/.dev
	@exec $(BIN)/python -m tests.screenshots $(if $(ONLY),--only $(ONLY))

strain: $(VENV)/.dev $(VENV)-production/.installed
	@BRIDGE_PYTHON=$(VENV)-production/bin/python exec $(BIN)/python -m tests.strain

lock: $(VENV)/.dev
	for group in production demo dev; do \
	  [ $$group = production ] && option= || option="--group $$group"; \
	  $(BIN)/uv pip compile --quiet pyproject.toml $$option --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
	    --output-file requirements/$$group.txt || exit 1; \
	done

schema: $(VENV)/.dev
	$(BIN)/python manage.py spectacular --file openapi.yaml --validate --fail-on-warn

messages: $(VENV)/.dev
	$(BIN)/python manage.py messages

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "The bridge needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The demo's packages are a part of dev's: what dev has installed, the demo doesn't install again.
$(VENV)/.demo: $(VENV)/bin/python requirements/demo.txt
	@[ -e $(VENV)/.dev ] && [ $(VENV)/.dev -nt requirements/demo.txt ] || \
	  $(BIN)/python -m pip install --quiet --require-hashes -r requirements/demo.txt
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python requirements/dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

# What the container holds, and nothing else: for benchmarks.
$(VENV)-production/.installed: requirements/production.txt
	$(PYTHON) -m venv $(VENV)-production
	$(VENV)-production/bin/python -m pip install --quiet --require-hashes -r $<
	@touch $@

# Linear's own client and axe-core, for the tests that run them; without they are left out and say so.
%/node_modules/.installed: %/package-lock.json
	@npm ci --loglevel=error --prefix $* && touch $@ || echo "What $*/package.json names could not be installed"
