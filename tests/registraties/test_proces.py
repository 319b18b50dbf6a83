"""aanvragen, afwijzingen, betalingen: what people write is read as meant, and anything else is told with place."""

import itertools
import os
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from normwijzer.regio import lees_regio
from normwijzer.registraties import PROCESBESTANDEN, lees_bronnen
from registraties.hulp_proces import AGB, ANDER, GOED, KOPPEN, fout_van, lees, leg, leg_werkmap, maak_regio, met

TABELLEN = list(KOPPEN)
TYPEN = {
    "aanvraag": "str", "gemeente": "str", "wet": "str", "agb": "str", "declaratienummer": "str",
    "datum_ontvangst": "datetime64[s]", "datum_einde_melding": "datetime64[s]", "datum_afwijzing": "datetime64[s]",
    "datum_intrekking": "datetime64[s]", "datum_betaling": "datetime64[s]",
    "opschorting_dagen": "int64", "toewijzingnummer": "int64", "bedrag": "int64",
}  # fmt: skip
SCHILDWACHT = "Roodborstje"
"""Planted in cells: no message may repeat it."""


@pytest.fixture
def paden(tmp_path):
    return maak_regio(tmp_path)


def _waarden(tabel: pd.DataFrame) -> list[list]:
    return [
        [None if pd.isna(cel) else cel.date().isoformat() if isinstance(cel, pd.Timestamp) else cel for cel in rij]
        for rij in tabel.itertuples(index=False)
    ]


def test_de_drie_tabellen_worden_gelezen(paden):
    leg(paden, "aanvragen", GOED["aanvragen"], ["A-2", "9902", "31-12-2024", "", ""])
    leg(paden, "afwijzingen", GOED["afwijzingen"], ["jw", "9902", "0012", ANDER, "", "7-1-2025", ""])
    leg(paden, "betalingen", GOED["betalingen"], ["wmo", "9901", ANDER, "0007", "05-03-2025", "-12,5"])
    proces = lees(paden)
    assert _waarden(proces.aanvragen) == [
        ["A-1", "9901", "2025-01-02", "2025-02-03", 14],
        ["A-2", "9902", "2024-12-31", None, 0],
    ]
    assert _waarden(proces.afwijzingen) == [
        ["jw", "9902", 12, ANDER, None, "2025-01-07", None],
        ["wmo", "9901", 12, AGB, "2025-01-02", "2025-01-06", "2025-01-10"],
    ]
    assert _waarden(proces.betalingen) == [
        ["jw", "9902", AGB, "D0001", "2025-03-04", 123456],
        ["wmo", "9901", ANDER, "0007", "2025-03-05", -1250],
    ]
    for tabel in TABELLEN:
        frame = getattr(proces, tabel)
        assert {naam: str(soort) for naam, soort in frame.dtypes.items()} == {k: TYPEN[k] for k in KOPPEN[tabel]}
        assert isinstance(frame.index, pd.RangeIndex)
    assert proces.opmerkingen == ()


@pytest.mark.parametrize("tabel", TABELLEN)
def test_geen_bestand_is_iets_anders_dan_geen_regels(paden, tabel):
    assert getattr(lees(paden), tabel) is None
    leg(paden, tabel)
    frame = getattr(lees(paden), tabel)
    assert len(frame) == 0
    assert {naam: str(soort) for naam, soort in frame.dtypes.items()} == {k: TYPEN[k] for k in KOPPEN[tabel]}
    leg_werkmap(paden, tabel)
    (paden.registraties("proef") / f"{tabel}.csv").unlink()
    pd.testing.assert_frame_equal(getattr(lees(paden), tabel), frame)


