"""Where sentences begin and end, in Arabic and in French. Rules of our own.

Three steps, each of which looks only at what the one before it left:

1. the layout cuts the text at blank lines, before list items, and around lines of hashtags;
2. every stop (. … ! ? ؟) is judged by the word before it and the word after it;
3. sentences that a quotation or a bracket holds together are joined again.

The language needs no telling, what follows a stop says it: a letter that has case (French) opens a sentence
when it is a capital, one that has none (Arabic) unless a word list speaks against it.
Every step takes time in proportion to the text, whatever the text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import regex

from aligner.data import Span
from aligner.text.abbreviations import (
    AFTER_A_PHRASE,
    ANYWHERE,
    ARABIC_CONTINUERS,
    ARABIC_OPENERS,
    ARABIC_REPORTING,
    BEFORE_A_LETTER,
    BEFORE_A_NAME,
    FRENCH_OPENERS,
    FRENCH_PARTICLES,
    FRENCH_REPORTING,
    NAME_ENDINGS,
)
from aligner.text.normalise import INVISIBLE, plain

# A quotation of so many sentences stays whole when its own sentence goes on after it; a longer speech is cut.
HELD = 4
# How far from a stop its reasons may lie, in characters: longer than any abbreviation, opener or file name.
WINDOW = 40
# Quotations and brackets within each other beyond this are not followed.
DEPTH = 8

# Emoji that announce what follows, as a bullet does.
_POINTER = "[👉👈👇📌📍📢📣📷📸🎥📹🚨🔴🔵🔹🔸🔻⚡⚠✅☑✔➡⬅▶◀⭕❗❓🛑🔗📎🆕]"
_EMOJI = r"(?:\p{Emoji_Presentation}|[\u2600-\u27bf]|\p{Extended_Pictographic}\ufe0f)[\ufe0f\u200d\p{Emoji_Modifier}]*+"
_ITEM = regex.compile(
    rf"""
      [-–—•·●○▪▫■□◦‣⁃*►]\s                            # - item
    | \(?(?:\p{{Nd}}{{1,3}}|\p{{Latin}}|\p{{Arabic}})\)   # 1) (a) أ)
    | (?:\p{{Nd}}{{1,3}}|\p{{Arabic}})\s?[-–]\s           # 1 - أ-
    | (?:\p{{Nd}}{{1,2}}\.){{1,3}}\s                     # 1. 2.1.
    | \#+\s                                              # a heading in Markdown, or a hashtag torn apart
    | {_POINTER}
    """,
    regex.VERBOSE,
)
_TAGS = regex.compile(r"[^\w#@]*+(?:[#@](?:\w|[.-](?=\w))++\s*+)++")
# The label of an item, when the whole of a sentence so far is that: its full stop ends nothing.
_LABEL = regex.compile(r"\W*+(?:\p{Nd}{1,3}(?:\.\p{Nd}{1,2})*+|[IVXLC]++|\p{L})")

_STOP = regex.compile(r"[.…!?؟۔。‼⁉⁇]++(?:[^\S\n]++[.…!?؟]++(?!\w))*+")
_STRONG = frozenset("!?؟‼⁉⁇")
# What still belongs to the sentence after its stop: closing quotes and brackets, note marks, emoji.
_TAIL = regex.compile(
    rf"""(?:\s*+[)\]}}»›] | ["”“'’*_](?![\w"”“«]) | [{INVISIBLE}] | \[\p{{Nd}}{{1,3}}\] | [⁰¹²³⁴-⁹]
    | [^\S\n]*+(?!{_POINTER}){_EMOJI})*+""",
    regex.VERBOSE,
)
_LOOSE_QUOTE = regex.compile(r'[^\S\n]++["”](?=\s|\Z)')
# What may stand between a stop and the first word of the next sentence.
_LEAD = regex.compile(rf"(?:\[\s?(?:…|\.\.\.)\s?\]|[\s\x1c-\x1f«“”\"‹„‘'(\[{{¿¡—–\-*_>|\\\p{{Mn}}{INVISIBLE}])*+")
_LAST_WORD = regex.compile(r"[\p{L}\p{M}\p{Nd}.°\-]++\Z")
_FIRST_WORD = regex.compile(rf"[\p{{L}}\p{{M}}{INVISIBLE}]++['’]?")
_NAME_NEXT = regex.compile(r"\s*+\p{Lu}\p{Ll}")
_LINK = regex.compile(r"https?://|www\.", regex.IGNORECASE)
_MAILBOX = regex.compile(r"[\w+-]*+@")
_DOTTED = regex.compile(r"(?=.*\.)\p{L}{1,2}(?:[.-]{1,2}\p{L}{1,2})++")
_REST_OF_DATE = regex.compile(r"\p{Nd}{1,2}\s*+[./]|\p{Nd}{4}(?!\p{Nd})")
_MARK = regex.compile(r'[«»‹›“”„"()\[\]{}]')
_CLOSER = {"«": "»", "‹": "›", "„": '"', "“": '"', "(": ")", "[": "]", "{": "}"}


def segment(text: str) -> list[Span]:
    """The sentences of a block, in order: half-open spans of ``text``, with only white space between them.

    No span is empty, begins or ends with white space; a text of nothing else gives none.
    """
    return [sentence for unit in _units(text) for sentence in _join(text, list(_split(text, unit)))]


def _units(text: str) -> Iterator[Span]:
    """Runs of lines that the layout does not set apart."""
    start = at = 0
    filled = were_tags = False
    for line in text.splitlines(keepends=True):
        content = line.strip()
        # A stop on a line of its own belongs to what stands before it.
        are_tags = were_tags if _STOP.fullmatch(content) else bool(content and _TAGS.fullmatch(content))
        if filled and (not content or are_tags is not were_tags or _ITEM.match(content)):
            yield Span(start, at)
            start, filled = at, False
        filled = filled or bool(content)
        were_tags = are_tags or _ends_with_tags(content)
        at += len(line)
    yield Span(start, at)


def _ends_with_tags(line: str) -> bool:
    return bool(_TAGS.fullmatch(line, max(map(line.rfind, ".…!?؟")) + 1))


def _split(text: str, unit: Span) -> Iterator[Span]:
    """The sentences of ``unit``, cut at every stop that can end one."""
    start, counted, quotes = unit.start, unit.start, 0
    for stop in _STOP.finditer(text, unit.start, unit.end):
        after = _end(_TAIL, text, stop.end(), unit.end)
        quotes += sum(text.count(mark, counted, after) for mark in '"“”')
        counted = after
        if quotes % 2 and (loose := _LOOSE_QUOTE.match(text, after, unit.end)):
            after = loose.end()
        if _ends_sentence(text, start, stop.span(), after, unit.end):
            yield from _trimmed(text, start, after)
            start, counted, quotes = after, after, 0
    yield from _trimmed(text, start, unit.end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    part = text[start:end]
    if content := part.strip():
        start += len(part) - len(part.lstrip())
        yield Span(start, start + len(content))


def _end(pattern: regex.Pattern[str], text: str, start: int, end: int) -> int:
    match = pattern.match(text, start, end)
    return match.end() if match else start


def _ends_sentence(text: str, start: int, stop: tuple[int, int], after: int, end: int) -> bool:
    """Whether the sentence that begins at ``start`` ends with this stop, whose closing marks reach to ``after``."""
    if text[after : after + 1].isdigit():  # 3.5
        return False
    first = _end(_LEAD, text, after, min(end, after + WINDOW))
    head = text[max(start, stop[0] - WINDOW) : stop[0]]
    if first == end or head.endswith(("(", "[")) or not any(map(str.isalnum, head)):
        return False
    mark, closing = text[slice(*stop)], text[stop[1] : after]
    word = match[0].strip("-.") if (match := _LAST_WORD.search(head)) else ""
    letter = text[first]
    full_stop = mark in {".", "۔", "。"}
    if full_stop and stop[0] - start < WINDOW and _LABEL.fullmatch(head):
        return False
    if full_stop and word and (verdict := _after_abbreviation(text, word, head, first)) is not None:
        return verdict
    if first == after:
        return _ends_without_space(text, head, mark, first)
    if letter in "#@" or _LINK.match(text, first):
        return True
    if not full_stop and not _STRONG.intersection(mark):  # an ellipsis
        return letter.isupper() or _opens(text, first)
    if letter.islower():
        return _is_careless(text, head, word, mark, closing, first) or _is_uncased(_last_letter(head))
    if letter.isdigit():
        return not (word.isdigit() and len(word) < 3 and _REST_OF_DATE.match(text, first, first + WINDOW))
    if _is_uncased(letter) and any(quote in closing for quote in '»”"“›'):
        opener = _folded_word(text, first)
        return opener not in ARABIC_REPORTING and (full_stop or opener not in ARABIC_CONTINUERS)
    return unicodedata.category(letter) in {"Lu", "Lt", "Lo", "Lm", "Nl", "Sc", "So"}


def _is_careless(text: str, head: str, word: str, mark: str, closing: str, first: int) -> bool:
    """Whether a French sentence begins with a small letter at ``first``, as in messages written in haste."""
    if closing:
        return False
    if "?" in mark:
        return len(head.split()) > 3 and _folded_word(text, first) not in FRENCH_REPORTING
    return mark == "." and len(word) > 3 and word.isalpha() and word.islower()


def _after_abbreviation(text: str, word: str, head: str, first: int) -> bool | None:
    """Whether a sentence ends after ``word`` if that is an abbreviation; None if it is none."""
    word = _fold(word)
    letter, uncased = text[first], _is_uncased(text[first])
    single = len(word) == 1 and word.isalpha()
    if word in BEFORE_A_NAME:
        return False
    if single or _DOTTED.fullmatch(word):
        before = head[: -len(word)].split()[-1:] or [""]
        if (uncased and word.isascii()) or head[: -len(word)].endswith("/") or _fold(before[0]) in BEFORE_A_LETTER:
            return None
        if single and uncased and len(_folded_word(text, first)) == 1:  # ق. م.
            return False
    if word.lower() in AFTER_A_PHRASE or (single and before[0][-1:].isdigit()):  # 1990 م. , 5 h.
        return letter.isupper() or (uncased and _folded_word(text, first) not in ARABIC_CONTINUERS)
    if single or word.lower() in ANYWHERE or _DOTTED.fullmatch(word):
        return _opens(text, first)
    return None


def _ends_without_space(text: str, head: str, mark: str, first: int) -> bool:
    """Whether the author forgot the space after a stop: not in a URL, an address, a file name or a number."""
    left = head.split()[-1] if head.split() and not head[-1].isspace() else ""
    right = text[first : first + WINDOW].split()[0]
    letter = right[0]
    if (
        left.startswith(("#", "@"))
        or any(sign in left for sign in "@/\\_=&")
        or _MAILBOX.match(right)
        or "www." in left
    ):
        return letter == "#" and not left.startswith("#")
    if letter == "#" or _LINK.match(right):
        return True
    word = match[0] if (match := _FIRST_WORD.match(right)) else ""
    if not word or letter.islower():
        return False
    if _STRONG.intersection(mark):
        return True
    if not left:
        return False
    if mark not in {".", "۔", "。"}:
        return letter.isupper() or _opens(text, first)
    if _is_uncased(letter):
        return len(word) > 1 and len(left) > 1 and left[-1].isalnum() and not (left.isdigit() and len(left) < 3)
    if word.lower() in NAME_ENDINGS or (word.isupper() and len(word) > 1):
        return False
    return _opens(text, first) or (left.isalpha() and left.islower() and len(left) > 1 and len(word) > 1)


def _opens(text: str, at: int) -> bool:
    """Whether the word at ``at`` is one that sentences clearly begin with."""
    word = _folded_word(text, at)
    if word in FRENCH_PARTICLES:
        return not _NAME_NEXT.match(text, _end(_FIRST_WORD, text, at, at + WINDOW))
    return word in FRENCH_OPENERS or word in ARABIC_OPENERS


def _folded_word(text: str, at: int) -> str:
    match = _FIRST_WORD.match(text, at, at + WINDOW)
    return _fold(match[0]) if match else ""


@lru_cache(maxsize=4096)
def _fold(word: str) -> str:
    return plain(word).translate(_FOLD)


_FOLD = str.maketrans("أإآٱ’", "اااا'")


def _last_letter(text: str) -> str:
    return next(filter(str.isalpha, reversed(text)), "")


def _is_uncased(letter: str) -> bool:
    return letter.isalpha() and not letter.islower() and not letter.isupper()


def _join(text: str, sentences: list[Span]) -> Iterator[Span]:
    """The same sentences, those joined that a quotation holds: « Il part. Elle reste. » a-t-il dit."""
    at = 0
    while at < len(sentences):
        last = at
        opened = _follow(text, sentences[at], [])[0] if at + 1 < len(sentences) else []
        while opened and (close := _close(text, sentences, last, opened)):
            for sentence in sentences[last + 1 : close + 1]:
                opened = _follow(text, sentence, opened)[0]
            last = close
        yield Span(sentences[at].start, sentences[last].end)
        at = last + 1


def _close(text: str, sentences: list[Span], last: int, opened: list[str]) -> int | None:
    """The nearby sentence within which a quotation that is open after sentence ``last`` closes."""
    depth = len(opened)
    for number in range(last + 1, min(last + HELD, len(sentences))):
        opened, within = _follow(text, sentences[number], opened)
        if within < depth:
            return number
        depth = min(depth, len(opened))
        if not depth:
            return None
    return None


def _follow(text: str, sentence: Span, opened: list[str]) -> tuple[list[str], int]:
    """The closing marks awaited after ``sentence``, innermost last, and the fewest awaited before its very end."""
    opened = list(opened)
    fewest = len(opened)
    for match in _MARK.finditer(text, sentence.start, sentence.end):
        mark, at = match[0], match.start()
        after_word = text[max(at - 1, sentence.start) : at].isalnum()
        begins_word = not after_word and text[at + 1 : at + 2].isalnum()
        closes = '"' if mark in '"”“' and not begins_word else mark
        if closes in opened:
            del opened[len(opened) - 1 - opened[::-1].index(closes) :]
            if _end(_TAIL, text, at + 1, sentence.end) < sentence.end:
                fewest = min(fewest, len(opened))
        elif len(opened) < DEPTH and (mark in _CLOSER or (mark in '"”' and not after_word)):
            opened.append(_CLOSER.get(mark, '"'))
    return opened, fewest
