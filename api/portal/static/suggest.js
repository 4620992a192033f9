// Suggestions as one types: a combobox whose list follows the input, by the pattern of ARIA 1.2.

const WAIT_MS = 120;
const MOST = 8;

let lists = 0;

export function suggest(form) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  list.className = "suggested";
  list.id = `suggested-${++lists}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  input.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": list.id,
  })) input.setAttribute(name, value);
  const box = { form, input, list, at: -1, kinds: JSON.parse(form.dataset.kinds), typed: "", asked: null, timer: 0 };
  listen(box);
}

function listen(box) {
  box.input.addEventListener("input", event => {
    clearTimeout(box.timer);
    if (!event.isComposing) box.timer = setTimeout(ask, WAIT_MS, box);
  });
  box.input.addEventListener("compositionend", () => { box.timer = setTimeout(ask, WAIT_MS, box); });
  box.input.addEventListener("keydown", event => { if (!event.isComposing) key(box, event); });
  box.input.addEventListener("blur", () => setTimeout(close, 150, box));
  box.list.addEventListener("pointerdown", event => event.preventDefault());
}

async function ask(box) {
  const text = box.input.value.trim().slice(0, 100);
  if (text === box.typed && !box.list.hidden) return;
  box.typed = text;
  box.asked?.abort();
  if (!text) return close(box);
  box.asked = new AbortController();
  try {
    const query = new URLSearchParams({ q: text, limit: MOST });
    const answer = await fetch(`${box.form.dataset.suggest}?${query}`, { signal: box.asked.signal });
    // A refusal, as for asking too much, is no matter here: the form still works.
    if (answer.ok) show(box, (await answer.json()).suggestions);
  } catch { /* Given up for a newer one, or the network is away. */ }
}

function show(box, found) {
  box.at = -1;
  box.list.replaceChildren(...found.map((one, place) => entry(box, one, place)));
  box.list.hidden = !found.length;
  box.input.setAttribute("aria-expanded", String(!!found.length));
  box.input.removeAttribute("aria-activedescendant");
  const told = box.form.querySelector(".heard");
  told.textContent = found.length ? told.dataset.found.replace("{n}", found.length) : told.dataset.none;
}

function entry(box, one, place) {
  const line = document.createElement("li");
  line.id = `${box.list.id}-${place}`;
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", "false");
  const link = document.createElement("a");
  link.href = leads(box, one);
  link.tabIndex = -1;
  const name = document.createElement("span");
  name.dir = "auto";
  name.append(...marked(one.text, one.spans));
  const kind = document.createElement("span");
  kind.className = "kind";
  kind.textContent = box.kinds[one.type] || "";
  link.append(name, kind);
  line.append(link);
  return line;
}

function marked(text, spans) {
  const letters = Array.from(text);
  const parts = [];
  let at = 0;
  for (const [start, end] of spans) {
    parts.push(letters.slice(at, start).join(""));
    const mark = document.createElement("mark");
    mark.textContent = letters.slice(start, end).join("");
    parts.push(mark);
    at = end;
  }
  return [...parts, letters.slice(at).join("")];
}

function leads(box, one) {
  const lang = new URLSearchParams(location.search).get("lang");
  const query = new URLSearchParams(lang ? { lang } : {});
  const filters = ["creator", "region", "category", "period"];
  if (filters.includes(one.type)) {
    query.set(one.type, one.id || one.text);
    return `${box.form.dataset.search}?${query}`;
  }
  const path = box.form.dataset.records + encodeURIComponent(one.id).replaceAll("%3A", ":");
  return query.size ? `${path}?${query}` : path;
}

function key(box, event) {
  const lines = [...box.list.children];
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key === "Escape" && !box.list.hidden) {
    event.preventDefault();
    close(box);
  } else if (event.key in steps && lines.length && !box.list.hidden) {
    event.preventDefault();
    choose(box, lines, box.at + steps[event.key]);
  } else if (event.key === "ArrowDown") {
    box.typed = "";
    ask(box);
  } else if (event.key === "Enter" && box.at >= 0 && !box.list.hidden) {
    event.preventDefault();
    lines[box.at].firstChild.click();
  }
}

function choose(box, lines, wanted) {
  box.at = wanted < -1 ? lines.length - 1 : wanted >= lines.length ? -1 : wanted;
  lines.forEach((line, place) => line.setAttribute("aria-selected", String(place === box.at)));
  if (box.at < 0) return box.input.removeAttribute("aria-activedescendant");
  box.input.setAttribute("aria-activedescendant", lines[box.at].id);
  lines[box.at].scrollIntoView({ block: "nearest" });
}

// Nothing that is still under way opens it again.
function close(box) {
  clearTimeout(box.timer);
  box.asked?.abort();
  box.typed = "";
  box.list.hidden = true;
  box.at = -1;
  box.input.setAttribute("aria-expanded", "false");
  box.input.removeAttribute("aria-activedescendant");
}
