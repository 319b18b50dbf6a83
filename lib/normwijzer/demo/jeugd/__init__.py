"""Youth care of the demo regions: jeugdigen, their stays and ambulant care, and what does not come from messages."""

from normwijzer.demo.jeugd.bevolking import schrijf_bevolking
from normwijzer.demo.jeugd.leven import maak_jeugdigen
from normwijzer.demo.jeugd.randgevallen import Kalm
from normwijzer.demo.jeugd.registraties import schrijf_opgave

__all__ = ["Kalm", "maak_jeugdigen", "schrijf_bevolking", "schrijf_opgave"]
