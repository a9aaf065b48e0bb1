"""The commands of make and the tools behind them hold on any machine."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


# -- make


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that is set up; its takeup writes down what it was called with."""
    for name in ["Makefile", "requirements.lock", "pyproject.toml"]:
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    command = tmp_path / ".venv/bin/takeup"
    command.parent.mkdir(parents=True)
    command.write_text(
        "#!/bin/sh\n"
        'printf "%s|" "$*" "$TAKEUP_MONTH" "$TAKEUP_VERWALTUNG" '
        '"$TAKEUP_STAND" "${TAKEUP_DATA-}" >called\n'
    )
    command.chmod(0o755)
    (tmp_path / ".venv/bin/pip").touch()
    (tmp_path / ".venv/.report").touch()
    return tmp_path


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as from a plain shell: what an outer make passes on is left out."""
    outer = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES", "TAKEUP_DATA"}
    plain = {name: value for name, value in os.environ.items() if name not in outer}
    return subprocess.run(
        ["make", *arguments], cwd=folder, env=plain, capture_output=True, text=True, check=False
    )


def test_make_alone_lists_every_command_with_a_line_about_it(project: Path) -> None:
    listed = make(project)
    commands = re.findall(r"^  make (\w+) +\S", listed.stdout, re.MULTILINE)
    documented = re.findall(
        r"^(\w+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE
    )
    assert listed.returncode == 0
    assert commands == documented
    assert {
        "help",
        "report",
        "fetch",
        "sample",
        "lab",
        "check",
        "test",
        "lint",
        "clean",
    } <= set(commands)


def test_a_file_to_inspect_is_handed_on_as_it_is(project: Path) -> None:
    command = project / ".venv/bin/takeup"
    command.write_text('#!/bin/sh\nprintf "%s|" "$*" "$TAKEUP_FILE" "$TAKEUP_QUELLE" >called\n')
    name = "a b; touch hit $(shell touch hit) `touch hit`.csv"

    done = make(project, "inspect", f"FILE={name}", "QUELLE=--json")
    missing = make(project, "inspect")

    assert (project / "called").read_text() == f"inspect|{name}|--json|"
    assert (done.returncode, (project / "hit").exists()) == (0, False)
    assert missing.returncode == 2
    assert "make inspect FILE=" in missing.stderr


def test_a_campaign_is_registered_and_planned_with_what_was_given_and_nothing_else(
    project: Path,
) -> None:
    command = project / ".venv/bin/takeup"
    names = "KAMPAGNE AM VERWALTUNGEN WELLEN WOCHEN MENGE KOSTEN WERT"
    told = " ".join(f'"${{TAKEUP_{name}-unset}}"' for name in names.split())
    command.write_text(f'#!/bin/sh\nprintf "%s|" "$*" {told} >called\n')
    hostile = "$(shell touch hit) `touch hit`; touch hit"

    make(project, "register", f"KAMPAGNE={hostile}", "AM=2024-03-15")
    registered = (project / "called").read_text()
    make(project, "plan", "VERWALTUNGEN=1,3", f"KOSTEN={hostile}")
    planned = (project / "called").read_text()
    missing = make(project, "register")

    assert registered.startswith(f"register|{hostile}|2024-03-15|unset|unset|")
    assert planned == f"plan|||1,3|unset|unset|unset|{hostile}|unset|"
    assert not (project / "hit").exists()
    assert missing.returncode == 2
    assert "make register KAMPAGNE=" in missing.stderr


def test_a_report_is_called_with_month_administration_day_and_data(project: Path) -> None:
    done = make(
        project,
        "report",
        "MONTH=2024-09",
        "VERWALTUNG=stadt-heide",
        "STAND=2024-10-15",
        "DATA=/srv/my data",
    )
    assert done.returncode == 0, done.stderr
    called = "report|2024-09|stadt-heide|2024-10-15|/srv/my data|"
    assert (project / "called").read_text() == called


def test_a_fetch_is_called_like_a_report_and_its_token_is_no_argument(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATOMO_TOKEN", "0123456789abcdef")
    done = make(project, "fetch", "MONTH=2024-09", "VERWALTUNG=stadt-heide", "DATA=/srv/data")
    assert done.returncode == 0, done.stderr
    assert (project / "called").read_text() == "fetch|2024-09|stadt-heide||/srv/data|"
    assert "0123456789abcdef" not in done.stdout + done.stderr


@pytest.mark.parametrize("command", ["report", "fetch"])
@pytest.mark.parametrize("arguments", [[], ["MONTH="], ["MONTH= "]])
def test_without_a_month_the_call_is_shown_before_anything_is_installed(
    project: Path, command: str, arguments: list[str]
) -> None:
    shutil.rmtree(project / ".venv")
    done = make(project, command, *arguments)
    assert done.returncode != 0
    call = f"Der Monat fehlt. Aufruf: make {command} MONTH="
    assert done.stderr.splitlines()[0].startswith(call)
    assert not (project / ".venv").exists()


@pytest.mark.parametrize("command", ["report", "fetch"])
@pytest.mark.parametrize(
    "hostile",
    [
        "$(shell touch hit)",
        "$(touch hit)",
        "`touch hit`",
        '"; touch hit; "',
        "'; touch hit; '",
        "2024-09; touch hit #",
        "2024-09\ttouch $hit $$hit",
        "--help",
    ],
)
def test_what_a_user_types_reaches_takeup_as_it_is_and_runs_nothing(
    project: Path, command: str, hostile: str
) -> None:
    names = ("MONTH", "VERWALTUNG", "STAND", "DATA")
    make(project, command, *(f"{name}={hostile}" for name in names))
    assert (project / "called").read_text() == "|".join([command, *[hostile] * 4, ""])
    assert not list(project.rglob("hit"))


def test_clean_leaves_deliveries_and_the_suppression_register(project: Path) -> None:
    kept = ["data/deliveries/2024-09/a.csv", "data/state/register.csv", ".venv/.report"]
    made = ["data/staged/a.parquet", "data/muster/2024-09/a.csv", "outputs/2024-09/index.html"]
    for name in [*kept, *made]:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).touch()
    assert make(project, "clean").returncode == 0
    assert [name for name in [*kept, *made] if (project / name).exists()] == kept


# -- tools


def command(folder: Path, name: str, script: str) -> Path:
    """Put a command into a folder that stands for PATH."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def run_tool(
    name: str, *arguments: str, path: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a tool beside a folder of commands, with that folder as its whole PATH."""
    for each in ["cat", "id", "env", "sh"]:  # what the tools take for granted
        if not (path / each).exists():
            (path / each).symlink_to(shutil.which(each) or each)
    return subprocess.run(
        ["/bin/sh", str(ROOT / "tools" / name), *arguments],
        cwd=path.parent,
        env={"PATH": str(path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def commands(tmp_path: Path) -> Path:
    """A folder that stands for PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


