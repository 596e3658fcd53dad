"""How a project wants its texts checked: ``aligner.toml``, and what the command line says beside it.

    checks = ["number", "term"]     # only these; or skip = ["typography"]: all but these
    glossary = "glossary.csv"
    ignore = "accepted.jsonl"       # findings that were looked at and accepted (aligner.ignore)
    typography = "CH"               # whose French: FR, CH or CA
    model = "legal"                 # a model of your own (aligner train)

    [severity]                      # the severity of all findings of a check; "off" leaves it out
    number = "warning"

Paths are taken from the folder of the file. All keys may be left out; what is unknown is an error.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from aligner import checks
from aligner.data import SEVERITIES, Finding, Severity
from aligner.errors import UsageError
from aligner.glossary import Glossary
from aligner.glossary import read as read_glossary
from aligner.ignore import Accepted
from aligner.ignore import read as read_accepted
from aligner.model import EMBEDDED
from aligner.toml import read_toml

if TYPE_CHECKING:
    from aligner.encoders import Encoder
    from aligner.translation import Translator

FILE = "aligner.toml"
MAX_PATH = 4096
KEYS = ("checks", "skip", "severity", "glossary", "ignore", "typography", "model")
VARIANTS = ("FR", "CH", "CA")
OFF = "off"
_KINDS = {"str": "a text in quotes", "list": "a list", "dict": "a table"}


@dataclass(frozen=True, slots=True)
class Config:
    """``checks``: the ids of those that are run (None: all). ``severities``: what the findings of a check count as,
    where that is not left to the check. ``accepted``: findings to leave out. ``variant``: of French typography.
    ``model``: the name of the model, or the path of its folder. ``encoder``: a transformer that ties sentences and
    words beside it (:func:`aligner.load_encoder`). ``translator``: a translation model that looks for omissions and
    additions too (:func:`aligner.load_translator`). ``files``: the paths that were read."""

    checks: tuple[str, ...] | None = None
    severities: Mapping[str, Severity] = field(default_factory=dict)
    glossary: Glossary | None = None
    accepted: Accepted | None = None
    variant: str = "FR"
    model: str = EMBEDDED
    encoder: Encoder | None = None
    translator: Translator | None = None
    files: tuple[str, ...] = ()

    def graded(self, finding: Finding) -> Finding:
        """The finding with the severity that was asked for."""
        severity = self.severities.get(finding.check)
        return replace(finding, severity=severity) if severity else finding

    @property
    def signature(self) -> str:
        """What of this changes the findings, for the signature of a report, beside the checks that are run."""
        parts = []
        if self.severities:
            listed = (f"{check}={severity}" for check, severity in sorted(self.severities.items()))
            parts.append(f"severity:{','.join(listed)}")
        if self.glossary:
            parts.append(f"glossary:{self.glossary.digest[:12]}")
        if self.accepted:
            parts.append(f"ignore:{self.accepted.digest[:12]}")
        if self.variant != "FR":
            parts.append(f"typography:{self.variant}")
        if self.encoder:
            parts.append(f"encoder:{self.encoder.signature}")
        if self.translator:
            parts.append(f"translator:{self.translator.signature}")
        return "".join(f"|{part}" for part in parts)


def configured(
    path: str | None = None,
    *,
    only: Collection[str] | None = None,
    severity: Sequence[str] = (),
    glossary: str | None = None,
    ignore: str | None = None,
    accept: str | None = None,
    model: str | None = None,
) -> Config:
    """The configuration in the file at ``path``, or without one in ``aligner.toml`` of the current folder, if it is
    there. What is given beside beats the file: ``only`` its checks, each ``severity`` ("number=warning") that of the
    check, ``glossary`` and ``ignore`` (paths) its files, ``model`` its model. The file to ignore need not be there yet
    if it is the one to ``accept`` findings.

    Raises UsageError for an unknown check, key or value, InputError for a file that cannot be read.
    """
    place = path or (FILE if Path(FILE).is_file() else None)
    table = _read(place) if place else {}
    folder = Path(place).parent if place else Path()
    severities = _severities(_get(table, "severity", dict, place), place)
    wanted = _chosen(table, place)
    if only is not None:
        checks.require(only)
        wanted = only
        severities = {check: value for check, value in severities.items() if value != OFF or check not in only}
    severities |= _severities(dict(_assignment(text) for text in severity), None)
    off = {check for check, value in severities.items() if value == OFF}
    if off:
        wanted = [check for check in (checks.ids() if wanted is None else wanted) if check not in off]
    glossary = glossary or _path(table, "glossary", folder, place)
    ignore = ignore or _path(table, "ignore", folder, place)
    if ignore and accept and Path(ignore) == Path(accept) and not Path(ignore).exists():
        ignore = None
    variant = _get(table, "typography", str, place) or "FR"
    if variant not in VARIANTS:
        raise UsageError(f"{place}: typography is {repr(variant)[:40]}: known are {', '.join(VARIANTS)}")
    return Config(
        None if wanted is None else tuple(sorted(wanted)),
        cast("dict[str, Severity]", {check: value for check, value in severities.items() if value != OFF}),
        read_glossary(glossary) if glossary else None,
        read_accepted(ignore) if ignore else None,
        variant,
        model or _get(table, "model", str, place) or EMBEDDED,
        files=tuple(path for path in (place, glossary, ignore) if path),
    )


def _read(path: str) -> dict[str, Any]:
    table, _ = read_toml(path)
    if unknown := sorted(table.keys() - set(KEYS)):
        raise UsageError(f"{path}: unknown key: {', '.join(_few(unknown))}; known are {', '.join(KEYS)}")
    return table


def _chosen(table: Mapping[str, Any], place: str | None) -> Collection[str] | None:
    only, skipped = (_ids(table, key, place) for key in ("checks", "skip"))
    if only is not None and skipped is not None:
        raise UsageError(f"{place}: both checks and skip are given: give one of them")
    if skipped is not None:
        return [check for check in checks.ids() if check not in skipped]
    return only


def _ids(table: Mapping[str, Any], key: str, place: str | None) -> list[str] | None:
    found = _get(table, key, list, place)
    if found is None:
        return None
    if not all(isinstance(check, str) for check in found):
        raise UsageError(f"{place}: {key} must be a list of check ids in quotes")
    _known(found, place)
    return cast("list[str]", found)


def _severities(table: Mapping[str, Any] | None, place: str | None) -> dict[str, str]:
    where = f"{place}: " if place else ""
    for check, value in (table or {}).items():
        _known([check], place)
        if value not in (*SEVERITIES, OFF):
            raise UsageError(
                f"{where}severity of {check} is {repr(value)[:40]}: known are {', '.join((*SEVERITIES, OFF))}"
            )
    return dict(table or {})


def _assignment(text: str) -> tuple[str, str]:
    check, sign, value = (part.strip() for part in text.partition("="))
    if not sign:
        raise UsageError(f"severity {text!r}: write CHECK=SEVERITY, such as number=warning")
    return check, value


def _known(ids: Collection[str], place: str | None) -> None:
    try:
        checks.require(_few(sorted(set(ids) - checks.ids())))
    except UsageError as error:
        raise UsageError(f"{place}: {error}") if place else error from None


def _few(names: Sequence[str]) -> list[str]:
    """As much of the names as a message can hold."""
    return [name[:40] for name in names[:5]]


def _path(table: Mapping[str, Any], key: str, folder: Path, place: str | None) -> str | None:
    name = _get(table, key, str, place)
    if name and (len(name) > MAX_PATH or "\0" in name):
        raise UsageError(f"{place}: {key} is no name of a file: {name[:40]!r}")
    return str(folder / name) if name else None


def _get(table: Mapping[str, Any], key: str, kind: type, place: str | None) -> Any:
    """The value of a key, or None. Raises UsageError if it is of another kind."""
    value = table.get(key)
    if value is not None and not isinstance(value, kind):
        raise UsageError(f"{place}: {key} must be {_KINDS[kind.__name__]}")
    return value
