"""Figures for a whole bitext: our fidelity, and with a reference BLEU, chrF++ and TER."""

from __future__ import annotations

from aligner import formats
from aligner.errors import InputError
from aligner.fidelity import overall
from aligner.model import load_model
from aligner.run import check, signature
from aligner.text.normalise import plain


def score(bitext: str, reference: str | None = None) -> list[tuple[str, float, str]]:
    """(name, figure, signature) for the bitext at a path; ``reference`` has one French line a pair.

    Fidelity is in 0…1, BLEU and chrF++ in 0…100 (higher is better), TER from 0 up (lower is better). Both sides are
    put into NFKC without invisible characters before they are compared; BLEU splits words as its ``intl`` tokeniser
    does, which knows « » (the default leaves them on the words). Raises InputError when a file cannot be read or the
    counts of lines differ.
    """
    given = list(formats.read_pairs(bitext))
    if not given:
        raise InputError(f"{bitext}: no pair was found: nothing to score")
    lines = [line for _, line in formats.read_lines(reference)] if reference else None
    if lines is not None and len(lines) != len(given):
        raise InputError(f"{reference}: {len(lines)} lines for {len(given)} pairs: one line a pair is needed")
    scores = [("fidelity", overall(check(given)), signature(load_model()))]
    if lines is None:
        return scores
    from sacrebleu.metrics import BLEU, CHRF, TER

    hypotheses = [plain(pair.tgt_text) for pair in given]
    references = [[plain(line) for line in lines]]
    for metric in (BLEU(tokenize="intl"), CHRF(word_order=2), TER(normalized=True)):
        result = metric.corpus_score(hypotheses, references)
        scores.append((result.name, float(result.score), f"{metric.get_signature()}|form:NFKC"))
    return scores
