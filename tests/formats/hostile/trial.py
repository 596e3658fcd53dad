"""Lets each reader at files, with bounds on memory and time: ``python -m … READER FILE…``, a JSON object a line.

The files are meant for READER; those of documents, bitexts and glossaries are tried on all the same.

It runs in a process of its own, so that a file that takes all memory or hangs costs no more than this process.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aligner import config, evaluate, formats, glossary, ignore
from aligner.data import Pair
from aligner.errors import AlignerError

# What a file may take: of address space, which threads and shared libraries count in, and of seconds.
SPACE, SECONDS = 6 << 30, 240
SHOWN = 4000


def document(path: str) -> str:
    read = formats.read(path)
    for block in read.blocks:
        assert read.text[block.start : block.start + len(block.text)] == block.text
    return read.text


def bitext(path: str) -> str:
    texts, size = [], 0
    for pair in formats.read_bitext(path)[1]:
        assert isinstance(pair, Pair)
        line = f"{pair.src_text}\t{pair.tgt_text}"
        assert line.strip()
        line.encode("utf-8")
        size += len(line)
        if size < 1_000_000:
            texts.append(line)
    return "\n".join(texts)


def terms(path: str) -> str:
    return repr(glossary.read(path).entries)


def settings(path: str) -> str:
    return config.configured(path).signature


def accepted(path: str) -> str:
    return ignore.read(path).with_findings([])


def aligned(path: str) -> str:
    return repr(evaluate.evaluate_files(path, path))


READERS: dict[str, Callable[[str], str]] = {"document": document, "bitext": bitext, "glossary": terms}
SETTINGS: dict[str, Callable[[str], str]] = {"settings": settings, "accepted": accepted, "aligned": aligned}


def tried(reader: str, path: str) -> dict[str, Any]:
    """What a reader makes of a file: read with its text, refused with a message, or a crash with its traceback."""
    begun = time.process_time()
    try:
        text = (READERS | SETTINGS)[reader](path)
        text.encode("utf-8")
        outcome = {
            "outcome": "read",
            "said": text[:SHOWN] if len(text) < SHOWN else f"{text[:SHOWN]} … {text[-SHOWN:]}",
        }
    except AlignerError as error:
        outcome = {"outcome": "refused", "said": str(error)}
    except BaseException as error:
        outcome = {"outcome": "crash", "said": f"{type(error).__name__}: {error}"[:SHOWN]}
    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = round(time.process_time() - begun, 2)
    return {"file": Path(path).name, "reader": reader, "seconds": seconds, "peak": usage.ru_maxrss >> 10, **outcome}


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (SPACE, SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    own = sys.argv[1]
    for path in sys.argv[2:]:
        for reader in dict.fromkeys((own, *READERS)):
            print(json.dumps(tried(reader, path)), flush=True)
