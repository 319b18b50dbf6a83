"""The judge: knows the exact figures (the internal edition of the same reports) and says what fell."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from aanval.cellen import OPEN
from aanval.feiten import Feiten, Sleutel, lees_feiten
from aanval.lezen import lees_batch
from aanval.rekenen import Aanval
from aanval.verbanden import Som, vind_partities

KLEINSTE_DEEL = 5
_MENSEN = ("t", "n", "c")


@dataclass(frozen=True)
class Val:
    """A cell of fewer than five people that could be pinned to fewer than five whole numbers."""

    sleutel: Sleutel
    bereik: tuple[int, int]
    manier: str
    plaatsen: tuple[str, ...]

    def __str__(self) -> str:
        s = self.sleutel
        waar = " · ".join(filter(None, [s.regio, str(s.jaar), s.onderwerp, s.groep, s.wie, s.maat]))
        return (
            f"{waar}: {self.bereik[1] - self.bereik[0] + 1} mogelijkheden ({self.manier}); {'; '.join(self.plaatsen)}"
        )


def lees_waarheid(intern: Path) -> dict[Sleutel, int]:
    """Exact value of every quantity in the internal edition; what two tables call alike but count apart is left out."""
    feiten = lees_feiten(lees_batch(intern))
    waarheid = {}
    for sleutel, grenzen in feiten.losse.items():
        if sleutel.maat != "p" and len(grenzen) == 1 and grenzen[0][0] == grenzen[0][1]:
            waarheid[sleutel] = int(grenzen[0][0])
    for sleutel in [s for s in waarheid if s.maat == "t"]:
        n = waarheid.get(sleutel.met(maat="n"))
        if n is not None:
            waarheid[sleutel.met(maat="c")] = n - waarheid[sleutel]
    return waarheid


def gevoelig(waarheid: dict[Sleutel, int], alleen=None) -> list[Sleutel]:
    """Quantities of 1 to 4 people; of a noemer 1 to 9, but for side figures: theirs is the shown teller of a KPI."""
    return sorted(
        s for s, w in waarheid.items()
        if 1 <= w <= (9 if s.maat == "n" and "/Nevencijfers|" not in s.onderwerp else KLEINSTE_DEEL - 1)
        and (alleen is None or alleen(s))
    )  # fmt: skip


def val_zacht(feiten: Feiten, waarheid: dict[Sleutel, int], alleen=None) -> list[Val]:
    """What falls with the shared files alone."""
    aanval = Aanval(feiten)
    return _zoek(aanval, feiten, waarheid, gevoelig(waarheid, alleen), "alleen de bestanden")


def val_hard(feiten: Feiten, waarheid: dict[Sleutel, int], alleen=None) -> list[Val]:
    """What falls when every shown row is known to the last person and every whole is the sum of its parts."""
    bekend = {s: w for s, w in waarheid.items() if getoond(feiten, s)}
    sommen, overig = [], {}
    for geheel, delen in vind_partities(waarheid):
        if geheel.maat == "c" or not waarheid[geheel] or not getoond(feiten, geheel):
            continue  # a whole of nobody says nothing about parts that share people
        genoemd = [deel for deel in delen if deel in feiten.grens or deel.met(maat="") in feiten.verborgen]
        rest = geheel.met(wie="overige aanbieders") if delen[0].wie else None
        som = sum(waarheid[deel] for deel in delen)
        if rest is not None and rest.met(maat="n") in feiten.grens and not delen[0].wie.startswith("gemeente "):
            overig[rest] = som - sum(waarheid[deel] for deel in genoemd)
            genoemd = [*genoemd, rest]
        elif len(genoemd) < len(delen):
            continue
        sommen.append(Som(dict.fromkeys(genoemd, 1), rechts=som))
    for rest in [r for r in overig if r.maat == "n" and r.met(maat="t") in overig]:
        overig[rest.met(maat="c")] = overig[rest] - overig[rest.met(maat="t")]
    alles = waarheid | overig
    bekend |= {s: w for s, w in overig.items() if getoond(feiten, s)}
    aanval = Aanval(feiten, bekend, sommen)
    return _zoek(aanval, feiten, alles, gevoelig(alles, alleen), "getoonde rijen precies bekend")


def getoond(feiten: Feiten, sleutel: Sleutel) -> bool:
    """Whether the files print this number (rounded or not), and not that it is small or not shown."""
    grens = feiten.grens.get(sleutel)
    if grens is None or grens[1] >= OPEN:
        return False
    if sleutel.maat not in _MENSEN:
        return sleutel.met(maat="") not in feiten.verborgen
    klein = [(0, 4), (1, 9)]
    eigen = [g for m in ("t", "c") for g in feiten.losse.get(sleutel.met(maat=m), ())]
    if sleutel.maat == "n":
        return (1, 9) not in feiten.losse[sleutel] and sleutel.met(maat="") not in feiten.verborgen
    return not any(g in klein for g in eigen) and sleutel.met(maat="") not in feiten.verborgen


def _zoek(aanval, feiten, waarheid, doelen, manier) -> list[Val]:
    vallen = []
    for sleutel in doelen:
        if not aanval.kent(sleutel):
            continue
        laag, hoog = aanval.bereik(sleutel)
        if laag <= waarheid[sleutel] <= hoog and hoog - laag + 1 < KLEINSTE_DEEL:
            plaatsen = feiten.plaatsen.get(sleutel) or feiten.plaatsen.get(sleutel.met(maat="n")) or ()
            vallen.append(Val(sleutel, (laag, hoog), manier, tuple(sorted(plaatsen)[:3])))
    return vallen


def tel_soorten(vallen: list[Val]) -> Counter:
    """How many fell per kind of table."""
    return Counter(
        (v.sleutel.onderwerp.split("|")[0], "aanbieder" if v.sleutel.wie else "", v.sleutel.maat) for v in vallen
    )