@pytest.mark.parametrize("einde", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("tabel", TABELLEN)
def test_regeleinden_en_byte_order_mark_doen_niet_ter_zake(paden, tabel, einde, codering):
    leg(paden, tabel, GOED[tabel])
    gewoon = getattr(lees(paden), tabel)
    leg(paden, tabel, GOED[tabel], [], [" "] + [""] * (len(KOPPEN[tabel]) - 1), einde=einde, codering=codering)
    pd.testing.assert_frame_equal(getattr(lees(paden), tabel), gewoon)


@pytest.mark.parametrize("tabel", TABELLEN)
def test_de_volgorde_van_kolommen_is_vrij_en_andere_kolommen_worden_genoemd(paden, tabel):
    leg(paden, tabel, GOED[tabel])
    gewoon = getattr(lees(paden), tabel)
    kop = [SCHILDWACHT, *(f" {naam.upper()} " for naam in reversed(KOPPEN[tabel]))]
    leg(paden, tabel, [SCHILDWACHT, *reversed(GOED[tabel])], kop=kop)
    proces = lees(paden)
    pd.testing.assert_frame_equal(getattr(proces, tabel), gewoon)
    (opmerking,) = proces.opmerkingen
    assert opmerking.startswith(f"{tabel}.csv: één kolom is niet gelezen")
    assert SCHILDWACHT not in opmerking


def test_een_puntkomma_en_een_nieuwe_regel_tussen_aanhalingstekens(paden):
    kop = [*KOPPEN["betalingen"], "toelichting"]
    leg(paden, "betalingen", [*met("betalingen", declaratienummer='"D;1""x"'), '"twee\nregels"'],
        [*GOED["betalingen"], ""], kop=kop)  # fmt: skip
    assert lees(paden).betalingen["declaratienummer"].tolist() == ["D0001", 'D;1"x']


def test_een_vergeten_aanhalingsteken_neemt_geen_andere_regels_mee(paden):
    rijen = [met("betalingen", declaratienummer='"D1'), *([GOED["betalingen"]] * 3), met("betalingen", bedrag="veel")]
    tekst = _regels_over(leg(paden, "betalingen", *rijen), paden)
    assert tekst[0].startswith("betalingen.csv, regel 2: heeft een aanhalingsteken dat niet sluit")
    assert tekst[1].startswith("betalingen.csv, regel 6, kolom bedrag: is geen bedrag")
    assert len(tekst) == 2


def _regels_over(pad, paden) -> list[str]:
    """The lines of the message on one file, without head and explanation."""
    return [regel.strip() for regel in fout_van(paden).splitlines() if regel.strip().startswith(pad.name)]


FOUTE_CELLEN = [
    *[(tabel, kolom, cel, "is geen datum") for tabel, kolom in (
        ("aanvragen", "datum_ontvangst"), ("aanvragen", "datum_einde_melding"), ("afwijzingen", "datum_ontvangst"),
        ("afwijzingen", "datum_afwijzing"), ("afwijzingen", "datum_intrekking"), ("betalingen", "datum_betaling"),
    ) for cel in ("2025-02-30", "31-4-2025")],
    *[("betalingen", "datum_betaling", cel, "is geen datum") for cel in (
        "2025-3-4", "4-3-25", "2025/03/04", "20250304", "45720", "9999-12-31", "0205-01-01", "2025-03-04 10:00", "-",
        "3-13-2025", "2025-13-03", "٢٠٢٥-٠٣-٠٤",
    )],
    *[(tabel, "gemeente", cel, "is geen gemeente van deze regio. Toegestaan: 9901, 9902") for tabel in TABELLEN
      for cel in ("0363", "991", "99010", "Zeldermeer")],
    *[(tabel, "wet", cel, "is geen wet. Toegestaan: wmo, jw") for tabel in ("afwijzingen", "betalingen")
      for cel in ("jeugdwet", "Wmo 2015", "1")],
    *[("afwijzingen", "toewijzingnummer", cel, "is geen toewijzingnummer") for cel in
      ("0", "-1", "1234567890", "12,0", "1e3", "x", "٣")],
    *[(tabel, "agb", cel, "is geen AGB-code") for tabel in ("afwijzingen", "betalingen")
      for cel in ("1234567", "123456", "123456789", "4242000x", "42 420001", "12345", "٤٢٤٢٠٠٠١")],
    *[("betalingen", "bedrag", cel, "is geen bedrag") for cel in (
        "1.234", "1,234", "1,234.56", "12,", ",50", "12,-", "12,50-", "0,005", "veel", "1 234,50", "--1", "€", "12%",
        "01.234,50", "1.23,50", "1e3", "1234567890123", "-", "€€1",
    )],
    *[("aanvragen", "opschorting_dagen", cel, "is negatief") for cel in ("-1", "-14", "-014")],
    *[("aanvragen", "opschorting_dagen", cel, "is geen aantal dagen") for cel in
      ("1,5", "veel", "10000", "-0,5", "14 dagen", "2025-01-01")],
    *[(tabel, kolom, cel, "is niet te gebruiken als kenmerk") for tabel, kolom in
      (("aanvragen", "aanvraag"), ("betalingen", "declaratienummer"))
      for cel in ("1,2E+15", "1E+10", "#N/A", "#NAAM?", "#REF!", "x" * 101, '"twee\nregels"', "\x00")],
]  # fmt: skip


@pytest.mark.parametrize(("tabel", "kolom", "cel", "woorden"), FOUTE_CELLEN)
def test_een_foute_cel_wordt_met_plaats_gezegd(paden, tabel, kolom, cel, woorden):
    regels = _regels_over(leg(paden, tabel, GOED[tabel], met(tabel, **{kolom: cel})), paden)
    # Beside this cell only the key can be wrong: the rest is equal to the row before.
    (regel,) = (regel for regel in regels if "twee keer" not in regel)
    assert regel.startswith(f"{tabel}.csv, regel 3, kolom {kolom}: {woorden}")


VERPLICHT = [
    (tabel, kolom)
    for tabel in TABELLEN
    for kolom in KOPPEN[tabel]
    if (tabel, kolom)
    not in {
        ("aanvragen", "datum_einde_melding"), ("aanvragen", "opschorting_dagen"), ("afwijzingen", "datum_ontvangst"),
        ("afwijzingen", "datum_intrekking"),
    }
]  # fmt: skip


@pytest.mark.parametrize(("tabel", "kolom"), VERPLICHT)
@pytest.mark.parametrize("cel", ["", "  ", "\u00a0"])
def test_een_lege_verplichte_cel_wordt_gezegd(paden, tabel, kolom, cel):
    regels = _regels_over(leg(paden, tabel, met(tabel, **{kolom: cel})), paden)
    assert regels == [f"{tabel}.csv, regel 2, kolom {kolom}: is leeg. Toegestaan: een waarde in elke regel."]


def test_een_lege_cel_die_leeg_mag_zijn_is_geen_fout(paden):
    leg(paden, "aanvragen", met("aanvragen", datum_einde_melding=" ", opschorting_dagen=" "))
    leg(paden, "afwijzingen", met("afwijzingen", datum_ontvangst="", datum_intrekking=""))
    proces = lees(paden)
    assert _waarden(proces.aanvragen) == [["A-1", "9901", "2025-01-02", None, 0]]
    assert _waarden(proces.afwijzingen) == [["wmo", "9901", 12, AGB, None, "2025-01-06", None]]


@pytest.mark.parametrize(
    ("tabel", "eerst", "dan"),
    [
        ("aanvragen", "datum_ontvangst", "datum_einde_melding"),
        ("afwijzingen", "datum_ontvangst", "datum_afwijzing"),
        ("afwijzingen", "datum_afwijzing", "datum_intrekking"),
    ],
)
def test_een_einde_voor_het_begin_wordt_gezegd(paden, tabel, eerst, dan):
    gelijk = met(tabel, **dict.fromkeys([kolom for kolom in KOPPEN[tabel] if kolom.startswith("datum")], "2025-01-08"))
    leg(paden, tabel, gelijk)
    assert len(getattr(lees(paden), tabel)) == 1
    een_dag_eerder = [cel if kolom != dan else "2025-01-07" for kolom, cel in zip(KOPPEN[tabel], gelijk, strict=True)]
    regels = _regels_over(leg(paden, tabel, een_dag_eerder), paden)
    assert f"{tabel}.csv, regel 2, kolom {dan}: ligt voor {eerst}. Toegestaan: een datum op of na {eerst}." in regels


def test_een_dubbele_sleutel_wordt_gezegd_ook_tussen_csv_en_excel(paden):
    leg(paden, "aanvragen", GOED["aanvragen"], met("aanvragen", aanvraag="B", gemeente="9902"),
        met("aanvragen", gemeente="9902"))  # fmt: skip
    leg_werkmap(paden, "aanvragen", met("aanvragen", aanvraag=" B "), met("aanvragen", aanvraag="C"))
    leg(paden, "afwijzingen", GOED["afwijzingen"], met("afwijzingen", agb=ANDER, toewijzingnummer="012",
        datum_afwijzing="6-1-2025"), met("afwijzingen", wet="jw"), met("afwijzingen", gemeente="9902"),
        met("afwijzingen", toewijzingnummer="13"), met("afwijzingen", datum_afwijzing="2025-01-07"))  # fmt: skip
    regels = fout_van(paden).splitlines()
    assert regels[0] == "proef/registraties: 3 keer iets dat niet klopt"
    assert regels[1].startswith(
        "  aanvragen.csv, regel 4: staat er twee keer: aanvragen.csv, regel 2 heeft dezelfde aan"
    )
    assert regels[2].startswith(
        "  aanvragen.xlsx, blad 1, regel 2: staat er twee keer: aanvragen.csv, regel 3 heeft dezelfde aanvraag."
    )
    assert regels[3].startswith(
        "  afwijzingen.csv, regel 3: staat er twee keer: afwijzingen.csv, regel 2 heeft dezelfde wet, gemeente, "
        "toewijzingnummer en datum_afwijzing."
    )


def test_gelijke_betalingen_in_een_bestand_zijn_er_twee_en_in_twee_bestanden_een_fout(paden):
    leg(paden, "betalingen", GOED["betalingen"], GOED["betalingen"])
    assert lees(paden).betalingen["bedrag"].tolist() == [123456, 123456]
    leg_werkmap(paden, "betalingen", met("betalingen", bedrag=1234.57))
    assert lees(paden).betalingen["bedrag"].tolist() == [123456, 123456, 123457]
    pad = leg_werkmap(paden, "betalingen", met("betalingen", bedrag=1234.56))
    (regel,) = _regels_over(pad, paden)
    assert regel.startswith(
        "betalingen.xlsx, blad 1, regel 2: staat er twee keer: betalingen.csv, regel 2 heeft precies"
    )


@pytest.mark.parametrize(
    ("cel", "centen"),
    [
        ("0", 0), ("-0,00", 0), ("12", 1200), ("12,5", 1250), ("12.50", 1250), ("1.234,56", 123456),
        ("1.234.567", 123456700), ("1.234.567,8", 123456780), ("+3,10", 310), ("€ 12,50", 1250), ("€ -12,50", -1250),
        ("-€12,50", -1250), ("\u20ac\u00a012,50", 1250), ("0012,05", 1205), ("123456789012,99", 12345678901299),
    ],
)  # fmt: skip
def test_bedragen_worden_eurocenten(paden, cel, centen):
    leg(paden, "betalingen", met("betalingen", bedrag=cel))
    assert lees(paden).betalingen["bedrag"].tolist() == [centen]


def test_excel_geeft_hetzelfde_als_csv(paden):
    leg(paden, "aanvragen", ["12", "9901", "2025-01-02", "2025-02-03", "14"], ["A", "9902", "2025-01-02", "", ""])
    leg(paden, "afwijzingen", GOED["afwijzingen"])
    leg(
        paden,
        "betalingen",
        ["wmo", "9901", ANDER, "7", "2025-03-04", "1234,56"],
        ["jw", "9902", AGB, "7", "2025-03-04", "-2"],
    )
    verwacht = lees(paden)
    for tabel in TABELLEN:
        (paden.registraties("proef") / f"{tabel}.csv").unlink()
    leg_werkmap(paden, "aanvragen", [12, 9901, datetime(2025, 1, 2, 13, 30), date(2025, 2, 3), 14],
                ["A", "9902", "02-01-2025"])  # fmt: skip
    leg_werkmap(paden, "afwijzingen",
                ["WMO", 9901, 12, int(AGB), date(2025, 1, 2), date(2025, 1, 6), date(2025, 1, 10)])  # fmt: skip
    # ANDER begins with a zero, which Excel drops from a number.
    leg_werkmap(paden, "betalingen", ["wmo", 9901.0, int(ANDER), 7, date(2025, 3, 4), 1234.1 + 0.46],
                ["jw", "GM9902", AGB, "7", date(2025, 3, 4), "€ -2,00"])  # fmt: skip
    gelezen = lees(paden)
    for tabel in TABELLEN:
        pd.testing.assert_frame_equal(getattr(gelezen, tabel), getattr(verwacht, tabel))


def test_een_gemeente_met_verloren_nullen_hoort_bij_de_lijst(paden):
    toml = paden.regio("proef") / "regio.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("9901 =", "0034 ="), encoding="utf-8")
    leg_werkmap(paden, "aanvragen", *(met("aanvragen", aanvraag=str(nr), gemeente=cel)
                                      for nr, cel in enumerate([34, "34", "034", "0034", "GM0034"])))  # fmt: skip
    assert lees(paden).aanvragen["gemeente"].tolist() == ["0034"] * 5


@pytest.mark.parametrize(("agb", "woorden"), [(2420003, "voorloopnul weggevallen?"), (42420, "is geen AGB-code.")])
def test_een_agb_zonder_voorloopnul_die_niet_bekend_is_wordt_niet_geraden(paden, agb, woorden):
    pad = leg_werkmap(paden, "betalingen", met("betalingen", agb=agb))
    (regel,) = _regels_over(pad, paden)
    assert regel.startswith("betalingen.xlsx, blad 1, cel C2: is geen AGB-code")
    assert woorden in regel
    assert str(agb) not in regel


FOUTE_WERKMAPCELLEN = [
    ("betalingen", "datum_betaling", 45720, "is geen datum"),
    ("betalingen", "datum_betaling", True, "is geen datum"),
    ("betalingen", "datum_betaling", datetime(2025, 1, 1).time(), "is geen datum"),
    ("betalingen", "bedrag", date(2025, 1, 1), "is geen bedrag"),
    ("betalingen", "bedrag", 0.125, "is geen bedrag"),
    ("betalingen", "bedrag", True, "is geen bedrag"),
    ("betalingen", "bedrag", "=1+1", "is geen bedrag"),
    ("betalingen", "bedrag", 1e20, "is geen bedrag"),
    ("betalingen", "declaratienummer", date(2025, 1, 1), "is niet te gebruiken als kenmerk"),
    ("betalingen", "declaratienummer", 1234567890123456789, "is niet te gebruiken als kenmerk"),
    ("betalingen", "agb", 42420001.5, "is geen AGB-code"),
    ("afwijzingen", "toewijzingnummer", 12.5, "is geen toewijzingnummer"),
    ("aanvragen", "opschorting_dagen", -3, "is negatief"),
    ("aanvragen", "aanvraag", None, "is leeg"),
]


@pytest.mark.parametrize(("tabel", "kolom", "cel", "woorden"), FOUTE_WERKMAPCELLEN)
def test_een_foute_cel_in_excel_wordt_met_plaats_gezegd(paden, tabel, kolom, cel, woorden):
    (regel,) = _regels_over(leg_werkmap(paden, tabel, met(tabel, **{kolom: cel}), blad=SCHILDWACHT), paden)
    letter = "ABCDEFG"[KOPPEN[tabel].index(kolom)]
    assert regel.startswith(f"{tabel}.xlsx, blad 1, cel {letter}2: {woorden}")


@pytest.mark.parametrize("weg", [(tabel, kolom) for tabel in TABELLEN for kolom in KOPPEN[tabel]])
@pytest.mark.parametrize("legger", [leg, leg_werkmap])
def test_een_ontbrekende_kolom_wordt_genoemd(paden, weg, legger):
    tabel, kolom = weg
    kop = [naam for naam in KOPPEN[tabel] if naam != kolom]
    rij = [cel for naam, cel in zip(KOPPEN[tabel], GOED[tabel], strict=True) if naam != kolom]
    pad = legger(paden, tabel, rij, kop=kop)
    if kolom == "opschorting_dagen":
        assert lees(paden).aanvragen["opschorting_dagen"].tolist() == [0]
        return
    (regel,) = _regels_over(pad, paden)
    assert f"heeft geen goede kopregel: kolom {kolom} ontbreekt. Toegestaan: {';'.join(KOPPEN[tabel])}." in regel


def test_een_dubbele_kolom_en_een_bijna_goede_naam_worden_genoemd(paden):
    leg(paden, "betalingen", [*GOED["betalingen"], "1"], kop=[*KOPPEN["betalingen"], "Bedrag"])
    leg(paden, "aanvragen", GOED["aanvragen"], kop=[*KOPPEN["aanvragen"][:-1], "opschortingsdagen"])
    tekst = fout_van(paden)
    assert "betalingen.csv, regel 1: heeft geen goede kopregel: kolom bedrag staat er twee keer." in tekst
    assert (
        "aanvragen.csv, regel 1: heeft een kolom waarvan de naam net afwijkt; bedoelt u 'opschorting_dagen'?" in tekst
    )
    leg(paden, "betalingen", GOED["betalingen"])
    leg(paden, "aanvragen", [*GOED["aanvragen"], "1"], kop=[*KOPPEN["aanvragen"], "opschorting_reden"])
    assert lees(paden).opmerkingen == (
        "aanvragen.csv: één kolom is niet gelezen; de naam staat niet in de lijst van kolommen.",
    )


@pytest.mark.parametrize(
    ("inhoud", "woorden"),
    [
        (b"", "kan niet worden gelezen (het is leeg)"),
        (b"\xef\xbb\xbf", "kan niet worden gelezen (het is leeg)"),
        (b"\n \n;;\n", "kan niet worden gelezen (het is leeg)"),
        ("wet;gemeente\n".encode("utf-16"), "het is UTF-16"),
        ("wet;gemeente;agb\ncaf\xe9\n".encode("latin-1"), "het is geen UTF-8"),
        (",".join(KOPPEN["betalingen"]).encode(), "staan komma's in plaats van puntkomma's"),
        ("\t".join(KOPPEN["betalingen"]).encode(), "staan tabs in plaats van puntkomma's"),
        (b"jw;9902;42420001;D0001;2025-03-04;12\n", "heeft geen goede kopregel: kolommen wet, gemeente, agb,"),
        (b'"jw;9902\n', "aanhalingsteken dat niet sluit"),
    ],
)
def test_een_onleesbaar_csv_bestand_wordt_gezegd(paden, inhoud, woorden):
    pad = paden.registraties("proef") / "betalingen.csv"
    pad.write_bytes(inhoud)
    (regel,) = _regels_over(pad, paden)
    assert woorden in regel


@pytest.mark.parametrize("inhoud", [b"", b"PK\x03\x04 en dan niets", b"\xd0\xcf\x11\xe0 oud", b"wet;gemeente\n"])
def test_een_onleesbare_werkmap_wordt_gezegd(paden, inhoud):
    pad = paden.registraties("proef") / "betalingen.xlsx"
    pad.write_bytes(inhoud)
    (regel,) = _regels_over(pad, paden)
    assert regel.startswith("betalingen.xlsx: kan niet worden gelezen (")


def test_een_map_met_de_naam_van_een_bestand_wordt_gezegd(paden):
    (paden.registraties("proef") / "betalingen.csv").mkdir()
    assert "betalingen.csv: kan niet worden gelezen (is een map)" in fout_van(paden)


def test_bladen_worden_niet_in_stilte_overgeslagen(paden):
    boek = openpyxl.Workbook()
    eerste = boek.active
    eerste.append(["Overzicht van betalingen"])
    eerste.append([])
    eerste.append(KOPPEN["betalingen"])
    eerste.append(GOED["betalingen"])
    tweede = boek.create_sheet("Vervolg")
    tweede.append(KOPPEN["betalingen"])
    tweede.append(met("betalingen", bedrag=5))
    boek.create_sheet("Leeg")
    boek.create_sheet("Toelichting").append(["wat dit is"])
    pad = paden.registraties("proef") / "betalingen.xlsx"
    boek.save(pad)
    assert lees(paden).betalingen["bedrag"].tolist() == [500, 123456]
    boek.create_sheet(SCHILDWACHT).append(GOED["betalingen"])
    tweede.sheet_state = "hidden"
    boek.save(pad)
    regels = _regels_over(pad, paden)
    assert [regel.split(".")[1] for regel in regels] == [
        "xlsx, blad 2: is verborgen en bevat een tabel",
        "xlsx, blad 5: heeft geen kopregel met de namen van de kolommen",
    ]
    assert SCHILDWACHT not in fout_van(paden)


def test_een_werkmap_zonder_tabel_is_fout(paden):
    openpyxl.Workbook().save(paden.registraties("proef") / "betalingen.xlsx")
    assert "betalingen.xlsx: heeft geen goede kopregel. Toegestaan: wet;gemeente;agb" in fout_van(paden)


def test_de_eerste_tien_van_elk_bestand_en_hoeveel_nog(paden):
    leg(paden, "aanvragen", *(met("aanvragen", aanvraag=str(nr), gemeente="0000") for nr in range(1500)))
    leg(paden, "betalingen", *([met("betalingen", bedrag="x", wet="y")] * 5), ["kort"])
    leg_werkmap(paden, "betalingen", *([met("betalingen", bedrag="x")] * 3))
    regels = [regel.strip() for regel in fout_van(paden).splitlines()]
    assert regels[0] == "proef/registraties: 1.514 keer iets dat niet klopt"
    assert [regel.split(":")[0] for regel in regels[1:12]] == [
        *(f"aanvragen.csv, regel {nr}, kolom gemeente" for nr in range(2, 12)),
        "aanvragen.csv",
    ]
    assert regels[11] == "aanvragen.csv: en nog 1.490."
    assert [regel.split(":")[0] for regel in regels[12:22]] == [
        f"betalingen.csv, regel {nr}, kolom {kolom}" for nr in range(2, 7) for kolom in ("wet", "bedrag")
    ]
    assert regels[22] == "betalingen.csv: en nog 1."
    assert [regel.split(":")[0] for regel in regels[23:26]] == [
        f"betalingen.xlsx, blad 1, cel F{nr}" for nr in (2, 3, 4)
    ]
    assert [regel[:30] for regel in regels[26:]] == ["Zo hoort aanvragen eruit te zi", "Zo hoort betalingen eruit te z"]


def test_de_inhoud_van_een_cel_komt_nooit_in_de_melding(paden):
    for tabel in TABELLEN:
        breedte = len(KOPPEN[tabel])
        kop = [*KOPPEN[tabel], SCHILDWACHT]
        rijen = [[*(f"{SCHILDWACHT} {plaats}" for plaats in range(breedte)), SCHILDWACHT]] * 2
        rijen += [[*met(tabel, **{kolom: SCHILDWACHT}), SCHILDWACHT] for kolom in KOPPEN[tabel]]
        rijen += [[SCHILDWACHT], [f'"{SCHILDWACHT}']]
        leg(paden, tabel, *rijen, kop=kop)
        leg_werkmap(paden, tabel, *rijen, [f"={SCHILDWACHT}"] * breedte, kop=kop, blad=SCHILDWACHT)
    tekst = fout_van(paden)
    assert all(naam in tekst for naam in PROCESBESTANDEN)
    assert SCHILDWACHT.lower() not in tekst.lower()
    for tabel in TABELLEN:
        leg(paden, tabel, [SCHILDWACHT], kop=[SCHILDWACHT, f"opschorting_dagen {SCHILDWACHT}"])
        leg_werkmap(paden, tabel, [SCHILDWACHT], kop=[SCHILDWACHT])
    assert SCHILDWACHT.lower() not in fout_van(paden).lower()


def test_een_bestand_met_een_andere_uitgang_wordt_genoemd(paden):
    map_ = paden.registraties("proef")
    leg(paden, "betalingen", GOED["betalingen"]).rename(map_ / f"betalingen.{SCHILDWACHT}.xls")
    proces = lees(paden)
    assert proces.betalingen is None
    assert proces.opmerkingen == (
        "Een bestand dat op betalingen.csv en betalingen.xlsx lijkt is niet gelezen; de naam moet precies zo zijn.",
    )


def test_bronnen_lezen_het_proces_alleen_op_verzoek(paden):
    pad = leg(paden, "betalingen", met("betalingen", bedrag="x"))
    regio = lees_regio(paden, "proef")
    assert lees_bronnen(paden, regio).proces is None
    assert "betalingen.csv" in fout_van(paden)
    leg(paden, "betalingen", GOED["betalingen"])
    bronnen = lees_bronnen(paden, regio, met_proces=True)
    assert len(bronnen.proces.betalingen) == 1
    assert bronnen.proces.aanvragen is None
    assert pad.name in PROCESBESTANDEN


DATUM = st.dates(date(1900, 1, 1), date(2199, 12, 31))
KENMERK = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=("C", "Z")), min_size=1, max_size=12
).filter(lambda tekst: not tekst.startswith(("#", "=")) and "E+" not in tekst.upper())
CODES = {"wet": st.sampled_from(["wmo", "jw"]), "gemeente": st.sampled_from(["9901", "9902"]),
         "agb": st.from_regex(r"[0-9]{8}", fullmatch=True)}  # fmt: skip
