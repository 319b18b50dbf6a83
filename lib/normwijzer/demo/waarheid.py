"""What really happened and what of it was told, as CSV: enough to compute every KPI without reading a message."""

from collections import Counter
from pathlib import Path

from normwijzer.demo.schrijven import iso
from normwijzer.demo.soorten import Client, Declaratie, Prestatie, Wereld
from normwijzer.demo.tabel import schrijf_csv

MERK = "demo.toml"
FAMILIES = '["wmo", "jeugd_transformatie", "jeugd_kwaliteit", "administratief_proces"]'
KOPPEN = {
    "clienten.csv": "client bsn gemeente geboren overleden_op verhuisd_op gezin",
    "toewijzingen.csv": (
        "client gemeente aanbieder toewijzingnummer categorie code versie toewijzingsdatum toewijzingstijd "
        "ingangsdatum einddatum volume eenheid frequentie budget reden_wijziging verstuurd_op bekend reden_bekend"
    ),
    "leveringen.csv": (
        "client gemeente aanbieder toewijzingnummer categorie code begin tijdelijk_einde einde reden "
        "gemeld_begin start_gemeld gemeld_tijdelijk gemeld_einde gemeld_reden gemeld_laatste_dag "
        "start_bekend tijdelijk_bekend stop_bekend stop_eerst start_verloop stop_verloop"
    ),
}
KOP_PRESTATIES = (
    "client gemeente aanbieder toewijzingnummer categorie code referentie vorige begin einde volume eenheid "
    "debet_credit bedrag status declaratie"
)
KOP_DECLARATIES = (
    "gemeente aanbieder identificatie declaratienummer verstuurd eerste_antwoord antwoord geheel_afgewezen toegekend "
    "betaald betaalwijze"
)


def schrijf_waarheid(map_: Path, clienten: list[Client], declaraties: list[Declaratie]) -> None:
    """Write the truth about one law into map_. Columns as KOPPEN; empty = did not happen, or never known.

    clienten.csv: geboren is empty when every message has an impossible birth date; brothers and sisters share gezin.
    toewijzingen.csv: one row per version; bekend = first Dagtekening of an accepted 301 with it, reden_bekend = 1
    when an accepted one showed its RedenWijziging. leveringen.csv: one row per delivery period, first what happened,
    then (gemeld_…) what counts of the reports after corrections, refusals and losses; rows without begin exist only
    in reports; stop_eerst = first Dagtekening of a definitive stop on the period, corrected later or not. No
    toewijzingnummer = taakgericht. declaraties.csv: every claim with its answers, what was approved (euro cents,
    credits negative) and, where payments are registered, since when it is paid. prestaties.csv: every line of it, with
    what the answers say at the latest Dagtekening; bedrag in euro cents, never negative.
    """
    rijen: dict[str, list[tuple]] = {naam: [] for naam in KOPPEN}
    for client in clienten:
        dagen = (None if client.geboren_onmogelijk else client.geboren, client.overleden, client.verhuisd)
        rij = (client.nummer, client.bsn, client.gemeente.code, *map(_dag, dagen), client.gezin or "")
        rijen["clienten.csv"].append(rij)
        for toewijzing in client.toewijzingen:
            kop = (
                client.nummer, toewijzing.gemeente.code, toewijzing.aanbieder.agb, _leeg(toewijzing.nummer),
                toewijzing.product.categorie, toewijzing.product.code,
            )  # fmt: skip
            if not toewijzing.product.taakgericht:
                rijen["toewijzingen.csv"] += [(*kop, n, *_versie(v)) for n, v in enumerate(toewijzing.versies)]
            rijen["leveringen.csv"] += [(*kop, *_periode(p)) for p in toewijzing.perioden]
    for naam, kop in KOPPEN.items():
        schrijf_csv(map_ / naam, kop.split(), rijen[naam])
    regels = [_prestatie(regel, d.claim.identificatie) for d in declaraties for regel in d.regels]
    schrijf_csv(map_ / "prestaties.csv", KOP_PRESTATIES.split(), regels)
    schrijf_csv(map_ / "declaraties.csv", KOP_DECLARATIES.split(), [_declaratie(d) for d in declaraties])


