# The commands of this project. `make` alone lists them.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help bench grade-effects report fetch sample inspect lab check register plan verify test backtest-update lint lock clean month-given file-given campaign-given

VENV := .venv
# Only wheels whose hash is locked: nothing is built and nothing else fetched; where from is pip's own
# configuration. Compiling all of it would double the time: Python compiles what is imported, and keeps it.
INSTALL := $(VENV)/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --no-compile
LOCKED := $(INSTALL) --require-hashes --only-binary :all: -r
unexport PYTHONDONTWRITEBYTECODE
# A folder in the project must not stand in for an installed package (seaborn.py).
export PYTHONSAFEPATH := 1
# Our matrices are small: more threads only get in each other's way.
export OPENBLAS_NUM_THREADS := 1

# What a user types goes to the commands as it is, through the environment: $(value) keeps make, and
# a variable keeps the shell, from running anything in it.
export TAKEUP_MONTH := $(value MONTH)
export TAKEUP_VERWALTUNG := $(value VERWALTUNG)
export TAKEUP_STAND := $(value STAND)
export TAKEUP_PYTHON := $(value PYTHON)
export TAKEUP_FILE := $(value FILE)
export TAKEUP_QUELLE := $(value QUELLE)
export TAKEUP_KAMPAGNE := $(value KAMPAGNE)
export TAKEUP_AM := $(value AM)
unexport MONTH VERWALTUNG STAND PYTHON DATA FILE QUELLE KAMPAGNE AM VERWALTUNGEN WELLEN WOCHEN MENGE KOSTEN WERT JOBS KERNEL SCHEDULER FORCE WHY ENGINE
# These count only if they are given: an empty one is no number.
ifneq ($(value ENGINE),)
export TAKEUP_ENGINE := $(value ENGINE)
endif
ifneq ($(value VERWALTUNGEN),)
export TAKEUP_VERWALTUNGEN := $(value VERWALTUNGEN)
endif
ifneq ($(value WELLEN),)
export TAKEUP_WELLEN := $(value WELLEN)
endif
ifneq ($(value WOCHEN),)
export TAKEUP_WOCHEN := $(value WOCHEN)
endif
ifneq ($(value MENGE),)
export TAKEUP_MENGE := $(value MENGE)
endif
ifneq ($(value KOSTEN),)
export TAKEUP_KOSTEN := $(value KOSTEN)
endif
ifneq ($(value WERT),)
export TAKEUP_WERT := $(value WERT)
endif
ifneq ($(value JOBS),)
export TAKEUP_JOBS := $(value JOBS)
endif
ifneq ($(value KERNEL),)
export TAKEUP_KERNEL := $(value KERNEL)
endif
ifneq ($(value SCHEDULER),)
export TAKEUP_SCHEDULER := $(value SCHEDULER)
endif
ifneq ($(value FORCE),)
export TAKEUP_FORCE := $(value FORCE)
endif
ifneq ($(value WHY),)
export TAKEUP_WHY := $(value WHY)
endif
ifneq ($(value DATA),)
export TAKEUP_DATA := $(value DATA)
endif

help: ## Diese Liste zeigen
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' Makefile

report: month-given $(VENV)/.report ## Berichte eines Monats bauen: MONTH=2024-09 [VERWALTUNG=amt-mitteldithmarschen] [STAND=2024-10-15] [DATA=ordner] [JOBS=4] [KERNEL=ordinary] [SCHEDULER=tcp://rechner:8786] [ENGINE=spark] [WHY=1] [FORCE=1]
	@$(VENV)/bin/takeup report

fetch: month-given $(VENV)/.report ## Berichte eines Monats bei Matomo abrufen: MONTH=2024-09 [VERWALTUNG=amt-mitteldithmarschen] [DATA=ordner]
	@$(VENV)/bin/takeup fetch

sample: $(VENV)/.report ## Musterlieferungen nach data/muster/ schreiben
	@$(VENV)/bin/takeup sample

inspect: file-given $(VENV)/.report ## Zeigen, was in einer Datei erkannt wird: FILE=export.xlsx [QUELLE=name]
	@$(VENV)/bin/takeup inspect

check: $(VENV)/.report ## Alle Dateien unter params/ prüfen
	@$(VENV)/bin/takeup check

register: campaign-given $(VENV)/.report ## Eine Kampagne verbindlich festlegen: KAMPAGNE=muster-herbst-2024 [AM=2024-09-20]
	@$(VENV)/bin/takeup register

plan: $(VENV)/.report ## Eine Kampagne planen: [VERWALTUNGEN=1,3,6] [WELLEN=1,3] [WOCHEN=8] [MENGE=20] [KOSTEN=7000] [WERT=25] [KAMPAGNE=name]
	@$(VENV)/bin/takeup plan

verify: month-given $(VENV)/.report ## Einen Bericht nachprüfen, jede Zahl unabhängig nachgerechnet: MONTH=2024-09 [STAND=2024-10-15] [DATA=ordner]
	@$(VENV)/bin/takeup verify "$${TAKEUP_OUTPUTS:-outputs}/$$TAKEUP_MONTH$${TAKEUP_STAND:+-stand-$$TAKEUP_STAND}"

