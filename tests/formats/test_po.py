"""Message catalogues."""

from __future__ import annotations

import pytest
from exchange import AR, FR
from hypothesis import given
from hypothesis import strategies as st

from aligner.data import Pair
from aligner.errors import InputError
from aligner.formats import po

HEADER = """# Traduction d'une page
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset={charset}\\n"
"Plural-Forms: {plural};\\n"

"""
SIX = "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5"


def catalogue(body: str, language: str = "fr", charset: str = "UTF-8", plural: str = "nplurals=2; plural=n>1") -> bytes:
    return (HEADER.format(language=language, charset=charset, plural=plural) + body).encode(charset)


def message(source: str, target: str, before: str = "") -> str:
    return f'{before}msgid "{source}"\nmsgstr "{target}"\n\n'


def texts(data: bytes) -> list[tuple[str, str]]:
    return [(pair.src_text, pair.tgt_text) for pair in read(data)]


def read(data: bytes) -> list[Pair]:
    return list(po.read_pairs(data, "file")[0])


@pytest.mark.parametrize(
    ("body", "language", "expected"),
    [
        (message(AR, FR), "fr_CA", [(AR, FR)]),
        (message(FR, AR), "ar", [(AR, FR)]),
        (message(FR, AR), "", [(AR, FR)]),
        (message(AR, FR) + message("OK", "OK"), "", [(AR, FR), ("OK", "OK")]),
        (message(FR, AR) + message("%d", "%d"), "ar", [(AR, FR), ("%d", "%d")]),
        (message(AR, ""), "fr", [(AR, "")]),
        (message(AR, FR, "#, fuzzy, c-format\n") + message("نعم", "Oui", "#, no-wrap\n"), "fr", [("نعم", "Oui")]),
        (f'#~ msgid "{AR}"\n#~ msgstr "{FR}"\n' + message("نعم", "Oui"), "fr", [("نعم", "Oui")]),
        (f'#, fuzzy\n#| msgid "{AR}"\n{message(AR, FR)}#. note\n{message("نعم", "Oui")}', "fr", [("نعم", "Oui")]),
        ('msgid "نعم"\nmsgstr "Oui"\nmsgid "لا"\nmsgstr "Non"', "fr", [("نعم", "Oui"), ("لا", "Non")]),
        (
            'msgid ""\n"الجسر "\n"مغلق.\\n"\nmsgstr ""\n  "Le \\"pont\\"\\t"\n"est\\nfermé \\\\ \\303\\251\\x21"\n',
            "fr",
            [("الجسر مغلق.", 'Le "pont"\test\nfermé \\ Ã©!')],
        ),
        ('msgid "نعم"\r\nmsgstr "Oui"\r\n', "fr", [("نعم", "Oui")]),
    ],
)
def test_messages(body: str, language: str, expected: list[tuple[str, str]]) -> None:
    assert texts(catalogue(body, language)) == expected


def test_contexts_and_lines() -> None:
    (pair,) = read(catalogue('#: page.c:3\nmsgctxt "menu|a"\nmsgid "نعم"\nmsgstr "Oui"\n'))
    assert pair.id == "menu|a"
    assert (pair.src[0].lines, pair.tgt[0].lines) == ((10, 10), (11, 11))


def test_plural_forms() -> None:
    body = 'msgid "كتاب"\nmsgid_plural "%d كتب"\nmsgstr[0] "%d livre"\nmsgstr[1] "%d livres"\n'
    assert texts(catalogue(body)) == [("كتاب", "%d livre"), ("%d كتب", "%d livres")]
    forms = ["لا كتب", "كتاب", "كتابان", "%d كتب", "%d كتابا", "%d كتاب"]
    body = 'msgid "%d livre"\nmsgid_plural "%d livres"\n'
    body += "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(forms))
    expected = [(form, "%d livre" if number == 1 else "%d livres") for number, form in enumerate(forms)]
    assert texts(catalogue(body, "ar", plural=SIX)) == expected
    # A formula that is missing, wrong or hostile.
    for plural in ("", "nplurals=6; plural=import", "nplurals=6; plural=1/0", "nplurals=6; plural=" + "(" * 400):
        assert texts(catalogue(body, "ar", plural=plural)) == expected
    one = body.split("msgstr[1]")[0]
    assert texts(catalogue(one, "ar", plural="nplurals=1; plural=0")) == [("لا كتب", "%d livres")]


@pytest.mark.parametrize("charset", ["UTF-8", "windows-1256", "UTF-16"])
def test_encodings(charset: str) -> None:
    data = catalogue(message(AR, "Le pont.") * 9, charset=charset)
    pairs, encoding = po.read_pairs(data, "file")
    assert next(pairs).src_text == AR
    assert encoding == {"UTF-16": "utf-16-le"}.get(charset, charset.lower())
    assert po.claims(data) or charset == "UTF-16"


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ("msgid نعم\n", "file: line 8 is no line of a PO file"),
        ('msgid "نعم\n', "line 8 is no line of a PO file"),
        ('"نعم"\nmsgid "x"\n', "line 8 is no line of a PO file"),
        ('msgid "a" "b"\n', "line 8 is no line of a PO file"),
        ("نص عادي\n", "line 8 is no line of a PO file"),
        (f'msgid "{"نعم " * 300_000}"\nmsgstr "Oui"\n', "a text of 1,199,999 characters"),
    ],
)
def test_what_is_no_catalogue(body: str, part: str) -> None:
    with pytest.raises(InputError, match=part) as error:
        read(catalogue(body))
    assert "\n" not in str(error.value)


def test_other_languages() -> None:
    with pytest.raises(InputError, match=r"no unit is in Arabic and French \(languages in the file: ar, de\)"):
        read(catalogue(message(AR, "Die Brücke ist geschlossen."), "de"))
    body = message("The bridge is closed.", AR)
    with pytest.raises(InputError, match="no unit is in Arabic and French"):
        read(catalogue(body, "ar").replace(b'"Language', b'"X-Source-Language: en\\n"\n"Language'))
    assert read(b'msgid ""\nmsgstr "x"\n') == []


def test_claims() -> None:
    for data in (catalogue(message(AR, FR)), b'\xef\xbb\xbf\n#, fuzzy\nmsgctxt "a"\n', b'domain "x"\n'):
        assert po.claims(data)
    for data in (b"", b"# heading\n", b"msgid is a word\n", b"# a\n" * 5000):
        assert not po.claims(data)


@given(st.text(st.sampled_from('msgid msgstr[0] "\\\n#,~ نعم é')))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read(text.encode())
    except InputError as error:
        assert "\n" not in str(error)


def test_hostile_lines_take_no_time() -> None:
    for line in ('"' + "\\" * 200_000, 'msgid "' + "\\n" * 300_000, "msgstr[" * 100_000, '"' * 300_000):
        with pytest.raises(InputError):
            read(catalogue(line))
    assert texts(catalogue('msgid "نعم"\nmsgstr ""\n' + '"a"\n' * 200_000)) == [("نعم", "a" * 200_000)]
