"""aanbiederopgave.csv and .xlsx: what is impossible is told with its place and left out; the rest counts."""

import pytest
from registraties.hulp_opgave import AANBIEDERS, AGB, ANDER, KOP, lees, leg_csv, leg_xlsx, maak_regio, telling

GOED = f"{ANDER};2025;;netwerkpleegzorg;6;10;;"


def test_goede_regels_uit_csv_en_excel_tellen_samen(tmp_path):
    paden = maak_regio(tmp_path)
    leg_csv(paden, f"{AGB};2025;1;tevredenheid_gemeten;8;10;0,8;netjes geteld", f"{AGB};2025;;eigen_gemeente;;;0.75;")
    leg_xlsx(
        paden.registraties("proef") / "aanbiederopgave.xlsx",
        [
            KOP.split(";"),
            [int(AGB), 2025, 2, "tevredenheid_gemeten", 9, "12", 0.75, None],
            [ANDER, "2025", None, "clienttevredenheid", None, 20, "7,5", None],
        ],
    )
    bronnen = lees(paden)
    assert not len(bronnen.signalen)
    assert not bronnen.meldingen
    rijen = bronnen.opgave.astype("object").where(bronnen.opgave.notna(), None)
    assert [tuple(rij) for rij in rijen.itertuples(index=False)] == [
        (ANDER, 2025, None, "clienttevredenheid", 150.0, 20.0, 7.5, ""),
        (AGB, 2025, None, "eigen_gemeente", None, None, 0.75, ""),
        (AGB, 2025, 1, "tevredenheid_gemeten", 8.0, 10.0, 0.8, "netjes geteld"),
        (AGB, 2025, 2, "tevredenheid_gemeten", 9.0, 12.0, 0.75, ""),
    ]
    assert {kolom: str(soort) for kolom, soort in bronnen.opgave.dtypes.items()} == {
        "agb": "str", "jaar": "int64", "halfjaar": "Int64", "indicator": "str", "teller": "float64",
        "noemer": "float64", "waarde": "float64", "opmerking": "str",
    }  # fmt: skip


