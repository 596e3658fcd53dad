"""E-mails."""

from __future__ import annotations

from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest
from hostile import AR, FR
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import formats
from aligner.errors import InputError
from aligner.formats import eml
from aligner.run import audit


def found(data: bytes) -> list[str]:
    return [block.text for block in eml.read(data, "a.eml").blocks]


def message(text: str, subject: str = "بيان صحفي — Communiqué", **more: str) -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"], made["MIME-Version"] = subject, "Salma <salma@maktaba.example>", "1.0"
    made.set_content(text, **more)  # type: ignore[arg-type]
    return made


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256"])
@pytest.mark.parametrize("transfer", ["8bit", "base64", "quoted-printable"])
def test_subject_and_text(encoding: str, transfer: str) -> None:
    made = message(f"{AR}\n\n{'نعم ' * 40}\n", charset=encoding, cte=transfer)
    content = eml.read(made.as_bytes(), "a.eml")
    assert [block.text for block in content.blocks] == ["بيان صحفي — Communiqué", AR, ("نعم " * 40).strip()]
    assert content.encoding == encoding
    assert [block.kind for block in content.blocks][:2] == ["heading", "paragraph"]
    assert [block.lines for block in content.blocks] == [(1, 1), (2, 2), (4, 4)]
    for block in content.blocks:
        assert content.text[block.start : block.start + len(block.text)] == block.text


def test_plain_text_first_and_attachments_are_noted() -> None:
    made = message(FR)
    made.add_alternative(f"<html><body><p>{AR}</p></body></html>", subtype="html")
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="خطة\u202e.pdf")
    made.add_attachment("secret", filename="note.txt")
    content = eml.read(made.as_bytes(), "a.eml")
    assert [block.text for block in content.blocks][1:] == [FR]
    assert content.notes == ("2 attachments are not read: خطة\u202e.pdf, note.txt.",)


def test_html_where_there_is_no_plain_text() -> None:
    made = message(" \n")
    made.add_alternative(f"<html><body><h1>Titre</h1><p>{AR}<p>{FR}</body></html>", subtype="html")
    assert found(made.as_bytes())[1:] == ["Titre", AR, FR]
    only = message(f"<p>{AR}", subtype="html")
    assert found(only.as_bytes())[1:] == [AR]


def test_texts_one_after_another() -> None:
    made = message(AR)
    made.make_mixed()
    second = EmailMessage()
    second.set_content("<table><tr><td>نعم<td>oui</table><table><tr><td>لا<td>non</table>", subtype="html")
    made.attach(second)
    made.attach(second)
    content = eml.read(made.as_bytes(), "a.eml")
    assert [block.text for block in content.blocks][1:] == [AR, *["نعم", "oui", "لا", "non"] * 2]
    assert [block.cell for block in content.blocks][2::2] == [(0, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0)]


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        (
            "Content-Type: text/plain; format=flowed",
            "Le port est \r\nfermé.\r\n-- \r\nSalma\r\n",
            "Le port est fermé.",
        ),
        ("Content-Type: text/plain; format=flowed; delsp=yes", "Le port est  \r\nfermé.\r\n", "Le port est fermé."),
        ("Content-Type: text/plain; charset=inconnu", "Le port.", "Le port."),
        ("Content-Type: nonsense", "Le port.", "Le port."),
        ("Content-Transfer-Encoding: base64", "!!!TGUgcG9ydC4=", "Le port."),
    ],
)
def test_what_mail_programs_write(headers: str, body: str, expected: str) -> None:
    assert found(f"Subject: x\r\n{headers}\r\n\r\n{body}".encode())[1] == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (b"=?windows-1256?B?" + b"5Nrj" + b"?=", "نعم"),
        (b"=?utf-8?Q?=D9=86=D8=B9=D9=85?= =?utf-8?Q?_oui?=", "نعم oui"),
        ("نعم".encode(), "نعم"),
        (b"=?x?Q?=00?=", "\ufffd"),
        (b"=?utf-8?B?a?=", "=?utf-8?B?a?="),
        (b"=?utf-8?B?broken", "=?utf-8?B?broken"),
    ],
)
def test_subjects(subject: bytes, expected: str) -> None:
    assert found(b"Subject: " + subject + b"\r\n\r\nOui.")[0] == expected


def test_it_is_known_by_its_headers(tmp_path: Path) -> None:
    for name, data, form in (
        ("a", message(AR).as_bytes(), "eml"),
        ("a.txt", b"Subject: x\nMIME-Version: 1.0\n\nOui.", "eml"),
        ("a.eml", b"Subject: x\n\nOui.", "eml"),
        ("a.txt", b"Subject: x\n\nOui.", "text"),
        ("a.txt", f"{FR}\nMIME-Version: 1.0\n".encode(), "text"),
    ):
        (tmp_path / name).write_bytes(data)
        assert formats.read(str(tmp_path / name)).source.format == form


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"Subject: x\n\n", "holds no text"),
        (b"Subject: x\nContent-Type: image/png\n\nx", "holds no text"),
        (b"Subject: x\nContent-Type: multipart/mixed\n\nx", "holds no text"),
        (b"Subject: x\nContent-Type: text/plain\n\n" + bytes((i * 7919) % 251 for i in range(5000)), "binary"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" * 60 + b"x", "too many parts"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 1_000_000, "too many parts"),
        (b'Content-Type: text/plain; x="' + b';"' * 1_000_000 + b"\n\nOui.", "too long a header"),
        (b"Content-Type: text/plain\n" + b" ;\n" * 1_000_000 + b"\nOui.", "too long a header"),
    ],
)
def test_no_email(data: bytes, part: str) -> None:
    with pytest.raises(InputError, match=part) as error:
        eml.read(data, "a.eml")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("piece", [b"a: b\n", b"Subject: =?utf-8?Q?", b"From x\n", b" \n", b"=\n", b"-- \n", b"> "])
def test_hostile_messages_stay_linear(piece: bytes) -> None:
    for head in (b"", b"Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain; format=flowed\n\n"):
        data = head + piece * 200_000
        eml.claims(data)
        with suppress(InputError):
            eml.read(data, "a.eml")


WHOLE = message(AR)
WHOLE.add_alternative(f"<p>{FR}", subtype="html")
WHOLE.add_attachment(b"x", maintype="image", subtype="png", filename="a.png")


@settings(deadline=None, max_examples=300)
@given(st.integers(0, len(WHOLE.as_bytes()) - 1), st.binary(min_size=1, max_size=12))
def test_damaged_messages_give_text_or_one_line(at: int, noise: bytes) -> None:
    data = WHOLE.as_bytes()
    try:
        eml.read(data[:at] + noise + data[at + len(noise) :], "a.eml").text.encode("utf-8")
    except InputError as error:
        assert "\n" not in str(error)


def test_an_audit_says_what_was_not_read(tmp_path: Path) -> None:
    made = message(f"{AR}\n\n{FR}\n", subject="")
    made.add_attachment(b"x", maintype="image", subtype="png", filename="a.png")
    (tmp_path / "a.eml").write_bytes(made.as_bytes())
    report = audit(str(tmp_path / "a.eml"))
    assert report.notes == (f"{tmp_path / 'a.eml'}: 1 attachment is not read: a.png.",)
    assert [s.status for s in report.statements] == ["paired"]
