"""What a new region still lacks, with an example made from its own messages."""

import pandas as pd

from normwijzer.berichten import open_tabellen
from normwijzer.fouten import DataFout
from normwijzer.paden import Paden
from normwijzer.regio import SOORTEN
from normwijzer.uitvoering.matrix import families_beschikbaar

_VERPLICHT = ("regio.toml", "producten.csv")
_WETTEN_VAN_FAMILIE = {
    "wmo": {"wmo"},
    "jeugd_transformatie": {"jw"},
    "jeugd_kwaliteit": {"jw"},
    "administratief_proces": {"wmo", "jw"},
}
_PRODUCTTABELLEN = ("toewijzing_regels", "start_regels", "stop_regels", "prestaties")


def ontbrekende_bestanden(paden: Paden, regio: str) -> list[str]:
    """Required setting files that are not in the region's folder."""
    return [naam for naam in _VERPLICHT if not (paden.regio(regio) / naam).is_file()]


def beginvoorbeeld(paden: Paden, regio: str) -> str:
    """What to put in the missing files, filled with the gemeentecodes, years and products found in the messages.

    Empty when nothing is missing. The messages must have been read. Writes nothing.
    """
    ontbreekt = ontbrekende_bestanden(paden, regio)
    tabellen = open_tabellen(paden.werk(regio))
    berichten = tabellen.berichten
    delen = []
    if "regio.toml" in ontbreekt:
        delen.append(
            f"Zet in {paden.regio(regio) / 'regio.toml'} (vul de namen aan):\n\n{_regio_toml(regio, berichten)}"
        )
    if "producten.csv" in ontbreekt:
        delen.append(
            f"Zet in {paden.regio(regio) / 'producten.csv'} welk product in welk perceel (Wmo: 1-6, of leeg) valt en "
            f"welke soort het is (Jeugd: {', '.join(SOORTEN['jw'])}, of leeg):\n\n"
            f"{_producten_csv(tabellen)}"
        )
    return "\n\n".join(delen)


def fout_zonder_instelling(paden: Paden, regio: str) -> DataFout:
    """The error that says which files are missing."""
    ontbreekt = ontbrekende_bestanden(paden, regio)
    werkwoord = "ontbreekt" if len(ontbreekt) == 1 else "ontbreken"
    wat = f"er zijn berichten, maar in {paden.regio(regio)} {werkwoord} {' en '.join(ontbreekt)}"
    return DataFout(f"regio {regio}", wat, "bestanden zoals in het voorbeeld dat hierbij is getoond")


def _regio_toml(regio: str, berichten: pd.DataFrame) -> str:
    codes = sorted(berichten["gemeente"].dropna().unique())
    dagen = berichten["dagtekening"].dropna()
    jaren = sorted(dagen.dt.year.unique()) if len(dagen) else []
    wetten = set(berichten["wet"].dropna())
    families = [familie for familie in families_beschikbaar() if _WETTEN_VAN_FAMILIE.get(familie, set()) & wetten]
    gemeenten = [f'{code} = "naam van gemeente {code}"' for code in codes] or [
        '# 9999 = "naam van de gemeente"  (in de berichten is geen gemeentecode gevonden)'
    ]
    return "\n".join(
        [
            f'naam = "{regio.capitalize()}"',
            f"jaren = [{', '.join(str(jaar) for jaar in jaren)}]",
            f"families = [{', '.join(chr(34) + familie + chr(34) for familie in families)}]",
            "synthetisch = false",
            "",
            "[gemeenten]",
            *gemeenten,
        ]
    )


def _producten_csv(tabellen) -> str:
    gevonden = [
        getattr(tabellen, tabel)[["bericht", "categorie", "code"]].merge(
            tabellen.berichten[["bericht", "wet"]], on="bericht"
        )
        for tabel in _PRODUCTTABELLEN
    ]
    producten = pd.concat(gevonden)[["wet", "categorie", "code"]].dropna(subset=["wet", "categorie"]).fillna("")
    producten = producten.drop_duplicates().sort_values(["wet", "categorie", "code"])
    regels = [f"{rij.wet};{rij.categorie};{rij.code};;;;;" for rij in producten.itertuples()]
    return "\n".join(["wet;categorie;code;perceel;soort;omschrijving;geldig_van;geldig_tot", *regels])
