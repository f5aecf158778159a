// Precedents go into the draft with their source; reviews that are dealt with leave the list.

import { announce, one, request, texts } from "./shared.js";
import { load } from "./views.js";

function insert(words) {
  const field = one("[name=draft]");
  const at = document.activeElement === field ? field.selectionEnd : field.value.length;
  const before = field.value.slice(0, at).trimEnd();
  field.value = `${before}${before ? "\n\n" : ""}${words}${field.value.slice(at)}`;
  field.scrollTop = field.scrollHeight;
  announce(texts.inserted);
}

export function startDrafts() {
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button?.matches("[data-insert]")) insert(button.dataset.insert);
    else if (button?.matches("[data-discard]")) {
      await request(button.dataset.discard, { method: "DELETE" }).catch((error) => announce(error.message));
      load();
    }
  });
}
