// What reading gains by scripts: suggestions, sentences and claims that light each other up, completion.
// Every page reads without it. Nothing here writes HTML: text goes in as text.
"use strict";

const debounce = (act, wait) => { let timer; return (...given) => { clearTimeout(timer); timer = setTimeout(() => act(...given), wait); }; };
const foldName = (name) => name.toLowerCase().normalize("NFD").replace(/и\u0306/g, "й").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();

// --- search: names from the server, or from a file beside the page -------------------------------------

const fits = (row, words) => row.names.some((name) => words.every((word) => ` ${name}`.includes(` ${word}`)));

function findNames(words, most) {
  const wanted = foldName(words).split(" ").filter(Boolean);
  const hits = wanted.length ? (window.names || []).filter((row) => fits(row, wanted)) : [];
  return hits.sort((one, other) => other.claims - one.claims).slice(0, most);
}

async function fetchNames(address, words) {
  const answer = await fetch(`${address}?q=${encodeURIComponent(words)}&lang=${document.body.dataset.language}`);
  return answer.ok ? answer.json() : [];
}

function suggest(input) {
  const list = document.getElementById("names");
  const address = input.dataset.suggest;
  const isFile = address.endsWith(".js");
  if (isFile) document.head.append(Object.assign(document.createElement("script"), { src: address, onload: showHits }));
  input.addEventListener("input", debounce(async () => {
    const rows = isFile ? findNames(input.value, 10) : await fetchNames(address, input.value);
    list.replaceChildren(...rows.map((row) => new Option(row.label, row.name && foldName(row.label).includes(foldName(input.value)) ? row.label : row.name || row.label)));
  }, 120));
}

function showHits() {
  const place = document.getElementById("hits");
  const words = new URLSearchParams(location.search).get("q");
  if (!place || !words) return;
  document.getElementById("q").value = words;
  const rows = findNames(words, 60);
  const list = document.createElement("ul");
  list.className = "hits";
  list.append(...rows.map((row) => {
    const link = Object.assign(document.createElement("a"), { textContent: row.label, className: `thing ${row.kind.toLowerCase()}` });
    link.href = `${place.dataset.page}${encodeURIComponent(row.id)}${place.dataset.suffix}`;
    const item = document.createElement("li");
    item.append(link);
    return item;
  }));
  place.replaceChildren(rows.length ? list : place.dataset.empty);
}

// --- a document: sentence → claims, claim → sentence ----------------------------------------------------

function light(ids, isOn) {
  for (const id of ids) document.getElementById(id)?.classList.toggle("lit", isOn);
}

function joinBoth(element, partners, goTo) {
  for (const [event, isOn] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
    element.addEventListener(event, () => light([element.id, ...partners], isOn));
  }
  element.addEventListener("click", (event) => {
    if (event.target.closest("a")) return;
    document.getElementById(goTo)?.scrollIntoView({ block: "center", behavior: "smooth" });
    history.replaceState(null, "", `#${goTo}`);
  });
}

function joinText() {
  for (const sentence of document.querySelectorAll(".s[data-claims]")) {
    const claims = sentence.dataset.claims.split(" ").map((id) => `c-${id}`);
    joinBoth(sentence, claims, claims[0]);
  }
  for (const claim of document.querySelectorAll(".claims li")) joinBoth(claim, [claim.dataset.sentence], claim.dataset.sentence);
}

// --- the editor: completion, Ctrl+Enter, the place of an error -------------------------------------------

function editor(area) {
  const popup = document.getElementById("completions");
  const terms = [...document.getElementById("terms").options].map((option) => ({ name: option.value, label: option.textContent }));
  let chosen = 0;

  const word = () => area.value.slice(0, area.selectionStart).match(/[\w:]*$/)[0];
  const close = () => { popup.hidden = true; };
  const select = (place) => {
    chosen = (place + popup.children.length) % popup.children.length;
    [...popup.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    popup.children[chosen].scrollIntoView({ block: "nearest" });
  };
  const take = () => {
    const name = popup.children[chosen].dataset.name;
    area.setRangeText(name, area.selectionStart - word().length, area.selectionStart, "end");
    close();
    area.focus();
  };
  const open = () => {
    const typed = word().toLowerCase();
    const local = typed.replace(/^skg:?/, "");
    const found = terms.filter(({ name, label }) => name.toLowerCase().startsWith(typed) || (local && (name.toLowerCase().startsWith(`skg:${local}`) || label.toLowerCase().startsWith(local)))).slice(0, 12);
    popup.replaceChildren(...found.map(({ name, label }) => {
      const item = Object.assign(document.createElement("li"), { textContent: label ? `${name} — ${label}` : name });
      item.setAttribute("role", "option");
      item.dataset.name = name;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); select([...popup.children].indexOf(item)); take(); });
      return item;
    }));
    popup.hidden = !found.length;
    if (found.length) select(0);
  };

  area.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter") area.form.requestSubmit();
    if (event.ctrlKey && event.key === " ") { event.preventDefault(); open(); return; }
    if (popup.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); select(chosen + (event.key === "ArrowDown" ? 1 : -1)); }
    if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); take(); }
    if (event.key === "Escape") close();
  });
  area.addEventListener("input", () => (/:\w*$/.test(word()) ? open() : close()));
  area.addEventListener("blur", close);
  if (Number(area.dataset.line)) putCaret(area, Number(area.dataset.line), Number(area.dataset.column));
}

function putCaret(area, line, column) {
  const before = area.value.split("\n").slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  const place = before + column - 1;
  area.focus();
  area.setSelectionRange(place, Math.min(place + 1, area.value.length));
}

for (const input of document.querySelectorAll("[data-suggest]")) suggest(input);
joinText();
const area = document.getElementById("query");
if (area) editor(area);
