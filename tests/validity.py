"""Whether a file is valid by the schema of its standard (see tests/schemas/README.md)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator
from lxml import etree

SCHEMAS = Path(__file__).parent / "schemas"


class Here(etree.Resolver):
    """What schemas import is looked for beside them, and nowhere else."""

    def resolve(self, url: str, public: str, context: Any) -> Any:
        return self.resolve_filename(str(SCHEMAS / Path(url).name), context)


@cache
def schema(name: str) -> Any:
    if name.endswith(".json"):
        return Draft4Validator(json.loads((SCHEMAS / name).read_text("utf-8")))
    if name.endswith(".dtd"):
        return etree.DTD(str(SCHEMAS / name))
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Here())
    tree = etree.parse(str(SCHEMAS / name), parser)
    return etree.RelaxNG(tree) if name.endswith(".rng") else etree.XMLSchema(tree)


def require_valid(made: Any, name: str) -> None:
    """Fails if a file, or the root of one, is not valid by the schema of this name."""
    known = schema(name)
    if name.endswith(".json"):
        known.validate(json.loads(made))
        return
    root = etree.fromstring(made.encode() if isinstance(made, str) else made) if isinstance(made, str | bytes) else made
    assert known.validate(root), str(known.error_log)
