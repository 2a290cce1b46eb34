// The filters on a phone: closed behind one button. Says to Python when the window is large, and keeps the links of the
// navigation at the present address, which a part of the page may change without the rest being drawn.

const LARGE = window.matchMedia("(min-width: 1600px) and (min-height: 900px)");
const root = document.documentElement;
const state = { listening: false, tell: null, timer: 0 };
// What only the page of sources has open does not travel: the same as View.elsewhere in Python.
const STAYS = ["figure", "source"];
const PAUSE = 100; // milliseconds between looks whether the page is drawn

const isDrawn = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";

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

export default function mount({ data, parentElement, setTriggerValue }) {
  const button = parentElement.querySelector("button");
  parentElement.querySelector(".label").textContent = data.label;
  parentElement.querySelector(".chosen").textContent = data.chosen;
  button.setAttribute("aria-expanded", String(root.dataset.compareFilters === "open"));
  button.onclick = () => {
    const open = root.dataset.compareFilters !== "open";
    root.dataset.compareFilters = open ? "open" : "closed";
    button.setAttribute("aria-expanded", String(open));
  };
  state.tell = () => {
    clearTimeout(state.timer);
    if (LARGE.matches === data.large) return;
    // Not while the page's script runs: a run that is interrupted loses the values that it set in widgets.
    if (isDrawn()) setTriggerValue("large", LARGE.matches ? "yes" : "no");
    else state.timer = setTimeout(() => state.tell?.(), PAUSE);
  };
  state.tell();
  if (!state.listening) {
    state.listening = true;
    LARGE.addEventListener("change", () => state.tell?.());
    document.addEventListener("click", follow, true);
  }
  return () => {
    clearTimeout(state.timer);
    state.tell = null;
  };
}
