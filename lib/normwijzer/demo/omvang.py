"""Omvang of a toewijzing: which unit, how often, how much."""

from random import Random

from normwijzer.demo.soorten import Product


def kies_omvang(product: Product, r: Random) -> tuple[int | None, str, str, int | None]:
    """(volume, eenheid, frequentie, budget); without omvang in producten.toml sometimes only a budget."""
    if not product.omvang:
        budget = r.randint(20, 200) * 5000 if not product.taakgericht and r.random() < 0.6 else None
        return None, "", "", budget
    eenheid, frequentie, laag, hoog, _ = r.choices(product.omvang, [keuze[4] for keuze in product.omvang])[0]
    volume = r.randint(laag, hoog)
    return (max(15, volume // 15 * 15) if eenheid == "01" else volume), eenheid, frequentie, None


def schaal_volume(volume: int | None, factor: float) -> int | None:
    """A new volume that differs clearly from the old one unless factor is 1; never below 1."""
    if volume is None or factor == 1.0:
        return volume
    nieuw = max(1, round(volume * factor))
    return nieuw if nieuw != volume else max(1, volume + (1 if factor > 1 else -1))
