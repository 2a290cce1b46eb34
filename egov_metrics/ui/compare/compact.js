// The filters on a phone: closed behind one button. Keeps the links of the navigation at the present address, which a
// part of the page may change without the rest being drawn.

const root = document.documentElement;
const state = { listening: false };
// What only one page has open does not travel: the same as View.elsewhere in Python.
const STAYS = ["section", "search", "only", "figure", "source", "review"];

/** A plain click on a page of the navigation goes there with the view that the address states now. */
function follow(event) {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest(".st-key-egov-pages a[href]") : null;
  if (!link || link.origin !== window.location.origin) return;
  event.preventDefault();
  event.stopPropagation();
  const target = new URL(link.href);
  const view = new URLSearchParams(window.location.search);
  STAYS.forEach((name) => view.delete(name));
  target.search = view.toString();
  if (target.href === window.location.href) return;
  window.history.pushState({}, "", target);
  window.dispatchEvent(new PopStateEvent("popstate"));
}

export default function mount({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  parentElement.querySelector(".label").textContent = data.label;
  parentElement.querySelector(".chosen").textContent = data.chosen;
  button.setAttribute("aria-expanded", String(root.dataset.compareFilters === "open"));
  button.onclick = () => {
    const open = root.dataset.compareFilters !== "open";
    root.dataset.compareFilters = open ? "open" : "closed";
    button.setAttribute("aria-expanded", String(open));
  };
  if (!state.listening) {
    state.listening = true;
    document.addEventListener("click", follow, true);
  }
}
