// Asks for the chart as large as the frame leaves room for, and again when the frame changes. Everything comes from the
// server that the page is from.
"use strict";

const STEP = 20;
const MOST = { width: 1920, height: 1080 };
const place = document.getElementById("chart");
const LEAST = { width: 280, height: Number(place.dataset.least) || 200 };
let shown = "";

/** A size that the server makes charts for: within its bounds, in its steps. */
function fitted(pixels, which) {
  const within = Math.min(Math.max(pixels, LEAST[which]), MOST[which]);
  return Math.floor(within / STEP) * STEP;
}

function room() {
  const around = document.querySelector("main");
  const style = getComputedStyle(around);
  const words = [...around.children].filter(one => one !== place && !one.hidden);
  const taken = words.reduce((sum, one) => sum + one.offsetHeight + parseFloat(style.rowGap || 0), 0);
  const padding = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
  return { width: fitted(place.clientWidth, "width"), height: fitted(window.innerHeight - taken - padding, "height") };
}

function say(id, words) {
  const one = document.getElementById(id);
  one.textContent = words;
  (id === "method" ? document.getElementById("reading") : one).hidden = !words;
}

async function draw() {
  const { width, height } = room();
  const asked = `${place.dataset.chart}&width=${width}&height=${height}`;
  if (asked === shown) return;
  shown = asked;
  const answer = await fetch(asked);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const found = await answer.json();
  if (asked !== shown) return; // the frame has changed meanwhile
  for (const id of ["title", "subtitle", "source", "method", "why"]) say(id, found.words[id]);
  place.setAttribute("aria-label", found.words.alt);
  place.hidden = !found.figure;
  place.classList.remove("waiting");
  if (!found.figure) return;
  const layout = { ...found.figure.layout, width, autosize: false };
  await Plotly.react(place, found.figure.data, layout, { displayModeBar: false, scrollZoom: false });
  document.documentElement.dataset.drawn = `${width}x${height}`;
}

function failed() {
  shown = "";
  place.classList.remove("waiting");
  say("why", place.dataset.failed);
}

if (place.dataset.chart) {
  let timer = 0;
  place.classList.add("waiting");
  const anew = () => draw().catch(failed);
  anew();
  window.addEventListener("resize", () => {
    clearTimeout(timer);
    timer = setTimeout(anew, 250);
  });
}
