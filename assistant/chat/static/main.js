// Starts the parts of the page.

import { language, query } from "./shared.js";
import { open, spotOf, startPanel, closePanel, showHome } from "./panel.js";
import { startTalk } from "./talk.js";
import { startTheme } from "./theme.js";
import { arrive, scope, showTab, startViews } from "./views.js";
import { startDrafts } from "./drafts.js";
import { startIntake } from "./intake.js";

window.danchieu = { scope }; // for the chat, whose events Gradio carries

startTheme();
startViews();
startPanel();
startTalk();
showTab();
startIntake();
startDrafts();

const withoutPanel = (parameters) => {
  for (const name of ["document", "clause", "start", "end"]) parameters.delete(name);
  return parameters.toString();
};
// Gradio sets the language of the page by that of the browser; a screen reader goes by it.
function keepLanguage() {
  if (document.documentElement.lang !== language) document.documentElement.lang = language;
}
new MutationObserver(keepLanguage).observe(document.documentElement, { attributes: true, attributeFilter: ["lang"] });
keepLanguage();

let last = query();
for (const name of ["pushState", "replaceState"]) {
  const original = history[name].bind(history);
  history[name] = (...rest) => { original(...rest); last = query(); };
}
window.addEventListener("popstate", () => {
  const before = last;
  last = query();
  if (withoutPanel(new URLSearchParams(before)) !== withoutPanel(query())) arrive(before);
  const spot = spotOf(query());
  if (spot) open(spot);
  else {
    closePanel();
    showHome();
  }
});
document.documentElement.dataset.ready = "";
