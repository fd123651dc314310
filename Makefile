# Two commands do everything on a bare Debian 12 or Ubuntu 24.04 that has python3 (3.11 or newer) and make:
#
#   make demo    set up, then build the sample meeting into demo/
#   make test    set up, then check formatting, lint, types, import rules and tests
#
# Others: make run (the window, with the sample meeting), make screenshots (the guide's pictures), make setup,
# make benchmarks, make lock (LOCK_OPTIONS=--upgrade for newer versions), make clean.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.NOTPARALLEL:
.DEFAULT_GOAL := demo
.PHONY: demo test run screenshots benchmarks setup system lock clean

PYTHON ?= python3
BIN := .venv/bin

export DEBIAN_FRONTEND := noninteractive
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

demo: setup
	@$(BIN)/packbuilder demo demo

test: setup
	@$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest

run: setup
	@$(BIN)/packbuilder demo demo
	$(BIN)/packbuilder "$$(ls demo/*.meeting | head -n 1)"

screenshots: setup
	@QT_QPA_PLATFORM=offscreen $(BIN)/python resources/guide/take_pictures.py

benchmarks: setup
	@$(BIN)/python -m tests.benchmarks.run

# The virtual environment, made anew when the lock, the project, the Python or the place has changed.
setup: system
	@wanted="$$({ cat requirements.lock pyproject.toml; $(PYTHON) --version; pwd; } | sha256sum)"
	if [ "$$(cat .venv/made-from 2>/dev/null)" = "$$wanted" ]; then exit 0; fi
	echo "Setting up .venv from requirements.lock (once; about a minute)"
	rm -rf .venv
	$(PYTHON) -m venv .venv
	log="$$(mktemp)"
	trap 'rm -f "$$log"' EXIT
	if ! { $(BIN)/pip install --require-hashes -r requirements.lock \
	&& $(BIN)/pip install --no-deps --no-build-isolation --editable .; } >"$$log" 2>&1; then
		tail -n 20 "$$log" >&2
		echo "packbuilder: the Python packages could not be installed; pip's reason is above." \
			"If it says that nothing could be reached, go online and run make again." >&2
		exit 1
	fi
	echo "$$wanted" > .venv/made-from

# The libraries that Qt needs, without a screen and with one, and the packages that have them (Debian's names).
define QT_LIBRARIES
import ctypes
wanted = """
    glib-2.0.so.0 libglib2.0-0          GL.so.1 libgl1                          EGL.so.1 libegl1
    xkbcommon.so.0 libxkbcommon0        dbus-1.so.3 libdbus-1-3                 fontconfig.so.1 libfontconfig1
    xcb-cursor.so.0 libxcb-cursor0      xkbcommon-x11.so.0 libxkbcommon-x11-0   xcb-icccm.so.4 libxcb-icccm4
    xcb-image.so.0 libxcb-image0        xcb-keysyms.so.1 libxcb-keysyms1        xcb-shape.so.0 libxcb-shape0
    xcb-xkb.so.1 libxcb-xkb1            xcb-render-util.so.0 libxcb-render-util0
""".split()
for library, package in zip(wanted[::2], wanted[1::2]):
    try:
        ctypes.CDLL(f"lib{library}")
    except OSError:
        print(package)
endef
export QT_LIBRARIES

# What comes from the system. Nothing is touched where all of it is there, however it came to be there.
system:
	@missing=()
	if ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
		echo "packbuilder: $(PYTHON) is missing or older than Python 3.11." \
			"Install Python 3.11 or newer, or name it: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2
		exit 1
	fi
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
	if ! command -v soffice >/dev/null; then
		for part in writer calc impress; do missing+=("libreoffice-$$part-nogui"); done
	fi
	# LibreOffice sets Arial in Liberation Sans, with the same line ends.
	[ -n "$$(find /usr/share/fonts /usr/local/share/fonts -iname 'LiberationSans-Regular*' 2>/dev/null)" ] \
		|| missing+=(fonts-liberation)
	missing+=($$($(PYTHON) -c "$$QT_LIBRARIES"))
	# The tests use the real window on a screen that nobody sees.
	command -v Xvfb >/dev/null || missing+=(xvfb)
	command -v xdotool >/dev/null || missing+=(xdotool)
	command -v pdftoppm >/dev/null || missing+=(poppler-utils)
	command -v qpdf >/dev/null || missing+=(qpdf)
	[ -e /etc/ssl/certs/ca-certificates.crt ] || [ -e /etc/pki/tls/certs/ca-bundle.crt ] || missing+=(ca-certificates)
	if [ "$${#missing[@]}" = 0 ]; then exit 0; fi
	if ! command -v apt-get >/dev/null; then
		echo "packbuilder: needs $${missing[*]} (Debian's names). Install them with this system's" \
			"package manager, then run make again." >&2
		exit 1
	fi
	if [ "$$(id -u)" = 0 ]; then
		as_root=()
	elif command -v sudo >/dev/null; then
		as_root=(sudo env DEBIAN_FRONTEND=noninteractive)
	else
		echo "packbuilder: needs $${missing[*]}, and only root may install them; there is no sudo." \
			"Ask an administrator for: apt-get install --no-install-recommends $${missing[*]}" >&2
		exit 1
	fi
	echo "Installing with apt-get (once; some minutes): $${missing[*]}"
	log="$$(mktemp)"
	trap 'rm -f "$$log"' EXIT
	if ! { "$${as_root[@]}" apt-get update --quiet=2 \
	&& "$${as_root[@]}" apt-get install --quiet=2 --yes --no-install-recommends \
		-o DPkg::Lock::Timeout=300 "$${missing[@]}"; } \
	>"$$log" 2>&1 </dev/null; then
		tail -n 8 "$$log" >&2
		echo "packbuilder: apt-get could not install $${missing[*]}; its reason is above." \
			"If it says that nothing could be reached, go online and run make again." >&2
		exit 1
	fi

# Exact versions with hashes, for every platform and Python 3.11 or newer. Run it after changing the
# dependencies in pyproject.toml; what is locked stays as it is unless it has to change.
lock: system
	@folder="$$(mktemp -d)"
	trap 'rm -rf "$$folder"' EXIT
	$(PYTHON) -m venv "$$folder"
	"$$folder/bin/pip" install --quiet 'uv>=0.9,<1'
	"$$folder/bin/uv" pip compile pyproject.toml --quiet --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
		$(LOCK_OPTIONS) --output-file requirements.lock

clean:
	@rm -rf .venv demo build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
