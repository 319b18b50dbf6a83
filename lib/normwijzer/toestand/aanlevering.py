"""Is a delivered start or stop still valid? Counting StatusAanlevering per day (reconstructie 5a)."""

from dataclasses import dataclass

import numpy as np

from normwijzer.toestand.vector import groepnummers, laagste_waarde


@dataclass(frozen=True)
class Stand:
    """Outcome of the count.

    actief: per key 0..n-1, whether it is delivered and not deleted.
    actief_sinds: per key, day on which what is now active was delivered; meaningless where not active.
    te_veel, te_weinig: rows (of the input) to book `aanlevering_dubbel` and `verwijdering_zonder_aanlevering` on.
    """

    actief: np.ndarray
    actief_sinds: np.ndarray
    te_veel: np.ndarray
    te_weinig: np.ndarray


def tel_aanleveringen(
    sleutel: np.ndarray, ruime_sleutel: np.ndarray, dag: np.ndarray, status: np.ndarray, ruim: np.ndarray
) -> Stand:
    """Stand per key after all days.

    Per day: stand + deliveries (1) - deletions (3), kept between 0 and 1; a 2 sets it to 1; 9 and unknown do nothing.
    Order within a day means nothing. A deletion that is `ruim` (release 3.0 and 3.1, where RedenBeeindiging was not
    in the key) takes its own key first and what it cannot find there from the other keys with the same
    `ruime_sleutel`: earlier deliveries before those of the same day.

    Args:
        sleutel: key per row, dense from 0.
        ruime_sleutel: wider key per row; equal for rows with equal `sleutel`.
        dag: day number of the Dagtekening.
        status: StatusAanlevering as a number; 0 = missing or unknown.
        ruim: whether a deletion of this row may look in the wider key.
    """
    aantal = int(sleutel.max(initial=-1)) + 1
    post = groepnummers([sleutel, dag])  # one entry per key and day
    _, rij = np.unique(post, return_index=True)
    tel = _Telling(
        sleutel=sleutel[rij],
        groep=ruime_sleutel[rij],
        dag=dag[rij],
        een=np.bincount(post[status == 1], minlength=len(rij)),
        twee=np.bincount(post[status == 2], minlength=len(rij)) > 0,
        drie=np.bincount(post[(status == 3) & ~ruim], minlength=len(rij)),
        drie_ruim=np.bincount(post[(status == 3) & ruim], minlength=len(rij)),
    )
    groep_van_sleutel = np.zeros(aantal, dtype=np.int64)
    groep_van_sleutel[sleutel] = ruime_sleutel
    stand, sinds, te_veel, te_weinig = tel.loop_dagen_af(groep_van_sleutel)
    eerste_rij = laagste_waarde(post, np.arange(len(sleutel)), aantal=len(rij), leeg=-1)
    return Stand(stand == 1, sinds, eerste_rij[te_veel], eerste_rij[te_weinig])


