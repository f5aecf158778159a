// The conversation: follows its newest turn, keeps its address, and what is done with those kept.

import { addressOf, announce, copyText, language, one, query, request, texts, withChanges } from "./shared.js";
import { markOpen, openHome, showHome } from "./panel.js";
import { rightPlace } from "./right_place.js";
import { go } from "./views.js";

let left = null; // the conversation that is shown until another has come

export function openConversation(chat) {
  const shown = [...document.querySelectorAll(".dc-turn")].pop()?.dataset.conversation;
  left = shown && shown !== chat ? shown : null;
  document.dispatchEvent(new CustomEvent("dc-conversation", { detail: { chat } }));
}

function follow(transcript) {
  transcript.setAttribute("role", "log"); // a screen reader tells what is added, once it is not busy any more
  transcript.setAttribute("aria-label", texts.conversation);
  transcript.tabIndex = 0;
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
    const kept = newest?.dataset.conversation;
    if (kept !== left) left = null;
    if (kept && kept !== left && kept !== query().get("chat")) {
      history.replaceState(history.state, "", addressOf(withChanges({ chat: kept })));
      showHome();
    }
    markOpen(); // Gradio has drawn the chips anew
  }).observe(transcript, { childList: true, subtree: true });
}

// ---- what is done with a conversation

async function rename(button) {
  const title = prompt(texts.new_title, button.dataset.title)?.trim();
  if (!title) return;
  await changed(button.dataset.rename, { method: "PATCH", body: JSON.stringify({ title }) });
}

async function remove(button) {
  if (!confirm(button.dataset.sure)) return;
  const known = button.dataset.delete;
  await changed(known, { method: "DELETE" });
  if (query().get("chat") === known) go(addressOf(withChanges({ chat: "" })));
}

async function changed(known, options) {
  const headers = { "Content-Type": "application/json" };
  await request(`/v1/conversations/${known}`, { ...options, headers }).catch((error) => announce(error.message));
  showHome(one("[name=find]")?.value ?? "");
}

// ---- what the reader says of an answer

function judge(button) {
  const turn = button.closest(".dc-turn");
  one(".dc-reason", turn)?.remove();
  const pressed = button.getAttribute("aria-pressed") === "true";
  if (pressed || button.dataset.verdict === "up") {
    send(turn, pressed ? null : "up", "", null);
    return;
  }
  const form = reasonForm(turn);
  button.closest(".dc-actions").after(form);
  one("input", form).focus();
}

function reasonForm(turn) {
  const form = document.createElement("form");
  form.className = "dc-reason";
  const fields = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = texts.reason;
  fields.append(legend);
  for (const reason of texts.reasons) {
    const label = document.createElement("label");
    const choice = document.createElement("input");
    choice.type = "radio";
    choice.name = "reason";
    choice.value = reason;
    label.append(choice, ` ${reason}`);
    fields.append(label);
  }
  const more = document.createElement("textarea");
  more.maxLength = 1000;
  more.rows = 2;
  more.placeholder = texts.reason_more;
  more.setAttribute("aria-label", texts.reason_more);
  const done = document.createElement("button");
  done.className = "dc-button";
  done.textContent = texts.send;
  const away = document.createElement("button");
  away.type = "button";
  away.className = "dc-button dc-light";
  away.textContent = texts.cancel;
  away.addEventListener("click", () => form.remove());
  const right = rightPlace(one(".dc-cite", turn)?.dataset.document);
  form.append(fields, right.box, more, done, away);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = new FormData(form).get("reason");
    send(turn, "down", [chosen, more.value.trim()].filter(Boolean).join(": "), right.chosen());
    form.remove();
  });
  return form;
}

async function send(turn, verdict, reason, right) {
  const { conversation, ordinal } = turn.dataset;
  const address = `/v1/conversations/${conversation}/turns/${ordinal}/review`;
  try {
    await request(address, {
      method: verdict ? "PUT" : "DELETE",
      headers: { "Content-Type": "application/json" },
      body: verdict ? JSON.stringify({ verdict, reason, right }) : undefined,
    });
    for (const button of turn.querySelectorAll(".dc-verdict")) {
      button.setAttribute("aria-pressed", String(button.dataset.verdict === verdict));
    }
    if (verdict) announce(texts.thanks);
  } catch (error) {
    announce(error.message);
  }
}

export function startTalk() {
  document.addEventListener("click", async (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    const button = target.closest("button, a");
    if (!button) return;
    if (button.matches(".dc-copy")) {
      await copyText(button.dataset.copy);
      const before = button.textContent;
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = before; }, 1600);
    } else if (button.matches("[data-copy-address]")) {
      await copyText(new URL(button.dataset.copyAddress, location.href).href);
      announce(texts.address_copied);
    } else if (button.matches(".dc-verdict")) judge(button);
    else if (button.matches("[data-rename]")) rename(button);
    else if (button.matches("[data-delete]")) remove(button);
    else if (button.matches("[data-talk]") && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      go(button.getAttribute("href"));
    } else if (button.id === "dc-new") {
      const kept = query().get("chat");
      go(addressOf(withChanges({ chat: "", document: "", clause: "", start: "", end: "" })));
      if (!kept) openConversation(""); // one that another browser had, or that could not be kept
      one("#dc-box textarea")?.focus();
    } else if (button.id === "dc-history") openHome(button);
    else if (button.id === "dc-switch") {
      event.preventDefault();
      location.assign(addressOf(withChanges({ lang: language === "en" ? "" : "en" })));
    }
    for (const menu of document.querySelectorAll(".dc-menu[open]")) if (!menu.contains(target)) menu.open = false;
  });
  let timer = 0;
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-home-form] input")) return;
    clearTimeout(timer);
    timer = setTimeout(() => showHome(event.target.value), 250);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-home-form]")) event.preventDefault();
  });
  // Gradio builds the chat after the frame is there.
  const waiting = new MutationObserver(() => {
    const transcript = one("#dc-transcript");
    if (!transcript) return;
    waiting.disconnect();
    follow(transcript);
  });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
}
