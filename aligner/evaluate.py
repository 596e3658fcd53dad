"""How far a result agrees with a gold standard: alignments by their links, audits by their pairs and findings."""

from __future__ import annotations

import json
from collections import Counter
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
    expected, result = _load(gold), _load(system)
    if isinstance(expected, dict) and "statements" in expected:
        try:
            return compare_audits(result, expected)
        except (TypeError, KeyError, AttributeError) as error:
            raise InputError(f"{system}: no audit that {gold} can be compared with: {error!r} is missing") from None
    return compare_links(_links(result, system), _links(expected, gold))


def compare_links(system: Collection[Link], gold: Collection[Link]) -> Figures:
    """Precision, recall and F1 of links.

    Strict: the same link; lax: a link that shares a sentence on both sides with a right one (Langlais, Simard &
    Véronis, "Methods and practical issues in evaluating alignment techniques", 1998); unmatched: sentences without
    a counterpart, one by one.
    """
    ours, theirs = ({link for link in links if link[0] and link[1]} for links in (system, gold))
    strict = len(ours & theirs)
    lax = [_touching(links, others) for links, others in ((ours, theirs), (theirs, ours))]
    lone, right = _unmatched(system), _unmatched(gold)
    return {
        **_figures("strict", strict, len(ours), strict, len(theirs)),
        **_figures("lax", lax[0], len(ours), lax[1], len(theirs)),
        **_figures("unmatched", len(lone & right), len(lone), len(lone & right), len(right)),
    }


def compare_audits(audit: Mapping[str, Any], gold: Mapping[str, Any]) -> Figures:
    """Precision, recall and F1 of pairs, of text without a counterpart, and of findings of severity error.

    Pairs are the same when both texts are, but for white space. Text without a counterpart is compared word by word,
    as it may be cut differently. A finding is right when the gold has one of its check on that pair. Pairs that the
    gold calls optional, and what it lists as loose, count neither way.
    """
    pairs, known = _pairs(audit), _pairs(gold)
    optional = {
        (_key(pair["src"]), _key(pair["tgt"]))
        for statement in gold["statements"]
        for pair in statement["pairs"]
        if pair.get("optional")
    }
    loose = {_key(text) for text in gold.get("loose", [])}
    given = {pair for pair in pairs if all(pair) and pair not in optional and not loose.issuperset(pair)}
    wanted = {pair for pair in known if all(pair) and pair not in optional}
    errors = [(pair, check) for pair, found in pairs.items() for check, severity in found if severity == "error"]
    alarms = [(pair, check) for pair, check in errors if pair in known]
    planted = [(pair, check) for pair, found in known.items() if pair not in optional for check, _ in found]
    right = sum(check in {name for name, _ in known[pair]} for pair, check in alarms)
    caught = sum(check in {name for name, _ in pairs.get(pair, ())} for pair, check in planted)
    lone, expected = (_lone_words(side, optional, loose) for side in (audit, gold))
    return {
        **_figures("pairs", len(given & wanted), len(given), len(given & wanted), len(wanted)),
        **_figures("unmatched", (lone & expected).total(), lone.total(), (lone & expected).total(), expected.total()),
        **_figures("findings", right, len(alarms), caught, len(planted)),
    }


def _pairs(page: Mapping[str, Any]) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """The pairs of an audit or a gold by their texts, with the check and severity of their findings."""
    return {
        (_key(pair["src"]), _key(pair["tgt"])): {(f["check"], f["severity"]) for f in pair.get("findings", [])}
        for statement in page["statements"]
        for pair in statement["pairs"]
    }


def _lone_words(page: Mapping[str, Any], optional: Collection[tuple[str, str]], loose: set[str]) -> Counter[str]:
    lone = (pair for pair in _pairs(page) if not all(pair) and pair not in optional)
    return Counter(word for pair in lone for text in pair if text not in loose for word in text.split())


def _figures(name: str, right: int, given: int, caught: int, wanted: int) -> Figures:
    """Precision right/given, recall caught/wanted and their F1; None where there was nothing to get right."""
    precision = right / given if given else None
    recall = caught / wanted if wanted else None
    f1 = None
    if precision is not None and recall is not None:
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {f"{name} precision": precision, f"{name} recall": recall, f"{name} F1": f1}


def _touching(links: Collection[Link], others: Iterable[Link]) -> int:
    """How many of the links share a sentence on both sides with one of the others."""
    partners: dict[int, set[int]] = {}
    none = frozenset[int]()
    for src, tgt in others:
        for number in src:
            partners.setdefault(number, set()).update(tgt)
    return sum(any(not partners.get(number, none).isdisjoint(tgt) for number in src) for src, tgt in links)


def _unmatched(links: Iterable[Link]) -> set[tuple[str, int]]:
    lone = {("src", number) for src, tgt in links if not tgt for number in src}
    return lone | {("tgt", number) for src, tgt in links if not src for number in tgt}


def _key(text: str) -> str:
    return " ".join(text.split())


def _load(path: str) -> Any:
    """The JSON in a file; JSON lines become a list."""
    text = "\n".join(line for _, line in formats.read_lines(path))
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
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
    except (TypeError, ValueError, OverflowError, KeyError, IndexError):
        wanted = "objects with src and tgt, or a list of [[…], […]], are expected"
        raise InputError(f"{path}: no alignment: {wanted}") from None
