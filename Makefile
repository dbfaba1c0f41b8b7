PYTHON ?= .venv/bin/python

.PHONY: check test lint docs bench long faults fuzz growth

check: ## all that must pass: tests, lint, format, types, packaging, documentation
	$(PYTHON) -m pytest

test: ## the tests without lint, packaging and documentation
	$(PYTHON) -m pytest --ignore=tests/test_lint.py --ignore=tests/test_packaging.py --ignore=tests/test_docs.py

long: faults fuzz growth ## the whole of what every run of the tests tries a sample of; each kind writes its table

faults: ## processes killed, disks full, writers side by side
	$(PYTHON) -m pytest --whole -m long_faults --table benchmarks/faults.md

fuzz: ## damaged and generated input, and properties of what is computed from it
	$(PYTHON) -m pytest --whole -m "long_fuzz or hypothesis" --table benchmarks/fuzz.md

growth: ## time in proportion to size
	$(PYTHON) -m pytest --whole -m long_growth --table benchmarks/growth.md

lint: ## lint, format and types
	$(PYTHON) -m pytest tests/test_lint.py

docs: ## write generated pages again
	$(PYTHON) docs/regenerate.py

bench: ## measure: speed takes about ten minutes (needs the extra bench), coverage of the intervals 95 seconds
	$(PYTHON) benchmarks/run.py
	$(PYTHON) benchmarks/coverage.py
