"""Omissions and additions by a scorer whose answers are known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from samples import AR, FR

from aligner import Config, Finding, Pair, Sentence, Span, check
from aligner.evidence import Context, Evidence, Side
from aligner.run import signature
from aligner.translation import contrast
from aligner.translation.contrast import MOST_PARTS, MOST_WORDS, added, parts, superfluous
from aligner.translation.seq2seq import Forced, Lang

ARABIC = "وصل الوفد إلى القرية صباح الأحد، ثم زار المدرسة الجديدة مع الوزير."
FRENCH = "La délégation est arrivée au village dimanche matin, puis a visité la nouvelle école avec le ministre."


@dataclass
class Knowing:
    """A rendering is the less likely, the more words of the source are ``unrendered``, and the fewer there are."""

    unrendered: Collection[str]
    into: Collection[Lang] = ("fr", "ar")
    signature: str = "knowing"
    asked: list[tuple[str, str]] = field(default_factory=list)
    silent: bool = False

    def forced(self, pairs: Sequence[tuple[str, str]], into: Lang) -> list[Forced | None]:
        self.asked += pairs
        return [
            None
            if self.silent
            else Forced(("x",), np.float32([len(text.split()) - 9 * sum(word in text for word in self.unrendered)]))
            for text, _ in pairs
        ]


def side(text: str, lang: Any = "ar") -> Side:
    return Side((Sentence(text),), text, lang)


def evidence(ar: str, fr: str) -> Evidence:
    return Evidence(Pair((Sentence(ar),), (Sentence(fr),)), Context())


def texts(of: Side) -> list[str]:
    return [of.text[of.words[a].span.start : of.words[b - 1].span.end] for a, b in parts(of)]


def test_parts_are_phrases_and_what_stands_between_signs() -> None:
    found = texts(side(ARABIC))
    for part in ("إلى القرية صباح الأحد", "ثم زار المدرسة الجديدة", "مع الوزير", "ثم زار المدرسة الجديدة مع الوزير"):
        assert part in found
    assert "القرية صباح" not in found, "a phrase is not cut open"
    assert "القرية" in found, "but for single words"
    assert "مع" not in found, "that say something"
    found = texts(side(FRENCH, "fr"))
    for part in ("puis a visité la nouvelle école", "avec le ministre", "au village dimanche matin"):
        assert part in found
    assert FRENCH not in found


@pytest.mark.parametrize(
    "text", [ARABIC, "كلمة", "", "، .", "من إلى في", "وقال " * 300, "أ، ب، ت، ث، ج، ح، خ، كتاب، " * 60]
)
def test_parts_are_few_and_within_bounds(text: str) -> None:
    of = side(text)
    found = parts(of)
    assert len(found) <= MOST_PARTS
    assert all(0 <= start < end <= len(of.words) and end - start <= MOST_WORDS for start, end in found)
    assert (0, len(of.words)) not in found
    assert found == sorted(set(found))


@pytest.mark.parametrize(
    ("lang", "text", "unrendered", "expected"),
    [
        ("ar", ARABIC, ["مع", "الوزير"], ["مع الوزير"]),
        ("ar", ARABIC, ["الجديدة"], ["الجديدة"]),
        ("ar", ARABIC, ["إلى", "القرية", "صباح", "الأحد"], ["إلى القرية صباح الأحد"]),
        ("ar", ARABIC, [], []),
        ("fr", FRENCH, ["avec", "ministre"], ["avec le ministre"]),
        ("fr", FRENCH, ["village", "matin", "ministre"], ["au village dimanche matin", "ministre"]),
        # Without the clearest part, nothing that overlaps it is named.
        ("ar", ARABIC, ["زار", "المدرسة", "الوزير"], ["ثم زار المدرسة الجديدة مع الوزير"]),
    ],
)
def test_likelier_without(lang: Any, text: str, unrendered: list[str], expected: list[str]) -> None:
    of = side(text, lang)
    (spans,) = superfluous(Knowing(unrendered), [(of, "…")], "fr")
    assert [span.of(text) for span in spans] == expected


def test_the_rest_is_a_text() -> None:
    scorer = Knowing([])
    superfluous(scorer, [(side(ARABIC), "…")], "fr")
    asked = [text for text, _ in scorer.asked]
    assert asked[0] == ARABIC
    assert "وصل الوفد إلى القرية صباح الأحد، ثم زار المدرسة الجديدة." in asked, "at the end"
    assert "وصل الوفد إلى القرية صباح الأحد." in asked, "with the sign before it"
    assert "وصل الوفد ثم زار المدرسة الجديدة مع الوزير." in asked, "in the middle"
    assert "ثم زار المدرسة الجديدة مع الوزير." in asked, "at the beginning"
    assert all(text.strip() == text and "  " not in text for text in asked)


def test_both_ways_and_no_span_twice() -> None:
    pair = evidence(ARABIC, FRENCH)
    scorer = Knowing(["الوزير", "ministre"])
    (found,) = added(scorer, [pair], [()])
    assert sorted((f.check, f.severity) for f in found) == [("addition", "warning"), ("omission", "warning")]
    by = {f.check: f for f in found}
    assert by["omission"].src[0].of(ARABIC) == "الوزير"
    assert by["addition"].tgt[0].of(FRENCH) == "ministre"
    known = Finding("omission", "error", "…", (Span(ARABIC.index("الوزير"), len(ARABIC)),))
    (again,) = added(scorer, [pair], [(known,)])
    assert [f for f in again if f.check == "omission"] == [known]
    (only,) = added(scorer, [pair], [()], ["addition"])
    assert [f.check for f in only] == ["addition"]
    (one_way,) = added(Knowing(["الوزير", "ministre"], into=("fr",)), [pair], [()])
    assert [f.check for f in one_way] == ["omission"]


def test_pairs_that_are_not_asked_about() -> None:
    scorer = Knowing(["الوزير"])
    alone = Evidence(Pair((Sentence(ARABIC),), ()), Context())
    wrong = Finding("misaligned", "error", "…")
    assert added(scorer, [alone, evidence(ARABIC, FRENCH)], [(), (wrong,)]) == [(), (wrong,)]
    assert scorer.asked == []
    scorer.silent = True
    assert added(scorer, [evidence(ARABIC, FRENCH)], [()]) == [()], "too long for the model"


def test_it_is_one_more_source_of_findings() -> None:
    pairs = [Pair((Sentence(ARABIC),), (Sentence(FRENCH),))]
    scorer: Any = Knowing(["الوزير"], into=("fr",))
    config = Config(translator=scorer)
    (checked,) = check(pairs, config=config)
    (plain,) = check(pairs)
    (more,) = [f for f in checked.findings if f not in plain.findings]
    assert (more.check, more.message) == ("omission", contrast.MESSAGES["omission"])
    assert checked.fidelity < plain.fidelity
    from aligner import load_model

    assert signature(load_model(), config=config).endswith("|translator:knowing")


def test_by_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    import tiny_translators

    from aligner import cli

    folder = tiny_translators.nllb(tmp_path / "nllb", AR + FR)
    path = tmp_path / "pairs.tsv"
    path.write_text(f"{ARABIC}\t{FRENCH}\n", encoding="utf-8")
    given = ["check", str(path), "--to", "json", "--translator", str(folder), "--offline"]
    monkeypatch.setattr(sys, "argv", ["aligner", *given])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code in (0, 1)
    assert "|translator:nllb." in capsys.readouterr().out
    monkeypatch.setattr(sys, "argv", ["aligner", *given[:-2], str(tmp_path / "none"), "--offline"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "no such folder, and no id" in capsys.readouterr().err