def test_a_python_that_does_not_start_is_passed_over(commands: Path) -> None:
    command(commands, "python3.13", "echo 'pyenv: command not found' >&2; exit 127")
    command(commands, "python3.12", "exit 1")
    command(commands, "python3.11", "exit 0")
    assert run_tool("find_python.sh", path=commands).stdout == "python3.11\n"


def test_an_old_python_is_refused_in_german(commands: Path) -> None:
    command(commands, "python3", "exit 1")
    refused = run_tool("find_python.sh", path=commands)
    assert refused.returncode == 1
    assert refused.stderr.startswith(
        "Kein passendes Python gefunden. Benötigt wird Python 3.11"
    )


def test_the_python_that_was_named_is_the_only_one_tried(commands: Path) -> None:
    command(commands, "python3.11", "exit 0")
    named = run_tool("find_python.sh", path=commands, TAKEUP_PYTHON="/no/such python")
    assert named.returncode == 1
    assert "Geprüft: /no/such python" in named.stderr


def test_this_python_would_do(commands: Path) -> None:
    found = run_tool("find_python.sh", path=commands, TAKEUP_PYTHON=sys.executable)
    assert found.stdout.strip() == sys.executable


def test_the_browser_that_was_named_is_taken(commands: Path, tmp_path: Path) -> None:
    named = command(tmp_path, "my browser", "exit 0")
    command(commands, "chromium", "exit 0")
    found = run_tool("find_browser.sh", path=commands, TAKEUP_BROWSER=str(named))
    assert found.stdout == f"{named}\n"


def test_a_browser_that_does_not_start_is_passed_over(commands: Path) -> None:
    command(commands, "chromium-browser", "echo 'install the snap' >&2; exit 10")
    chrome = command(commands, "google-chrome", "exit 0")
    assert run_tool("find_browser.sh", path=commands).stdout == f"{chrome}\n"


def test_without_a_browser_the_way_to_one_is_said(commands: Path) -> None:
    missing = run_tool("find_browser.sh", path=commands)
    assert missing.returncode == 1
    assert missing.stdout == ""
    assert "apt-get install chromium fonts-liberation" in missing.stderr


def test_nothing_is_installed_unless_asked_for(commands: Path, tmp_path: Path) -> None:
    command(commands, "apt-get", "touch installed")
    run_tool("find_browser.sh", path=commands)
    assert not (tmp_path / "installed").exists()


def test_a_browser_and_a_font_come_from_the_distribution_where_playwright_fails(
    commands: Path, tmp_path: Path
) -> None:
    (tmp_path / ".venv/bin").mkdir(parents=True)
    command(tmp_path / ".venv/bin", "python", "exit 1")
    command(commands, "id", "echo 0")
    install = f'printf "#!/bin/sh\\n" > {commands}/chromium; /bin/chmod +x {commands}/chromium'
    command(commands, "apt-get", f'echo "$@" >>asked; case "$1" in install) {install};; esac')
    found = run_tool("find_browser.sh", "--install", path=commands)
    assert found.stdout == f"{commands}/chromium\n"
    assert (tmp_path / ".venv/.browser").read_text() == f"{commands}/chromium\n"
    assert (tmp_path / "asked").read_text().splitlines() == [
        "update -q",
        "install -q -y --no-install-recommends chromium fonts-liberation",
    ]


def test_a_browser_found_earlier_is_found_again(commands: Path, tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    downloaded = command(tmp_path, "downloaded", "exit 0")
    (tmp_path / ".venv/.browser").write_text(f"{downloaded}\n")
    assert run_tool("find_browser.sh", path=commands).stdout == f"{downloaded}\n"


@pytest.mark.parametrize(("demanded", "code"), [("", 0), ("1", 1)])
def test_a_skipped_browser_test_fails_where_the_browser_is_demanded(
    tmp_path: Path, demanded: str, code: int
) -> None:
    shutil.copy(ROOT / "tests/conftest.py", tmp_path)
    (tmp_path / "test_page.py").write_text(
        "import pytest\n"
        "@pytest.mark.browser\n"
        "def test_page():\n"
        "    pytest.skip('no browser')\n"
        "def test_other():\n"
        "    pytest.skip('no shared folder')\n"
    )
    options = [
        "-q",
        "-c",
        str(ROOT / "pyproject.toml"),
        "--rootdir",
        str(tmp_path),
        str(tmp_path),
    ]
    environment = os.environ | {"TAKEUP_REQUIRE_BROWSER": demanded}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == code, run.stdout
    assert "1 failed, 1 skipped" in run.stdout if demanded else "2 skipped" in run.stdout
