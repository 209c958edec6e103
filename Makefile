# make lab     read and run the course          make test    prove that all of it is true
# Everything else is in `make help`.

PYTHON      ?= python3
VENV        ?= .venv
PORT        ?= 8888
CONSTRAINTS ?= constraints.txt
NOTEBOOK    ?= notebooks/00_start_here.ipynb
STUDENT     ?= student
SITE        ?= site
PARTS       ?=

$(if $(word 2,$(VENV)),$(error VENV must be a path without spaces; got "$(VENV)"))

# the packages that make bench measures beside are large, and have no place in the environment of the course
BENCH   := $(VENV)-bench
BIN     := $(VENV)/bin
INSTALL := --disable-pip-version-check install --quiet $(if $(CONSTRAINTS),--constraint $(CONSTRAINTS))
PIP     := $(BIN)/python -m pip $(INSTALL)
SOURCES := requirements.txt pyproject.toml tools/lab_settings.json $(wildcard tools/labextension/*.json tools/labextension/*/*.js) $(CONSTRAINTS)
# JupyterLab refuses to run as root, which is what a container is, unless it is told
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)
QUIET   := --LabApp.extension_manager=readonly --LanguageServerManager.autodetect=False
# no progress bars in what is compared
test suite sealed slow student: export TQDM_DISABLE = 1
NBVAL   := --nbval --nbval-current-env --nbval-cell-timeout 120
# whole files side by side, the browser's first, which takes longest; one thread each, or they wait for each other
SIDE    := --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
SUITE    = -m pytest -p no:cacheprovider $(NBVAL) $(SIDE) tests/browser tests notebooks docs $(PYTEST)
test suite sealed student: export OMP_NUM_THREADS = 1
test suite sealed student: export OPENBLAS_NUM_THREADS = 1

.PHONY: lab test suite site matrix sealed slow mutation bench latency refresh student check help clean
.DEFAULT_GOAL := help

help:
	@echo "make lab       install what is missing and open JupyterLab on the first notebook"
	@echo "               PORT=9000 for another port, BROWSER=no to open no browser, VENV=dir for another environment"
	@echo "make test      unit tests, notebook checks, every notebook re-executed, browser tests where Chromium is found"
	@echo "make site      the course as a website in the folder site, which needs no server; some minutes the first time"
	@echo "make matrix    the suite with the oldest and the newest versions, on the Pythons that are found"
	@echo "make sealed    the suite with no network, from a read-only checkout, with no HOME, in the C locale (Linux)"
	@echo "make slow      the experiments of the tests at full size: 20 000 starts instead of 2 000; every notebook"
	@echo "               executed twice in one kernel, and elsewhere: some minutes"
	@echo "make mutation  breaks the maths in many ways, one after another, and shows which test notices: about ten minutes"
	@echo "make bench     speed beside loops, scikit-learn, torch and jax, as ratios, and the notebooks' and sliders' times;"
	@echo "               writes BENCHMARKS.md in about ten minutes; PARTS=\"sweep digits\" for some, PARTS=--quick to try it"
	@echo "make latency   the part of it that needs Chromium: from a key press to the picture, for every explorer"
	@echo "make refresh   execute the notebooks and the pages of docs again, store them as they are committed,"
	@echo "               and redraw the README's picture"
	@echo "make student   the notebooks without solutions, for a class, into the folder student, each of them executed as a test"
	@echo "make check     ruff only: names, imports, layout of the code"
	@echo "make clean     remove the environment and caches"
	@echo "               CONSTRAINTS= VENV=.venv-newest installs the newest versions instead of the tested ones"

lab: $(VENV)/.lab
	@echo "Opening JupyterLab on $(NOTEBOOK). Stop it with Ctrl-C."
	@$(BIN)/jupyter lab $(AS_ROOT) $(if $(filter no,$(BROWSER)),--no-browser) --port=$(PORT) $(QUIET) \
	    --LabApp.default_url=/lab/tree/$(NOTEBOOK) --ServerApp.root_dir="$(CURDIR)"

test: $(VENV)/.test
	@$(BIN)/ruff check --no-cache --quiet . && $(BIN)/ruff format --no-cache --check --quiet . \
	    || { echo "make test: ruff is not content; see make check"; exit 1; }
	@$(BIN)/python $(SUITE)

# without ruff, whose taste changes with its version
suite: $(VENV)/.test
	@$(BIN)/python $(SUITE)

matrix: $(VENV)/.test
	@$(BIN)/python tools/matrix.py

sealed: $(VENV)/.test
	@$(BIN)/python tools/sealed.py $(SUITE)

slow: $(VENV)/.test
	@$(BIN)/python -m pytest -p no:cacheprovider -m slow tests $(PYTEST)

mutation: $(VENV)/.test
	@$(BIN)/python tools/mutation.py

bench: $(BENCH)/.bench
	@$(BENCH)/bin/python -m benchmarks $(PARTS)

latency: $(VENV)/.test
	@$(BIN)/python -m benchmarks latency

refresh: $(VENV)/.test
	@$(BIN)/python tools/refresh.py notebooks/*.ipynb docs/*.ipynb
	@$(BIN)/python tools/picture.py

site: $(VENV)/.site
	@$(BIN)/python website/pages.py "$(SITE)"

student: $(VENV)/.test
	@$(BIN)/python tools/student.py "$(STUDENT)" notebooks/*.ipynb
	@$(BIN)/python -m pytest -p no:cacheprovider --quiet $(NBVAL) $(SIDE) "$(STUDENT)"

check: $(VENV)/.test
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --no-cache --check .

clean:
	rm -rf "$(VENV)" "$(BENCH)" .venv-matrix build .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python $(BENCH)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "The course needs Python 3.11 or newer; $(PYTHON) is not. Try: make lab PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	    { echo "This Python has no venv. On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@echo "Making an environment in $(@:/bin/python=)."
	@$(PYTHON) -m venv "$(@:/bin/python=)"

$(VENV)/.lab: $(SOURCES) | $(BIN)/python
	@echo "Installing what the course needs. The first time takes a minute or two; afterwards, nothing."
	@$(PIP) --requirement requirements.txt --editable .
	@# no question about news, no look for updates: nothing leaves the machine
	@mkdir -p "$(VENV)/share/jupyter/lab/settings"
	@cp tools/lab_settings.json "$(VENV)/share/jupyter/lab/settings/overrides.json"
	@touch $@

$(VENV)/.test: $(SOURCES) | $(VENV)/.lab
	@echo "Installing the test extra."
	@$(PIP) --requirement requirements.txt --editable ".[test]"
	@touch $@

$(VENV)/.site: $(SOURCES) | $(VENV)/.lab
	@echo "Installing the site extra."
	@$(PIP) --requirement requirements.txt --editable ".[site]"
	@touch $@

$(BENCH)/.bench: $(SOURCES) | $(BENCH)/bin/python
	@echo "Installing the test and bench extras into $(BENCH): large packages, a few minutes the first time."
	@$(BENCH)/bin/python -m pip $(INSTALL) --requirement requirements.txt --editable ".[test,bench]"
	@touch $@
