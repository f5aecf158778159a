// Documents go in and out: uploads with progress page by page, replacing, removing.

import { announce, language, one, request, texts } from "./shared.js";
import { go, load } from "./views.js";

async function droppedFiles(items) {
  const entries = [...items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const files = [];
  const walk = async (entry) => {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => { entry.file(resolve, reject); });
      file.path = entry.fullPath.slice(1);
      files.push(file);
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
      if (!some.length) return;
      for (const inner of some) await walk(inner);
    }
  };
  for (const entry of entries) await walk(entry);
  return files;
}

// Of files of one name in different folders each keeps its folder, or one would take the other's place.
function nameOf(file, chosen) {
  const folder = (file.path ?? file.webkitRelativePath ?? "").split("/").slice(0, -1).join(" - ");
  const alone = chosen.every((other) => other === file || other.name !== file.name);
  return alone || !folder ? file.name : `${folder} - ${file.name}`;
}

// One file a request: each is told of as soon as it is done, and what is cancelled leaves the others.
async function upload(files, box, replaces = "") {
  const chosen = files.filter((file) => !file.name.startsWith("."));
  if (!chosen.length) return [];
  const stopping = new AbortController();
  const { line, bar, rows } = frame(box, chosen.length, stopping);
  const results = [];
  for (const [index, file] of chosen.entries()) {
    if (stopping.signal.aborted) break;
    line.textContent = `${texts.uploading}: ${file.name} (${index + 1}/${chosen.length})`;
    bar.value = index;
    try {
      const report = await sendOne(file, nameOf(file, chosen), replaces, stopping.signal, (told) => {
        line.textContent = texts.reading.replace("{file}", told.file).replace("{page}", told.pages ? `${told.page}/${told.pages}` : told.page ?? 1);
        if (told.pages) bar.value = index + told.page / told.pages;
      });
      for (const row of report.files ?? [{ file: file.name, outcome: "failed", problem: report }]) {
        results.push(row);
        rows.append(resultRow(row));
      }
    } catch (error) {
      if (error.name === "AbortError") break;
      rows.append(resultRow({ file: file.name, outcome: "failed", problem: { detail: error.message }, anomalies: [] }));
    }
  }
  bar.value = chosen.length;
  bar.hidden = true;
  one("button", box).remove();
  line.textContent = stopping.signal.aborted ? texts.cancelled : counted(results);
  return results;
}

function frame(box, count, stopping) {
  box.hidden = false;
  box.replaceChildren();
  const line = document.createElement("p");
  const bar = document.createElement("progress");
  bar.max = count;
  bar.setAttribute("aria-label", texts.uploading);
  const stop = document.createElement("button");
  stop.type = "button";
  stop.className = "dc-button dc-light";
  stop.textContent = texts.stop;
  stop.addEventListener("click", () => stopping.abort());
  const rows = document.createElement("ul");
  rows.className = "dc-results";
  box.append(line, bar, stop, rows);
  return { line, bar, rows };
}

function counted(results) {
  const counts = {};
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return Object.entries(counts).map(([outcome, count]) => `${count} ${texts.outcomes[outcome]}`).join(", ");
}

function resultRow(row) {
  const item = document.createElement("li");
  item.className = row.outcome === "failed" ? "dc-failed" : "";
  const name = document.createElement("strong");
  name.textContent = row.file;
  item.append(name, ` ${texts.outcomes[row.outcome]} `);
  if (row.document_id && row.outcome !== "failed") {
    const link = document.createElement("a");
    link.href = `/?tab=documents&doc=${encodeURIComponent(row.document_id)}${language === "en" ? "&lang=en" : ""}`;
    link.dataset.go = "";
    link.textContent = texts.open_it;
    item.append(link);
  }
  for (const sentence of [row.problem?.detail, ...(row.anomalies ?? []).map((anomaly) => anomaly.text)].filter(Boolean)) {
    const line = document.createElement("p");
    line.textContent = sentence;
    item.append(line);
  }
  return item;
}

async function sendOne(file, name, replaces, signal, onProgress) {
  const form = new FormData();
  form.append("file", file, name);
  if (replaces) form.append("replaces", replaces);
  const response = await request("/v1/documents", { method: "POST", body: form, signal, headers: { Accept: "text/event-stream" } })
    .catch((error) => { if (signal.aborted) throw new DOMException("", "AbortError"); throw error; });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error(texts.view_failed);
    waiting += value;
    const events = waiting.split("\n\n");
    waiting = events.pop();
    for (const text of events) {
      const name = /^event: (.*)$/m.exec(text)?.[1];
      const data = /^data: (.*)$/m.exec(text)?.[1];
      if (!data) continue;
      if (name === "progress") onProgress(JSON.parse(data));
      else return JSON.parse(data);
    }
  }
}

async function take(files) {
  const results = await upload(files, one("[data-upload]"));
  if (!results.length) return;
  const shown = one("[data-upload]");
  await load();
  const anew = one("[data-upload]"); // the table is drawn anew, what became of the files stays
  if (anew && shown) {
    anew.replaceWith(shown);
    const details = shown.closest("details");
    if (details) details.open = true;
  }
}

async function replace(input) {
  const [file] = input.files;
  if (!file || !confirm(input.dataset.sure)) { input.value = ""; return; }
  const old = input.dataset.replace;
  const [row] = await upload([file], one("[data-upload]"), old);
  if (!row?.document_id || row.outcome === "failed") return;
  if (row.document_id !== old) await request(`/v1/documents/${encodeURIComponent(old)}`, { method: "DELETE" }).catch((error) => announce(error.message));
  go(`/?tab=documents&doc=${encodeURIComponent(row.document_id)}${language === "en" ? "&lang=en" : ""}`);
}

async function remove(button) {
  if (!confirm(button.dataset.sure)) return;
  try {
    await request(`/v1/documents/${encodeURIComponent(button.dataset.remove)}`, { method: "DELETE" });
    go(button.dataset.then);
  } catch (error) {
    announce(error.message);
  }
}

export function startIntake() {
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-files]")) {
      take([...event.target.files]);
      event.target.value = "";
    } else if (event.target.matches("[data-replace]")) replace(event.target);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-remove]");
    if (button) remove(button);
  });
  document.addEventListener("dragover", (event) => {
    const drop = event.target.closest?.("[data-drop]");
    if (!drop) return;
    event.preventDefault();
    drop.classList.add("dc-over");
  });
  document.addEventListener("dragleave", (event) => event.target.closest?.("[data-drop]")?.classList.remove("dc-over"));
  document.addEventListener("drop", async (event) => {
    const drop = event.target.closest?.("[data-drop]");
    if (!drop) return;
    event.preventDefault();
    drop.classList.remove("dc-over");
    take(await droppedFiles(event.dataTransfer.items));
  });
}
