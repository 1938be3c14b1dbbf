// Comfort for the translation editor: saves the draft by itself, counts characters, Ctrl+S saves.
// Without this file the form's own buttons do the same.
const form = document.querySelector("[data-translation]");
const said = form.querySelector("[data-saved]");
const PAUSE = 4000;
let timer = 0, running = false, again = false;

const named = (mark, key) => form.elements.namedItem(`${mark}-${key}`);

async function save() {
  if (running) { again = true; return; }
  running = true;
  const body = new FormData(form);
  body.set("do", "auto");
  try {
    const answer = await fetch(location.pathname, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    const told = await answer.json();
    for (const [key, [version, start]] of Object.entries(told.versions)) {
      named("v", key).value = version;
      named("s", key).value = start;
    }
    said.textContent = told.message;
  } catch {
    said.textContent = form.dataset.offline;
    schedule();
  }
  running = false;
  if (again) { again = false; save(); }
}

function schedule() {
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

form.addEventListener("input", (event) => {
  const key = event.target.dataset.key;
  if (!key) return;
  form.querySelector(`[data-count-of="${CSS.escape(key)}"]`).textContent = [...event.target.value].length;
  said.textContent = form.dataset.waiting;
  schedule();
});

form.addEventListener("submit", () => clearTimeout(timer));

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    clearTimeout(timer);
    save();
  }
});
