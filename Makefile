# `make run` opens the window, `make test` proves that it works; both set up what they need.

VENV := .venv
PYTHON := $(VENV)/bin/python
CODE := $(wildcard main.py) backoffice printing db
FONTS := fonts-noto-cjk fonts-lxgw-wenkai fonts-hanazono fonts-wqy-microhei fonts-dejavu-core
SCREEN := xvfb
CUPS := cups-daemon cups-client cups-filters-core-drivers
TESTED_WITH := $(FONTS) $(SCREEN) $(CUPS) xdotool postgresql cups-ipp-utils dbus strace
# Where `make run` keeps its example books; a desk's own are in the user's data folder.
BOOKS := data/backoffice.sqlite
LANGUAGES := zh_CN
TRANSLATIONS := assets/translations

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check tour words clean
.DELETE_ON_ERROR:

run: export BACKOFFICE_DATABASE ?= sqlite:///$(BOOKS)
run: $(VENV)/desk $(VENV)/fonts
	@$(PYTHON) -c 'import tkinter; tkinter.Tk().destroy()' 2>/dev/null \
	  || { echo "There is no screen here: \`make tour\` shows every view as a picture in build/tour/." >&2; exit 1; }
	@[ "$$BACKOFFICE_DATABASE" != sqlite:///$(BOOKS) ] || [ -e $(BOOKS) ] \
	  || { mkdir -p $(dir $(BOOKS)) && $(PYTHON) main.py demo; }
	@$(PYTHON) main.py

test: $(VENV)/tools $(VENV)/packages
	@$(PYTHON) -m pytest $(ARGS)

check: $(VENV)/tools
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy --platform linux
	@$(VENV)/bin/mypy --platform win32 --cache-dir .mypy_cache/win32 $(CODE)
	@$(VENV)/bin/lint-imports --no-logo

# On books of its own, so that nobody's data is in the pictures.
tour: export BACKOFFICE_DATABASE := sqlite:///build/tour-books/backoffice.sqlite
tour: $(VENV)/desk $(VENV)/fonts
	@.ci/setup $(SCREEN)
	@rm -rf build/tour build/tour-books && mkdir -p build/tour/1920x1080 build/tour-books
	@$(PYTHON) main.py demo --holders 200
	@.ci/screen 1366x768 $(PYTHON) main.py tour build/tour
	@.ci/screen 1920x1080 $(PYTHON) main.py tour build/tour/1920x1080
	@echo "The pictures are in build/tour/ (1366×768) and build/tour/1920x1080/."

words: $(VENV)/tools
	@mkdir -p build $(TRANSLATIONS)
	@$(VENV)/bin/pybabel -q extract --keyword=sentence --keyword=N_ --keyword=_ --sort-by-file --ignore-dirs='.*' \
	  --add-location=file --project=backoffice --output=build/backoffice.pot $(CODE)
	@$(VENV)/bin/pybabel -q update --init-missing --ignore-pot-creation-date --no-fuzzy-matching \
	  --ignore-obsolete --width=100 $(LANGUAGES:%=--locale=%) \
	  --domain=backoffice --input-file=build/backoffice.pot --output-dir=$(TRANSLATIONS)
	@$(VENV)/bin/pybabel -q compile --statistics --domain=backoffice --directory=$(TRANSLATIONS)

clean:
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find $(CODE) tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: what is there already is not set up again.
$(VENV)/desk: requirements.txt .ci/python
	@[ -x $(PYTHON) ] && $(PYTHON) -c 'import tkinter' 2>/dev/null \
	  || { python=$$(.ci/python) && "$$python" -m venv --clear $(VENV); }
	@$(VENV)/bin/pip install --quiet --requirement requirements.txt
	@touch $@

$(VENV)/tools: .ci/tools.txt $(VENV)/desk
	@$(VENV)/bin/pip install --quiet --requirement .ci/tools.txt
	@touch $@

$(VENV)/fonts: Makefile | $(VENV)/desk
	@! .ci/setup $(FONTS) || touch $@

$(VENV)/packages: Makefile | $(VENV)/desk
	@! .ci/setup $(TESTED_WITH) || touch $@