FOUTEN = [
    ("99999999;2025;;netwerkpleegzorg;6;10;;", "opgave_onbekende_aanbieder", "kolom agb"),
    ("2420002;2025;;netwerkpleegzorg;6;10;;", "opgave_agb", "voorloopnul"),
    (f"{AGB};25;;netwerkpleegzorg;6;10;;", "opgave_jaar", "kolom jaar"),
    (f"{AGB};2025;3;tevredenheid_gemeten;6;10;;", "opgave_halfjaar", "kolom halfjaar"),
    (f"{AGB};2025;eerste;tevredenheid_gemeten;6;10;;", "opgave_halfjaar", "1, 2, of leeg"),
    (f"{AGB};2025;;netwerkpleegzog;6;10;;", "opgave_onbekende_indicator", "bedoelt u 'netwerkpleegzorg'?"),
    (f"{AGB};2025;;J17;6;10;;", "opgave_onbekende_indicator", "bedoelt u 'netwerkpleegzorg'?"),
    (f"{AGB};2025;;uitval;6;10;;", "opgave_onbekende_indicator", "verklarende_analyse"),
    (f"{AGB};2025;;netwerkpleegzorg;zes;10;;", "opgave_geen_getal", "kolom teller"),
    (f"{AGB};2025;;netwerkpleegzorg;6;1.000;;", "opgave_geen_getal", "kolom noemer"),
    (f"{AGB};2025;;netwerkpleegzorg;-6;10;;", "opgave_negatief", "kolom teller"),
    (f"{AGB};2025;;netwerkpleegzorg;6,5;10;;", "opgave_geen_heel_getal", "kolom teller"),
    (f"{AGB};2025;;netwerkpleegzorg;6;999900006;;", "opgave_te_groot", "kolom noemer"),
    (f"{AGB};2025;;netwerkpleegzorg;11;10;;", "opgave_teller_boven_noemer", "kolom teller"),
    (f"{AGB};2025;;netwerkpleegzorg;6;10;60;", "opgave_procent", "0,82 voor 82 procent"),
    (f"{AGB};2025;;netwerkpleegzorg;6;10;0,7;", "opgave_waarde_wijkt_af", "kolom waarde"),
    (f"{AGB};2025;;netwerkpleegzorg;0;0;0,5;", "opgave_waarde_wijkt_af", "kolom waarde"),
    (f"{AGB};2025;;netwerkpleegzorg;6;;;", "opgave_onvolledig", "teller en noemer allebei"),
    (f"{AGB};2025;;netwerkpleegzorg;;10;0,6;", "opgave_onvolledig", "teller en noemer allebei"),
    (f"{AGB};2025;;clienttevredenheid;;;11;", "opgave_buiten_bereik", "van 1 tot en met 10"),
    (f"{AGB};2025;;clienttevredenheid;8;10;;", "opgave_buiten_bereik", "van 1 tot en met 10"),
    (f"{AGB};2025;;clienttevredenheid;75;10;8,5;", "opgave_waarde_wijkt_af", "kolom waarde"),
    (f"{AGB};2025;;verblijfsplekken_per_periode;9;10;;", "opgave_buiten_bereik", "van 1 of meer"),
    (f"{AGB};2025;;verblijfsplekken_per_periode;3;0;;", "opgave_buiten_bereik", "van 1 of meer"),
    (f"{AGB};2025;1;netwerkpleegzorg;6;10;;", "opgave_halfjaar_niet_optelbaar", "dubbel tellen"),
    (f"{AGB};2025;;netwerkpleegzorg;6;10", "opgave_regel_onleesbaar", "regel 2"),
]


@pytest.mark.parametrize(
    ("regel", "signaal", "woorden"), FOUTEN, ids=[f"{naam}_{nummer}" for nummer, (_, naam, _) in enumerate(FOUTEN)]
)
def test_een_onmogelijke_regel_valt_af_en_de_rest_blijft(tmp_path, regel, signaal, woorden):
    paden = maak_regio(tmp_path)
    leg_csv(paden, regel, GOED)
    bronnen = lees(paden)
    assert list(bronnen.opgave["agb"]) == [ANDER]
    assert telling(bronnen) == {signaal: 1}
    melding = str(bronnen.meldingen[0])
    assert melding.startswith("aanbiederopgave.csv, regel 2")
    assert woorden in melding
    for ingetypt in ("zes", "eerste", "999900006", "netwerkpleegzog"):
        assert ingetypt not in melding


def test_plaats_in_excel_is_blad_en_cel(tmp_path):
    paden = maak_regio(tmp_path)
    leg_xlsx(
        paden.registraties("proef") / "aanbiederopgave.xlsx",
        [["Opgave van verblijf"], [], ["indicator", "agb", "vraag", "jaar", "teller", "noemer", "waarde"],
         ["netwerkpleegzorg", AGB, "wat?", 2025, "veel", 10, None], ["netwerkpleegzorg", ANDER, "", 2025, 6, 10, 0.6]],
        blad="Mijn blad",
    )  # fmt: skip
    bronnen = lees(paden)
    assert [melding.waar for melding in bronnen.meldingen] == ["aanbiederopgave.xlsx, blad 1, cel E4"]
    assert list(bronnen.opgave["agb"]) == [ANDER]
    assert bronnen.signalen.iloc[0][["signaal", "wet", "aanbieder", "bestand", "aantal"]].tolist() == [
        "opgave_geen_getal", "jw", AGB, "aanbiederopgave.xlsx", 1,
    ]  # fmt: skip