def schrijf_tellingen(map_: Path, telling: dict[str, Counter], bijzonder: list[tuple], laatste: int) -> None:
    """Write tellingen.csv (files per wet, berichttype and soort; the last row is the latest Dagtekening, K) and
    bijzondere_bestanden.csv, both over all laws.
    """
    rijen = [(wet, *sleutel, aantal) for wet in sorted(telling) for sleutel, aantal in sorted(telling[wet].items())]
    rijen.append(("", "alle", "laatste_dagtekening", iso(laatste)))
    schrijf_csv(map_ / "tellingen.csv", ["wet", "berichttype", "soort", "aantal"], rijen)
    schrijf_csv(map_ / "bijzondere_bestanden.csv", ["bestand", "soort"], bijzonder)


def schrijf_regio(map_: Path, wereld: Wereld, zaad: int) -> None:
    """Write regio.toml, producten.csv, aanbieders.csv and the mark that the demo made this region."""
    gemeenten = "\n".join(f'"{g.code}" = "{g.naam}"' for g in wereld.gemeenten)
    (map_ / "regio.toml").write_text(
        "# Verzonnen regio, gemaakt door `run_all.py demo`. Niets hierin bestaat.\n"
        f'naam = "{wereld.naam}"\njaren = {wereld.jaren}\nfamilies = {FAMILIES}\nsynthetisch = true\n\n'
        f"[gemeenten]\n{gemeenten}\n\n[opties]\n",
        encoding="utf-8",
        newline="\n",
    )
    (map_ / MERK).write_text(f"zaad = {zaad}\nschaal = {wereld.schaal}\n", encoding="utf-8", newline="\n")
    kop = ["wet", "categorie", "code", "perceel", "soort", "omschrijving", "geldig_van", "geldig_tot"]
    rijen = [
        (p.wet, p.categorie, p.code, p.perceel or "", p.soort, p.omschrijving, _dag(p.geldig_van), _dag(p.geldig_tot))
        for p in wereld.producten + wereld.jeugd.producten
        if p.vermeld
    ]
    schrijf_csv(map_ / "producten.csv", kop, rijen)
    rijen = [(a.agb, a.naam, a.contractpartij) for a in wereld.aanbieders + wereld.jeugd.aanbieders]
    schrijf_csv(map_ / "aanbieders.csv", ["agb", "naam", "contractpartij"], rijen)


def _dag(dag: int | None) -> str:
    return "" if dag is None else iso(dag)


def _leeg(waarde) -> object:
    return "" if waarde is None else waarde


def _prestatie(p: Prestatie, declaratie: str) -> tuple:
    t = p.toewijzing
    return (
        t.client.nummer, t.gemeente.code, t.aanbieder.agb, t.nummer, t.product.categorie,
        t.product.code or t.product.declareer_code, p.referentie, p.vorige, iso(p.begin), iso(p.einde), p.volume,
        p.eenheid, "C" if p.credit else "D", p.bedrag, p.status, declaratie,
    )  # fmt: skip


def _declaratie(d: Declaratie) -> tuple:
    return (
        d.claim.gemeente.code, d.claim.aanbieder.agb, d.claim.identificatie, d.nummer, iso(d.claim.dag),
        _dag(d.eerste_antwoord), _dag(d.antwoord), int(d.geheel_afgewezen), _leeg(d.toegekend), _dag(d.betaald),
        d.betaalwijze,
    )  # fmt: skip


def _versie(v) -> tuple:
    return (
        iso(v.datum), v.tijd, iso(v.ingang), _dag(v.eind), _leeg(v.volume), v.eenheid, v.frequentie, _leeg(v.budget),
        v.reden, iso(v.meld_op), _dag(v.bekend), int(v.reden_bekend),
    )  # fmt: skip


def _periode(p) -> tuple:
    return (
        _dag(p.begin), _dag(p.tijdelijk), _dag(p.einde), p.reden, _dag(p.gemeld_begin), int(p.start_gemeld),
        _dag(p.gemeld_tijdelijk), _dag(p.gemeld_einde), p.gemeld_reden, _dag(p.gemeld_laatste),
        _dag(p.start_bekend), _dag(p.tijdelijk_bekend), _dag(p.stop_bekend), _dag(p.stop_eerst),
        p.start_verloop, p.stop_verloop,
    )  # fmt: skip
