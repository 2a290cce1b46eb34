// What a page does in the browser beyond Streamlit: tells its language to screen readers, follows links inside the app
// without loading it anew, and tells the server when the window is narrow or large, since charts are laid out there.

const state = { listening: false, tell: null, timer: 0 };
const NARROW = window.matchMedia("(max-width: 640px)");
const LARGE = window.matchMedia("(min-width: 1600px) and (min-height: 900px)");
const PAUSE = 100; // milliseconds between looks whether the page is drawn

const isDrawn = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";

/** A plain left click on a link marked with the class `inside`, to a page of this app. */
function insideLink(event) {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a.inside[href]") : null;
  return link && link.origin === window.location.origin ? link : null;
}

function follow(event) {
  const link = insideLink(event);
  if (!link) return;
  event.preventDefault();
  if (link.href === window.location.href) return;
  // Streamlit listens to the browser's history: this is the same as going forward to that page.
  window.history.pushState({}, "", link.href);
  window.dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0 });
}

export default function mount({ data, setTriggerValue }) {
  document.documentElement.lang = data.lang;
  state.tell = () => {
    clearTimeout(state.timer);
    const changed = NARROW.matches !== data.narrow ? "narrow" : LARGE.matches !== data.large ? "large" : null;
    if (!changed) return;
    // Not while the page's script runs: a run that is interrupted loses the values that it set in widgets.
    if (isDrawn()) setTriggerValue(changed, (changed === "narrow" ? NARROW : LARGE).matches ? "yes" : "no");
    else state.timer = setTimeout(() => state.tell?.(), PAUSE);
  };
  state.tell();
  if (!state.listening) {
    state.listening = true;
    document.addEventListener("click", follow);
    NARROW.addEventListener("change", () => state.tell?.());
    LARGE.addEventListener("change", () => state.tell?.());
  }
}