def test_formule_zonder_uitkomst_wordt_verteld(tmp_path):
    paden = maak_regio(tmp_path)
    leg_xlsx(
        paden.registraties("proef") / "aanbiederopgave.xlsx",
        [KOP.split(";"), [AGB, 2025, None, "netwerkpleegzorg", "=3+3", 10, None, None]],
    )
    bronnen = lees(paden)
    assert telling(bronnen) == {"opgave_formule_zonder_waarde": 1}
    assert "cel E2" in str(bronnen.meldingen[0])


def test_dubbel_met_gelijke_getallen_telt_een_keer(tmp_path):
    paden = maak_regio(tmp_path)
    leg_csv(paden, f"{AGB};2025;;netwerkpleegzorg;6;10;;", GOED, f"{AGB};2025;;netwerkpleegzorg;6;10;0,6;nog eens")
    bronnen = lees(paden)
    assert len(bronnen.opgave) == 2
    assert telling(bronnen) == {"opgave_dubbel": 1}
    assert "ook in aanbiederopgave.csv, regel 2" in str(bronnen.meldingen[0])


def test_dubbel_met_andere_getallen_telt_niet_en_noemt_beide_plaatsen(tmp_path):
    paden = maak_regio(tmp_path)
    leg_csv(paden, f"{AGB};2025;;netwerkpleegzorg;6;10;;", GOED)
    leg_xlsx(
        paden.registraties("proef") / "aanbiederopgave.xlsx",
        [KOP.split(";"), [AGB, 2025, None, "netwerkpleegzorg", 7, 10]],
    )
    bronnen = lees(paden)
    assert list(bronnen.opgave["agb"]) == [ANDER]
    assert telling(bronnen) == {"opgave_tegenstrijdig": 2}
    zinnen = [str(melding) for melding in bronnen.meldingen]
    assert "aanbiederopgave.csv, regel 2" in zinnen[0]
    assert "ook in aanbiederopgave.xlsx, blad Opgave, regel 2" in zinnen[0]
    assert "ook in aanbiederopgave.csv, regel 2" in zinnen[1]


def test_het_hele_jaar_gaat_voor_de_halfjaren(tmp_path):
    paden = maak_regio(tmp_path)
    leg_csv(
        paden,
        *(f"{AGB};2025;{half};tevredenheid_gemeten;{teller};20;;" for half, teller in (("1", 8), ("", 17), ("2", 9))),
    )
    bronnen = lees(paden)
    assert bronnen.opgave["teller"].tolist() == [17.0]
    assert telling(bronnen) == {"opgave_jaar_naast_halfjaar": 2}


def test_opmerking_met_een_nummer_wordt_niet_meegenomen(tmp_path):
    paden = maak_regio(tmp_path)
    leg_csv(
        paden,
        f"{AGB};2025;;netwerkpleegzorg;6;10;;vraag over 999900006",
        f"{ANDER};2025;;netwerkpleegzorg;6;10;;in overleg",
    )
    bronnen = lees(paden)
    assert bronnen.opgave["opmerking"].tolist() == ["in overleg", ""]
    assert telling(bronnen) == {"opgave_opmerking_met_nummer": 1}
    assert "999900006" not in str(bronnen.meldingen[0])


@pytest.mark.parametrize(
    ("inhoud", "signaal"),
    [
        (b"", "opgave_bestand_onleesbaar"),
        (KOP.encode() + b'\n"' + AGB.encode() + b";2025", "opgave_aanhalingsteken"),
        ((KOP + f"\n{AGB};2025;;netwerkpleegzorg;6;10;;één\n").encode("latin-1"), "opgave_bestand_onleesbaar"),
        (b"agb,jaar,indicator\n", "opgave_kopregel"),
        (KOP.replace("noemer", "teller").encode(), "opgave_kopregel"),
        (f"{KOP};naam jeugdige\n{AGB};2025;;netwerkpleegzorg;6;10;;;X\n".encode(), "opgave_kolom_onbekend"),
    ],
)
def test_een_onleesbaar_bestand_is_een_signaal_en_geen_fout(tmp_path, inhoud, signaal):
    paden = maak_regio(tmp_path)
    (paden.registraties("proef") / "aanbiederopgave.csv").write_bytes(inhoud)
    bronnen = lees(paden)
    assert telling(bronnen) == {signaal: 1}
    assert len(bronnen.opgave) == (signaal == "opgave_kolom_onbekend")
    assert bronnen.heeft_opgave


