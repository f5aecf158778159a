// Where the right answer stands: a document, then a clause of it, each found by typing.

import { announce, request, texts } from "./shared.js";

const SHOWN = 50; // choices in a list

const folded = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

function picker(label, className) {
  const box = document.createElement("div");
  box.className = `dc-pick ${className}`;
  const find = document.createElement("input");
  find.type = "search";
  find.placeholder = label;
  find.setAttribute("aria-label", label);
  const list = document.createElement("select");
  list.size = 4;
  list.setAttribute("aria-label", label);
  list.hidden = true;
  box.append(find, list);
  let choices = [];
  const fill = () => {
    const words = folded(find.value).split(/\s+/).filter(Boolean);
    const found = choices.filter((choice) => words.every((word) => choice.folded.includes(word))).slice(0, SHOWN);
    list.replaceChildren(...found.map(({ value, words: shown }) => new Option(shown, value)));
    list.hidden = !choices.length;
  };
  find.addEventListener("input", fill);
  // Enter in a search box would send the form.
  find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  const offer = (pairs) => {
    choices = pairs.map(([value, words]) => ({ value, words, folded: folded(words) }));
    fill();
  };
  return { box, list, offer };
}

async function documents() {
  const { documents: cards } = await (await request("/v1/documents")).json();
  return cards.map(({ id, title, header }) => [id, [header.number, title].filter(Boolean).join(" – ")]);
}

async function clauses(known) {
  const { clauses: found } = await (await request(`/v1/documents/${encodeURIComponent(known)}`)).json();
  const all = found.flatMap((clause) => [clause, ...clause.items]);
  return all.map(({ path, text }) => [path, `${path}: ${text.replace(/\s+/g, " ").slice(0, 120)}`]);
}

// Optional: `chosen()` is null as long as no clause is chosen.
export function rightPlace(first) {
  const box = document.createElement("details");
  box.className = "dc-right";
  const summary = document.createElement("summary");
  summary.textContent = texts.right_place;
  const document_ = picker(texts.right_document, "dc-pick-document");
  const clause = picker(texts.right_clause, "dc-pick-clause");
  clause.box.hidden = true;
  box.append(summary, document_.box, clause.box);
  const show = async () => {
    clause.box.hidden = !document_.list.value;
    clause.offer([]);
    const known = document_.list.value;
    if (!known) return;
    const offered = await clauses(known).catch((error) => { announce(error.message); return []; });
    if (document_.list.value === known) clause.offer(offered);
  };
  document_.list.addEventListener("change", show);
  box.addEventListener("toggle", async () => {
    if (!box.open || document_.list.length) return;
    document_.offer(await documents().catch((error) => { announce(error.message); return []; }));
    document_.list.value = first ?? "";
    await show();
  });
  const chosen = () => (clause.list.value ? { document_id: document_.list.value, path: clause.list.value } : null);
  return { box, chosen };
}
