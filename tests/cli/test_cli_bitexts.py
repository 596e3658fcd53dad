"""``aligner align``, ``score`` and ``evaluate``."""

from __future__ import annotations

import json
import re
from pathlib import Path

from commands import Run, files, save
from samples import AR, CORPORA, FR


def test_align(run: Run, texts: tuple[str, str]) -> None:
    code, out, err = run("align", *texts)
    records = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [(r["src"], r["tgt"]) for r in records] == [([n], [n]) for n in range(4)]
    assert [(r["src_text"], r["tgt_text"]) for r in records] == [([AR[n]], [FR[n]]) for n in range(4)]
    assert all(0.8 < r["score"] <= 1 for r in records)
    assert run("align", *texts, "-o", "pairs.tsv") == (0, "", "")
    assert Path("pairs.tsv").read_text(encoding="utf-8") == "".join(f"{AR[n]}\t{FR[n]}\n" for n in range(4))
    assert run("align", *texts, "--to", "tsv")[1] == Path("pairs.tsv").read_text(encoding="utf-8")


def test_align_to_several_forms(run: Run, texts: tuple[str, str]) -> None:
    assert run("align", *texts, "--to", "jsonl,tmx,moses", "-o", "out.jsonl") == (0, "", "")
    assert files() == {*texts, "out.jsonl", "out.tmx", "out.ar", "out.fr"}
    assert Path("out.jsonl").read_text(encoding="utf-8") == run("align", *texts)[1]
    assert "forms cannot share standard output" in run("align", *texts, "--to", "jsonl,tsv")[2]


def test_align_lines(run: Run) -> None:
    # Lines that the segmenter would cut or join.
    save("ar", f"{AR[0]} {AR[1]}\n{AR[2]}\n{AR[3]}\n{AR[4]}\n")
    save("fr", f"{FR[0]} {FR[1]}\r\n{FR[2]}\r\n{FR[4]}\r\n")
    records = [json.loads(line) for line in run("align", "ar", "fr", "--sentences")[1].splitlines()]
    assert [(r["src"], r["tgt"]) for r in records] == [([0], [0]), ([1], [1]), ([2], []), ([3], [2])]
    assert records[0]["tgt_text"] == [f"{FR[0]} {FR[1]}"]


def test_align_folders(run: Run) -> None:
    for name, numbers in (("a", range(3)), ("b", range(3, 6))):
        save(f"ar/{name}.txt", "\n".join(AR[n] for n in numbers))
        save(f"fr/{name}.txt", "\n".join(FR[n] for n in numbers))
    assert run("align", "ar", "fr", "-o", "out", "--to", "tsv") == (0, "", "")
    assert {path.name for path in Path("out").iterdir()} == {"a.tsv", "b.tsv"}
    assert Path("out/b.tsv").read_text(encoding="utf-8") == "".join(f"{AR[n]}\t{FR[n]}\n" for n in range(3, 6))


def test_moved_passages(run: Run, tmp_path: Path) -> None:
    arabic, french = tmp_path / "a.txt", tmp_path / "f.txt"
    arabic.write_text("\n".join(AR), encoding="utf-8")
    french.write_text("\n".join([*FR[6:], *FR[:6]]), encoding="utf-8")
    code, out, _ = run("align", str(arabic), str(french), "--sentences", "--moved")
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [link["tgt"] for link in found] == [[(n + 4) % 10] for n in range(10)]
    assert sum("moved" in link for link in found) == 4
    assert run("audit", str(arabic), str(french))[0] == 1
    code, out, _ = run("audit", str(arabic), str(french), "--moved", "--to", "json")
    assert code == 0
    assert json.loads(out)["summary"]["moved"] == 4


def test_score(run: Run) -> None:
    save("pairs.tsv", f"{AR[0]}\t{FR[0]}\n{AR[1]}\t{FR[1]}\n")
    code, out, _ = run("score", "pairs.tsv")
    assert code == 0
    assert re.fullmatch(r"fidelity\t0\.9\d{3}\taligner:.*\n", out)
    save("reference", f"{FR[0]}\n{FR[1]}\n")
    rows = [line.split("\t") for line in run("score", "pairs.tsv", "--reference", "reference")[1].splitlines()]
    assert [row[:2] for row in rows[1:]] == [["BLEU", "100.0000"], ["chrF2++", "100.0000"], ["TER", "0.0000"]]
    save("other.txt", f"{FR[0]}\nAutre chose.\n")
    given = ("--reference", "reference", "--reference", "pairs.tsv", "--against", "other.txt")
    rows = [line.split("\t") for line in run("score", "pairs.tsv", *given, "--test", "randomisation")[1].splitlines()]
    assert [row[0] for row in rows[:5]] == ["fidelity", "fidelity against", "BLEU", "BLEU against", "BLEU p"]
    assert all(len(row) == 3 for row in rows)
    assert run("score", "pairs.tsv", "--into", "de")[2] == (
        "aligner: unknown language to render into: 'de'; known are fr, ar\n"
    )


def test_evaluate(run: Run) -> None:
    save("gold", "[[[0], [0]], [[1], [1, 2]], [[2], []]]")
    save(
        "system",
        '{"src": [0], "tgt": [0]}\n{"src": [1], "tgt": [1]}\n{"src": [], "tgt": [2]}\n{"src": [2], "tgt": []}\n',
    )
    code, out, _ = run("evaluate", "gold", "gold")
    assert code == 0
    assert {line.split("\t")[1] for line in out.splitlines()} == {"1.0000"}
    # Strict: 1 of 2 on both sides. Lax: both touch. Alone: 1 of 2 given, 1 of 1 wanted.
    expected = "0.5000 0.5000 0.5000 1.0000 1.0000 1.0000 0.5000 1.0000 0.6667"
    assert [line.split("\t")[1] for line in run("evaluate", "system", "gold")[1].splitlines()] == expected.split()
    save("none", "[]")
    assert run("evaluate", "none", "gold")[1].startswith("strict precision\t-\n")


def test_evaluate_an_audit(run: Run) -> None:
    page = CORPORA / "agency-reversed.txt"
    assert run("audit", str(page), "-o", "audit.json")[0] == 1
    code, out, _ = run("evaluate", "audit.json", str(page.with_suffix(".gold.json")))
    assert code == 0
    assert "findings recall\t1.0000\n" in out
