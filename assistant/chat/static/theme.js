// Light and dark: as the system has it until the reader chooses.

import { one } from "./shared.js";

const system = window.matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  const chosen = localStorage.getItem("danchieu-theme");
  return chosen ? chosen === "dark" : system.matches;
}

function apply() {
  const dark = isDark();
  for (const element of [document.documentElement, document.body]) {
    if (element.classList.contains("dark") !== dark) element.classList.toggle("dark", dark);
  }
  one("#dc-theme").setAttribute("aria-pressed", String(dark));
}

export function startTheme() {
  one("#dc-theme").addEventListener("click", () => {
    localStorage.setItem("danchieu-theme", isDark() ? "light" : "dark");
    apply();
  });
  system.addEventListener("change", apply);
  // Gradio sets the class of the body by the system alone, when it starts and when that changes.
  new MutationObserver(apply).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  apply();
}
