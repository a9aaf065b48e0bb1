"""Parameters that pages must stand: hostile and endless names, nothing that may be shown."""

import re
from collections.abc import Mapping
from pathlib import Path

HOSTILE = "<img src=x onerror=alert(1)>"
LENGTH = 120
# With spaces, and as the compounds that German administrations do form.
SERVICE = (
    "Bescheinigung über die Grundstücksverkehrsgenehmigungszuständigkeitsübertragung und für "
    "Angelegenheiten der Straßenreinigung"
)[:LENGTH]
COMPOUND = (
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzesdurchführungsverordnungs"
    "angelegenheitenüberprüfungsbescheinigung"
)[:LENGTH]
OFFICE = (
    "Amt der Kirchspielslandgemeinden an der nördlichen Dithmarscher Nordseeküste mit den "
    "Inseln und Halligen im schönen Wattenmeer"
)[:LENGTH]
EVENT = (
    "Außerplanmäßige Wiederholungswahl der Kreistagsabgeordneten und aller Bürgermeisterinnen "
    "und Bürgermeister der Gemeinden"
)[:LENGTH]
# Instead of the names of the most used services.
SERVICES = {
    "Wohnsitz anmelden / ummelden (eWA)": HOSTILE,
    "Führungszeugnis (einfach)": SERVICE,
    "Geburtsurkunde": COMPOUND,
}


def rename(params: Path) -> None:
    """Give services, an administration and an event names that nobody expects."""
    services = {f'name: "{old}"': f'name: "{new}"' for old, new in SERVICES.items()}
    _rewrite(params / "leistungen.yml", services)
    office = {
        "\nkurzname: Heide": f"\nkurzname: {OFFICE}",
        "name: Stadt Heide": f"name: {OFFICE}",
    }
    _rewrite(params / "verwaltungen" / "stadt-heide.yml", office)
    event = f"- {{datum: 2024-09-08, name: '{EVENT}', art: wahl}}\n"
    (params / "ereignisse.yml").write_text(event, encoding="utf-8")


def hide_everything(params: Path) -> None:
    """Demand a minimum count that no figure reaches."""
    path = params / "settings.yml"
    text = path.read_text(encoding="utf-8")
    changed = re.sub(r"(mindest\w+|kleine_basis): \d+", r"\1: 1000000", text)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def _rewrite(path: Path, pairs: Mapping[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in pairs.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
