"""The whole path, from files to a report."""

from __future__ import annotations

import gc
import hashlib
from pathlib import Path

import pytest
from samples import AR, CORPORA, FR, sentences

from aligner import checks, run
from aligner.data import Pair, Report, Sentence
from aligner.errors import InputError, UsageError
from aligner.model import load_model


@pytest.fixture
def ar(tmp_path: Path) -> str:
    return written(tmp_path / "ar.txt", *AR[:4])


@pytest.fixture
def fr(tmp_path: Path) -> str:
    return written(tmp_path / "fr.txt", *FR[:4])


def written(path: Path, *paragraphs: str) -> str:
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return str(path)


def texts(report: Report) -> list[list[tuple[str, str]]]:
    return [[(pair.src_text, pair.tgt_text) for pair in statement.pairs] for statement in report.statements]


def test_a_page(tmp_path: Path) -> None:
    page = written(tmp_path / "page.txt", f"@nord\n{FR[0]} {FR[1]}", "Partager", f"@nord\n{AR[0]} {AR[1]}", FR[7])
    report = run.audit(page)
    first, second = report.statements
    assert texts(report) == [list(zip(AR[:2], FR[:2], strict=True)), [("", FR[7])]]
    assert (first.handle, first.status, second.status) == ("@nord", "paired", "target-only")
    assert [pair.findings for pair in first.pairs] == [(), ()]
    assert all(pair.score > 0.8 for pair in first.pairs)
    assert [line.kind for line in report.furniture] == ["handle", "share", "handle"]
    assert report.sources[0].sha256 == hashlib.sha256(Path(page).read_bytes()).hexdigest()
    assert report.signature == run.signature(load_model())
    assert 0.9 < report.fidelity < 1
    assert report.notes == ()


def test_offsets_point_into_the_untouched_text(tmp_path: Path) -> None:
    arabic = "قـــطعت الثلوج الطَّريق.\u200f عاد الصيادون إلى الميناء."
    page = Path(
        written(tmp_path / "page.txt", "x.jpg", arabic, "La neige a coupé la route. Les pêcheurs sont rentrés au port.")
    )
    text = page.read_text(encoding="utf-8")
    found = [s for st in run.audit(str(page)).statements for pair in st.pairs for s in (*pair.src, *pair.tgt)]
    assert len(found) == 4
    for sentence in found:
        assert text[sentence.start : sentence.end] == sentence.text
        assert text.split("\n")[sentence.lines[0] - 1].find(sentence.text) >= 0


def test_two_documents_in_either_order(ar: str, fr: str) -> None:
    report, turned = run.audit(ar, fr), run.audit(fr, ar)
    assert texts(report) == texts(turned) == [list(zip(AR[:4], FR[:4], strict=True))]
    assert [source.path for source in turned.sources] == [ar, fr]
    assert report.notes == ()
    assert turned.notes == ("The French document was given first; the Arabic one is taken as the original.",)


def test_what_was_left_out_and_added(tmp_path: Path) -> None:
    arabic = written(tmp_path / "ar.txt", *AR[:4])
    french = written(tmp_path / "fr.txt", *FR[:2], FR[3], FR[9])
    (statement,) = run.audit(arabic, french).statements
    found = [(pair.src_text or pair.tgt_text, f.check, f.severity) for pair in statement.pairs for f in pair.findings]
    assert found == [(AR[2], "omission", "error"), (FR[9], "addition", "error")]


def test_only_some_checks(tmp_path: Path) -> None:
    arabic = written(tmp_path / "ar.txt", AR[0], "قتل 17 شخصا في الحادث.")
    french = written(tmp_path / "fr.txt", "71 personnes sont mortes dans l’accident.")
    checks = {f.check for s in run.audit(arabic, french).statements for p in s.pairs for f in p.findings}
    assert checks == {"omission", "number"}
    report = run.audit(arabic, french, only=["number"])
    assert {f.check for s in report.statements for p in s.pairs for f in p.findings} == {"number"}
    assert report.signature.endswith("|checks:values.1") or "checks:values." in report.signature
    assert "omission" not in report.signature
    with pytest.raises(UsageError, match="unknown check: nombre"):
        run.audit(arabic, french, only=["nombre"])


def test_a_pull_quote_is_paired_with_what_it_repeats(tmp_path: Path) -> None:
    page = written(
        tmp_path / "page.txt",
        "\n".join(["@nord", FR[0], FR[6], FR[3], FR[6]]),
        "\n".join(["@nord", AR[0], AR[6], AR[3]]),
    )
    (pairs,) = texts(run.audit(page))
    assert pairs == [(AR[n], FR[n]) for n in (0, 6, 3, 6)]


def test_an_arabic_repetition_is_paired_too() -> None:
    src, tgt = sentences([AR[6], AR[6]]), sentences([FR[6]])
    made = list(run._with_repeats([Pair(tuple(src[:1]), tuple(tgt), 0.9), Pair(tuple(src[1:]), ())]))
    assert [(pair.src_text, pair.tgt_text) for pair in made] == [(AR[6], FR[6])] * 2
    lone = Pair((), (Sentence("Rien à voir avec ce qui précède ici."),))
    assert list(run._with_repeats([*made, lone]))[-1] is lone


def test_what_only_the_layout_pairs_stands_face_to_face(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{a}</td><td>{f}</td></tr>" for a, f in [(AR[0], FR[0]), ("زمبرقان", "Oulatchi"), (AR[1], FR[1])]
    )
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><table>{rows}</table></body></html>", encoding="utf-8")
    report = run.audit(str(page))
    assert [("زمبرقان", "Oulatchi")] in texts(report)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (["مرحبا بكم جميعا في القرية."], "no French text was found"),
        (["Bonjour à tous."], "no Arabic text was found"),
        (["1234", "…"], "no Arabic text was found"),
        (["عربي", "Partager"], "no French text was found"),
    ],
)
def test_a_page_that_lacks_a_language(content: list[str], part: str, tmp_path: Path) -> None:
    page = written(tmp_path / "page.txt", *content)
    with pytest.raises(InputError, match=part) as error:
        run.audit(page)
    assert page in str(error.value)
    assert "\n" not in str(error.value)