@pytest.mark.parametrize("inhoud", [b"PK\x03\x04kapot", b"geen excel", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_een_kapotte_werkmap_is_een_signaal_en_de_csv_telt_gewoon(tmp_path, inhoud):
    paden = maak_regio(tmp_path)
    leg_csv(paden, GOED)
    (paden.registraties("proef") / "aanbiederopgave.xlsx").write_bytes(inhoud)
    bronnen = lees(paden)
    assert telling(bronnen) == {"opgave_bestand_onleesbaar": 1}
    assert len(bronnen.opgave) == 1


def test_elk_afgebroken_stuk_van_een_werkmap_is_een_signaal(tmp_path):
    paden = maak_regio(tmp_path)
    pad = leg_xlsx(
        paden.registraties("proef") / "aanbiederopgave.xlsx",
        [KOP.split(";"), [AGB, 2025, None, "netwerkpleegzorg", 7, 10]],
    )
    heel = pad.read_bytes()
    for lengte in range(0, len(heel), max(1, len(heel) // 12)):
        pad.write_bytes(heel[:lengte])
        assert telling(lees(paden)) == {"opgave_bestand_onleesbaar": 1}
    for plaats in range(40, len(heel), max(1, len(heel) // 30)):
        pad.write_bytes(heel[:plaats] + bytes([heel[plaats] ^ 0xFF]) + heel[plaats + 1 :])
        lees(paden)  # whatever it gives, no error


def test_zonder_bestanden_is_alles_leeg(tmp_path):
    bronnen = lees(maak_regio(tmp_path))
    assert not bronnen.heeft_opgave
    assert not bronnen.heeft_bevolking
    assert bronnen.bevolking_bron == ""
    assert [len(tabel) for tabel in (bronnen.opgave, bronnen.bevolking, bronnen.signalen)] == [0, 0, 0]


def test_zonder_aanbieders_csv_telt_elke_agb_van_acht_cijfers(tmp_path):
    paden = maak_regio(tmp_path, aanbieders=None)
    leg_csv(paden, "12345678;2025;;netwerkpleegzorg;6;10;;", "1234;2025;;netwerkpleegzorg;6;10;;")
    bronnen = lees(paden)
    assert bronnen.opgave["agb"].tolist() == ["12345678"]
    assert telling(bronnen) == {"opgave_agb": 1}


def test_volgorde_van_de_regels_maakt_niet_uit(tmp_path):
    regels = [
        GOED,
        f"{AGB};2025;1;tevredenheid_gemeten;8;10;;",
        f"{AGB};2025;;netwerkpleegzorg;6;10;;",
        f"{AGB};2025;;netwerkpleegzorg;7;10;;",
    ]
    uitkomsten = []
    for nummer, volgorde in enumerate((regels, regels[::-1], regels[2:] + regels[:2])):
        paden = maak_regio(tmp_path / str(nummer))
        leg_csv(paden, *volgorde)
        bronnen = lees(paden)
        uitkomsten.append((bronnen.opgave.to_csv(), bronnen.signalen.to_csv()))
    assert len(set(uitkomsten)) == 1


def test_lege_aanbieders_csv_maakt_iedereen_onbekend(tmp_path):
    paden = maak_regio(tmp_path, aanbieders=AANBIEDERS.splitlines()[0] + "\n")
    leg_csv(paden, GOED)
    assert telling(lees(paden)) == {"opgave_onbekende_aanbieder": 1}
