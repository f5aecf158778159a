// What all parts of the page use: the words of the interface, the address, the clipboard.

export const one = (selector, from = document) => from.querySelector(selector);
export const texts = JSON.parse(one("#dc-texts").textContent);
export const language = one("#dc-texts").dataset.language;
export const narrow = window.matchMedia("(max-width: 1023px)");
export const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

export const query = () => new URLSearchParams(location.search);

export function addressOf(parameters) {
  const said = parameters.toString();
  return location.pathname + (said ? `?${said}` : "");
}

export function withChanges(changes) {
  const parameters = query();
  for (const [name, value] of Object.entries(changes)) {
    if (value) parameters.set(name, value);
    else parameters.delete(name);
  }
  return parameters;
}

// Said to who does not see the page, and shown for a moment to who does.
export function announce(sentence) {
  const status = one("#dc-status");
  status.textContent = sentence;
  status.classList.remove("dc-hidden");
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => {
    status.classList.add("dc-hidden");
    status.textContent = "";
  }, 2600);
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https, or where the clipboard is refused: the older way.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

export async function fragment(path, parameters, signal) {
  const response = await fetch(`${path}?${parameters}`, { headers: { "Accept-Language": language }, signal });
  if (response.ok) return response.text(); // escaped by the service
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail ?? texts.view_failed);
}

// The sentence of a problem that the service answers with; for a server that is gone, what to do.
export async function request(path, options = {}) {
  const headers = { "Accept-Language": language, ...options.headers };
  const response = await fetch(path, { ...options, headers }).catch(() => null);
  if (response?.ok) return response;
  const problem = await response?.json().catch(() => null);
  throw new Error(problem?.detail ?? texts.view_failed);
}

export function note(sentence, retry) {
  const box = document.createElement("div");
  box.className = "dc-panel-note";
  const line = document.createElement("p");
  line.textContent = sentence;
  box.append(line);
  if (retry) {
    box.setAttribute("role", "alert");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "dc-button";
    button.textContent = texts.retry;
    button.addEventListener("click", retry);
    box.append(button);
  }
  return box;
}