VORMEN = {
    "aanvragen": st.tuples(KENMERK, CODES["gemeente"], DATUM, st.none() | DATUM, st.integers(0, 9999)),
    "afwijzingen": st.tuples(CODES["wet"], CODES["gemeente"], st.integers(1, 999_999_999), CODES["agb"],
                             st.none() | DATUM, DATUM, st.none() | DATUM),
    "betalingen": st.tuples(CODES["wet"], CODES["gemeente"], CODES["agb"], KENMERK, DATUM,
                            st.integers(-10**13, 10**13)),
}  # fmt: skip
SLEUTELS = {"aanvragen": (0,), "afwijzingen": (0, 1, 2, 5), "betalingen": (0, 1, 2, 3, 4, 5)}


@st.composite
def _tabel(draw):
    tabel = draw(st.sampled_from(TABELLEN))
    rijen = draw(st.lists(VORMEN[tabel], max_size=6, unique_by=lambda rij: [rij[p] for p in SLEUTELS[tabel]].__str__()))
    volgorde = {"aanvragen": (2, 3), "afwijzingen": (4, 5, 6), "betalingen": (4,)}[tabel]
    goed = []
    for rij in map(list, rijen):
        gevuld = sorted(rij[plaats] for plaats in volgorde if rij[plaats] is not None)
        for plaats in volgorde:
            rij[plaats] = gevuld.pop(0) if rij[plaats] is not None else None
        goed.append(rij)
    keuzes = st.tuples(st.booleans(), st.booleans(), st.sampled_from(["\n", "\r\n"]))
    return tabel, goed, draw(keuzes), draw(st.permutations(range(len(KOPPEN[tabel]))))


