"""Around every page: names of scroll regions, the foot of a sheet, and figures that a keyboard can scroll."""

import base64
import io
import re

import pytest
from lxml import html
from normwijzer.rapport.figuur import html_figuur, nieuwe_figuur
from normwijzer.rapport.kaal import bladvoet, maak_kale_pagina, noem_gebieden, stijl
from normwijzer.rapport.tabel import Kolom, Tabel, als_html
from normwijzer.rapport.verantwoording import tabel_keuzes, tabel_opties
from PIL import Image
from rapport.hulp_rapport import maak_rapport

TABEL = Tabel("Cijfers & <meer>", (Kolom("Wie", rijkop=True), Kolom("Hoeveel", "aantal")), [("a", 1)])


def _namen(pagina: str) -> list[str]:
    return html.fromstring(pagina).xpath("//div[@role='region']/@aria-label")


def test_een_tweede_tabel_met_dezelfde_naam_noemt_de_kop_erboven():
    tabel = als_html(TABEL)
    pagina = f"<main><h2>Een</h2>{tabel}<h2>Twee &amp; <em>drie</em></h2>{tabel}{tabel}</main>"
    namen = _namen(noem_gebieden(pagina))
    assert namen == [TABEL.bijschrift, f"{TABEL.bijschrift}, Twee & drie", f"{TABEL.bijschrift} (2)"]
    assert [kop.text for kop in html.fromstring(noem_gebieden(pagina)).iter("caption")] == [TABEL.bijschrift] * 3


def test_namen_worden_ook_gevonden_als_de_eigenschappen_anders_staan():
    gebied = '<div aria-label="Naam" class="tabel" role="region" tabindex="0"></div>'
    assert len(set(_namen(noem_gebieden(f"<main>{gebied * 4}</main>")))) == 4


def test_een_naam_die_nummers_al_gebruikt_botst_niet():
    gebieden = "".join(f'<div class="tabel" role="region" aria-label="{naam}"></div>'
                       for naam in ("A", "A (2)", "A", "A"))  # fmt: skip
    assert len(set(_namen(noem_gebieden(f"<main>{gebieden}</main>")))) == 4


def test_pagina_zonder_tabellen_blijft_gelijk():
    pagina = '<main><h2>Kop</h2><section aria-label="Een"></section><section aria-label="Een"></section></main>'
    assert noem_gebieden(pagina) == pagina


@pytest.mark.parametrize("titel", ['Een "titel"', "x\\y</style><b>", "Zorg; } body { display: none", "a\nb 1/2"])
def test_titel_kan_niet_uit_de_stijl_breken(titel):
    regel = bladvoet(titel)
    binnen = re.fullmatch(r'@page \{ @bottom-left \{ content: "(.*)"; \} \}', regel).group(1)
    assert not re.search(r'["\n<>{}]', binnen)
    assert re.sub(r"\\([0-9a-f]+) ", lambda teken: chr(int(teken.group(1), 16)), binnen) == titel


def test_pagina_heeft_spronglink_taal_en_voet():
    pagina = maak_kale_pagina("Een & twee", "<p>x</p>", stijl_erbij=".eigen { color: #000000; }")
    boom = html.fromstring(pagina)
    assert boom.get("lang") == "nl"
    assert boom.xpath("//body/*[1]/@href") == ["#inhoud"]
    assert boom.xpath("//main[@id='inhoud']/@tabindex") == ["-1"]
    assert ".eigen" in boom.find(".//style").text
    assert "Een \\26  twee" in boom.find(".//style").text


def test_op_papier_gaat_alles_open_en_heeft_elk_blad_een_nummer():
    papier = stijl()[stijl().index("@page {") :]
    for regel in (
        "details::details-content { content-visibility: visible",
        "counter(page)",
        "size: A4",
        "break-inside",
    ):
        assert regel in papier


@pytest.mark.parametrize(("breed", "schuift"), [(8.0, True), (4.2, False)])
def test_een_breed_beeld_kan_met_het_toetsenbord_schuiven(breed, schuift):
    figuur, _ = nieuwe_figuur(figsize=(breed, 3.0))
    boom = html.fromstring(f"<main>{html_figuur(figuur, 'Wat er te zien is.', 'Bijschrift', TABEL)}</main>")
    vakken = boom.xpath("//figure/div[@class='beeld' and @tabindex='0' and @aria-label]/img")
    assert bool(vakken) is schuift
    assert boom.xpath("//figure//img/@alt") == ["Wat er te zien is."]
    ruw = boom.xpath("//figure//img/@src")[0].removeprefix("data:image/png;base64,")
    beeld = Image.open(io.BytesIO(base64.b64decode(ruw)))
    assert beeld.size == (breed * 100, 300)
    assert beeld.info == {}


def test_opties_op_de_pagina_zeggen_hetzelfde_als_in_het_werkboek():
    rapport = maak_rapport()
    opties = rapport.opties
    eerste, tweede = list(rapport.definities)[:2]
    rapport.opties.loc[1] = opties.loc[0].to_dict() | {"kpi": tweede}
    rapport.opties.loc[2] = opties.loc[0].to_dict() | {"waarde": "{a,b}", "afwijkend": True}
    lang = {(rij[1], rij[2], rij[3], rij[4]) for rij in tabel_opties(rapport).rijen}
    kort = tabel_keuzes(rapport).rijen
    assert {(rij[0], rij[1].replace(", ", ","), rij[2], rij[3]) for rij in kort} == lang
    assert len(kort) == 2
    assert kort[0][2] == "afwijkend"
    titels = [f"{rapport.definities[kpi].nummer} {rapport.definities[kpi].titel}" for kpi in (eerste, tweede)]
    assert kort[1][4] == ", ".join(titels)
