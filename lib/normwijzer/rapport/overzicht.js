"use strict";
(() => {
  const form = document.getElementById("zoek");
  if (!form) return;
  const vouwen = [...document.querySelectorAll("details")];
  const kort = (vouw) => vouw.classList.contains("verschoven") && vouw.querySelectorAll("tbody tr").length <= 10;
  const tel = document.getElementById("zoek-aantal");
  const kaal = (tekst) => tekst.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/\s+/g, " ").toLowerCase();
  const kaarten = [...document.querySelectorAll(".rapport")].map((vak) => ({
    vak,
    cel: vak.closest("td"),
    velden: vak.dataset,
    regels: [...vak.querySelectorAll("li[data-oordeel]")],
    tekst: kaal([vak.dataset.jaar, vak.closest("section").querySelector("h2").textContent,
      vak.closest("tr").querySelector("th").textContent, vak.textContent].join(" ")),
  }));
  const past = (gevraagd, waarde) => !gevraagd || waarde.split("|").includes(gevraagd);

  const toonRegels = (kaart, oordeel) => {
    for (const regel of kaart.regels) regel.hidden = !past(oordeel, regel.dataset.oordeel);
    for (const kpi of kaart.vak.querySelectorAll(".kpi")) {
      kpi.hidden = !kpi.querySelector("li:not([hidden])");
    }
    const kern = kaart.vak.querySelector("details.kern");
    if (kern && oordeel) { kern.open = true; kern.dataset.vanzelf = ""; }
    else if (kern && "vanzelf" in kern.dataset) { kern.open = false; delete kern.dataset.vanzelf; }
  };

  const toonTabel = (tabel, gefilterd) => {
    for (const rij of tabel.tBodies[0].rows) rij.hidden = !rij.querySelector(".rapport:not([hidden])");
    const koppen = tabel.tHead.rows[0].cells;
    for (let k = 1; k < koppen.length; k += 1) {
      const cellen = [...tabel.tBodies[0].rows].map((rij) => rij.cells[k]);
      const weg = gefilterd && !cellen.some((cel) => cel.querySelector(".rapport:not([hidden])"));
      for (const cel of [koppen[k], ...cellen]) cel.hidden = weg;
    }
    tabel.closest("section").hidden = !tabel.querySelector(".rapport:not([hidden])");
  };

  const zoek = () => {
    const keuze = Object.fromEntries(new FormData(form));
    const woorden = kaal(keuze.tekst).split(" ").filter(Boolean);
    let over = 0;
    for (const kaart of kaarten) {
      const mee = woorden.every((woord) => kaart.tekst.includes(woord))
        && ["regio", "jaar", "familie", "staat", "oordeel"].every((veld) => past(keuze[veld], kaart.velden[veld]));
      kaart.vak.hidden = !mee;
      kaart.cel.classList.toggle("geen", !mee);
      over += mee;
      toonRegels(kaart, mee ? keuze.oordeel : "");
    }
    const gefilterd = over < kaarten.length;
    for (const tabel of document.querySelectorAll("table.matrix")) toonTabel(tabel, gefilterd);
    const van = `${kaarten.length} ${kaarten.length === 1 ? "rapport" : "rapporten"}`;
    const tekst = over ? `${over} van ${van} getoond` : "Geen enkel rapport past hierbij";
    if (tel.textContent !== tekst) tel.textContent = tekst;
  };

  let wacht = 0;
  form.addEventListener("input", () => { clearTimeout(wacht); wacht = setTimeout(zoek, 150); });
  form.addEventListener("change", zoek);
  form.addEventListener("submit", (gebeurtenis) => { gebeurtenis.preventDefault(); zoek(); });
  form.addEventListener("reset", () => setTimeout(zoek));
  for (const vouw of vouwen) vouw.open = kort(vouw);
  let open = [];
  addEventListener("beforeprint", () => { open = vouwen.filter((vouw) => !vouw.open); for (const vouw of open) vouw.open = true; });
  addEventListener("afterprint", () => { for (const vouw of open) vouw.open = false; });
  form.closest("section").hidden = false;
  zoek();
})();
