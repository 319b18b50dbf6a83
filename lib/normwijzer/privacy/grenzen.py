"""How small is small, and the words for it."""

KLEINSTE_GROEP = 10
"""Fewer people than this are no group to show."""

KLEINSTE_DEEL = 5
"""Fewer people than this inside a group are told in words only; a hidden number keeps as many possible values."""

EDITIES = ("deelbaar", "intern")
TE_KLEIN = f"te klein om te tonen (<{KLEINSTE_GROEP})"
NIET_GETOOND = "niet getoond: zou een kleine groep verraden"
OVERIGE = "overige"
"""Code in column aanbieder of the row that holds several small aanbieders."""
