# make run [CORPUS=folder] [PORT=8000]   set up, read the documents, serve the page
# make test [ARGS="-k clauses"]          set up, run the tests
# make screenshots                       draw the pictures of docs/ anew, on the sample directives
# make kill-test [ARGS="--kills 200"]    kill what changes a store, and look whether anything is lost
# make fuzz [ARGS="--seconds 600"]       read what chance makes, and tell what does not hold
# make audit                            known vulnerabilities of what is installed, where the registry tells
# make soak [ARGS="--clauses 10000"]     ask the service for an hour, and tell whether its memory grows

CORPUS ?= ingest/sample
PORT ?= 8000
ARGS ?=
BIN := .venv/bin

# A corpus has a store of its own, so that fictional directives are never cited among real ones,
# unless DANCHIEU_HOME names one.
ifeq ($(CORPUS),ingest/sample)
STORE := store/sample
else
STORE := store/corpus-$(shell cd "$(CORPUS)" 2>/dev/null && pwd -P | cksum | cut -d ' ' -f 1)
endif
DANCHIEU := $(BIN)/danchieu $(if $(DANCHIEU_HOME)$(shell grep -s '^DANCHIEU_HOME=' .env),,--home "$(STORE)")

.PHONY: run test kill-test screenshots fuzz soak audit check lint lock clean

run: .venv/.run
	@test -e "$(CORPUS)" || { echo "CORPUS=$(CORPUS): no such file or folder" >&2; exit 2; }
	@# 1: some files could not be read; each was named, and the others are served.
	@$(DANCHIEU) ingest "$(CORPUS)" || test $$? -eq 1
	@echo 'Hỏi ở dòng lệnh: $(DANCHIEU) ask "…"'
	@$(DANCHIEU) serve --port $(PORT)

test: .venv/.dev
	$(BIN)/python -m pytest $(ARGS)

screenshots: .venv/.dev
	$(BIN)/python -m tests.assistant.screenshots docs

kill-test: .venv/.dev
	$(BIN)/python -m tests.kills.run $(ARGS)

fuzz: .venv/.dev
	$(BIN)/python -m tests.fuzz.run $(ARGS)

soak: .venv/.dev
	$(BIN)/danchieu bench load --soak 3600 $(ARGS)

audit: .venv/.dev
	.ci/audit

lint: .venv/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

check: lint test

# What is installed: remade when a lock file or the package list changes.
.venv/.run: requirements.lock pyproject.toml
	@.ci/environment requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock pyproject.toml
	@.ci/environment requirements-dev.lock
	@touch .venv/.run $@

# Resolved for PyTorch's CPU build, then written without its mark "+cpu", so that the lock also
# holds where wheels come from elsewhere. A torch line already there would be preferred to that build.
LOCKS := requirements.lock requirements-dev.lock
LINKS = $(shell $(BIN)/pip config get global.find-links 2>/dev/null)
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --python $(BIN)/python \
	--no-emit-index-url $(or $(LINKS:%=--find-links %),--torch-backend cpu) $(ARGS) pyproject.toml

lock: .venv/.dev
	@sed -i.bak '/^torch==/d' $(LOCKS)
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --extra dev --constraints requirements.lock --output-file requirements-dev.lock
	@sed -i.bak 's/^\(torch==[^+]*\)+cpu$$/\1/' $(LOCKS)
	@rm $(LOCKS:=.bak)

clean:
	rm -rf .venv .fuzz .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist store/sample *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
