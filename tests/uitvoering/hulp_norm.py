"""A small region with outcomes of one KPI, and a question, for tests of norm decisions."""

from dataclasses import replace
from datetime import date

import pandas as pd
from normwijzer.regio import Regio
from normwijzer.uitvoering.uitkomsten import KOLOMMEN
from normwijzer.uitvoering.vaststellen import Herkomst, Vraag

K, VANDAAG = date(2025, 4, 30), date(2025, 7, 1)
TELLINGEN = {"99990001": (3, 9), "99990002": (9, 22), "99990003": (14, 41), "99990004": (21, 60), "99990005": (0, 6)}
"""AGB -> teller, noemer; the region has one client who is at two aanbieders."""

HERKOMST = Herkomst(berichten="aa", bronnen="bb", code="cc", vandaag=VANDAAG)
VRAAG = Vraag(
    kpi="uitval", perceel="1", jaar=2024, norm=0.3, bandbreedte="trechter", besluit="Besloten in het overleg.",
    datum=date(2025, 5, 20),
)  # fmt: skip


def maak_regio(**anders) -> Regio:
    aanbieders = pd.DataFrame(
        {"agb": list(TELLINGEN), "naam": [f"Zorgboerderij De {n}" for n in ("Aap", "Beer", "Das", "Egel", "Fret")]}
    ).assign(contractpartij=["Coöperatie Noot", None, None, None, None])
    regio = Regio(
        map="proef", naam="Regio Proef", jaren=(2023, 2024, 2025), families=("wmo", "jeugd_transformatie"),
        gemeenten={"9901": "Proefdorp"}, opties={}, synthetisch=True, producten=pd.DataFrame(), aanbieders=aanbieders,
    )  # fmt: skip
    return replace(regio, **anders)


def maak_uitkomsten(tellingen=TELLINGEN, *, totaal=None, status="definitief", leeg="", **anders) -> pd.DataFrame:
    """Rows of uitval in perceel 1 in 2024: the region (totaal; default the sum less one client) and every aanbieder;
    beside them rows that must not count: a variant, a gemeente, another perceel, all percelen, another year.

    Args:
        leeg: what stands in an empty scope column.
    """
    som = tuple(map(sum, zip(*tellingen.values(), strict=True))) if tellingen else (0, 0)
    teller, noemer = totaal or (som[0], max(som[1] - 1, 0))
    basis = {
        "regio": "proef", "jaar": 2024, "familie": "wmo", "kpi": "uitval", "variant": "basis", "wet": leeg,
        "perceel": "1", "aanbieder": leeg, "gemeente": leeg, "soort": leeg, "eenheid": "fractie", "status": status,
        "bekend_op": pd.Timestamp(K),
    } | anders  # fmt: skip
    rijen = [basis | {"teller": teller, "noemer": noemer}]
    rijen += [basis | {"aanbieder": agb, "teller": y, "noemer": n} for agb, (y, n) in tellingen.items()]
    vals = (
        {"variant": "opvolg_venster_dagen=56"},
        {"gemeente": "9901"},
        {"perceel": "2"},
        {"perceel": leeg},
        {"jaar": 2025},
    )
    rijen += [basis | {"teller": 1, "noemer": 500} | vreemd for vreemd in vals]
    frame = pd.DataFrame(rijen).astype({"teller": "Int64", "noemer": "Int64"})
    frame["waarde"] = frame["teller"].astype("float64") / frame["noemer"].astype("float64").replace(0, float("nan"))
    return frame.reindex(columns=list(KOLOMMEN))
