// Fetches the route panel anew when an answer changes. Without this the button 'Check the route again' does it.
const form = document.getElementById("ask");
const panel = document.getElementById("route-panel");
let waiting;

async function refresh() {
  const answer = await fetch(form.dataset.route, { method: "POST", body: new FormData(form), redirect: "error" });
  if (answer.ok) {
    panel.innerHTML = await answer.text();
  }
}

if (form && panel && form.dataset.route) {
  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => refresh().catch(() => {}), 250);
  });
}
