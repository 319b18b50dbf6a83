"""Files that are in the folder by accident: none of them may stop the rest, none holds a message that counts."""

import io
import zipfile

VAST_MOMENT = (2026, 1, 1, 0, 0, 0)


def kapotte_bestanden(bericht: bytes) -> list[tuple[str, bytes, str]]:
    """(name, content, what it is) of each; `bericht` is a message that is also there undamaged."""
    return [
        ("2024/onvolledig.xml", bericht[: len(bericht) // 2], "afgekapt"),
        ("2024/leeg.xml", b"", "leeg"),
        ("2024/notitie.xml", b"Let op: map van mei nog nazenden. Groet, de administratie\r\n", "geen_xml"),
        ("2025/foutmelding.xml", b"<html><head><title>502</title></head><body><p>Bad gateway</body>", "geen_xml"),
        ("2025/andere_wereld.xml", b'<?xml version="1.0"?><boek xmlns="urn:voorbeeld"/>', "ander_xml"),
        ("2025/half_gekopieerd.zip", _halve_zip(bericht), "afgekapte_zip"),
    ]


def _halve_zip(bericht: bytes) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w") as kist:
        kist.writestr(zipfile.ZipInfo("bericht.xml", VAST_MOMENT), bericht)
    return uit.getvalue()[: len(bericht) // 2]
