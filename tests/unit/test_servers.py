import pytest

from takeup.errors import ParameterError
from takeup.params import load_params
from takeup.servers import Server, Site, check_address, check_sites

from .test_params import change, folder

__all__ = ["folder"]


@pytest.mark.parametrize(
    "address",
    [
        "https://statistik.example.org/index.php",
        "https://statistik.example.org:8443/matomo/",
        "http://127.0.0.1:8080/index.php",
        "http://localhost/index.php",
        "http://[::1]:8080/",
    ],
)
def test_a_token_may_be_sent_encrypted_or_within_this_computer(address: str) -> None:
    assert check_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "http://statistik.example.org/index.php",
        "http://127.0.0.1.example.org/",
        "http://localhost@statistik.example.org/",
        "https://nutzer:geheim@statistik.example.org/",
        "https://statistik.example.org/?token_auth=geheim",
        "https://statistik.example.org/#geheim",
        "https://statistik.example.org:0/",
        "https://statistik.example.org:99999/",
        "https://statistik.example.org\\@elsewhere.example.org/",
        "https://statistik.example.org/\nHost: x",
        "https://büsum.example.org/",
        "https:///index.php",
        "ftp://statistik.example.org/",
        "//statistik.example.org/",
        "statistik.example.org",
        "",
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)address|port"):
        check_address(address)


@pytest.mark.parametrize("secret", ["nutzer:geheim@x.example.org/", "x.example.org/?t=geheim"])
def test_a_refused_address_is_not_repeated_in_the_message(folder, secret: str) -> None:
    change(
        folder / "settings.yml",
        "projekt:",
        f"matomo: {{adresse: 'https://{secret}'}}\nprojekt:",
    )
    with pytest.raises(ParameterError, match=r"matomo\.adresse") as caught:
        load_params(folder)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    "block",
    ["{site: '3'}", "{site: 0}", "{site: true}", "{site: 3, ziele: [a]}", "{seite: 3}", "{}"],
)
def test_a_site_is_a_number_and_has_no_other_keys(folder, block: str) -> None:
    change(folder / "verwaltungen/stadt-heide.yml", "typ:", f"matomo: {block}\ntyp:")
    with pytest.raises(ParameterError, match=r"stadt-heide\.yml.*matomo"):
        load_params(folder)


def test_a_site_used_twice_on_one_server_names_both_administrations(folder) -> None:
    server = "matomo: {adresse: 'https://statistik.example.org/index.php'}"
    change(folder / "settings.yml", "projekt:", f"{server}\nprojekt:")
    own = "matomo: {site: 3, adresse: 'https://STATISTIK.example.org/'}"
    change(folder / "verwaltungen/amt-marne-nordsee.yml", "typ:", f"{own}\ntyp:")
    change(folder / "verwaltungen/stadt-heide.yml", "typ:", "matomo: {site: 3}\ntyp:")
    with pytest.raises(ParameterError, match=r"amt-marne-nordsee\.yml.*stadt-heide\.yml"):
        load_params(folder)


def test_the_same_number_on_two_servers_is_two_sites() -> None:
    server = Server(adresse="https://a.example.org/")
    sites = {"a": Site(site=3), "b": Site(site=3, adresse="https://b.example.org/"), "c": None}
    check_sites(server, sites)
    with pytest.raises(ParameterError):
        check_sites(server, sites | {"c": Site(site=3)})
