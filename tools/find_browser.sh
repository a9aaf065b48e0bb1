#!/bin/sh
# Print the path of a Chromium for the tests that need a real browser.
# Order: TAKEUP_BROWSER, the system's, the one an earlier run found; with --install also
# Playwright's download and then the distribution's package. A candidate counts once it has run:
# a snap stub or a download without its libraries is on the disk and yet does not start.
set -u

venv=.venv
memory=$venv/.browser

runs() {
    [ -n "$1" ] && "$1" --version >/dev/null 2>&1 </dev/null
}

found() {
    if [ -d "$venv" ]; then
        printf '%s\n' "$1" >"$memory"
    fi
    printf '%s\n' "$1"
    exit 0
}

look_around() {
    for name in chromium chromium-browser google-chrome; do
        candidate=$(command -v "$name") && runs "$candidate" && found "$candidate"
    done
    if [ -f "$memory" ]; then
        candidate=$(cat "$memory") && runs "$candidate" && found "$candidate"
    fi
}

from_playwright() {
    echo 'Kein Chromium gefunden; Playwright versucht, einen zu laden …' >&2
    # A blocked download must not hold the tests up: ten seconds for the connection, not thirty.
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT=10000 \
        "$venv/bin/python" -m playwright install chromium >/dev/null 2>&1 || return 0
    candidate=$("$venv/bin/python" -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)')
    runs "$candidate" && found "$candidate"
}

from_distribution() {
    command -v apt-get >/dev/null || return 0
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        return 0
    fi
    echo 'Chromium wird aus den Paketen des Systems eingerichtet …' >&2
    # Without a font package a headless Chromium draws boxes instead of letters.
    $as_root env DEBIAN_FRONTEND=noninteractive sh -c '
        apt-get update -q && apt-get install -q -y --no-install-recommends chromium fonts-liberation
    ' >&2 </dev/null
    look_around
}

if [ -n "${TAKEUP_BROWSER:-}" ]; then
    if runs "$TAKEUP_BROWSER"; then found "$TAKEUP_BROWSER"; fi
    echo "TAKEUP_BROWSER=$TAKEUP_BROWSER lässt sich nicht starten." >&2
    exit 1
fi
look_around
if [ "${1:-}" = --install ]; then
    from_playwright
    from_distribution
fi

cat >&2 <<EOF
Kein Chromium gefunden: Prüfungen im Browser werden übersprungen.
Abhilfe: Debian: apt-get install chromium fonts-liberation; sonst einen Chromium oder Chrome
installieren und nennen: TAKEUP_BROWSER=/pfad/zu/chromium make test
EOF
exit 1
