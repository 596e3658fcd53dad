"""Word documents: notes, tracked changes, tables as bitexts."""

from __future__ import annotations

import pytest
from hostile import AR, FR, W, archive
from hostile import docx as make_docx

from aligner.errors import InputError
from aligner.formats import docx


def p(*inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(inside)}</w:p>"


def r(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def note(number: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def texts(body: str, **notes: str) -> list[str]:
    parts = {f"word__{name}": f"<w:{name} {W}>{inside}</w:{name}>" for name, inside in notes.items()}
    data = archive(word__document=f"<w:document {W}><w:body>{body}</w:body></w:document>", **parts)
    content = docx.read(data, "file")
    for block in content.blocks:
        assert content.text[block.start : block.start + len(block.text)] == block.text
    return [block.text for block in content.blocks]


def test_notes_stand_behind_their_paragraph() -> None:
    footnotes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="1">{p(r("Selon la mairie."))}{p(r("Non vérifié."))}</w:footnote>'
        f'<w:footnote w:id="2">{p(r("Jamais cité."))}</w:footnote>'
    )
    endnotes = f'<w:endnote w:id="1">{p(r("Voir la carte."), note(1))}</w:endnote>'
    body = p(r("Le pont"), note(1), r(" est fermé."), note(1, "endnote")) + p(r("La route"), note(1), r(" aussi."))
    expected = ["Le pont est fermé.", "Selon la mairie.", "Non vérifié.", "Voir la carte.", "La route aussi."]
    assert texts(body, footnotes=footnotes, endnotes=endnotes) == expected
    assert texts(body) == ["Le pont est fermé.", "La route aussi."]


def test_notes_have_the_number_of_their_paragraph_and_their_cell() -> None:
    cell = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>".format(p(r("نعم"), note(1)), p(r("oui")))
    data = archive(
        word__document=f"<w:document {W}><w:body>{p(r('a'))}{cell}{p(r('z'))}</w:body></w:document>",
        word__footnotes=f'<w:footnotes {W}><w:footnote w:id="1">{p(r("ملاحظة"))}</w:footnote></w:footnotes>',
    )
    blocks = docx.read(data, "file").blocks
    assert [(b.text, b.lines[0], b.cell) for b in blocks] == [
        ("a", 1, None),
        ("نعم", 2, (0, 0, 0)),
        ("ملاحظة", 2, (0, 0, 0)),
        ("oui", 3, (0, 0, 1)),
        ("z", 4, None),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(r("un "), f"<w:ins>{r('deux')}</w:ins>", f"<w:del>{r('trois')}</w:del>"), ["un deux"]),
        (p(r("un"), properties="<w:rPr><w:del/></w:rPr>") + p(r(" deux")) + p(r("trois")), ["un deux", "trois"]),
        (p(properties="<w:rPr><w:del/></w:rPr>") + p(r("deux")), ["deux"]),
        (p(r("un"), properties="<w:rPr><w:ins/></w:rPr>") + p(r("deux")), ["un", "deux"]),
        (
            "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>".format(
                p(r("parti")), p(r("resté"))
            ),
            ["resté"],
        ),
        (
            "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>".format(
                p(r("un"), properties="<w:rPr><w:del/></w:rPr>"), p(r("deux"))
            ),
            ["un", "deux"],
        ),
        (p(f"<w:moveFrom>{r('là')}</w:moveFrom>", f"<w:moveTo>{r('ici')}</w:moveTo>"), ["ici"]),
        (p("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>", r("Cliquez ici"), "</w:sdt>", r("Titre")), ["Titre"]),
        (p("<w:r><w:ruby><w:rt>", r("dit"), "</w:rt><w:rubyBase>", r("mot"), "</w:rubyBase></w:ruby></w:r>"), ["mot"]),
    ],
)  # fmt: skip
def test_changes_are_taken_as_accepted(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


def table(*rows: tuple[str, ...]) -> str:
    inside = "".join(f"<w:tr>{''.join(f'<w:tc>{p(r(cell))}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl>{inside}</w:tbl>"


def pairs(body: str) -> list[tuple[str, str]]:
    return [(pair.src_text, pair.tgt_text) for pair in docx.read_pairs(make_docx(body), "file")[0]]


def test_tables_are_bitexts() -> None:
    assert pairs(table((AR, FR), ("لا", ""), ("", "non"))) == [(AR, FR), ("لا", ""), ("", "non")]
    assert pairs(p(r("Titre")) + table(("1", FR, AR)) + table(("oui", "نعم"))) == [(AR, FR), ("نعم", "oui")]
    headed = table(("mot", "كلمة")) + table(("Français", "العربية"), (FR, AR))
    assert pairs(headed) == [(AR, FR)]
    two = f"<w:tbl><w:tr><w:tc>{p(r('نعم.'))}{p(r('لا.'))}</w:tc><w:tc>{p(r('Oui. Non.'))}</w:tc></w:tr></w:tbl>"
    (pair,) = docx.read_pairs(make_docx(two), "file")[0]
    assert [(s.text, s.lines) for s in pair.src] == [("نعم.", (1, 1)), ("لا.", (2, 2))]
    assert pair.tgt_text == "Oui. Non."


@pytest.mark.parametrize("body", [p(r(AR)) + p(r(FR)), table((FR, "b")), table((AR,), (FR,))])
def test_no_bitext(body: str) -> None:
    with pytest.raises(InputError, match="no table holds Arabic in one column and French in another"):
        pairs(body)


def test_notes_that_refer_to_notes_take_linear_time() -> None:
    many = "".join(f'<w:footnote w:id="{n}">{p(r("x"), note(n + 1))}</w:footnote>' for n in range(20_000))
    assert texts(p(*(note(n) for n in range(20_000))), footnotes=many) == ["x"] * 20_000
    assert texts(p(note(1) * 3), footnotes=many) == ["x"]
