// The document panel: opens what a citation names, points it out, and keeps the address of the
// page in step, so that it can be copied, bookmarked and stepped back from.

import { addressOf, calm, fragment, language, narrow, note, one, query, texts, withChanges } from "./shared.js";

const PARTS = ["document", "clause", "start", "end"];
const state = { key: null, opener: null, images: localStorage.getItem("danchieu-images") === "yes" };
const panel = () => one("#dc-panel");
const body = () => one("#dc-panel .dc-panel-body");

export function spotOf(parameters) {
  if (!parameters.get("document")) return null;
  return Object.fromEntries(PARTS.filter((name) => parameters.get(name)).map((name) => [name, parameters.get(name)]));
}

function addressWith(spot) {
  return addressOf(withChanges(Object.fromEntries(PARTS.map((name) => [name, spot?.[name]]))));
}

export async function open(spot, opener) {
  state.opener = opener ?? state.opener;
  const key = JSON.stringify(spot);
  state.key = key;
  lay(true);
  markOpen(spot);
  say(texts.loading);
  try {
    const parameters = new URLSearchParams({ lang: language });
    for (const name of ["clause", "start", "end"]) if (spot[name]) parameters.set(name, spot[name]);
    const html = await fragment(`/v1/documents/${encodeURIComponent(spot.document)}/view`, parameters);
    if (state.key !== key) return; // another one was opened meanwhile
    body().innerHTML = html;
    showImages();
    pointOut();
    await rest(key);
  } catch (error) {
    const again = () => open(spot, opener);
    const sentence = error.message === "Failed to fetch" ? texts.not_loaded : error.message;
    if (state.key === key) body().replaceChildren(note(sentence, again));
  }
}

// Of a long document only the surroundings of the clause come first; the others follow around them.
async function rest(key) {
  const text = one(".dc-text[data-rest]", body());
  if (!text) return;
  const response = await fragment(text.dataset.rest, new URLSearchParams({ lang: language }));
  if (state.key !== key) return;
  const place = body();
  const anchor = one(".dc-clause", text);
  const before = anchor.getBoundingClientRect().top;
  const parts = document.createElement("template");
  parts.innerHTML = response;
  one("[data-before]", text).replaceWith(one("[data-part=before]", parts.content));
  one("[data-after]", text).replaceWith(one("[data-part=after]", parts.content));
  place.scrollTop += anchor.getBoundingClientRect().top - before;
}

function pointOut() {
  const target = one("mark", body()) ?? one(".dc-target", body());
  const place = body();
  if (target) {
    const offset = target.getBoundingClientRect().top - place.getBoundingClientRect().top;
    const far = Math.abs(offset) > 3 * place.clientHeight;
    const top = place.scrollTop + offset - place.clientHeight / 3;
    place.scrollTo({ top, behavior: calm.matches || far ? "auto" : "smooth" });
    followPage(target);
  } else {
    place.scrollTop = 0;
  }
  place.focus({ preventScroll: true });
}

// ---- pictures of the pages beside the text

function showImages() {
  const article = one("article", body());
  const strip = one(".dc-pages", body());
  const button = one(".dc-images", body());
  if (!strip) return;
  article.classList.toggle("dc-with-images", state.images);
  panel().classList.toggle("dc-wide-panel", state.images);
  button.setAttribute("aria-pressed", String(state.images));
  if (!state.images || strip.childElementCount) return;
  for (let page = 1; page <= Number(strip.dataset.count); page += 1) {
    const image = document.createElement("img");
    image.loading = "lazy";
    image.alt = `${texts.page} ${page}`;
    image.dataset.page = page;
    image.src = `/v1/documents/${encodeURIComponent(strip.dataset.document)}/pages/${page}`;
    strip.append(image);
  }
}

function followPage(element) {
  const page = element.closest("[data-page]")?.dataset.page;
  const strip = one(".dc-pages", body());
  const image = page && strip ? one(`[data-page="${page}"]`, strip) : null;
  if (image && state.images) strip.scrollTop = image.offsetTop - strip.offsetTop;
}

// ---- opening and closing by who reads

export function show(spot, opener) {
  history.pushState({ spot }, "", addressWith(spot));
  open(spot, opener);
}

export function leave() {
  history.pushState({}, "", addressWith(null));
  closePanel();
  showHome();
}

export function closePanel() {
  if (!panel()) return;
  state.key = null;
  lay(false);
  markOpen(null);
  if (state.opener?.isConnected) state.opener.focus();
  state.opener = null;
}

export function markOpen(spot = state.key && JSON.parse(state.key)) {
  for (const chip of document.querySelectorAll("button.dc-cite, button.dc-place, button.dc-branch")) {
    const data = chip.dataset;
    const of = { document: data.document ?? data.open, clause: data.clause, start: data.start, end: data.end };
    const opened = spot && PARTS.every((name) => (of[name] ?? "") === (spot[name] ?? ""));
    chip.classList.toggle("dc-opened", Boolean(opened));
    if (opened) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
  }
}

// ---- what the panel says when no document is open

function lay(isOpen) {
  panel().classList.toggle("dc-open", isOpen);
  document.body.classList.toggle("dc-reading", isOpen);
  // On a narrow screen the panel lies over the rest, which is then out of reach.
  for (const name of ["#dc-top", "#dc-askbar", "#dc-view", "gradio-app"]) {
    const element = one(name);
    if (element) element.inert = isOpen && narrow.matches;
  }
}

function say(sentence) {
  body().replaceChildren(note(sentence));
}

export async function showHome(find = "") {
  if (state.key !== null || document.body.dataset.tab !== "ask") return;
  const parameters = withChanges({ find });
  try {
    const html = await fragment("/page/home", parameters);
    if (state.key !== null) return;
    const field = one("[name=find]", body());
    const typing = field && field === document.activeElement;
    body().innerHTML = html;
    if (typing) {
      const anew = one("[name=find]", body());
      anew?.focus();
      anew?.setSelectionRange(anew.value.length, anew.value.length);
    }
  } catch (error) {
    if (state.key === null) body().replaceChildren(note(texts.view_failed, () => showHome(find)));
  }
}

// On a narrow screen the list of conversations is opened like a document.
export function openHome(opener) {
  state.opener = opener;
  state.key = null;
  lay(true);
  showHome();
  body().focus({ preventScroll: true });
}

export function startPanel() {
  document.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    const chip = target.closest("button.dc-cite[data-document], [data-open]");
    if (chip) {
      const { document: document_, open: opened, clause, start, end } = chip.dataset;
      const spot = { document: document_ ?? opened, clause, start, end };
      show(JSON.parse(JSON.stringify(spot)), chip);
    } else if (target.closest(".dc-images")) {
      state.images = !state.images;
      localStorage.setItem("danchieu-images", state.images ? "yes" : "no");
      showImages();
      pointOut(); // the text has another width now
    } else if (target.closest(".dc-pages img") && state.images) {
      const page = target.closest("img").dataset.page;
      one(`.dc-clause[data-page="${page}"]`, body())?.scrollIntoView({ block: "start" });
    } else if (target.closest(".dc-close")) {
      leave();
    } else if (target.closest(".dc-back")) {
      const opener = state.opener;
      leave();
      if (narrow.matches) openHome(opener);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel().classList.contains("dc-open")) leave();
  });
  const spot = spotOf(query());
  if (spot) open(spot);
  else showHome();
}
