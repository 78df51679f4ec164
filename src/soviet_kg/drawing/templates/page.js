"use strict";
// Reads what the page knows, and shows it: pan and zoom, search, filters, time, and the claims behind a click.
(() => {
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const at = (id) => document.getElementById(id);
  const svg = document.querySelector("#picture svg");
  const things = new Map(Object.entries(facts.things));
  const ties = new Map(Object.entries(facts.ties));
  const nodes = new Map([...svg.querySelectorAll(".node")].map((g) => [g.dataset.id, g]));
  const edges = new Map([...svg.querySelectorAll(".edge")].map((g) => [g.dataset.id, g]));
  const labels = [...svg.querySelectorAll("[data-for]")];
  const tiesOf = new Map([...things.keys()].map((id) => [id, []]));
  for (const [id, tie] of ties)
    for (const end of new Set([tie.from, tie.to])) tiesOf.get(end).push(id);

  const make = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };

  // --- both calendars ---------------------------------------------------------------------------------
  const MONTHS = "January February March April May June July August September October November December".split(" ");
  const REFORM = "1918-02-14"; // the first Gregorian day in Soviet Russia
  const named = (y, m, d) => `${d} ${MONTHS[m - 1]} ${y}`;
  const julian = (iso) => { // by the Julian day number (Richards 2013)
    const number = Math.floor(Date.parse(`${iso}T12:00:00Z`) / 864e5) + 2440588;
    const e = 4 * (number + 1401) + 3;
    const h = 5 * Math.floor((e % 1461) / 4) + 2;
    const month = ((Math.floor(h / 153) + 2) % 12) + 1;
    return named(Math.floor(e / 1461) - 4716 + Math.floor((14 - month) / 12), month, Math.floor((h % 153) / 5) + 1);
  };
  const day = (iso) => {
    const plain = named(...iso.split("-").map(Number));
    return iso < REFORM ? `${julian(iso)} (N.S. ${plain})` : plain;
  };

  // --- pan and zoom -----------------------------------------------------------------------------------
  const whole = svg.viewBox.baseVal;
  const home = [whole.x, whole.y, whole.width, whole.height];
  let view = [...home];
  const look = (x, y, width, height) => {
    view = [x, y, width, height];
    svg.setAttribute("viewBox", view.join(" "));
  };
  const zoom = (factor, x = view[0] + view[2] / 2, y = view[1] + view[3] / 2) => {
    const width = Math.min(Math.max(view[2] * factor, home[2] / 60), home[2] * 2);
    const by = width / view[2];
    look(x - (x - view[0]) * by, y - (y - view[1]) * by, width, view[3] * by);
  };
  const pan = (dx, dy) => look(view[0] + dx * view[2], view[1] + dy * view[3], view[2], view[3]);
  const point = (event) => {
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [place.x, place.y];
  };
  at("picture").addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(Math.sign(event.deltaY) * 0.15), ...point(event));
  }, { passive: false });
  let drag = null;
  svg.addEventListener("pointerdown", (event) => { drag = { x: event.clientX, y: event.clientY, moved: false }; });
  window.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const scale = 1 / svg.getScreenCTM().a;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.moved && Math.hypot(dx, dy) < 4) return;
    look(view[0] - dx * scale, view[1] - dy * scale, view[2], view[3]);
    drag = { x: event.clientX, y: event.clientY, moved: true };
  });
  window.addEventListener("pointerup", () => { setTimeout(() => { drag = null; }); });
  at("closer").addEventListener("click", () => zoom(0.75));
  at("further").addEventListener("click", () => zoom(1 / 0.75));
  const KEYS = {
    "+": () => zoom(0.8), "=": () => zoom(0.8), "-": () => zoom(1.25), 0: () => look(...home),
    ArrowLeft: () => pan(-0.1, 0), ArrowRight: () => pan(0.1, 0), ArrowUp: () => pan(0, -0.1), ArrowDown: () => pan(0, 0.1),
    Escape: () => choose(null),
  };
  at("picture").addEventListener("keydown", (event) => {
    if (!KEYS[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  // --- the panel --------------------------------------------------------------------------------------
  const link = (id) => {
    const button = make("button", things.get(id).label, { type: "button", class: "link" });
    button.addEventListener("click", () => choose(id));
    return button;
  };
  const marked = (claim) => { // the sentence, with the quoted words marked in it
    const quote = make("blockquote");
    const start = claim.sentence.indexOf(claim.quote);
    if (start < 0) { quote.append(make("mark", claim.quote)); return quote; }
    const stop = start + claim.quote.length;
    const [before, after] = [claim.sentence.slice(0, start), claim.sentence.slice(stop)];
    quote.append(before, make("mark", claim.quote), after);
    return quote;
  };
  const showClaims = (names) => names.flatMap((name) => {
    const claim = facts.claims[name];
    const stance = claim.stance === "asserted" ? "" : ` · ${claim.stance}`;
    const source = `${facts.sources[claim.source] ?? claim.source} · claim ${name}${stance}`;
    return [make("p", claim.says, { class: "says" }), marked(claim), make("cite", source)];
  });
  const showTie = (id) => {
    const tie = ties.get(id);
    const head = make("h3");
    head.append(link(tie.from), ` — ${tie.label} → `, link(tie.to));
    const about = [tie.agreement === "alone" ? "one source" : tie.agreement, tie.days && spanOf(tie.days)];
    return [head, make("p", about.filter(Boolean).join(" · "), { class: "faint" }), ...showClaims(tie.claims)];
  };
  const spanOf = ([first, last]) => (first === last ? day(first) : `${day(first)} – ${day(last)}`);
  const showThing = (id) => {
    const thing = things.get(id);
    const about = [thing.kind, ...(thing.names ?? []), thing.note ?? (thing.days && spanOf(thing.days))];
    const parts = [make("h2", thing.label), make("p", about.filter(Boolean).join(" · "), { class: "faint" })];
    if (thing.qid) parts.push(make("a", `Wikidata ${thing.qid}`, { href: `https://www.wikidata.org/wiki/${thing.qid}`, rel: "noreferrer" }));
    return [...parts, ...showClaims(thing.claims ?? []), ...tiesOf.get(id).filter(isSeen).flatMap(showTie)];
  };

  // --- choosing ---------------------------------------------------------------------------------------
  let chosen = null;
  const begin = [...at("panel").childNodes];
  const choose = (id) => {
    chosen = id;
    at("panel").replaceChildren(...(id === null ? begin : ties.has(id) ? showTie(id) : showThing(id)));
    at("panel").scrollTop = 0;
    shade();
  };
  const shade = () => {
    const own = chosen === null ? [] : ties.has(chosen) ? [chosen] : tiesOf.get(chosen);
    const near = new Set(own.flatMap((id) => [ties.get(id).from, ties.get(id).to, id]).concat(chosen ?? []));
    const isFar = (id) => chosen !== null && !near.has(id);
    for (const [id, g] of [...nodes, ...edges]) {
      g.classList.toggle("dim", isFar(id));
      g.classList.toggle("chosen", id === chosen);
    }
    for (const g of labels) g.classList.toggle("dim", isFar(g.dataset.for));
  };
  const tip = at("tip");
  const tell = (text, x, y) => {
    tip.textContent = text;
    tip.hidden = false;
    tip.style.left = `${Math.min(x + 12, innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${Math.min(y + 12, innerHeight - tip.offsetHeight - 8)}px`;
  };
  const told = (id) => { // what hovering shows: for a tie also its words
    if (things.has(id)) return `${things.get(id).label}${things.get(id).note ? `: ${things.get(id).note}` : ""}`;
    const claim = facts.claims[ties.get(id).claims[0]];
    return `${claim.says}: “${claim.quote.length > 160 ? `${claim.quote.slice(0, 160)}…` : claim.quote}”`;
  };
  for (const [id, g] of [...nodes, ...edges]) {
    g.querySelector("title")?.remove(); // the tip and the name below say more, and at once
    g.setAttribute("tabindex", "0");
    g.setAttribute("role", "button");
    const name = things.has(id) ? `${things.get(id).label}, ${things.get(id).kind}` : facts.claims[ties.get(id).claims[0]].says;
    g.setAttribute("aria-label", name);
    g.addEventListener("click", () => { if (!drag?.moved) choose(id); });
    g.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(id);
      at("panel").focus();
    });
    g.addEventListener("pointermove", (event) => tell(told(id), event.clientX, event.clientY));
    g.addEventListener("pointerleave", () => { tip.hidden = true; });
    g.addEventListener("focus", () => { const box = g.getBoundingClientRect(); tell(told(id), box.right, box.bottom); });
    g.addEventListener("blur", () => { tip.hidden = true; });
  }

  // --- search -----------------------------------------------------------------------------------------
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const index = [...things].map(([id, thing]) => [id, fold([thing.label, ...(thing.names ?? [])].join("\n"))]);
  const found = at("found");
  const search = () => {
    const words = fold(at("search").value.trim());
    const hits = words ? index.filter(([, names]) => names.includes(words)) : [];
    hits.sort(([a, x], [b, y]) => y.startsWith(words) - x.startsWith(words) || tiesOf.get(b).length - tiesOf.get(a).length);
    found.replaceChildren(...hits.slice(0, 12).map(([id]) => {
      const item = make("li");
      const button = make("button", things.get(id).label, { type: "button" });
      button.addEventListener("click", () => go(id));
      item.append(button);
      return item;
    }));
    found.hidden = !hits.length;
  };
  const go = (id) => {
    const [x, y, size] = things.get(id).at;
    if (size) look(x - home[2] / 4, y - home[3] / 4, home[2] / 2, home[3] / 2);
    found.hidden = true;
    choose(id);
  };
  at("search").addEventListener("input", search);
  at("controls").addEventListener("submit", (event) => { event.preventDefault(); found.querySelector("button")?.click(); });

  // --- filters ----------------------------------------------------------------------------------------
  const off = { kinds: new Set(), sources: new Set() };
  const list = (name, entries) => {
    const box = make("div");
    for (const [value, words] of entries) {
      const [label, input] = [make("label"), make("input", "", { type: "checkbox", value })];
      input.checked = true;
      input.addEventListener("change", () => { off[name][input.checked ? "delete" : "add"](value); filter(); });
      label.append(input, ` ${words}`);
      box.append(label);
    }
    at(name).append(box);
    at(name).hidden = entries.length < 2;
  };
  list("kinds", [...new Set([...things.values()].map((thing) => thing.kind))].sort().map((kind) => [kind, kind]));
  list("sources", Object.entries(facts.sources));
  const dated = [...ties.values(), ...(ties.size ? [] : things.values())].filter((one) => one.days);
  const stops = [...new Set(dated.flatMap((one) => one.days))].sort();
  let slice = null; // from, to; null is all time, with what has no date
  const isIn = (days) => slice === null || (days !== undefined && days[0] <= slice[1] && days[1] >= slice[0]);
  const isSeen = (id) => {
    const tie = ties.get(id);
    const kinds = [tie.from, tie.to].map((end) => things.get(end).kind);
    return isIn(tie.days) && !kinds.some((kind) => off.kinds.has(kind)) && tie.sources.some((one) => !off.sources.has(one));
  };
  const isShown = (id) => {
    const thing = things.get(id);
    if (off.kinds.has(thing.kind)) return false;
    if (tiesOf.get(id).length) return tiesOf.get(id).some(isSeen);
    return isIn(thing.days) && (thing.claims ?? []).some((claim) => !off.sources.has(facts.claims[claim].source));
  };
  const filter = () => {
    for (const [id, g] of edges) g.classList.toggle("away", !isSeen(id));
    for (const [id, g] of nodes) g.classList.toggle("away", !isShown(id));
    for (const g of labels) g.classList.toggle("away", !(things.has(g.dataset.for) ? isShown : isSeen)(g.dataset.for));
    if (chosen !== null) choose(chosen);
  };
  const slide = () => {
    const [from, to] = [at("from"), at("to")].map((input) => Number(input.value)).sort((a, b) => a - b);
    slice = from === 0 && to === stops.length - 1 ? null : [stops[from], stops[to]];
    at("span").textContent = `${day(stops[from])} – ${day(stops[to])}${slice ? "; what has no date is hidden" : ""}`;
    filter();
  };
  if (stops.length > 1) {
    at("time").hidden = false;
    for (const id of ["from", "to"]) {
      at(id).max = stops.length - 1;
      at(id).value = id === "from" ? 0 : stops.length - 1;
      at(id).addEventListener("input", slide);
    }
    slide();
  }
  at("again").addEventListener("click", () => {
    at("controls").reset();
    off.kinds.clear();
    off.sources.clear();
    for (const input of document.querySelectorAll("details input")) input.checked = true;
    if (stops.length > 1) { at("from").value = 0; at("to").value = stops.length - 1; slide(); }
    choose(null);
    filter();
    look(...home);
  });
})();