@dataclass(frozen=True)
class _Telling:
    """Entries: counts per key and day."""

    sleutel: np.ndarray
    groep: np.ndarray
    dag: np.ndarray
    een: np.ndarray
    twee: np.ndarray
    drie: np.ndarray
    drie_ruim: np.ndarray

    def loop_dagen_af(self, groep_van_sleutel: np.ndarray) -> tuple[np.ndarray, ...]:
        """One step per nth day of every wider key at once: as many steps as the busiest key has days."""
        aantal = len(groep_van_sleutel)
        stand, sinds = np.zeros(aantal, dtype=np.int64), np.zeros(aantal, dtype=np.int64)
        te_veel, te_weinig = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        per_groep = np.argsort(groep_van_sleutel, kind="stable")
        for posten in self._per_dagrang():
            sleutel = self.sleutel[posten]
            vorige = stand[sleutel]
            stand[sleutel] = vorige + self.een[posten] - self.drie[posten] - self.drie_ruim[posten]
            tekort = np.clip(-stand[sleutel], 0, self.drie_ruim[posten])
            stand[sleutel] += tekort
            geraakt, over = self._haal_elders(posten, tekort, stand, vorige, groep_van_sleutel, per_groep)
            te_weinig += [posten[stand[sleutel] < 0], over]
            te_veel.append(posten[stand[sleutel] > 1])
            stand[geraakt] = np.clip(stand[geraakt], 0, 1)
            stand[sleutel] = np.where(self.twee[posten], 1, np.clip(stand[sleutel], 0, 1))
            vervangen = (self.drie[posten] + self.drie_ruim[posten] > 0) & (self.een[posten] > 0)
            nieuw = (stand[sleutel] == 1) & ((vorige == 0) | vervangen | self.twee[posten])
            sinds[sleutel[nieuw]] = self.dag[posten[nieuw]]
        return stand, sinds, np.concatenate(te_veel), np.concatenate(te_weinig)

    def _per_dagrang(self) -> list[np.ndarray]:
        """Entries per rank of their day within the wider key."""
        dag_van_groep = groepnummers([self.groep, self.dag])
        _, eerste = np.unique(dag_van_groep, return_index=True)
        groep = self.groep[eerste]  # sorted by group, then day
        begin = np.searchsorted(groep, groep)
        rang = (np.arange(len(groep)) - begin)[dag_van_groep]
        volgorde = np.argsort(rang, kind="stable")
        grenzen = np.cumsum(np.bincount(rang)) if len(rang) else np.zeros(0, dtype=np.int64)
        return np.split(volgorde, grenzen[:-1]) if len(rang) else []

    def _haal_elders(
        self,
        posten: np.ndarray,
        tekort: np.ndarray,
        stand: np.ndarray,
        vorige: np.ndarray,
        groep_van_sleutel: np.ndarray,
        per_groep: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Take unmatched wide deletions from sister keys; returns the keys looked at and entries that found nothing."""
        mist = tekort > 0
        if not mist.any():
            leeg = np.zeros(0, dtype=np.int64)
            return leeg, leeg
        groepen, nummer = np.unique(self.groep[posten[mist]], return_inverse=True)
        te_halen = np.bincount(nummer, weights=tekort[mist]).astype(np.int64)
        zusters, bij_groep = _sleutels_van(groepen, groep_van_sleutel, per_groep)
        stond_er = stand[zusters].copy()
        positie = np.searchsorted(zusters, self.sleutel[posten], sorter=np.argsort(zusters))
        positie = np.argsort(zusters)[np.minimum(positie, len(zusters) - 1)]
        is_zuster = zusters[positie] == self.sleutel[posten]
        stond_er[positie[is_zuster]] = vorige[is_zuster]

        beschikbaar = np.maximum(stand[zusters], 0)
        volgorde = np.lexsort((zusters, -stond_er, bij_groep))
        vooraf = _som_vooraf(beschikbaar[volgorde], bij_groep[volgorde])
        weg = np.clip(te_halen[bij_groep[volgorde]] - vooraf, 0, beschikbaar[volgorde])
        stand[zusters[volgorde]] -= weg
        gehaald = np.bincount(bij_groep[volgorde], weights=weg, minlength=len(groepen)).astype(np.int64)
        tekort_over = gehaald < te_halen
        eerste_post = laagste_waarde(nummer, posten[mist], aantal=len(groepen), leeg=-1)
        return zusters, eerste_post[tekort_over]


def _sleutels_van(
    groepen: np.ndarray, groep_van_sleutel: np.ndarray, per_groep: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """All keys of these (sorted) groups, and for each the number of its group within `groepen`."""
    gesorteerd = groep_van_sleutel[per_groep]
    begin = np.searchsorted(gesorteerd, groepen, side="left")
    aantal = np.searchsorted(gesorteerd, groepen, side="right") - begin
    bij_groep = np.repeat(np.arange(len(groepen)), aantal)
    verschuiving = np.arange(aantal.sum()) - np.repeat(np.cumsum(aantal) - aantal, aantal)
    return per_groep[np.repeat(begin, aantal) + verschuiving], bij_groep


def _som_vooraf(waarden: np.ndarray, groep: np.ndarray) -> np.ndarray:
    """Sum of the earlier values in the same group; `groep` is sorted and dense."""
    lopend = np.cumsum(waarden) - waarden
    begin = np.searchsorted(groep, groep)
    return lopend - lopend[begin]
