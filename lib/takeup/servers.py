"""Where Matomo answers and which of its sites is whose: models of two blocks in ``params/``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from takeup.errors import ParameterError

# Unencrypted only where nobody can listen: a Matomo, or a tunnel to one, on this computer.
_HERE: Final = {"127.0.0.1", "::1", "localhost"}


def check_address(text: str) -> str:
    """Return an address to which a token may be sent.

    Raises
    ------
    ValueError
        If it is not https (http on this computer), or holds a user, a query or a fragment.
    """
    parts = urlsplit(text)
    encrypted = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    if not encrypted or not parts.hostname or parts.port == 0:
        msg = "an address looks like https://statistik.example.org/index.php"
        raise ValueError(msg)
    plain = text.isascii() and text.isprintable() and not set(text) & set(" @?#\\")
    if not plain:
        msg = "an address holds no user, no password, no token and nothing after ? or #"
        raise ValueError(msg)
    return text


Address = Annotated[str, AfterValidator(check_address)]
Number = Annotated[int, Field(strict=True, ge=1, le=999_999)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Server(_Model):
    """The Matomo that most administrations share, and the time zone its sites must have."""

    adresse: Address
    zeitzone: str = Field(default="Europe/Berlin", pattern=r"^[A-Za-z]+(/[A-Za-z_+-]+)*$")


class Site(_Model):
    """An administration's site; ``adresse`` if it lies on a server of its own.

    ``ziele`` are numbers of goals that must exist: of an unknown goal Matomo reports zeros.
    """

    site: Number
    adresse: Address | None = None
    ziele: tuple[Number, ...] = ()


def check_sites(server: Server | None, sites: Mapping[str, Site | None]) -> None:
    """Check that no two administrations have the same site of the same server.

    Raises
    ------
    ParameterError
        With the site and both administrations.
    """
    shared = server.adresse if server else ""
    seen: dict[tuple[str, int], str] = {}
    for slug, each in sites.items():
        if each is None:
            continue
        address = (each.adresse or shared).casefold().removesuffix("index.php").rstrip("/")
        other = seen.setdefault((address, each.site), slug)
        if other != slug:
            raise ParameterError("site_twice", site=each.site, first=other, second=slug)
