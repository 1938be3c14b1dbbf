// Suggestions while typing: themes whose name begins with the letters, in any language, below the search field.
// Without this file the field is a plain search field.
const FEWEST = 2, MOST = 8, PAUSE = 120;

function part(text, properties) {
  return Object.assign(document.createElement("span"), properties, { textContent: text });
}

function option(found, id) {
  const item = Object.assign(document.createElement("li"), { id });
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.text = found.text;
  item.append(part(found.text, { lang: found.language, dir: found.direction }));
  if (found.label && found.label !== found.text) item.append(" ", part(found.label, { dir: "auto", className: "muted small" }));
  return item;
}

function suggestOn(field) {
  const list = Object.assign(document.createElement("ul"), { id: `${field.id}-list`, className: "suggestions", hidden: true });
  let active = -1, timer = 0, request = new AbortController();

  function mark(place) {
    active = place;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
    if (place < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  }

  function show(found) {
    list.replaceChildren(...found.slice(0, MOST).map((one, at) => option(one, `${list.id}-${at}`)));
    list.hidden = !list.children.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  }

  function close() {
    clearTimeout(timer);
    request.abort();
    show([]);
  }

  async function ask(typed) {
    request = new AbortController();
    const { signal } = request;
    try {
      const answer = await fetch(`${field.dataset.suggest}?${new URLSearchParams({ q: typed })}`, { signal });
      const found = answer.ok ? await answer.json() : [];
      if (!signal.aborted && document.activeElement === field) show(found);
    } catch {
      if (!signal.aborted) show([]);
    }
  }

  function choose(item) {
    field.value = item.dataset.text;
    field.form.requestSubmit();
  }

  function press(event) {
    if (list.hidden || event.isComposing) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") mark(active < last ? active + 1 : -1);
    else if (event.key === "ArrowUp") mark(active < 0 ? last : active - 1);
    else if (event.key === "Enter" && active >= 0) choose(list.children[active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  }

  function type() {
    const typed = field.value.trim();
    clearTimeout(timer);
    request.abort();
    mark(-1);
    if ([...typed].length < FEWEST) close();
    else timer = setTimeout(ask, PAUSE, typed);
  }

  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0].textContent);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) field.setAttribute(name, value);
  field.parentElement.append(list);
  field.addEventListener("input", type);
  field.addEventListener("keydown", press);
  field.addEventListener("blur", close);
  field.form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { if (event.target.closest("li")) choose(event.target.closest("li")); });
}

document.querySelectorAll("[data-suggest]").forEach(suggestOn);
