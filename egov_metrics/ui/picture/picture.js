// Saves the chart above as SVG, or as PNG of twice the size, with title, scale, sources and edition around it. All is
// made in this browser from what is on the page: nothing is asked of anybody, not even of our own server, but its font.

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 24;
const SCALE = 2;
const LINE = 1.35;

/** "rgb(17, 23, 30)", "rgba(...)" or "#11171E" as [17, 23, 30, 1]; null for anything else. */
function parsed(text) {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text.trim());
  if (hex) return [...hex.slice(1).map((part) => parseInt(part, 16)), 1];
  const rgb = /^rgba?\(([^)]+)\)$/.exec(text.trim());
  if (!rgb) return null;
  const parts = rgb[1].split(/[\s,/]+/).map(Number);
  return parts.length >= 3 && parts.every(Number.isFinite) ? [parts[0], parts[1], parts[2], parts[3] ?? 1] : null;
}

const written = ([r, g, b, a]) => (a < 1 ? `rgba(${r}, ${g}, ${b}, ${a})` : `rgb(${r}, ${g}, ${b})`);

const hexed = (colour) => "#" + colour.slice(0, 3).map((part) => Math.round(part).toString(16).padStart(2, "0")).join("").toUpperCase();

/** The colour of the light palette for one of the dark palette (of `words` or marks); any other colour stays. */
function lightened(text, lighter, words = false) {
  const colour = parsed(text);
  if (!colour || !lighter) return text;
  const exact = lighter[words ? "words" : "marks"][hexed(colour)];
  if (exact) return written([...parsed(exact).slice(0, 3), colour[3]]);
  let best = null;
  for (const [from, to, newFrom, newTo] of lighter.scales) {
    const [a, b, c, d] = [from, to, newFrom, newTo].map(parsed);
    const along = [0, 1, 2].map((i) => b[i] - a[i]);
    const length = along.reduce((sum, part) => sum + part * part, 0);
    const share = [0, 1, 2].reduce((sum, i) => sum + (colour[i] - a[i]) * along[i], 0) / length;
    const off = Math.hypot(...[0, 1, 2].map((i) => colour[i] - a[i] - share * along[i]));
    if (share < -0.01 || share > 1.01 || off > 2.5 || (best && best.off <= off)) continue;
    best = { off, colour: [0, 1, 2].map((i) => Math.round(c[i] + (d[i] - c[i]) * share)) };
  }
  return best ? written([...best.colour, colour[3]]) : text;
}

