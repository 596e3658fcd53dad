"""How far a result agrees with a gold standard: alignments by their links, audits by their pairs and findings."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from aligner import formats
from aligner.errors import InputError

Link = tuple[tuple[int, ...], tuple[int, ...]]
Figures = dict[str, float | None]


def evaluate_files(system: str, gold: str) -> Figures:
    """Compares ``align --to jsonl`` with gold links, or ``audit --to json`` with a page's gold, by what the gold is.

    Gold links are JSON lines like ours or a JSON list of ``[[source numbers], [target numbers]]``; a page's gold is
    what ``corpora/README.md`` describes. Raises InputError when a file is neither.
    """
    expected = _load(gold)
    if isinstance(expected, dict):
        return compare_audits(_load(system), expected)
    return compare_links(_links(_load(system), system), _links(expected, gold))


def compare_links(system: Collection[Link], gold: Collection[Link]) -> Figures:
    """Precision, recall and F1 of links.

    Strict: the same link; lax: a link that shares a sentence on both sides with a right one (Langlais, Simard &
    Véronis, "Methods and practical issues in evaluating alignment techniques", 1998); unmatched: sentences without
    a counterpart, one by one.
    """
    ours, theirs = ({link for link in links if link[0] and link[1]} for links in (system, gold))
    strict = len(ours & theirs)
    lax = [sum(_touches(link, others) for link in links) for links, others in ((ours, theirs), (theirs, ours))]
    lone, right = _unmatched(system), _unmatched(gold)
    return {
        **_figures("strict", strict, len(ours), strict, len(theirs)),
        **_figures("lax", lax[0], len(ours), lax[1], len(theirs)),
        **_figures("unmatched", len(lone & right), len(lone), len(lone & right), len(right)),
    }


def compare_audits(audit: Mapping[str, Any], gold: Mapping[str, Any]) -> Figures:
    """Precision, recall and F1 of pairs (texts equal but for white space), and of findings of severity error.

    A finding is right when the gold has one of that check on that pair. Pairs that the gold calls optional, and what
    it lists as loose, count neither way.
    """
    loose = {_key(text) for text in gold.get("loose", [])}
    pairs = {}
    for statement in audit["statements"]:
        for pair in statement["pairs"]:
            if {_key(pair["src"]), _key(pair["tgt"])} - loose - {""}:
                pairs[_key(pair["src"]), _key(pair["tgt"])] = pair["findings"]
    optional: dict[tuple[str, str], set[str]] = {}
    expected: dict[tuple[str, str], set[str]] = {}
    for statement in gold["statements"]:
        for pair in statement["pairs"]:
            target = optional if pair.get("optional") else expected
            target[_key(pair["src"]), _key(pair["tgt"])] = {finding["check"] for finding in pair.get("findings", [])}
    known = {**optional, **expected}
    found = {pair: {f["check"] for f in findings if f["severity"] == "error"} for pair, findings in pairs.items()}
    alarms = sum(len(checks) for pair, checks in found.items() if pair in known)
    right = sum(len(checks & known[pair]) for pair, checks in found.items() if pair in known)
    planted = sum(len(checks) for checks in expected.values())
    any_severity = {pair: {f["check"] for f in findings} for pair, findings in pairs.items()}
    caught = sum(len(checks & any_severity.get(pair, set())) for pair, checks in expected.items())
    same = len(pairs.keys() & expected.keys())
    return {
        **_figures("pairs", same, len(pairs.keys() - optional.keys()), same, len(expected)),
        **_figures("findings", right, alarms, caught, planted),
    }


def _figures(name: str, right: int, given: int, caught: int, wanted: int) -> Figures:
    """Precision right/given, recall caught/wanted and their F1; None where there was nothing to get right."""
    precision = right / given if given else None
    recall = caught / wanted if wanted else None
    f1 = None
    if precision is not None and recall is not None:
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {f"{name} precision": precision, f"{name} recall": recall, f"{name} F1": f1}


def _touches(link: Link, others: Iterable[Link]) -> bool:
    return any(set(link[0]) & set(other[0]) and set(link[1]) & set(other[1]) for other in others)


def _unmatched(links: Iterable[Link]) -> set[tuple[str, int]]:
    lone = {("src", number) for src, tgt in links if not tgt for number in src}
    return lone | {("tgt", number) for src, tgt in links if not src for number in tgt}


def _key(text: str) -> str:
    return " ".join(text.split())


def _load(path: str) -> Any:
    """The JSON in a file; JSON lines become a list."""
    text = "\n".join(formats.read_lines(path))
    try:
        return json.loads(text)
    except ValueError:
        pass
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: neither JSON nor JSON lines ({str(error)[:60]})") from None


def _links(value: Any, path: str) -> list[Link]:
    try:
        records = [value] if isinstance(value, dict) else value
        groups = [(r["src"], r["tgt"]) if isinstance(r, dict) else (r[0], r[1]) for r in records]
        return [(tuple(map(int, src)), tuple(map(int, tgt))) for src, tgt in groups]
    except (TypeError, ValueError, KeyError, IndexError):
        wanted = "objects with src and tgt, or a list of [[…], […]], are expected"
        raise InputError(f"{path}: no alignment: {wanted}") from None