def _schrijf_cel(kolom: str, waarde, nl: bool, aanhaling: bool) -> str:
    if waarde is None:
        return ""
    if kolom.startswith("datum"):
        tekst = f"{waarde:%d-%m-%Y}" if nl else waarde.isoformat()
    elif kolom == "bedrag":
        heel = f"{abs(waarde) // 100:,}".replace(",", ".") if nl else str(abs(waarde) // 100)
        tekst = f"{'-' if waarde < 0 else ''}{heel},{abs(waarde) % 100:02d}"
    else:
        tekst = str(waarde)
    return f'"{tekst.replace(chr(34), chr(34) * 2)}"' if aanhaling or set(tekst) & {'"', ";"} else tekst


def _verwacht(tabel: str, rijen: list) -> list:
    def sleutel(rij):
        eerst = [rij[plaats] for plaats in SLEUTELS[tabel]]
        return [*eerst, *(rij[p] or date.max for p in range(len(rij)) if p not in SLEUTELS[tabel])]

    uit = [[cel.isoformat() if isinstance(cel, date) else cel for cel in rij] for rij in rijen]
    return [rij for _, rij in sorted(zip(map(sleutel, rijen), uit, strict=True), key=lambda paar: paar[0])]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_tabel())
def test_wat_geschreven_is_wordt_zo_teruggelezen(tmp_path_factory, geval):
    tabel, rijen, (nl, aanhaling, einde), volgorde = geval
    paden = maak_regio(tmp_path_factory.mktemp("heen"))
    kop = [KOPPEN[tabel][plaats] for plaats in volgorde]
    cellen = [[_schrijf_cel(KOPPEN[tabel][plaats], rij[plaats], nl, aanhaling) for plaats in volgorde] for rij in rijen]
    pad = leg(paden, tabel, *cellen, kop=kop, einde=einde)
    verwacht = _verwacht(tabel, rijen)
    assert _waarden(getattr(lees(paden), tabel)) == verwacht
    pad.unlink()
    werkmapcellen = [
        [rij[plaats] / 100 if KOPPEN[tabel][plaats] == "bedrag" else rij[plaats] for plaats in volgorde]
        for rij in rijen
    ]
    leg_werkmap(paden, tabel, *werkmapcellen, kop=kop)
    assert _waarden(getattr(lees(paden), tabel)) == verwacht