function element(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Break a text into lines that are no wider than `width`; one long word is cut by its letters. */
function lines(text, width, font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const fits = (words) => pen.measureText(words).width <= width;
  const found = [];
  let line = "";
  for (let word of text.split(/\s+/).filter(Boolean)) {
    if (line && fits(`${line} ${word}`)) {
      line += ` ${word}`;
      continue;
    }
    if (line) found.push(line);
    while (!fits(word) && word.length > 1) {
      let cut = word.length - 1;
      while (cut > 1 && !fits(word.slice(0, cut))) cut -= 1;
      found.push(word.slice(0, cut));
      word = word.slice(cut);
    }
    line = word;
  }
  return line ? [...found, line] : found;
}

function luminance(colour) {
  const [r, g, b] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Black or white words: whichever is more readable on the light colour of the mark that they lie on. */
function readable(word, marks, lighter) {
  const at = word.getBoundingClientRect();
  const [x, y] = [at.left + at.width / 2, at.top + at.height / 2];
  const below = marks.findLast(({ box }) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom);
  if (!below) return "rgb(0, 0, 0)";
  const light = luminance(parsed(lightened(below.fill, lighter)).slice(0, 3));
  return 1.05 / (light + 0.05) > (light + 0.05) / 0.05 ? "rgb(255, 255, 255)" : "rgb(0, 0, 0)";
}

/** What is filled in a graph, from below to above: where it lies and its colour. */
function filled(layers) {
  const marks = layers.flatMap((layer) => [...layer.querySelectorAll("path, rect")]);
  const seen = marks.map((mark) => ({ box: mark.getBoundingClientRect(), style: getComputedStyle(mark) }));
  const solid = seen.filter(({ box, style }) => box.width && parsed(style.fill) && Number(style.fillOpacity) > 0.5 && parsed(style.fill)[3] > 0.5);
  return solid.map(({ box, style }) => ({ box, fill: style.fill }));
}

/** Turn the colours of `copy` into light ones; `original` is the same mark on the page. */
function lighten(copy, original, marks, lighter) {
  const isWord = ["text", "tspan", "a"].includes(copy.tagName);
  for (const name of ["fill", "stroke", "stop-color"]) {
    const style = copy.style.getPropertyValue(name);
    const colour = style || copy.getAttribute(name);
    if (!colour || !parsed(colour)) continue;
    const isPlain = isWord && name === "fill" && ["#000000", "#FFFFFF"].includes(hexed(parsed(colour)));
    const light = isPlain ? readable(original, marks, lighter) : lightened(colour, lighter, isWord && name === "fill");
    if (style) copy.style.setProperty(name, light);
    else copy.setAttribute(name, light);
  }
}

/** What Plotly has drawn in a graph, in one group: its layers lie in several SVGs on top of each other. */
function drawn(graph, lighter) {
  const layers = [...graph.querySelectorAll("svg.main-svg")];
  if (!layers.length) throw new Error("no chart");
  const box = layers[0].getBoundingClientRect();
  const [width, height] = [Number(layers[0].getAttribute("width")) || box.width, Number(layers[0].getAttribute("height")) || box.height];
  const group = element("g", {});
  const marks = lighter ? filled(layers) : [];
  for (const layer of layers) {
    const copy = layer.cloneNode(true);
    const originals = [...layer.querySelectorAll("*")];
    [...copy.querySelectorAll("*")].forEach((one, place) => {
      one.removeAttribute("data-unformatted");
      one.removeAttribute("data-math");
      if (lighter) lighten(one, originals[place], marks, lighter);
      for (const name of ["pointer-events", "cursor", "color"]) one.style.removeProperty(name);
    });
    copy.querySelectorAll(".hoverlayer, .zoomlayer, .modebar-container").forEach((one) => one.remove());
    group.append(...copy.childNodes);
  }
  return { group, width, height };
}

/** A text of an SVG as Plotly writes it may name the page in the addresses of its own parts: "url(http://...#clip)". */
const inside = (text) => text.replace(/url\((&quot;|["'])?[^"')#&]*#([^"')&]+)(&quot;|["'])?\)/g, "url(#$2)");

function composed(graph, data) {
  const chart = drawn(graph, data.lighter);
  const family = getComputedStyle(graph.querySelector("svg text") || graph).fontFamily.replaceAll('"', "'");
  const width = Math.max(chart.width, 320) + 2 * MARGIN;
  const room = width - 2 * MARGIN;
  const root = element("svg", { xmlns: SVG, width, "font-family": family });
  const paper = element("rect", { width, fill: data.colours.background });
  root.append(element("title", {}, data.title), element("desc", {}, [data.subtitle, ...data.notes].filter(Boolean).join(" ")), paper);
  let y = MARGIN;
  const write = (text, size, colour, weight = 400, space = 4) => {
    for (const line of lines(text, room, `${weight} ${size}px ${family}`)) {
      y += size * LINE;
      root.append(element("text", { x: MARGIN, y: y - size * 0.3, "font-size": size, "font-weight": weight, fill: colour }, line));
    }
    y += space;
  };
  if (data.title) write(data.title, 20, data.colours.text, 600);
  if (data.subtitle) write(data.subtitle, 14, data.colours.muted);
  if (data.legend.length) y = legend(root, data, family, y, room);
  y += 4;
  chart.group.setAttribute("transform", `translate(${(width - chart.width) / 2} ${y})`);
  root.append(chart.group);
  y += chart.height + 8;
  for (const note of data.notes) write(note, 12, data.colours.muted, 400, 2);
  const height = Math.ceil(y + MARGIN / 2);
  root.setAttribute("height", height);
  root.setAttribute("viewBox", `0 0 ${width} ${height}`);
  paper.setAttribute("height", height);
  return { text: inside(new XMLSerializer().serializeToString(root)), width, height, family };
}

/** The classes of a map: a patch of colour and its words, as many in a line as fit. */
function legend(root, data, family, from, room) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `400 13px ${family}`;
  let [x, y] = [MARGIN, from + 6];
  for (const [label, fill] of data.legend) {
    const wide = 20 + pen.measureText(label).width + 16;
    if (x > MARGIN && x + wide > MARGIN + room) [x, y] = [MARGIN, y + 20];
    root.append(element("rect", { x, y, width: 14, height: 14, fill: lightened(fill, data.lighter), stroke: data.colours.axis, "stroke-width": 0.5 }));
    root.append(element("text", { x: x + 20, y: y + 12, "font-size": 13, fill: data.colours.text }, label));
    x += wide;
  }
  return y + 24;
}

/** The fonts of our own page that the picture is written in, as rules that carry them: a picture can load nothing. */
async function fonts(family) {
  const names = new Set(family.split(",").map((name) => name.trim().replace(/^['"]|['"]$/g, "")));
  const rules = [];
  for (const sheet of document.styleSheets) {
    let faces = [];
    try {
      faces = [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule);
    } catch {
      continue; // a sheet of somebody else's: not ours to read
    }
    for (const face of faces) {
      const name = face.style.getPropertyValue("font-family").replace(/^['"]|['"]$/g, "");
      const source = /url\(["']?([^"')]+)["']?\)/.exec(face.style.getPropertyValue("src"));
      if (!names.has(name) || !source || face.style.getPropertyValue("font-style") === "italic") continue;
      const url = new URL(source[1], sheet.href || document.baseURI);
      if (url.protocol !== "data:" && url.origin !== window.location.origin) continue;
      const blob = await (await fetch(url)).blob();
      const carried = await new Promise((done, failed) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result);
        reader.onerror = failed;
        reader.readAsDataURL(blob);
      });
      const weight = face.style.getPropertyValue("font-weight") || "400";
      rules.push(`@font-face{font-family:'${name}';font-weight:${weight};src:url(${carried})}`);
    }
  }
  return rules.join("");
}

async function painted(picture) {
  const style = `<style>${await fonts(picture.family)}</style>`;
  const text = picture.text.replace(/>/, `>${style}`);
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    await image.decode();
    // The fonts of a picture may be read only after it is first laid out.
    await new Promise((done) => setTimeout(done, 150));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(picture.width * SCALE), Math.round(picture.height * SCALE)];
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png"));
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export default function mount({ data, parentElement }) {
  const said = parentElement.querySelector("[role=status]");
  parentElement.querySelector("[role=group]").setAttribute("aria-label", data.texts.group);
  let timer;
  for (const button of parentElement.querySelectorAll("button")) {
    const kind = button.dataset.kind;
    button.textContent = data.texts[kind];
    button.onclick = async () => {
      said.textContent = "";
      button.setAttribute("aria-busy", "true");
      try {
        const graph = document.querySelector(`.st-key-${CSS.escape(data.chart)} .js-plotly-plot`);
        if (!graph) throw new Error("no chart");
        const picture = composed(graph, data);
        const blob = kind === "svg" ? new Blob([picture.text], { type: "image/svg+xml" }) : await painted(picture);
        save(blob, `${data.name}.${kind}`);
      } catch {
        said.textContent = data.texts.failed;
        clearTimeout(timer);
        timer = setTimeout(() => (said.textContent = ""), 6000);
      }
      button.removeAttribute("aria-busy");
    };
  }
  return () => clearTimeout(timer);
}
