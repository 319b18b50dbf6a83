"""What reading a message can have to say besides its rows: refusal, signal, and the bounds that cause refusals."""

from dataclasses import dataclass


class Onleesbaar(Exception):
    """One document cannot be read; nothing of it is kept.

    Args:
        signaal: `onleesbaar_bestand` (not well-formed, empty, wrong encoding, no Header), `onbekend_bericht` (no
            iWmo/iJw 3.x message), `te_groot`, `te_diep` or `verboden_dtd`.
        toelichting: plain Dutch, without personal data and without values from the document.
        wet: `wmo` | `jw` when it is known.
        berichttype: 301 … 325 when it is known.
    """

    def __init__(
        self, signaal: str, toelichting: str, *, wet: str | None = None, berichttype: str | None = None
    ) -> None:
        self.signaal, self.toelichting, self.wet, self.berichttype = signaal, toelichting, wet, berichttype
        super().__init__(signaal, toelichting)

    def __str__(self) -> str:
        return f"{self.signaal}: {self.toelichting}"


@dataclass(frozen=True)
class LeesSignaal:
    """One remark on one message that was read: what, how often, in which message. Never a value.

    signaal: `ongeldige_datum` (also a time), `ongeldig_getal`, `onbekend_element`, `afwijkende_berichtcode`.
    aantal: number of elements it holds for, >= 1.
    toelichting: the element it is about.
    """

    signaal: str
    wet: str | None
    berichttype: str | None
    gemeente: str | None
    aanbieder: str | None
    bestand: str
    aantal: int
    toelichting: str


@dataclass(frozen=True)
class Grenzen:
    """Bounds on one document; what lies beyond gives `te_groot` or `te_diep`.

    diepte: elements inside one another; the parser itself stops at 256, so only a lower number costs time.
    omhulsels: envelopes inside one another.
    uitgepakt_bytes: bytes of one document, and of each message in an envelope after base64.
    boom_bytes: bytes of a document, other than a declaratie (323, 325) or an envelope around one, that is held in
        memory as a whole. The standard allows 25 MB.
    """

    diepte: int = 256
    omhulsels: int = 4
    uitgepakt_bytes: int = 4 * 1024**3
    boom_bytes: int = 64 * 1024**2