def test_two_documents_in_one_language(ar: str, fr: str, tmp_path: Path) -> None:
    other = written(tmp_path / "other.txt", *FR[4:8], "كلمة")
    with pytest.raises(InputError, match="no Arabic text was found"):
        run.audit(fr, other)
    with pytest.raises(InputError, match="no French"):
        run.audit(ar, ar)
    with pytest.raises(InputError, match="not in Arabic: give the Arabic text first"):
        run.align_files(fr, ar)


def test_align_files(ar: str, fr: str, tmp_path: Path) -> None:
    assert [(p.src_text, p.tgt_text) for p in run.align_files(ar, fr)] == list(zip(AR[:4], FR[:4], strict=True))
    lines = [tmp_path / name for name in ("lines.ar", "lines.fr")]
    for path, side in zip(lines, (AR, FR), strict=True):
        path.write_text("\n".join(f"{side[n]} {side[n + 1]}" for n in (0, 2, 4)) + "\n", encoding="utf-8")
    pairs = run.align_files(*map(str, lines), by_line=True)
    assert [([s.number for s in p.src], [s.number for s in p.tgt]) for p in pairs] == [([n], [n]) for n in range(3)]
    text = lines[0].read_text(encoding="utf-8")
    for number, pair in enumerate(pairs):
        assert pair.src[0].lines == (number + 1, number + 1)
        assert text[pair.src[0].start : pair.src[0].end] == pair.src[0].text


def names(folder: Path, *files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in files:
        (folder / name).touch()
    return folder


def test_files_of_two_folders_pair_by_name(tmp_path: Path) -> None:
    src = names(tmp_path / "ar", "a.txt", "b.ar.txt", "c.md", ".hidden")
    tgt = names(tmp_path / "fr", "a.txt", "b.fr.txt", "c.html")
    assert run.pair_files(src, tgt) == [
        ("a", src / "a.txt", tgt / "a.txt"),
        ("b", src / "b.ar.txt", tgt / "b.fr.txt"),
        ("c", src / "c.md", tgt / "c.html"),
    ]


def test_files_of_one_folder_pair_by_their_marks(tmp_path: Path) -> None:
    folder = names(tmp_path, "a.ar.txt", "a.fr.txt", "b.ar", "b.fr", "notes.txt")
    assert run.pair_files(folder, folder) == [
        ("a", folder / "a.ar.txt", folder / "a.fr.txt"),
        ("b", folder / "b.ar", folder / "b.fr"),
    ]


def test_a_file_without_counterpart(tmp_path: Path) -> None:
    src, tgt = names(tmp_path / "ar", "a.txt", "b.txt"), names(tmp_path / "fr", "a.txt", "c.txt")
    with pytest.raises(InputError, match="2 files have no counterpart, such as b"):
        run.pair_files(src, tgt)
    with pytest.raises(InputError, match="no such folder"):
        run.pair_files(src, tmp_path / "none")


def test_check_keeps_the_order_and_is_lazy() -> None:
    pairs = (
        Pair(
            (Sentence(f"قتل {n} شخصا في القصف على المدينة"),),
            (Sentence(f"{n + n % 2} personnes ont été tuées dans le bombardement de la ville"),),
        )
        for n in (20, 31, 42)
    )
    checked = run.check(pairs)
    first = next(checked)
    assert first.findings == ()
    assert [f.check for f in next(checked).findings] == ["number"]
    assert next(checked).src_text == "قتل 42 شخصا في القصف على المدينة"


def test_check_file(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(f"{AR[0]}\t{FR[0]}\n{AR[1]}\t\n", encoding="utf-8")
    report = run.check_file(str(path))
    (statement,) = report.statements
    assert statement.status == "paired"
    assert [[f.check for f in pair.findings] for pair in statement.pairs] == [[], ["omission"]]
    assert report.sources[0].path == str(path)
    path.write_text("source\ttarget\n", encoding="utf-8")
    with pytest.raises(InputError):
        run.check_file(str(path))


def test_sentences_know_their_lines() -> None:
    report = run.audit(str(CORPORA / "communiques-interleaved.md"))
    text = (CORPORA / "communiques-interleaved.md").read_text(encoding="utf-8")
    for statement in report.statements:
        for pair in statement.pairs:
            for sentence in (*pair.src, *pair.tgt):
                assert text[sentence.start : sentence.end] == sentence.text
                assert text.count("\n", 0, sentence.start) + 1 == sentence.lines[0]


def test_terms_are_compared_across_the_statements_of_a_page_and_within_windows_of_a_bitext(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (rule,) = (entry.rule for entry in checks.catalogue() if entry.id == "consistency")
    sides = [text.split("\n") for text in rule.fires]
    pairs = [Pair((Sentence(a),), (Sentence(f),)) for a, f in zip(*sides, strict=True)]
    for window, expected in ((2, [0, 1]), (1, [0, 0])):
        monkeypatch.setattr(run, "WINDOW", window)
        assert [len(pair.findings) for pair in run.check(iter(pairs), only=["consistency"])] == expected


def test_check_leaves_the_collector_as_it_was() -> None:
    assert gc.isenabled()
    for _ in run.check([Pair((Sentence("نعم"),), (Sentence("oui"),))]):
        assert gc.isenabled()
    assert gc.isenabled()
