"""Row tables → what is allocated, delivered, claimed and requested as known on a date, with signals."""

from normwijzer.toestand.model import Toestand
from normwijzer.toestand.reconstructie import reconstrueer
from normwijzer.toestand.selectie import standaard_bekend_op
from normwijzer.toestand.signalering import signaalteksten

__all__ = ["Toestand", "reconstrueer", "signaalteksten", "standaard_bekend_op"]
