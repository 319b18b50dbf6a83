"""Files written whole or not at all, and digests."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def schrijf_heel(pad: Path, inhoud: bytes) -> None:
    """Write to a temporary file beside it and put it in place in one step."""
    schrijf_samen({pad: inhoud})


def schrijf_samen(bestanden: dict[Path, bytes]) -> None:
    """Write several files and only then put them in place, so that an old set stays when one cannot be written."""
    klaar: list[tuple[str, Path]] = []
    try:
        for pad, inhoud in bestanden.items():
            pad.parent.mkdir(parents=True, exist_ok=True)
            greep, tijdelijk = tempfile.mkstemp(dir=pad.parent, prefix=f".{pad.name}-")
            klaar.append((tijdelijk, pad))
            with os.fdopen(greep, "wb") as bestand:
                bestand.write(inhoud)
            os.chmod(tijdelijk, 0o644)
        while klaar:
            os.replace(*klaar[0])
            klaar.pop(0)
    finally:
        for tijdelijk, _ in klaar:
            Path(tijdelijk).unlink(missing_ok=True)


def schrijf_json(pad: Path, inhoud) -> None:
    schrijf_heel(pad, (json.dumps(inhoud, ensure_ascii=False, indent=1) + "\n").encode())


def lees_json(pad: Path) -> dict:
    """The object in the file; empty when it is not there or damaged."""
    try:
        inhoud = json.loads(pad.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return inhoud if isinstance(inhoud, dict) else {}


def digest(delen: Iterable) -> str:
    """SHA-256 over the JSON of the parts, in the given order."""
    som = hashlib.sha256()
    for deel in delen:
        som.update(json.dumps(deel, ensure_ascii=False, default=str).encode() + b"\n")
    return som.hexdigest()


def digest_bestand(pad: Path) -> str:
    """SHA-256 of the bytes; empty text when the file is not there."""
    return hashlib.sha256(pad.read_bytes()).hexdigest() if pad.is_file() else ""
