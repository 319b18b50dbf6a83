"""indicatoren.toml and signalen.toml are complete and say one thing."""

import re

from normwijzer.registraties import laad_indicatoren, signaalwoorden
from normwijzer.registraties.indicatoren import SOORTEN
from normwijzer.registraties.meldingen import signaalteksten

J_EN_K = {
    "verblijfsplekken_per_periode": "J14", "eigen_gemeente": "J16", "netwerkpleegzorg": "J17",
    "samen_met_broers_zussen": "J18", "verklarende_analyse": "J19", "tevredenheid_gemeten": "J20",
    "problematiek_gemeten": "J21", "doelen_gemeten": "J22", "clienttevredenheid": "K2",
    "clienttevredenheid_7_of_hoger": "K2", "zonder_hulp_verder": "K31", "problemen_verminderd": "K33",
    "doelen_gerealiseerd": "K34",
}  # fmt: skip


def test_alle_indicatoren_van_de_opgave_zijn_er():
    assert {naam: indicator.nummer for naam, indicator in laad_indicatoren().items()} == J_EN_K


def test_verschillende_jeugdigen_tellen_niet_op_en_gebeurtenissen_wel():
    niet = {indicator.nummer for indicator in laad_indicatoren().values() if not indicator.optelbaar}
    assert niet == {"J16", "J17", "J18", "J19"}
    for indicator in laad_indicatoren().values():
        assert indicator.halfjaren == ((1, 2) if indicator.optelbaar else (None,))


def test_elke_indicator_heeft_uitleg_en_grenzen():
    for indicator in laad_indicatoren().values():
        assert indicator.soort in SOORTEN
        assert all(len(tekst) > 15 for tekst in (indicator.teller, indicator.noemer, indicator.reden, indicator.naam))
        if indicator.soort == "aandeel":
            assert (indicator.minimum, indicator.maximum) == (0, 1)
    assert (laad_indicatoren()["clienttevredenheid"].minimum, laad_indicatoren()["clienttevredenheid"].maximum) == (
        1,
        10,
    )


def test_elk_signaal_heeft_woorden_zonder_invulplek():
    for signaal, teksten in signaalteksten().items():
        assert set(teksten) == {"wat", "toegestaan", "gevolg"}
        assert signaal.startswith(("opgave_", "bevolking_"))
        assert not re.search(r"[{}]", "".join(teksten.values()))
        assert signaalwoorden()[signaal].endswith(".")
