// The view that the address names: links and forms change the address, and the view is fetched anew.

import { addressOf, fragment, note, one, query, texts } from "./shared.js";
import { closePanel, showHome } from "./panel.js";
import { openConversation } from "./talk.js";

const PANEL = ["document", "clause", "start", "end"];
const TYPING_MS = 250;
const view = () => one("#dc-view");
let running = null;

export const tab = () => document.body.dataset.tab;

export function go(address) {
  const before = query();
  history.pushState({}, "", address);
  arrive(before);
}

// What the address names now is shown; what it named before tells what can stay.
export function arrive(before) {
  const now = query();
  const wanted = now.get("tab") ?? "ask";
  const links = [...document.querySelectorAll("#dc-top nav a")];
  const known = links.some((link) => link.dataset.tab === wanted) ? wanted : "ask";
  document.body.dataset.tab = known;
  for (const link of links) {
    if (link.dataset.tab === known) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  showTab();
  if (!now.get("document")) closePanel();
  if (known === "ask") {
    view().replaceChildren();
    if ((before?.get("chat") ?? "") !== (now.get("chat") ?? "")) openConversation(now.get("chat") ?? "");
    refreshAskBar();
    showHome();
  } else {
    load({ top: true });
  }
}

// On a telephone the sections do not all fit side by side.
export function showTab() {
  const current = one("#dc-top nav [aria-current]");
  current?.scrollIntoView({ inline: "center", block: "nearest" });
  document.title = `${current?.textContent ?? ""} – Dẫn Chiếu`;
}

export async function load({ top = false } = {}) {
  running?.abort();
  running = new AbortController();
  const place = view();
  const waiting = setTimeout(() => place.setAttribute("aria-busy", "true"), 150);
  if (top && !place.firstElementChild) place.replaceChildren(note(texts.view_loading));
  try {
    const parameters = query();
    for (const name of PANEL) parameters.delete(name);
    const html = await fragment("/page/view", parameters, running.signal);
    swap(place, html);
    if (top) place.scrollTop = 0;
    place.dispatchEvent(new CustomEvent("dc-shown"));
  } catch (error) {
    if (error.name === "AbortError") return;
    place.replaceChildren(note(error.message === "Failed to fetch" ? texts.view_failed : error.message, () => load()));
  }
  clearTimeout(waiting);
  place.setAttribute("aria-busy", "false");
}

// The field that is being typed in stays where it was, with what has been typed meanwhile.
function swap(place, html) {
  const active = document.activeElement;
  const name = place.contains(active) ? active.getAttribute("name") : null;
  const kept = name ? { value: active.value, from: active.selectionStart, to: active.selectionEnd } : null;
  place.innerHTML = html;
  if (!kept) return;
  const field = one(`[name="${CSS.escape(name)}"]`, place);
  if (!field) return;
  if (field.value !== kept.value && "selectionStart" in field) field.value = kept.value;
  field.focus({ preventScroll: true });
  if (kept.from !== undefined && kept.from !== null) field.setSelectionRange(kept.from, kept.to);
}

async function refreshAskBar() {
  const html = await fragment("/page/askbar", query()).catch(() => null);
  if (html === null) return;
  const bar = one("#dc-askbar");
  const isOpen = one("details", bar)?.open;
  const focused = bar.contains(document.activeElement) ? document.activeElement.name : null;
  bar.innerHTML = html;
  if (isOpen) one("details", bar).open = true;
  if (focused) one(`[name="${CSS.escape(focused)}"]`, bar)?.focus();
}

function submit(form) {
  const parameters = new URLSearchParams();
  for (const [name, value] of query()) if (["lang", "chat"].includes(name)) parameters.set(name, value);
  for (const [name, value] of new FormData(form)) if (value) parameters.set(name, value);
  history.replaceState({}, "", addressOf(parameters));
  if (form.id === "dc-scope") refreshAskBar();
  else load();
}

// What the form above the chat narrows a question to, as JSON.
export function scope() {
  const form = one("#dc-scope");
  return JSON.stringify(form ? Object.fromEntries(new FormData(form)) : {});
}

export function startViews() {
  one(".dc-skip").addEventListener("click", (event) => {
    event.preventDefault();
    (tab() === "ask" ? one("#dc-box textarea") : view())?.focus();
  });
  document.addEventListener("click", (event) => {
    const twist = event.target instanceof Element ? event.target.closest("[data-twist]") : null;
    if (twist) {
      const below = one(":scope > div", twist.parentElement);
      below.hidden = !below.hidden;
      twist.setAttribute("aria-expanded", String(!below.hidden));
    }
    const link = event.target instanceof Element ? event.target.closest("a[data-go]") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(link.getAttribute("href") ?? link.getAttribute("xlink:href"));
    if (tab() !== "ask") view().focus({ preventScroll: true });
  });
  let timer = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-view-form]");
    if (!form || form.matches("[data-on-submit]")) return;
    clearTimeout(timer);
    const typed = event.target.matches("input[type=search], textarea");
    timer = setTimeout(() => submit(form), typed ? TYPING_MS : 0);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-view-form]");
    if (!form) return;
    event.preventDefault();
    clearTimeout(timer);
    submit(form);
  });
}
