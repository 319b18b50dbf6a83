"""The state: what it is made of."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Toestand:
    """What is allocated, delivered, claimed and requested, as known on `bekend_op` (K, inclusive).

    Dates are datetime64[s] with NaT for empty, intervals have inclusive ends, amounts are euro cents, codes are text.

    bekend_op, peildatum: knowledge date and valid date; NaT when there were no dated messages.
    toewijzingen: one row per wet, gemeente, toewijzingnummer; fields of the current version, `versies` (count),
        status, verwijderd, bekend_sinds (first Dagtekening), eerste_* (of the first version), terugwerkend,
        afgifte_dagtekening and afgifte_ingangsdatum (of its first row that gave something, kpi-specificatie 5.40),
        identificatie (of the message of the latest row of the current version).
    versies: one row per key and volgnummer (0 = first), in the order of their stamps.
    leveringen: one row per delivery (`levering`); toewijzingnummer empty = taakgericht (and when client is empty
        too, one per message); product_begindatum = Begindatum of the start or stop that categorie and code come from.
    leverperioden: one row per levering and begindatum; einde_effectief empty = open; identificatie_start = message
        of dagtekening_start; identificatie_stop = that of the definitive stop, else of the temporary one.
    heenberichten: one row per 301, 305, 307, 315, 317 and 319, rejected ones too and whatever `retour_negeren` says;
        dagtekening_retour = the earliest one, empty = no retour; afgekeurd = by a retour or a fault message.
    declaraties: one row per 323 that counts; toegekend empty = no answer.
    prestaties: one row per line; bedrag negative for a credit.
    verzoeken: one row per wet, aanbieder, referentie_aanbieder, soort (VOT | VOW); gemeente of the earliest one sent.
    clienten: one row per wet, client.
    signalen: signaal, wet, berichttype, gemeente, aanbieder, bestand | aantal.
    telling: berichttype | gelezen = dubbel + afgekeurd + later_bekend + meegeteld.
    """

    bekend_op: pd.Timestamp
    peildatum: pd.Timestamp
    toewijzingen: pd.DataFrame
    versies: pd.DataFrame
    leveringen: pd.DataFrame
    leverperioden: pd.DataFrame
    declaraties: pd.DataFrame
    prestaties: pd.DataFrame
    heenberichten: pd.DataFrame
    verzoeken: pd.DataFrame
    clienten: pd.DataFrame
    signalen: pd.DataFrame
    telling: pd.DataFrame
