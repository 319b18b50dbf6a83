"""reports/index.html: every report that lies there, and every one that failed."""

from collections import namedtuple

from lxml import html
from normwijzer.paden import Paden
from normwijzer.rapport.overzicht import schrijf_overzicht

WMO = "Wmo-begeleiding: doelrealisatie en uitval"
Vak = namedtuple("Vak", "regio jaar familie")


def _leg(paden, regio, jaar, editie="deelbaar"):
    pad = paden.rapport(regio, jaar, "wmo", editie)
    pad.parent.mkdir(parents=True)
    pad.write_text("x")
    pad.with_suffix(".xlsx").write_text("x")


def _regels(pad):
    boom = html.fromstring(pad.read_text(encoding="utf-8"))
    return [[cel.text_content() for cel in regel] for regel in boom.xpath("//tbody/tr")], boom


def test_overzicht_noemt_wat_er_ligt_en_wat_mislukte(tmp_path):
    paden = Paden(tmp_path / "data", tmp_path / "reports")
    _leg(paden, "a", 2024)
    _leg(paden, "a", 2025)
    _leg(paden, "geheim", 2024, "intern")
    gevraagd = [(Vak("a", 2025, "wmo"), "mislukt"), (Vak("b", 2024, "wmo"), "mislukt")]
    schrijf_overzicht(paden, "deelbaar", gevraagd, {"b": "Regio B & co"})
    regels, boom = _regels(paden.reports / "index.html")
    assert regels == [
        ["a", "2024", f"{WMO}, a, 2024 (Excel)", "van een eerdere run"],
        ["a", "2025", f"{WMO}, a, 2025 (Excel)", "mislukt; het vorige rapport staat er nog"],
        ["Regio B & co", "2024", WMO, "mislukt"],
    ]
    assert boom.xpath("//a[@href='a/2024/wmo.html']")
    assert all((paden.reports / doel).is_file() for doel in boom.xpath("//td/a/@href"))


def test_interne_rapporten_hebben_een_eigen_overzicht(tmp_path):
    paden = Paden(tmp_path / "data", tmp_path / "reports")
    _leg(paden, "geheim", 2024, "intern")
    schrijf_overzicht(paden, "intern", [])
    assert "VERTROUWELIJK" in (paden.reports / "intern" / "index.html").read_text(encoding="utf-8")
    assert not (paden.reports / "index.html").exists()
