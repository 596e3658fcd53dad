"""XML and HTML with entities, parts that stand outside, and other ways to make much of little."""

from __future__ import annotations

from . import AR, FR, SECRET_PLACE, File, entities
from .bitexts import memory, modern, unit, unit2

GOOD_TMX = memory(unit())
INCLUDE = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{SECRET_PLACE}" parse="text"/>'
PARAMETER = f'<!DOCTYPE x [<!ENTITY % a SYSTEM "file://{SECRET_PLACE}"> %a;]>'
TBX = (
    '<martif><text><body><termEntry><langSet xml:lang="ar"><tig><term>غارة</term></tig></langSet>'
    '<langSet xml:lang="fr">'
)
TBX_END = "<tig><term>{}</term></tig></langSet></termEntry></body></text></martif>"
REFUSED = "document type|entit|declared|broken"


def _tmx(head: str, inside: str = "") -> bytes:
    return (head + memory(unit(fr=FR + inside)).decode()).encode()


def _xliff(head: str, inside: str = "") -> bytes:
    return (head + modern(unit2(target=FR + inside)).decode()).encode()


def _tbx(head: str, inside: str = "") -> bytes:
    return (head + TBX + TBX_END.format("raid" + inside)).encode()


FILES: dict[str, File] = {
    "entities.tmx": File(lambda: _tmx(entities(), "&e9;"), REFUSED, "bitext"),
    "entities.xliff": File(lambda: _xliff(entities(), "&e9;"), REFUSED, "bitext"),
    "entities.tbx": File(lambda: _tbx(entities(), "&e9;"), REFUSED, "glossary"),
    "external.tmx": File(lambda: _tmx(entities(), "&x;"), REFUSED, "bitext"),
    "external.xliff": File(lambda: _xliff(entities(), "&x;"), REFUSED, "bitext"),
    "external.tbx": File(lambda: _tbx(entities(), "&x;"), REFUSED, "glossary"),
    "parameter.tmx": File(lambda: _tmx(PARAMETER), REFUSED, "bitext"),
    "parameter.xliff": File(lambda: _xliff(PARAMETER), REFUSED, "bitext"),
    "parameter.tbx": File(lambda: _tbx(PARAMETER), REFUSED, "glossary"),
    "undeclared.tmx": File(lambda: _tmx("", "&x;"), REFUSED, "bitext"),
    "undeclared.xliff": File(lambda: _xliff("", "&nbsp;"), REFUSED, "bitext"),
    # A document type that only names its rules is harmless: they are not fetched.
    "dtd.tmx": File(lambda: _tmx('<!DOCTYPE tmx SYSTEM "tmx14.dtd">'), "", "bitext", FR),
    "public.tmx": File(
        lambda: _tmx('<!DOCTYPE tmx PUBLIC "-//LISA OSCAR:1998//DTD for TMX//EN" "http://127.0.0.1:9/tmx14.dtd">'),
        "",
        "bitext",
        FR,
    ),
    "secret.tmx": File(lambda: _tmx(f'<!DOCTYPE tmx SYSTEM "file://{SECRET_PLACE}">'), "", "bitext", FR),
    "dtd.tbx": File(lambda: _tbx('<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">'), "", "glossary", "raid"),
    "secret.xliff": File(lambda: _xliff(f'<!DOCTYPE xliff SYSTEM "file://{SECRET_PLACE}">'), "", "bitext", FR),
    "include.tmx": File(lambda: _tmx("", INCLUDE), "", "bitext", FR),
    "include.xliff": File(lambda: _xliff("", INCLUDE), None, "bitext"),
    "include.tbx": File(lambda: _tbx("", INCLUDE), "", "glossary", "raid"),
    "sheet.tmx": File(lambda: _tmx(f'<?xml-stylesheet href="file://{SECRET_PLACE}"?>'), "", "bitext", FR),
    "entities.html": File(lambda: f"{entities()}<html><p>Oui. &e9; &x;</p></html>".encode(), "", holds="Oui."),
    "frames.html": File(
        lambda: (
            f'<html><base href="file:///etc/"><p>Oui.<iframe src="passwd"></iframe><object data="passwd"></object>'
            f'<link rel=import href="{SECRET_PLACE}"><script src="{SECRET_PLACE}"></script></html>'.encode()
        ),
        "",
        holds="Oui.",
    ),
    "script.html": File(lambda: f"<p>{FR}<script>alert(1)</script><img src=x onerror=alert(1)>".encode(), "", holds=FR),
    "unclosed.html": File(lambda: f"<p>{FR}<script>".encode() + b"a" * 1_000_000, "", holds=FR),
    "cdata.html": File(lambda: f"<p>{FR}<![CDATA[".encode() * 1000, None),
    "tag.html": File(lambda: f"<p>{FR}</p><".encode() + b"a" * 1_000_000, None),
    "unbound.tmx": File(lambda: _tmx("", "<x:a/>"), "broken", "bitext"),
    "attributes.tmx": File(
        lambda: _tmx("", "<ph " + "".join(f"a{n}='' " for n in range(100_000)) + "/>"), None, "bitext"
    ),
    "attribute.tmx": File(lambda: _tmx("", "<ph a='" + "x" * 3_000_000 + "'/>"), None, "bitext"),
    "huge.tmx": File(lambda: _tmx("", "<ph a='" + "x" * 9_000_000 + "'/>"), "more than", "bitext"),
    "comment.tmx": File(lambda: _tmx("<!--" + "x" * 9_000_000 + "-->"), "more than|no TMX|Arabic", "bitext"),
    "comment.xliff": File(lambda: _xliff("", "<!--" + "x" * 9_000_000 + "-->"), "more than", "bitext"),
    "tags.tmx": File(lambda: _tmx("", "<ph/>" * 100_001), "tags", "bitext"),
    "units.tmx": File(lambda: memory(unit() * 20_000), "", "bitext", FR),
    "text.tmx": File(lambda: _tmx("", "a " * 2_500_000), "characters", "bitext"),
    "deep.tmx": File(lambda: _tmx("", "<hi>" * 5000 + "</hi>" * 5000), "deeply", "bitext"),
    "deep.xliff": File(lambda: _xliff("", "<mrk>" * 5000 + "</mrk>" * 5000), "deeply", "bitext"),
    "groups.xliff": File(lambda: modern('<group id="g">' * 5000, end="</group>" * 5000), "deeply", "bitext"),
    "deep.tbx": File(lambda: _tbx("", "<hi>" * 5000 + "</hi>" * 5000), None, "glossary"),
    "namespaces.tmx": File(lambda: _tmx("", "".join(f'<a xmlns:n{n}="u{n}"/>' for n in range(50_000))), None, "bitext"),
    "cdata.tmx": File(lambda: _tmx("", "<![CDATA[<b>&x;]]>"), "", "bitext", "<b>&x;"),
    "control.tmx": File(lambda: _tmx("", "&#1;"), "broken", "bitext"),
    "surrogate.tmx": File(lambda: _tmx("", "&#xD800;"), "broken", "bitext"),
    "nul.tmx": File(lambda: _tmx("", "\0"), "broken|NUL", "bitext"),
    "nul.xliff": File(lambda: _xliff("", "\0"), "broken|NUL", "bitext"),
    "bidi.tmx": File(lambda: _tmx("", "\u202e17"), "", "bitext", "\u202e17"),
    "ids.tmx": File(lambda: memory(unit('tuid="1"') + unit('tuid="1"')), "", "bitext", f"{AR}\t{FR}\n{AR}\t{FR}"),
    "ids.xliff": File(lambda: modern(unit2() + unit2()), "", "bitext", f"{AR}\t{FR}\n{AR}\t{FR}"),
    "encoding.tmx": File(lambda: _tmx('<?xml version="1.0" encoding="utf-16"?>'), "", "bitext", FR),
    "latin.tmx": File(lambda: _tmx('<?xml version="1.0" encoding="iso-8859-1"?>'), None, "bitext"),
    "rot13.tmx": File(lambda: _tmx('<?xml version="1.0" encoding="rot13"?>'), "encoding|broken", "bitext"),
    "utf7.tmx": File(lambda: _tmx('<?xml version="1.0" encoding="utf-7"?>'), "encoding|broken", "bitext"),
    "codec.xliff": File(lambda: _xliff('<?xml version="1.0" encoding="zlib_codec"?>'), "encoding|broken", "bitext"),
    "none.tbx": File(lambda: _tbx('<?xml version="1.0" encoding="x-none"?>'), "", "glossary", "raid"),
    "version.xliff": File(lambda: modern(unit2()).replace(b'"2.1"', b'"9.9"'), None, "bitext"),
    "empty.tmx": File(lambda: memory(""), None, "bitext"),
    "languages.tmx": File(
        lambda: memory(unit()).replace(b'"ar"', b'"en"').replace(AR.encode(), b"yes"), None, "bitext"
    ),
}
