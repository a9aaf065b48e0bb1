#!/bin/sh
# Print the command of a Python that can build .venv: 3.11 or newer, with venv and pip.
# Each candidate is run, not only looked up: a pyenv shim is on PATH and yet may not start.
# TAKEUP_PYTHON (make PYTHON=...) names the only one to try.
set -u

usable() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

if [ -n "${TAKEUP_PYTHON:-}" ]; then
    set -- "$TAKEUP_PYTHON"
else
    set -- python3.13 python3.12 python3.11 python3 python
fi

for candidate in "$@"; do
    if usable "$candidate"; then
        printf '%s\n' "$candidate"
        exit 0
    fi
done

cat >&2 <<EOF
Kein passendes Python gefunden. Benötigt wird Python 3.11 oder neuer mit den Modulen venv und ensurepip.
Geprüft: $*
Abhilfe: Python installieren (Debian, Ubuntu: apt-get install python3 python3-venv) oder eines nennen:
  make report MONTH=2024-09 PYTHON=/pfad/zu/python3
EOF
exit 1
