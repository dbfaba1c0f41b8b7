PYTHON ?= .venv/bin/python

.PHONY: check test lint docs bench

check: ## all that must pass: tests, lint, format, types, packaging, documentation
	$(PYTHON) -m pytest

test: ## the tests without lint, packaging and documentation
	$(PYTHON) -m pytest --ignore=tests/test_lint.py --ignore=tests/test_packaging.py --ignore=tests/test_docs.py

lint: ## lint, format and types
	$(PYTHON) -m pytest tests/test_lint.py

docs: ## write generated pages again
	$(PYTHON) docs/regenerate.py

bench: ## measure: speed takes about ten minutes (needs the extra bench), coverage of the intervals 95 seconds
	$(PYTHON) benchmarks/run.py
	$(PYTHON) benchmarks/coverage.py
