"""Who does not count: programs by their names, addresses by their networks.

A rule becomes tests on text that DuckDB and Spark answer alike. They are built of functions
that cannot fail (``re_replace``): DuckDB asks them once per distinct text of a column's
dictionary instead of once per row, which it does not do for ``re_search``, nor where a missing
text is filled before it is asked, nor for the second of two tests joined by or.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from ipaddress import IPv4Network, IPv6Network, ip_network
from itertools import takewhile
from operator import or_
from typing import Final, NamedTuple

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table

_OCTET: Final = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_DOTTED: Final = rf"{_OCTET}(?:[.]{_OCTET}){{3}}"
# An IPv4 address in IPv6's clothes.
_MAPPED: Final = "::ffff:"
_GROUP: Final = "[0-9A-Fa-f]{1,4}"
_GROUPS: Final = 8
# Where :: stands, at least one group of zeros is left out.
_LONGEST_GAP: Final = _GROUPS - 1
# More events than any log holds; Spark takes no larger limit.
_ALL: Final = (1 << 31) - 1
_NEVER: Final = ibis.literal(value=False)


class Block(NamedTuple):
    """Addresses of a network, as text: what they begin with, and bounds of their next group.

    The bounds are filled up with zeros; they are empty if the network ends between two groups.
    """

    start: str
    low: str = ""
    high: str = ""


def _address_pattern() -> str:
    """Every address as text: dotted, or up to eight groups with one gap."""
    full = rf"(?:{_GROUP}:){{{_LONGEST_GAP}}}{_GROUP}"
    gaps = [
        rf"(?:{_GROUP}(?::{_GROUP}){{0,{left - 1}}})?::"
        rf"(?:{_GROUP}(?::{_GROUP}){{0,{right - 1}}})?"
        for left, right in ((n, _LONGEST_GAP - n) for n in range(1, _LONGEST_GAP))
    ]
    # All groups on one side of the gap.
    gaps += [rf"(?:{_GROUP}:){{{_LONGEST_GAP}}}:", rf":(?::{_GROUP}){{{_LONGEST_GAP}}}"]
    return f"^(?:(?:::[Ff]{{4}}:)?{_DOTTED}|{full}|{'|'.join(gaps)})$"


_ADDRESS: Final = _address_pattern()


def is_program(agent: StringValue, words: Iterable[str]) -> BooleanValue:
    """Whether the name of a program holds one of some words; they are lower-case ASCII."""
    return _holds(agent, "|".join(map(_either_case, words)))


def _either_case(word: str) -> str:
    """Spelled out, as the engines do not agree on the other case of every letter."""
    return "".join(f"[{a}{a.upper()}]" if a.isalpha() else re.escape(a) for a in word)


def _holds(text: StringValue, pattern: str) -> BooleanValue:
    """Whether a pattern is found, be it of no letters; what it finds is never just a bang."""
    return (text.re_replace(pattern, "!") != text).fill_null(_NEVER) if pattern else _NEVER


def is_address(address: StringValue) -> BooleanValue:
    """Whether a text is an IPv4 or IPv6 address, without a zone."""
    # Replaced, not matched: see above.
    return ((address.re_replace(_ADDRESS, "") == "") & (address != "")).fill_null(_NEVER)


def _is_near(
    address: StringValue, dotted: Iterable[Block], grouped: Iterable[Block]
) -> BooleanValue:
    """Whether an address begins as one of some networks does; few do."""
    # Zeros may lead, or be left out.
    heads = {":", "0", *(_whole(each.start) for each in dotted), *map(_head, grouped)}
    return _holds(address, f"^(?:{'|'.join(map(_either_case, sorted(heads)))})")


def inside(addresses: Table, networks: Iterable[str]) -> Table:
    """Those of some addresses (column ``address``) that lie in networks, each of them once.

    Notes
    -----
    Spelling an address out is dear: few are, and a limit that limits nothing keeps engines and
    Ibis from doing so before they are distinct, or again for every network.
    """
    dotted, grouped = _blocks(networks)
    near = addresses.filter(_is_near(addresses.address, dotted, grouped))
    distinct = near.select("address").distinct().limit(_ALL)
    text = distinct.address.lower()
    spelled = distinct.mutate(
        dots=text.replace(_MAPPED, "") + ".", groups=_spelled_out(text), valid=is_address(text)
    ).limit(_ALL)
    as_dots = _any(_in_block(spelled.dots, block, ".") for block in dotted)
    as_groups = _any(_in_block(spelled.groups, block, ":") for block in grouped)
    lies = ibis.ifelse(spelled.address.contains("."), as_dots, as_groups)
    return spelled.filter(spelled.valid & lies).select("address")


def _blocks(networks: Iterable[str]) -> tuple[list[Block], list[Block]]:
    """Networks as dotted addresses and as addresses in groups."""
    parsed = [ip_network(each) for each in networks]
    short = [each for each in parsed if isinstance(each, IPv4Network)]
    long = [each for each in parsed if isinstance(each, IPv6Network)]
    clothed = map(_clothed, short)
    return [*map(dotted_block, short)], [*map(grouped_block, [*long, *clothed])]


def _whole(start: str) -> str:
    """Beginning of an address; nothing follows all four numbers."""
    return start.removesuffix(".") if start.count(".") == len("....") else start


def _head(block: Block) -> str:
    """What every address of a block begins with, leading zeros aside."""
    if first := block.start[1:]:
        return first.split(":")[0] + ":"
    pairs = zip(block.low, block.high, strict=True)
    return "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)).lstrip("0")


def _spelled_out(text: StringValue) -> StringValue:
    """All eight groups, each after a colon, without leading zeros; a zero is empty."""
    colons = text.length() - text.replace(":", "").length()
    at_end = text.startswith("::") | text.endswith("::")
    # "1::2" has two colons of seven; at an end, one of the gap's two stands for no group.
    missing = ibis.ifelse(at_end, _GROUPS + 1, _GROUPS) - colons
    gap = ibis.literal(":0" * _GROUPS + ":").substr(0, 2 * missing + 1)
    filled = ":" + text.replace("::", gap) + ":"
    # Where the gap was at an end, the address already began or ended with a colon.
    plain = filled.replace("::", ":")
    return reduce(lambda each, _: each.replace(":0", ":"), range(4), plain)


def _in_block(text: StringValue, block: Block, separator: str) -> BooleanValue:
    begins = text.startswith(block.start)
    if not block.low:
        return begins
    rest = text.substr(len(block.start))
    group = ("000" + rest.substr(0, rest.find(separator))).right(len(block.low))
    return begins & group.between(block.low, block.high)


def dotted_block(network: IPv4Network) -> Block:
    """Addresses of an IPv4 network, written with a dot after each number."""
    return _block(network.network_address.packed, 1, network.prefixlen, "")


def grouped_block(network: IPv6Network) -> Block:
    """Addresses of an IPv6 network, as :func:`_spelled_out` writes them."""
    return _block(network.network_address.packed, 2, network.prefixlen, ":")


def _block(packed: bytes, width: int, bits: int, before: str) -> Block:
    """Split a network's first address into whole groups and the values of the next one."""
    numbers = [int.from_bytes(packed[at : at + width]) for at in range(0, len(packed), width)]
    whole, part = divmod(bits, 8 * width)
    start = before + "".join(_digits(number, width) for number in numbers[:whole])
    if not part:
        return Block(start)
    first = numbers[whole]
    last = first + (1 << (8 * width - part)) - 1
    form = "03d" if width == 1 else "04x"
    return Block(start, f"{first:{form}}", f"{last:{form}}")


def _digits(number: int, width: int) -> str:
    """One group with what separates it from the next: decimal, or hexadecimal without zero."""
    return f"{number}." if width == 1 else f"{number:x}:".removeprefix("0")


def _clothed(network: IPv4Network) -> IPv6Network:
    """Write an IPv4 network as the IPv6 network that stands for it."""
    return IPv6Network(f"{_MAPPED}{network.network_address}/{96 + network.prefixlen}")


def _any(tests: Iterable[BooleanValue]) -> BooleanValue:
    return reduce(or_, tests, _NEVER)
