"""Texts of claim lines come out of the store as categories: the same ones, whatever was read when."""

import pytest
from berichten.inlees_hulp import controleer_gelijk, lees, leg, lege_regio
from normwijzer.berichten.tabellen import CATEGORIEEN
from normwijzer.paden import Paden

_NS = "http://www.istandaarden.nl/iwmo/3_2"


@pytest.fixture
def paden(tmp_path, monkeypatch) -> Paden:
    return lege_regio(tmp_path, monkeypatch)


def _declaratie(nummer: int, *regels: tuple[str, str, str, str]) -> bytes:
    """A 323; regels: Bsn, ProductCode, Eenheid, DebetCredit."""
    clienten = "".join(
        f"<Client><Bsn>{bsn}</Bsn><Prestaties><Prestatie><ProductReferentie><i:ReferentieNummer>R{plek}"
        f"</i:ReferentieNummer></ProductReferentie><ToewijzingNummer>7</ToewijzingNummer><ProductCategorie>02"
        f"</ProductCategorie>{code and f'<ProductCode>{code}</ProductCode>'}<ProductPeriode><i:Begindatum>2024-03-01"
        f"</i:Begindatum><i:Einddatum>2024-03-31</i:Einddatum></ProductPeriode><GeleverdVolume>1</GeleverdVolume>"
        f"<Eenheid>{eenheid}</Eenheid><ProductTarief>9</ProductTarief><IngediendBedrag><i:Bedrag>9</i:Bedrag>"
        f"<i:DebetCredit>{soort}</i:DebetCredit></IngediendBedrag></Prestatie></Prestaties></Client>"
        for plek, (bsn, code, eenheid, soort) in enumerate(regels)
    )
    return (
        f'<Bericht xmlns="{_NS}/wmo323/schema" xmlns:i="{_NS}/basisschema/schema"><Header>'
        f"<BerichtCode>481</BerichtCode>"
        f"<Afzender>99990001</Afzender><Ontvanger>9901</Ontvanger><BerichtIdentificatie><i:Identificatie>{nummer}"
        f"</i:Identificatie><i:Dagtekening>2024-04-0{nummer}</i:Dagtekening></BerichtIdentificatie></Header>"
        f"<Declaratie><DeclaratieNummer>{nummer}</DeclaratieNummer></Declaratie><Clienten>{clienten}</Clienten></Bericht>"
    ).encode()


EEN = _declaratie(1, ("999900018", "02A09", "04", "D"), ("999900006", "", "01", "D"))
ANDER = _declaratie(2, ("999900031", "02A01", "04", "C"), ("999900018", "02A09", "14", "D"))


def test_categorieen_zijn_de_teksten_die_voorkomen_op_volgorde(paden):
    leg(paden, {"een.xml": EEN})
    lees(paden)
    leg(paden, {"ander.xml": ANDER})
    regels = lees(paden)[1].prestaties
    assert {kolom for kolom in regels if regels[kolom].dtype == "category"} == set(CATEGORIEEN["prestaties"])
    for kolom in CATEGORIEEN["prestaties"]:
        assert list(regels[kolom].cat.categories) == sorted(set(regels[kolom].dropna()))
    assert regels["code"].astype(object).where(regels["code"].notna(), None).tolist() == [
        "02A09", None, "02A01", "02A09"]  # fmt: skip
    assert regels["eenheid"].tolist() == ["04", "01", "04", "14"]
    assert regels["debet_credit"].tolist() == ["D", "D", "C", "D"]
    assert regels["client"].nunique() == 3
    assert regels["client"][0] == regels["client"][3]


def test_categorieen_hangen_niet_af_van_wat_eerder_gelezen_werd(paden, tmp_path, monkeypatch):
    leg(paden, {"b.xml": ANDER})
    lees(paden)
    leg(paden, {"a.xml": EEN})
    _, later = lees(paden)
    ineens = lege_regio(tmp_path / "ineens", monkeypatch)
    leg(ineens, {"a.xml": EEN, "b.xml": ANDER})
    controleer_gelijk(lees(ineens)[1], later)
    (paden.berichten("r") / "b.xml").unlink()
    _, over = lees(paden)
    alleen = lege_regio(tmp_path / "alleen", monkeypatch)
    leg(alleen, {"a.xml": EEN})
    controleer_gelijk(lees(alleen)[1], over)
    assert list(over.prestaties["code"].cat.categories) == ["02A09"]
