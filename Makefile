# Ruwo 如我. `make` alone lists what there is.
.DEFAULT_GOAL := help
.PHONY: help run test install browser check lint types contracts i18n i18n-check unit e2e bench shots clean

VENV_PYTHON := .venv/bin/python
PYTEST := OMP_NUM_THREADS=1 $(VENV_PYTHON) -m pytest
# The first Python from 3.11 to 3.14; PYTHON=… names another.
FIND_PYTHON = for p in $(PYTHON) python3 python3.13 python3.12 python3.14 python3.11; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null && break; p=; done; \
	test -n "$$p" || { echo "需要 Python 3.11 到 3.14，请先安装。 Ruwo needs Python 3.11 to 3.14; please install one."; exit 1; }

help: ## list the commands
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

run: ## start Ruwo and open it in the browser (PORT=8502 chooses the port)
	@$(FIND_PYTHON); exec "$$p" -m tools.start $(if $(PORT),--port "$(PORT)")

test: install browser check unit e2e ## everything: lint, types, translations, unit and browser tests

install: ## install what running and testing need into .venv
	@$(FIND_PYTHON); "$$p" -m tools.environment requirements.txt requirements-dev.txt

browser: ## install Chromium for the browser tests when it is missing and this user may
	@sh tools/browser.sh

check: lint types contracts i18n-check ## all checks that run no code

lint: ## style
	@$(VENV_PYTHON) -m ruff check .
	@$(VENV_PYTHON) -m ruff format --check .

types: ## types of the engine and the tools
	@$(VENV_PYTHON) -m mypy

contracts: ## who may import whom
	@$(VENV_PYTHON) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

i18n: ## bring the translations in step with the code, then list what is missing
	@$(VENV_PYTHON) -m tools.i18n
	@$(VENV_PYTHON) -m tools.i18n --list

i18n-check:
	@$(VENV_PYTHON) -m tools.i18n --check

unit: ## tests without a browser
	@$(PYTEST) -n auto -m "not e2e and not bench and not trainer and not sdk"

e2e: ## tests in a real browser
	@$(PYTEST) tests/e2e -m e2e

bench: ## measure; prints ratios
	@OMP_NUM_THREADS=1 $(VENV_PYTHON) -m bench

shots: ## pictures of every page, both languages, both themes, in tests/e2e/shots
	@$(PYTEST) tests/e2e -k shots

clean: ## remove what can be made again (.venv stays; delete it by hand)
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache tests/e2e/shots
	@find . -path ./.venv -prune -o -type d -name __pycache__ -exec rm -rf {} +