lab: $(VENV)/.lab ## JupyterLab öffnen: Zahlen erkunden, Kampagnen planen, alle Notebooks
	@$(VENV)/bin/jupyter lab --LabApp.default_url=/lab/tree/notebooks/erkunden.ipynb $(if $(filter 0,$(shell id -u)),--allow-root)

test: $(VENV)/.pages ## Alle Prüfungen ausführen, auch die Notebooks
	@TAKEUP_BROWSER=$$(sh tools/find_browser.sh --install) || test -z "$$TAKEUP_REQUIRE_BROWSER" || exit 1; \
	export TAKEUP_BROWSER; $(VENV)/bin/python -m pytest --numprocesses 2 --dist loadscope --no-loadscope-reorder

backtest-update: $(VENV)/.test ## Gespeicherte Ergebnisse des Mustermonats erneuern (tests/backtest/); den Unterschied im Commit nennen
	@TAKEUP_BACKTEST=update $(VENV)/bin/python -m pytest tests/report/test_backtest.py

lint: $(VENV)/.test ## Stil und Typen prüfen (ruff, mypy)
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

bench: $(VENV)/.test ## Messungen ausführen (benchmarks/)
	@for each in benchmarks/*.py; do PYTHONPATH=benchmarks $(VENV)/bin/python "$$each" || exit; done

grade-effects: $(VENV)/.test ## Die Wirkungsschätzer an erfundenen Welten prüfen und docs/effects.md schreiben (über eine Stunde auf zwei Kernen; sonst REPLICATIONS=2000)
	@PYTHONPATH=benchmarks $(VENV)/bin/python -m effects

lock: $(VENV)/.report ## requirements.lock und environment.yml aus pyproject.toml schreiben (UPGRADE=1: alles erneuern)
	@$(VENV)/bin/python tools/lock.py $(if $(UPGRADE),--upgrade)

clean: ## Erzeugtes löschen (Lieferungen, Geheimhaltungsregister und .venv bleiben)
	@rm -rf -- outputs "$${TAKEUP_DATA:-data}/staged" "$${TAKEUP_DATA:-data}/muster" .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage
	@find . -path ./$(VENV) -prune -o -path ./data -prune -o -name __pycache__ -prune -exec rm -rf {} +

month-given:
	@case "$$TAKEUP_MONTH" in *[![:space:]]*) ;; *) \
		echo 'Der Monat fehlt. Aufruf: make $(or $(filter report fetch verify,$(MAKECMDGOALS)),report) MONTH=2024-09 [VERWALTUNG=amt-mitteldithmarschen]' >&2; exit 2;; \
	esac

file-given:
	@test -n "$$TAKEUP_FILE" || { echo 'Die Datei fehlt. Aufruf: make inspect FILE=export.xlsx [QUELLE=name]' >&2; exit 2; }

campaign-given:
	@test -n "$$TAKEUP_KAMPAGNE" || { echo 'Die Kampagne fehlt. Aufruf: make register KAMPAGNE=muster-herbst-2024 [AM=2024-09-20]' >&2; exit 2; }

$(VENV)/bin/pip:
	@python=$$(sh tools/find_python.sh) && "$$python" -m venv --clear $(VENV)

$(VENV)/.report: requirements.lock pyproject.toml | $(VENV)/bin/pip
	@echo 'Die Arbeitsumgebung wird eingerichtet (nur beim ersten Mal, ein bis zwei Minuten) …'
	@sed '/^# == lab ==/,$$d' requirements.lock | $(LOCKED) /dev/stdin
	@$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(VENV)/.lab: $(VENV)/.report
	@echo 'JupyterLab wird eingerichtet …'
	@sed '/^# == test ==/,$$d' requirements.lock | $(LOCKED) /dev/stdin
	@$(VENV)/bin/python -m ipykernel install --sys-prefix --display-name takeup --env PYTHONSAFEPATH 1 >/dev/null
	@mkdir -p $(VENV)/etc/jupyter/labconfig # No question about news, and no request for them.
	@echo '{"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}' >$(VENV)/etc/jupyter/labconfig/page_config.json
	@touch $@

$(VENV)/.test: $(VENV)/.report
	@echo 'Die Prüfwerkzeuge werden eingerichtet …'
	@$(LOCKED) requirements.lock
	@touch $@

# Checkers of finished pages, from npm. Where they are not to be had, the tests that use them are
# skipped; who demands a browser demands them too.
$(VENV)/.pages: tests/pages/package-lock.json $(VENV)/.test
	@if $(VENV)/bin/python tools/install_checkers.py; then touch $@; \
	else echo 'axe-core, html-validate und vnu ließen sich nicht einrichten; die Prüfungen der Seiten entfallen.' >&2; test -z "$$TAKEUP_REQUIRE_BROWSER"; fi
