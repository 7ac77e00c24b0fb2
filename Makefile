PYTHON ?= python

.PHONY: check lint types layers test screenshots

check: lint types layers test

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types:
	$(PYTHON) -m mypy

layers:
	$(PYTHON) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

test:
	$(PYTHON) -m pytest

screenshots:
	$(PYTHON) -m benchmarks.screenshots
