"""YAML as humans write it here: no aliases, no key twice, every error with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from takeup.errors import ParameterError


class _StrictLoader(yaml.SafeLoader):
    """Plain values only; what is written once is meant once."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.constructor.ConstructorError(problem="alias", problem_mark=mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"{key.value}: duplicate key", problem_mark=key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def read_yaml(path: Path, place: str) -> Any:
    """Content of a YAML file, as plain values.

    Parameters
    ----------
    path
        The file.
    place
        How messages name it, for example ``params/settings.yml``.

    Raises
    ------
    ParameterError
        If the file is missing, is no YAML, repeats a key or uses an alias.
    """
    try:
        # A SafeLoader in disguise: it builds nothing but plain values.
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506
    except FileNotFoundError:
        raise ParameterError("params_missing", file=place) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or str(error)
        raise ParameterError("params_yaml", file=place, line=line, problem=problem) from error
