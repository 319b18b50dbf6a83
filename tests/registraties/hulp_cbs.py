"""Invented downloads in the shapes of CBS 03759ned: the newer zip, and the classic csv with its metadata.

Keys here are on purpose not those of CBS: only the words in the metadata may decide. Numbers are made up.
"""

import io
import zipfile

GESLACHT = {"X9": "Totaal mannen en vrouwen", "X1": "Mannen", "X2": "Vrouwen"}
STAAT = {"S9": "Totaal burgerlijke staat", "S1": "Ongehuwd"}
LEEFTIJD = {
    "A99": "Totaal",
    "A0": "0 jaar",
    "A1": "1 jaar",
    "A17": "17 jaar",
    "K1": "0 tot 5 jaar",
    "A95": "95 jaar of ouder",
}
REGIO = {"NL01  ": "Nederland", "PV24  ": "Flevoland (PV)", "GM0034": "Almere", "GM0303": "Dronten (gemeente)"}
PERIODEN = {"2023JJ00": "2023", "2024JJ00": "2024*", "2024KW01": "2024 1e kwartaal"}


def aantal(regio: str, leeftijd: str, jaar: str) -> int:
    """The invented number of both sexes together; other rows get other numbers."""
    return 1000 * (1 + list(REGIO).index(regio)) + 10 * list(LEEFTIJD).index(leeftijd) + int(jaar[3])


def _combinaties():
    for g in GESLACHT:
        for a in LEEFTIJD:
            for s in STAAT:
                for r in REGIO:
                    for p in PERIODEN:
                        echt = aantal(r, a, p)
                        yield g, a, s, r, p, echt if (g, s) == ("X9", "S9") and "JJ" in p else 7 * echt


VERWACHT = sorted(
    (regio, int(periode[:4]), int(LEEFTIJD[leeftijd].split()[0]), aantal(regio, leeftijd, periode))
    for regio in ("GM0034", "GM0303")
    for leeftijd in ("A0", "A1", "A17")
    for periode in ("2023JJ00", "2024JJ00")
)


def _codes(dimensie: str, codes: dict[str, str]) -> bytes:
    regels = [f"{sleutel};;{dimensie};{nummer};{titel};" for nummer, (sleutel, titel) in enumerate(codes.items(), 1)]
    return "\n".join(["Identifier;DimensionGroupId;DimensionId;Index;Title;Description", *regels, ""]).encode(
        "utf-8-sig"
    )


def nieuwe_bestanden(anders: dict[tuple, str] | None = None) -> dict[str, bytes]:
    """Name -> bytes of the newer download. anders: (regio, leeftijd, periode) -> Value of the row that counts."""
    regels = ["Id;Measure;ValueAttribute;Value;StringValue;Geslacht;Leeftijd;BurgerlijkeStaat;RegioS;Perioden"]
    for nummer, (g, a, s, r, p, n) in enumerate(_combinaties()):
        waarde = str(n)
        soort = "None"
        if anders and (g, s) == ("X9", "S9") and (r, a, p) in anders:
            waarde = anders[(r, a, p)]
            soort = "None" if waarde.strip(".") else "Impossible"
        for maat, getal in (("M1", waarde), ("M2", "99,5")):
            regels.append(f"{nummer};{maat};{soort};{getal};;{g};{a};{s};{r.strip()};{p}")
    maten = (
        "Identifier;MeasureGroupId;Index;Title;Description;DataType;Unit;Decimals;PresentationType\n"
        'M2;;2;Gemiddelde bevolking;"Meer\nregels";Double;aantal;1;\nM1;;1;Bevolking op 1 januari;;Long;aantal;0;\n'
    )
    return {
        "Observations.csv": "\n".join([*regels, ""]).encode("utf-8-sig"),
        "MeasureCodes.csv": maten.encode("utf-8-sig"),
        "Dimensions.csv": b"Identifier;Title\nGeslacht;Geslacht\n",
        "GeslachtCodes.csv": _codes("Geslacht", GESLACHT),
        "LeeftijdCodes.csv": _codes("Leeftijd", LEEFTIJD),
        "BurgerlijkeStaatCodes.csv": _codes("BurgerlijkeStaat", STAAT),
        "RegioSCodes.csv": _codes("RegioS", {code.strip(): titel for code, titel in REGIO.items()}),
        "PeriodenCodes.csv": _codes("Perioden", PERIODEN),
    }


def klassieke_bestanden(*, labels: bool = False, metadata: bool = True) -> dict[str, bytes]:
    """Name -> bytes of the classic download; with labels the cells hold words (a TypedDataSet)."""
    titels = {**GESLACHT, **STAAT, **LEEFTIJD, **REGIO, **PERIODEN} if labels else {}
    regels = ['"ID";"Geslacht";"Leeftijd";"BurgerlijkeStaat";"RegioS";"Perioden";"Bevolk_1";"Gemid_2"']
    if labels:
        regels = ['"Geslacht";"Leeftijd";"Burgerlijke staat";"Regio\'s";"Perioden";"Bevolking op 1 januari (aantal)"']
    for nummer, (g, a, s, r, p, n) in enumerate(_combinaties()):
        sleutels = [titels.get(sleutel, f"{sleutel:<8}") for sleutel in (g, a, s, r, p)]
        cellen = ";".join(f'"{cel}"' for cel in sleutels)
        regels.append(f"{cellen};{n}" if labels else f'{nummer};{cellen};"{n:>8}";"       ."')
    soort = "TypedDataSet" if labels else "UntypedDataSet"
    bestanden = {f"03759ned_{soort}_01012025_120000.csv": "\r\n".join([*regels, ""]).encode("utf-8-sig")}
    if metadata:
        bestanden["03759ned_metadata.csv"] = _metadata().encode("utf-8-sig")
    return bestanden


def _metadata() -> str:
    blokken = [
        '"TableInfos"', '"ID";"Title";"Identifier";"Summary";"Description"',
        '"0";"Bevolking; geslacht, leeftijd";"03759ned";"kort";"Lang', '', 'verhaal; met ""woorden"""', "",
        '"DataProperties"', '"ID";"Position";"ParentID";"Type";"Key";"Title";"Description";"Unit"',
        '"0";"0";"";"Dimension";"Geslacht";"Geslacht";"";""',
        '"5";"";"";"Topic";"Bevolk_1";"Bevolking op 1 januari";"Aantal op 1 januari";"aantal"',
        '"6";"";"";"Topic";"Gemid_2";"Gemiddelde bevolking";"";"aantal"', "",
    ]  # fmt: skip
    for naam, codes in (
        ("Geslacht", GESLACHT), ("Leeftijd", LEEFTIJD), ("BurgerlijkeStaat", STAAT), ("RegioS", REGIO),
        ("Perioden", PERIODEN),
    ):  # fmt: skip
        blokken += [f'"{naam}"', '"Key";"Title";"Description";"CategoryGroupID"']
        blokken += [f'"{sleutel}";"{titel}";"uitleg\r\nin regels";""' for sleutel, titel in codes.items()] + [""]
    return "\r\n".join(blokken)


def leg_map(map_, bestanden: dict[str, bytes]):
    map_.mkdir(parents=True, exist_ok=True)
    for naam, inhoud in bestanden.items():
        (map_ / naam).write_bytes(inhoud)
    return map_


def leg_zip(pad, bestanden: dict[str, bytes], onder: str = ""):
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in bestanden.items():
            archief.writestr(onder + naam, inhoud)
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_bytes(uit.getvalue())
    return pad
