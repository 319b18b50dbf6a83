# The two commands of the README are `make rapporten` and `make test`; both set up what they need.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
KLAAR := $(VENV)/.klaar

.PHONY: rapporten test bench notebooks lock schoon help

help:
	@echo "make rapporten   maakt de rapporten van alle regio's in data/regios (zonder regio's: de demo)"
	@echo "make test        draait alle controles"
	@echo "make bench       meet de leessnelheid naast xmllint, en tijd en geheugen van een regio met 5 miljoen prestaties"
	@echo "make notebooks   voert de notebooks in notebooks/ opnieuw uit op de demo"
	@echo "make lock        maakt requirements.lock opnieuw uit pyproject.toml (vraagt uv)"
	@echo "make schoon      verwijdert de omgeving en de tussenbestanden"

rapporten: $(KLAAR)
	$(PY) run_all.py

test: export OPENBLAS_NUM_THREADS = 1
test: $(KLAAR)
	$(PY) -m ruff check .
	$(PY) tests/browser/zorg_voor_browser.py
	$(PY) -m pytest -n auto

bench: $(KLAAR)
	$(PY) bench/berichten.py
	$(PY) bench/toestand.py

notebooks: $(KLAAR)
	$(PY) -m normwijzer.uitvoering.notebooks ververs

# Everything comes from the lock file, by hash. The project itself needs no build: a .pth file makes lib/ importable,
# also in the kernels that the notebooks start.
$(KLAAR): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Normwijzer vraagt Python 3.11 of nieuwer; geef een andere op met: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PY) -c 'import pathlib, sysconfig; pathlib.Path(sysconfig.get_path("purelib"), "normwijzer.pth").write_text(str(pathlib.Path("lib").resolve()) + "\n")'
	@touch $(KLAAR)

lock:
	uv pip compile pyproject.toml --group test --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --quiet -o requirements.lock

schoon:
	rm -rf $(VENV) .bouw .pytest_cache .ruff_cache .hypothesis
