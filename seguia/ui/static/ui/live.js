// Comfort for the search page: filters, order and pages change the results without a full reload.
// Without this file the same form and links do the same thing.
const region = () => document.getElementById("results");

async function show(url, push) {
  region().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const open = [...document.querySelectorAll("#results details")].map((d) => d.open);
    region().replaceWith(page.getElementById("results"));
    document.querySelectorAll("#results details").forEach((d, place) => { if (open[place] !== undefined) d.open = open[place]; });
    document.title = page.title;
    document.querySelectorAll(".languages a").forEach((a, place) => { a.href = page.querySelectorAll(".languages a")[place].href; });
    if (push) history.pushState(null, "", url);
  } catch {
    location.assign(url);
  }
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-live-form]");
  if (!form) return;
  const name = event.target.name, value = event.target.value;
  show(`${form.action}?${new URLSearchParams(new FormData(form))}`, true).then(() => {
    const again = region()?.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
    if (again) again.focus({ preventScroll: true });
  });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("#results a[href^='?']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link.href, true).then(() => { if (link.closest(".pagination")) region().scrollIntoView(); });
});

addEventListener("popstate", () => show(location.href, false));