def test_de_volgorde_van_regels_en_bestanden_doet_niet_ter_zake(paden):
    rijen = [met("betalingen", bedrag=str(nr % 3), declaratienummer=f"D{nr % 2}") for nr in range(4)]
    uitkomsten = []
    for volgorde in itertools.permutations(rijen):
        leg(paden, "betalingen", *volgorde[:2])
        leg_werkmap(paden, "betalingen", *volgorde[2:])
        uitkomsten.append(_waarden(lees(paden).betalingen))
    assert all(uitkomst == uitkomsten[0] for uitkomst in uitkomsten)
    assert len(uitkomsten[0]) == 4


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="dit systeem kent geen rechten per bestand")
def test_een_dicht_bestand_wordt_gezegd(paden, monkeypatch):
    pad = leg(paden, "betalingen", GOED["betalingen"])
    if os.geteuid() == 0:

        def dicht(zelf):
            raise PermissionError(13, "denied", str(zelf))

        monkeypatch.setattr(type(pad), "read_bytes", dicht)
    pad.chmod(0)
    (regel,) = _regels_over(pad, paden)
    assert regel.startswith("betalingen.csv: kan niet worden gelezen (geen rechten).")


def test_een_regel_met_het_scheidingsteken_en_lege_regels_tellen_mee_in_de_regelnummers(paden):
    pad = leg(paden, "betalingen", GOED["betalingen"])
    inhoud = pad.read_bytes()
    pad.write_bytes(b"sep=;\n\n" + inhoud)
    assert len(lees(paden).betalingen) == 1
    pad.write_bytes(b"sep=;\n\n" + inhoud + b"x\n")
    (regel,) = _regels_over(pad, paden)
    assert regel.startswith("betalingen.csv, regel 5: heeft een ander aantal velden")
