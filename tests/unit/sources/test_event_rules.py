"""Who does not count in an event log, against Python's own idea of an address."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takeup.sources.event_engines import opened
from takeup.sources.event_rules import inside, is_address

NETWORKS = ["10.0.0.0/8", "172.16.0.0/12", "198.51.100.7/32", "::1/128", "fc00::/7"]
NETWORKS += ["fe80::/10", "2001:db8:0:4000::/50", "2001:db8::1:0/112"]
SMALL = st.sampled_from([0, 1, 7, 10, 16, 31, 32, 100, 172, 198, 255])
DOTTED = st.builds(lambda *parts: ".".join(map(str, parts)), *[SMALL] * 4)
GROUP = st.sampled_from([0, 1, 0x4000, 0x7FFF, 0xA00, 0xDB8, 0x2001, 0xFD00, 0xFEBF, 0xFFFF])
PACKED = st.lists(GROUP, min_size=8, max_size=8).map(
    lambda groups: IPv6Address(b"".join(group.to_bytes(2, "big") for group in groups))
)
MAPPED = DOTTED.map(lambda dotted: IPv6Address(int(IPv4Address(dotted)) + (0xFFFF << 32)))
GROUPED = st.builds(
    lambda address, spell: spell(address),
    PACKED | MAPPED,
    st.sampled_from([str, lambda a: a.exploded, lambda a: str(a).upper(), lambda a: f"{a:x}"]),
)
# Nearly an address: a zero too many, another script's digit, a line's end, a piece of one.
WRONG = st.builds(
    lambda text, at, piece: text[:at] + piece + text[at:],
    DOTTED | GROUPED,
    st.integers(0, 39),
    st.sampled_from(["", "0", "\n", "٣", "5", ".", ":", "::", "%1", "/8", " ", "g", "K"]),
)
TEXTS = DOTTED | GROUPED | WRONG | DOTTED.map("::FfFf:".__add__) | st.sampled_from(["", None])


def parsed(text: str | None) -> IPv4Address | IPv6Address | None:
    """As an address; of the mixed spellings only the one that is in use."""
    mixed = text and ":" in text and "." in text
    if not text or "%" in text or (mixed and not text.lower().startswith("::ffff:")):
        return None
    try:
        return ip_address(text)
    except ValueError:
        return None


def lies_inside(address: IPv4Address | IPv6Address, networks: list[str]) -> bool:
    seen = {address, getattr(address, "ipv4_mapped", None) or address}
    return any(each in ip_network(network) for each in seen for network in networks)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "addresses.parquet"


@given(
    st.lists(TEXTS, min_size=1, max_size=40),
    st.sampled_from([NETWORKS, NETWORKS, ["8000::/1"], ["128.0.0.0/1", "0:0:8000::/33"]]),
)
@settings(max_examples=60, deadline=None)
def test_addresses_are_those_of_python_and_internal_if_a_network_holds_them(
    path: Path, texts: list[str | None], networks: list[str]
) -> None:
    pq.write_table(pa.table({"address": pa.array(texts, pa.string())}), path)

    with opened("duckdb", path, path.parent) as table:
        judged = table.select("address", valid=is_address(table.address)).to_pyarrow()
        internal = inside(table, networks).to_pyarrow()["address"].to_pylist()

    addresses = {text: parsed(text) for text in texts}
    assert judged["valid"].to_pylist() == [
        addresses[text] is not None for text in judged["address"].to_pylist()
    ]
    held = [text for text, each in addresses.items() if each and lies_inside(each, networks)]
    assert sorted(internal) == sorted(held)
