// The document panel: opens what a citation names, points it out, and keeps the address of the
// page in step, so that it can be copied, bookmarked and stepped back from.
(() => {
  "use strict";

  const state = { key: null, opener: null };
  const one = (selector, from = document) => from.querySelector(selector);
  const panel = () => one("#dc-panel");
  const body = () => one("#dc-panel .dc-panel-body");
  const language = () => one(".dc-brand")?.dataset.language ?? "vi";
  const texts = () => window.danchieuTexts[language()];
  const narrow = window.matchMedia("(max-width: 1023px)");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  // ---- what is open, as the address of the page has it

  function spotOf(parameters) {
    const document_ = parameters.get("document");
    if (!document_) return null;
    const spot = { document: document_ };
    for (const name of ["clause", "start", "end"]) {
      if (parameters.get(name)) spot[name] = parameters.get(name);
    }
    return spot;
  }

  function addressOf(spot) {
    const parameters = new URLSearchParams(location.search);
    for (const name of ["document", "clause", "start", "end"]) {
      if (spot?.[name]) parameters.set(name, spot[name]);
      else parameters.delete(name);
    }
    if (language() === "en") parameters.set("lang", "en");
    else parameters.delete("lang");
    const query = parameters.toString();
    return location.pathname + (query ? `?${query}` : "");
  }

  // ---- opening and closing

  async function open(spot, opener) {
    state.opener = opener ?? state.opener;
    const key = JSON.stringify(spot);
    state.key = key;
    lay(true);
    markOpenChips(spot);
    say(texts().loading);
    try {
      const query = new URLSearchParams({ lang: language() });
      for (const name of ["clause", "start", "end"]) if (spot[name]) query.set(name, spot[name]);
      const address = `/v1/documents/${encodeURIComponent(spot.document)}/view?${query}`;
      const response = await fetch(address, { headers: { "Accept-Language": language() } });
      if (state.key !== key) return; // another one was opened meanwhile
      if (!response.ok) {
        say((await response.json()).detail ?? texts().not_loaded);
        return;
      }
      body().innerHTML = await response.text(); // escaped by the service
      pointOut();
    } catch {
      if (state.key === key) say(texts().not_loaded);
    }
  }

  function pointOut() {
    const target = one("mark", body()) ?? one(".dc-target", body());
    if (target) {
      const place = body();
      const offset = target.getBoundingClientRect().top - place.getBoundingClientRect().top;
      const top = place.scrollTop + offset - place.clientHeight / 3;
      place.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
    } else {
      body().scrollTop = 0;
    }
    body().focus({ preventScroll: true });
  }

  function close() {
    state.key = null;
    lay(false);
    markOpenChips(null);
    state.opener?.isConnected && state.opener.focus();
    state.opener = null;
    list();
  }

  function show(spot, opener) {
    history.pushState({ spot }, "", addressOf(spot));
    open(spot, opener);
  }

  function leave() {
    history.pushState({ spot: null }, "", addressOf(null));
    close();
  }

  function markOpenChips(spot) {
    for (const chip of document.querySelectorAll("button.dc-cite")) {
      const opened = spot && ["document", "clause", "start", "end"].every(
        (name) => (chip.dataset[name] ?? "") === (spot[name] ?? ""));
      chip.classList.toggle("dc-opened", Boolean(opened));
      if (opened) chip.setAttribute("aria-current", "true");
      else chip.removeAttribute("aria-current");
    }
  }

  // ---- what the panel says when no document is open

  function lay(isOpen) {
    panel().classList.toggle("dc-open", isOpen);
    // On a narrow screen the panel lies over the rest, which is then out of reach.
    for (const name of ["#dc-top", "#dc-chat"]) one(name).inert = isOpen && narrow.matches;
  }

  function say(sentence) {
    const note = document.createElement("p");
    note.className = "dc-panel-note";
    note.textContent = sentence;
    body().replaceChildren(note);
  }

  async function list() {
    label();
    say(texts().panel_empty);
    const response = await fetch("/v1/documents").catch(() => null);
    if (state.key !== null || !response?.ok) return;
    const { documents } = await response.json();
    if (documents.length === 0) {
      say(texts().no_documents);
      return;
    }
    const heading = document.createElement("h3");
    heading.textContent = `${texts().documents} (${documents.length})`;
    const rows = document.createElement("ul");
    rows.className = "dc-list";
    for (const item of documents) rows.append(row(item));
    say(texts().panel_empty);
    body().append(heading, rows);
  }

  function row(item) {
    const button = document.createElement("button");
    button.type = "button";
    const title = document.createElement("strong");
    title.textContent = item.title;
    const facts = document.createElement("span");
    const { number, issuer, date } = item.header;
    const day = date?.split("-").map((part) => part.replace(/^0/, "")).reverse().join("/");
    facts.textContent = [number ?? texts().no_number, day, issuer].filter(Boolean).join(" · ");
    button.append(title, facts);
    button.addEventListener("click", () => show({ document: item.id }, null));
    const element = document.createElement("li");
    element.append(button);
    return element;
  }

  function label() {
    panel().setAttribute("aria-label", texts().panel);
    one("#dc-panel .dc-all").textContent = texts().documents;
    const button = one("#dc-panel .dc-close");
    button.textContent = "×";
    button.setAttribute("aria-label", texts().close);
    button.title = texts().close;
    document.documentElement.lang = language();
  }

  async function copy(button) {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      // Without https, or where the clipboard is refused: the older way.
      const area = document.createElement("textarea");
      area.value = button.dataset.copy;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 1600);
  }

  // ---- the conversation follows its newest turn

  function follow() {
    const transcript = one("#dc-transcript");
    let asked = 0;
    let reached = 0; // where this function scrolled to; elsewhere the reader has scrolled away
    new MutationObserver(() => {
      const turns = transcript.querySelectorAll(".dc-turn");
      const newest = turns[turns.length - 1];
      if (newest && (turns.length > asked || Math.abs(transcript.scrollTop - reached) < 4)) {
        const below = newest.getBoundingClientRect().top - transcript.getBoundingClientRect().top;
        transcript.scrollTo({ top: transcript.scrollTop + below - 16 });
        reached = transcript.scrollTop;
      }
      asked = turns.length;
      markOpenChips(state.key && JSON.parse(state.key)); // Gradio has drawn the chips anew
    }).observe(transcript, { childList: true, subtree: true });
  }

  // ---- wiring

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    const chip = target.closest("button.dc-cite");
    if (chip) {
      const { document: document_, clause, start, end } = chip.dataset;
      show({ document: document_, clause, start, end }, chip);
    } else if (target.closest(".dc-copy")) {
      copy(target.closest(".dc-copy"));
    } else if (target.closest(".dc-library")) {
      state.opener = target.closest(".dc-library");
      lay(true);
      list();
    } else if (target.closest(".dc-all")) {
      // On a narrow screen the list has to stay open to be seen.
      leave();
      if (narrow.matches) lay(true);
    } else if (target.closest(".dc-close")) {
      leave();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel()?.classList.contains("dc-open")) leave();
  });

  window.addEventListener("popstate", () => {
    const spot = spotOf(new URLSearchParams(location.search));
    if (spot) open(spot);
    else close();
  });

  function start() {
    label();
    follow();
    const spot = spotOf(new URLSearchParams(location.search));
    if (spot) open(spot);
    else list();
    // The switch of language renders the brand anew; the panel follows it.
    let spoken = language();
    new MutationObserver(() => {
      if (language() === spoken) return;
      spoken = language();
      label();
      const opened = spotOf(new URLSearchParams(location.search));
      history.replaceState(history.state, "", addressOf(opened));
      if (opened) open(opened);
      else list();
    }).observe(one("#dc-brand"), { childList: true, subtree: true });
  }

  // Gradio builds the page after this script has run.
  const waiting = new MutationObserver(() => {
    if (panel() && one(".dc-brand") && one("#dc-transcript")) {
      waiting.disconnect();
      start();
    }
  });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
})();
