"""Figures for a whole bitext: our fidelity; with references BLEU, chrF++ and TER by sacrebleu; COMET where it is
installed; and whether two systems differ by more than chance."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from aligner import formats
from aligner.config import Config
from aligner.data import Pair, Sentence
from aligner.errors import InputError, ModelError, UsageError
from aligner.fidelity import overall
from aligner.model import EMBEDDED, load_model
from aligner.run import check, signature
from aligner.text.normalise import plain

Into = Literal["fr", "ar"]
Test = Literal["bootstrap", "randomisation"]

# What sacrebleu calls the tests: paired bootstrap resampling (Koehn, "Statistical significance tests for machine
# translation evaluation", 2004) and approximate randomisation (Riezler & Maxwell, "On some pitfalls in automatic
# evaluation and significance testing for MT", 2005).
TESTS: dict[str, str] = {"bootstrap": "bs", "randomisation": "ar"}
# What is done to both sides before they are compared, as signatures say it.
FORMS: dict[str, str] = {
    "fr": "form:NFKC",
    "ar": "form:NFKC|vowels:no|tatweel:no|alef:bare|ya:dotted|signs:ASCII",
}
# Signs and figures that sacrebleu's rules for words know only in their ASCII forms.
_ASCII = str.maketrans("،؛؟٪٫٬٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", ",;?%.,01234567890123456789")


class Score(NamedTuple):
    """A figure with its name, and a signature that says how it came about: two with the same can be compared."""

    name: str
    figure: float
    signature: str


def score(
    bitext: str,
    reference: str | Sequence[str] | None = None,
    *,
    against: str | None = None,
    test: Test = "bootstrap",
    into: Into = "fr",
    comet: str | None = None,
    model: str = EMBEDDED,
) -> list[Score]:
    """The figures of the renderings in the bitext at a path, or in a file of lines if there is a ``reference``.

    ``reference`` is one path or several, ``against`` that of another system's renderings: bitexts, or files with a line
    a pair. ``into`` says which side is the rendering. Fidelity is in 0…1, BLEU and chrF++ in 0…100 (higher is better),
    TER from 0 up (lower is better); "BLEU against" and the like are those of the other system, "BLEU p" the chance
    (0…1) that two systems of the same worth differ as much, by ``test``. ``comet`` is the id or the checkpoint of a
    model for the package unbabel-comet, ``model`` the name of ours, for fidelity.

    Both sides are compared without invisible characters in the form that the signature names (see :func:`comparable`).
    BLEU splits words as sacrebleu's ``intl`` tokeniser does, which knows « » and the signs of Arabic (its default
    leaves them on the words).

    Raises InputError when a file cannot be read or the counts differ, UsageError for what does not go together,
    ModelError when the COMET model or its package is missing.
    """
    _require(test, into)
    references = [reference] if isinstance(reference, str) else list(reference or ())
    pairs, ours = _system(bitext, into, lines_too=bool(references))
    other = _renderings(against, into, len(ours)) if against else None
    expected = [_renderings(path, into, len(ours)) for path in references]
    scores: list[Score] = []
    if pairs:
        recipe, config = signature(load_model(model)), Config(model=model)
        scores.append(Score("fidelity", overall(check(pairs, config=config)), recipe))
        if other is not None:
            rendered = (_rendered(pair, text, into) for pair, text in zip(pairs, other, strict=True))
            scores.append(Score("fidelity against", overall(check(rendered, config=config)), recipe))
    if expected:
        scores += _by_references(ours, other, expected, test, into)
    if comet:
        scores += _by_comet(comet, pairs, ours, other, expected, into)
    return scores


def comparable(text: str, into: Into) -> str:
    """A rendering in the form in which it is compared: NFKC, nothing invisible.

    Arabic loses what writers add or leave out as they like: vowel signs, tatweel, the hamza on an alef, the dots of a
    final ya (the reduced form of El Kholy & Habash, "Orthographic and morphological processing for English–Arabic
    statistical machine translation", 2012); its signs and figures become those of ASCII.
    """
    text = plain(text)
    if into == "fr":
        return text
    from camel_tools.utils.normalize import normalize_alef_ar, normalize_alef_maksura_ar

    return str(normalize_alef_maksura_ar(normalize_alef_ar(text))).translate(_ASCII)


def _require(test: str, into: str) -> None:
    for value, known, what in ((test, TESTS, "test"), (into, FORMS, "language to render into")):
        if value not in known:
            raise UsageError(f"unknown {what}: {value!r}; known are {', '.join(known)}")


def _system(path: str, into: Into, *, lines_too: bool) -> tuple[list[Pair], list[str]]:
    """The pairs of a bitext and its renderings; no pairs where the file has only lines."""
    if lines_too and _is_document(path):
        lines = [line for _, line in formats.read_lines(path)]
        return [], lines
    pairs = list(formats.read_pairs(path))
    if not pairs:
        raise InputError(f"{path}: no pair was found: nothing to score")
    return pairs, [_rendering(pair, into) for pair in pairs]


def _renderings(path: str, into: Into, count: int) -> list[str]:
    """The renderings in a bitext or a file of lines; as many as ``count``."""
    if _is_bitext(path):
        found, what = [_rendering(pair, into) for pair in formats.read_pairs(path)], "pairs"
    else:
        found, what = [line for _, line in formats.read_lines(path)], "lines"
    if len(found) != count:
        raise InputError(f"{path}: {len(found)} {what} for {count} pairs: one a pair is needed")
    return found


def _is_bitext(path: str) -> bool:
    suffix = Path(path).suffix.lower()
    return any(suffix in form.suffixes and "bitext" in form.reads for form in formats.formats())


def _is_document(path: str) -> bool:
    """Whether the name is one of a text in one language."""
    suffix = Path(path).suffix.lower()
    return suffix in (".ar", ".fr") or any(
        suffix in form.suffixes and form.reads == "document" for form in formats.formats()
    )


def _rendering(pair: Pair, into: Into) -> str:
    return pair.tgt_text if into == "fr" else pair.src_text


def _rendered(pair: Pair, text: str, into: Into) -> Pair:
    side = (Sentence(text),) if text else ()
    return replace(pair, tgt=side) if into == "fr" else replace(pair, src=side)


def _by_references(
    ours: Sequence[str], other: Sequence[str] | None, references: Sequence[Sequence[str]], test: Test, into: Into
) -> list[Score]:
    from sacrebleu.metrics import BLEU, CHRF, TER

    ours, *references = ([comparable(text, into) for text in texts] for texts in (ours, *references))
    metrics = [BLEU(tokenize="intl"), CHRF(word_order=2), TER(normalized=True)]

    def figure(metric: Any, texts: Sequence[str], suffix: str = "") -> Score:
        found = metric.corpus_score(texts, references)
        return Score(found.name + suffix, float(found.score), f"{metric.get_signature()}|{FORMS[into]}")

    if other is None:
        return [figure(metric, ours) for metric in metrics]
    from sacrebleu.significance import PairedTest

    other = [comparable(text, into) for text in other]
    named = {type(metric).__name__: metric for metric in metrics}
    recipes, results = PairedTest([("against", other), ("ours", ours)], named, references, TESTS[test])()
    scores: list[Score] = []
    for metric, (name, recipe) in zip(metrics, recipes.items(), strict=True):
        mine, theirs = figure(metric, ours), figure(metric, other, " against")
        # For two systems that do not differ at all, sacrebleu gives the least p there is.
        chance = 1.0 if mine.figure == theirs.figure else float(results[name][1].p_value)
        scores += [mine, theirs, Score(f"{name} p", chance, f"{recipe}|{FORMS[into]}")]
    return scores


def _by_comet(
    name: str,
    pairs: Sequence[Pair],
    ours: Sequence[str],
    other: Sequence[str] | None,
    references: Sequence[Sequence[str]],
    into: Into,
) -> list[Score]:
    """COMET (Rei et al., "COMET: A neural framework for MT evaluation", 2020), the mean over several references."""
    if not pairs:
        raise UsageError("COMET compares with the source: give the renderings as a bitext")
    model, version = _comet(name)
    needs = getattr(model, "requires_references", lambda: True)()
    if needs and not references:
        raise UsageError(f"{name} needs a reference: give one with --reference, or a model that needs none")
    sources = [_rendering(pair, "ar" if into == "fr" else "fr") for pair in pairs]
    rounds = [{"ref": list(reference)} for reference in references] if needs else [{}]

    def figure(texts: Sequence[str], suffix: str) -> Score:
        found = []
        for given in rounds:
            columns: dict[str, Sequence[str]] = {"src": sources, "mt": texts, **given}
            samples = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
            found.append(float(model.predict(samples, batch_size=8, gpus=_gpus(), progress_bar=False).system_score))
        recipe = f"nrefs:{len(rounds) if needs else 0}|model:{name}|version:{version}"
        return Score(f"COMET{suffix}", sum(found) / len(found), recipe)

    return [figure(texts, suffix) for texts, suffix in ((ours, ""), (other, " against")) if texts is not None]


def _comet(name: str) -> tuple[Any, str]:
    """The COMET model of an id, or of a checkpoint's path, and the version of its package."""
    try:
        import comet
    except ImportError:
        raise ModelError("COMET is a package of its own: pip install unbabel-comet, or leave --comet out") from None
    load: Callable[[str], Any] = comet.load_from_checkpoint
    try:
        model = load(name if Path(name).is_file() else comet.download_model(name))
    except Exception as error:  # whatever goes wrong in a package that we don't know
        reason = re.sub(r"\s+", " ", str(error))[:200]
        raise ModelError(f"{name}: no COMET model: {reason}: give the path of a checkpoint (.ckpt)") from None
    return model, str(getattr(comet, "__version__", "unknown"))


def _gpus() -> int:
    import torch

    return int(torch.cuda.is_available())
