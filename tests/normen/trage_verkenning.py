"""The slow twin of exploring a norm: consequences, stability and sensitivity, on top of `trage_tweeling`.

`cijfers` are rows as dictionaries (jaar, variant, aanbieder, teller, noemer); tellingen: aanbieder -> (y, n).
"""

import random

from normen.trage_tweeling import (
    HOGER,
    KANS,
    KLEINSTE,
    beta_onder,
    betabinomiaal,
    breuk,
    gepoold,
    grens,
    kans_op,
    oordeel,
    p_waarde,
    spiegel,
    vals_alarm,
    wilson,
)


def tel(cijfers: list[dict], jaren, variant: str = "basis") -> dict[str, tuple[int, int]]:
    """Per aanbieder the counts of those years together."""
    uit: dict[str, tuple[int, int]] = {}
    for regel in cijfers:
        if regel["jaar"] in jaren and regel["variant"] == variant:
            y, n = uit.get(regel["aanbieder"], (0, 0))
            uit[regel["aanbieder"]] = (y + regel["teller"], n + regel["noemer"])
    return uit


def gevolgen(tellingen: dict, norm, methode: str, richting: str, *, breedte=None, tau2: float = 0.0) -> dict:
    """How many get which verdict, and how many would by chance alone when all were exactly at the norm."""
    vorm, groot = {"breedte": breedte, "tau2": tau2}, [(y, n) for y, n in tellingen.values() if n >= KLEINSTE]
    oordelen = [oordeel(y, n, "definitief", norm, methode, richting, **vorm) for y, n in groot]
    woorden, norm = [o["oordeel"] for o in oordelen], breuk(norm)
    wilsons = [wilson(y, n) for y, n in groot]
    return {
        "k": len(groot),
        "te_klein": len(tellingen) - len(groot),
        "voldoet": woorden.count("voldoet"),
        "binnen": woorden.count("binnen bandbreedte"),
        "onder": woorden.count("onder bandbreedte"),
        "onder_ver": sum(o["ver"] for o in oordelen),
        "vals_alarm_norm": float(sum(vals_alarm(n, norm, norm, richting) for _, n in groot)),
        "vals_alarm_grens": float(
            sum(vals_alarm(n, norm, grens(methode, norm, n, richting, **vorm), richting) for _, n in groot)
        ),
        "onder_wilson": sum(boven < norm if richting == HOGER else onder > norm for onder, boven in wilsons),
        "onder_toets": sum(p_waarde(y, n, norm, richting) < KANS for y, n in groot),
    }


def kans_slechter(tellingen, wie, norm, richting: str) -> list[float] | None:
    """P(true share worse than the norm | data) of every (y, n) in `wie`; None when the set shows only chance."""
    gevallen = [spiegel(y, n, 0, richting)[0:1] + (n,) for y, n in tellingen if n > 0]
    mu, m, _ = betabinomiaal(gevallen) if gevallen else (0, None, 1)
    if m is None:
        return None
    doel = float(spiegel(0, 0, breuk(norm), richting)[1])
    goed = [(y if richting == HOGER else n - y, n) for y, n in wie]
    return [beta_onder(doel, mu * m + y, (1 - mu) * m + n - y) for y, n in goed]


def kracht(n: int, norm, slechter_met, richting: str) -> float:
    """Chance that the exact 5 % rule sees an aanbieder that is truly so much worse than the norm."""
    norm = breuk(norm)
    waar = norm - breuk(slechter_met) if richting == HOGER else norm + breuk(slechter_met)
    return float(kans_op([j for j in range(n + 1) if p_waarde(j, n, norm, richting) <= KANS], n, waar))


def zonder_een(tellingen: dict) -> dict[str, float]:
    """N1 of all the others, per aanbieder left out."""
    return {
        weg: float(gepoold([telling for naam, telling in tellingen.items() if naam != weg]))
        for weg in tellingen
        if sum(n for naam, (_, n) in tellingen.items() if naam != weg)
    }


def bootstrap(tellingen: dict, zaad: int, keer: int) -> list[float]:
    """Sorted N1's of `keer` draws of as many aanbieders, with replacement."""
    dobbel, rij_van = random.Random(zaad), [t for t in tellingen.values() if t[1] > 0]
    return sorted(float(gepoold(dobbel.choices(rij_van, k=len(rij_van)))) for _ in range(keer))


def tornado(cijfers: list[dict], jaren, richting: str, norm, methode: str, **vorm) -> dict[str, dict]:
    """Per variant its N1, the shift, and who gets another verdict at the same norm and bandwidth.

    Over the years that have rows of both; verdicts only differ where basis and variant both are large enough for one.
    """
    uit = {}
    for variant in sorted({regel["variant"] for regel in cijfers if regel["jaar"] in jaren} - {"basis"}):
        samen = [
            jaar for jaar in jaren
            if {"basis", variant} <= {regel["variant"] for regel in cijfers if regel["jaar"] == jaar}
        ]  # fmt: skip
        basis, anders = tel(cijfers, samen), tel(cijfers, samen, variant)
        n1, n1_basis = gepoold(anders.values()), gepoold(basis.values())
        stand = {}
        for naam in basis.keys() | anders.keys():
            stand[naam] = [
                oordeel(*kant.get(naam, (0, 0)), "definitief", norm, methode, richting, **vorm)["oordeel"]
                for kant in (basis, anders)
            ]
        beide = {naam: paar for naam, paar in stand.items() if "te klein" not in paar}
        uit[variant] = {
            "norm_variant": n1,
            "verschil": None if n1 is None or n1_basis is None else n1 - n1_basis,
            "status_anders": sum(toen != nu for toen, nu in beide.values()),
            "naar_onder": sum(toen != nu == "onder bandbreedte" for toen, nu in beide.values()),
            "uit_onder": sum(nu != toen == "onder bandbreedte" for toen, nu in beide.values()),
            "meetbaar": len(beide),
            "niet_meetbaar": sum(paar.count("te klein") == 1 for paar in stand.values()),
        }
    return uit
