// Plays a storyline in the full window. The charts were drawn by the page on a stage out of sight; each slide is a copy of
// what stands there, kept here: turning needs no server, and goes on when the server is gone.
// The current slide is known here only; Python hears of a chosen unit or year, and that the reader left.
// Texts are written with textContent; pictures are copies of what the page itself has drawn.

const players = new Map(); // by key: what outlives a run of the page
const WAIT = 150; // milliseconds between two looks at a chart that is not drawn yet
const WIDE = 1280, HIGH = 720;

const make = (tag, name, text) => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
};

const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();

class Player {
  constructor(key) {
    Object.assign(this, { key, at: 0, typed: "", pictures: [], stamp: 0, began: Date.now() });
    this.press = (event) => this.pressed(event);
    this.fit = () => this.scaled();
  }

  update({ data, setTriggerValue }) {
    const fresh = !this.root?.isConnected;
    const changed = this.data && this.data.made !== data.made;
    Object.assign(this, { data, trigger: setTriggerValue });
    this.stamp = Math.max(this.stamp, data.stamp);
    if (fresh) this.open(data.start);
    if (fresh || changed) this.pictures = [];
    this.at = Math.min(this.at, data.slides.length - 1);
    this.collect();
    this.show();
  }

  open(start) {
    this.at = Math.max(0, Math.min(start, this.data.slides.length - 1));
    this.began = Date.now();
    this.root = make("div", "egov-show");
    this.root.setAttribute("role", "region");
    this.root.setAttribute("aria-label", this.data.texts.label);
    this.root.tabIndex = -1;
    this.paper = make("div", "egov-show-paper");
    this.strip = make("div", "egov-show-strip");
    this.over = make("div", "egov-show-over");
    this.over.hidden = true;
    this.blank = make("div", "egov-show-blank");
    this.blank.hidden = true;
    this.live = make("div", "egov-show-live");
    this.live.setAttribute("aria-live", "polite");
    const frame = make("div", "egov-show-frame");
    frame.append(this.paper, this.strip);
    this.root.append(frame, this.over, this.blank, this.live);
    this.frame = frame;
    (document.querySelector(".stApp") ?? document.body).append(this.root);
    document.addEventListener("keydown", this.press, true);
    window.addEventListener("resize", this.fit);
    this.root.addEventListener("click", (event) => {
      if (this.blank.hidden && event.target.closest(".egov-show-paper") && !event.target.closest("a, button")) this.turn(1);
      else if (!this.blank.hidden) this.black();
    });
    this.scaled();
    this.root.focus();
  }

  close() {
    document.removeEventListener("keydown", this.press, true);
    window.removeEventListener("resize", this.fit);
    clearTimeout(this.timer);
    clearInterval(this.clock);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    this.notes?.close();
    this.root?.remove();
  }

  scaled() {
    const scale = Math.min(window.innerWidth / WIDE, window.innerHeight / HIGH);
    this.frame.style.transform = `translate(-50%, -50%) scale(${scale})`;
  }

  // Copies of the charts as soon as they stand on the stage; a copy stays when the page is drawn anew.
  collect() {
    clearTimeout(this.timer);
    let waiting = false;
    this.data.slides.forEach((slide, place) => {
      if (this.pictures[place] || !slide.picture) return;
      const stage = document.querySelector(`.st-key-stage-${this.data.made}-${place}`);
      const copy = stage && this.copied(stage, slide.picture);
      if (!copy) waiting = true;
      else {
        this.pictures[place] = copy;
        if (place === this.at) this.show();
      }
    });
    this.root.dataset.ready = waiting ? "" : "yes";
    if (waiting) this.timer = setTimeout(() => this.collect(), WAIT);
  }

  copied(stage, kind) {
    if (kind === "markup") {
      const found = stage.querySelector(".egov-tiles");
      return found ? found.cloneNode(true) : null;
    }
    const graph = stage.querySelector(".js-plotly-plot");
    const layers = graph ? [...graph.querySelectorAll(".svg-container > svg.main-svg, .main-svg")] : [];
    if (!layers.length || !graph.querySelector(".main-svg .plot, .main-svg .infolayer, .main-svg .cartesianlayer > *")) return null;
    const wide = graph.offsetWidth || Number(layers[0].getAttribute("width")), high = graph.offsetHeight || Number(layers[0].getAttribute("height"));
    if (!wide || !high) return null;
    const copy = make("div", "egov-show-chart");
    const top = layers.filter((one) => !layers.some((other) => other !== one && other.contains(one)));
    for (const layer of top) copy.append(layer.cloneNode(true));
    copy.style.width = `${wide}px`;
    copy.style.height = `${high}px`;
    copy.dataset.scale = String(Math.min(this.data.place[0] / wide, this.data.place[1] / high));
    return copy;
  }

  slide() {
    return this.data.slides[this.at];
  }

  turn(by) {
    this.go(this.at + by);
  }

  go(place) {
    const next = Math.max(0, Math.min(place, this.data.slides.length - 1));
    this.began_turn = performance.now();
    if (next === this.at) return;
    this.at = next;
    this.show();
  }

  show() {
    const slide = this.slide(), { texts } = this.data;
    this.paper.replaceChildren();
    const head = make("h1", "", slide.title);
    this.paper.append(head);
    if (slide.subtitle) this.paper.append(make("p", "sub", slide.subtitle));
    const body = make("div", "body");
    const picture = this.pictures[this.at];
    if (picture) {
      const holder = make("div", "holder");
      holder.setAttribute("role", "img");
      holder.setAttribute("aria-label", slide.alt);
      const scale = Number(picture.dataset.scale || 1);
      if (picture.classList.contains("egov-show-chart")) {
        picture.style.transform = `scale(${scale})`;
        holder.style.width = `${parseFloat(picture.style.width) * scale}px`;
        holder.style.height = `${parseFloat(picture.style.height) * scale}px`;
      }
      holder.append(picture);
      body.append(holder);
    } else if (slide.picture) body.append(make("p", "wait", texts.wait));
    if (slide.why) body.append(make("p", "why", slide.why));
    if (slide.text) {
      const list = make("div", "words");
      for (const line of slide.text.split("\n")) if (line.trim()) list.append(make("p", "", line));
      body.append(list);
    }
    this.paper.append(body);
    if (slide.source) this.paper.append(make("p", "source", slide.source));
    this.drawStrip();
    this.live.textContent = `${this.at + 1}/${this.data.slides.length}: ${slide.title}`;
    this.told();
    // Streamlit's own address is left alone: where one is in the storyline is kept for a reload.
    try { sessionStorage.setItem(`egov-show-${this.key}`, String(this.at)); } catch { /* a private window */ }
  }

  drawStrip() {
    const slide = this.slide(), { texts } = this.data;
    const place = make("span", "place", `${this.at + 1}/${this.data.slides.length}`);
    const back = this.button("‹", texts.back, () => this.turn(-1));
    const next = this.button("›", texts.next, () => this.turn(1));
    const unit = this.button(slide.unit || this.data.country, texts.jump, () => this.ask());
    unit.className = "unit";
    const parts = [back, place, next, unit];
    if (slide.years?.length > 1) {
      const years = make("select");
      years.setAttribute("aria-label", texts.year);
      for (const year of slide.years) years.append(new Option(year, year, false, year === slide.year));
      years.addEventListener("change", () => this.send({ year: Number(years.value), slide: slide.id }));
      parts.push(years);
    } else if (slide.year) parts.push(make("span", "", String(slide.year)));
    parts.push(make("span", "edition", this.data.edition));
    const tools = make("span", "tools");
    tools.append(
      this.button("QR", texts.qr, () => this.code()),
      this.button(texts.notes_short, texts.notes, () => this.openNotes()),
      this.button("⛶", texts.full, () => this.full()),
      this.button("✕", texts.leave, () => this.leaves()),
    );
    this.strip.replaceChildren(...parts, tools);
  }

  button(words, label, act) {
    const made = make("button", "", words);
    made.type = "button";
    made.title = label;
    made.setAttribute("aria-label", words === label ? label : `${words}: ${label}`);
    made.addEventListener("click", (event) => {
      event.stopPropagation();
      act();
      this.root.focus();
    });
    return made;
  }

  full() {
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    else document.documentElement.requestFullscreen?.().catch(() => {});
  }

  black() {
    this.blank.hidden = !this.blank.hidden;
  }

  leaves() {
    this.send({ leave: true });
    this.close();
    players.delete(this.key);
  }

  send(what) {
    this.stamp = Math.max(Date.now(), this.stamp + 1);
    this.trigger("act", { ...what, stamp: this.stamp });
  }

  // Over the slide: a field for a unit, or the code of the link.
  cover(...parts) {
    this.over.replaceChildren(...parts);
    this.over.hidden = false;
  }

  uncover() {
    this.over.hidden = true;
    this.over.replaceChildren();
    this.root.focus();
  }

  code() {
    if (!this.over.hidden) return this.uncover();
    const slide = this.slide();
    const box = make("div", "box");
    if (slide.qr) {
      const picture = make("img", "qr");
      picture.src = slide.qr;
      picture.alt = this.data.texts.qr;
      box.append(picture);
    }
    const link = make("a", "", slide.address);
    link.href = slide.address;
    link.target = "_blank";
    box.append(link);
    this.cover(box);
  }

  ask() {
    const { texts, units } = this.data;
    const box = make("div", "box ask");
    const field = make("input");
    field.setAttribute("aria-label", texts.jump);
    field.placeholder = texts.jump;
    const list = make("ol");
    let found = [], chosen = 0;
    const look = () => {
      const wanted = plain(field.value).trim();
      found = wanted ? units.filter(([, , folded]) => folded.includes(wanted)).sort((a, b) => a[2].indexOf(wanted) - b[2].indexOf(wanted)).slice(0, 8) : [];
      chosen = 0;
      draw();
    };
    const draw = () => {
      list.replaceChildren(
        ...found.map(([id, name], place) => {
          const row = make("li", place === chosen ? "chosen" : "", name);
          row.addEventListener("click", () => take(id));
          return row;
        }),
      );
    };
    const take = (id) => {
      this.uncover();
      this.send({ unit: id });
    };
    field.addEventListener("input", look);
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.uncover();
      else if (event.key === "Enter" && found[chosen]) take(found[chosen][0]);
      else if (event.key === "ArrowDown") chosen = Math.min(chosen + 1, found.length - 1);
      else if (event.key === "ArrowUp") chosen = Math.max(chosen - 1, 0);
      else return;
      event.preventDefault();
      draw();
    });
    box.append(field, list);
    this.cover(box);
    field.focus();
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.(".egov-show-over input, .egov-show-strip select")) {
      if (event.key !== "Escape") return;
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    let done = true;
    if (key === "Escape") {
      if (!this.over.hidden) this.uncover();
      else if (!this.blank.hidden) this.black();
      else this.leaves();
    } else if (key >= "0" && key <= "9") this.typed = (this.typed + key).slice(-3);
    else if (key === "Enter" && this.typed) this.go(Number(this.typed) - 1);
    else if (["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"].includes(key)) this.turn(1);
    else if (["ArrowLeft", "ArrowUp", "PageUp", "Backspace"].includes(key)) this.turn(-1);
    else if (key === "Home") this.go(0);
    else if (key === "End") this.go(this.data.slides.length - 1);
    else if (key === "/") this.ask();
    else if (key === "b" || key === ".") this.black();
    else if (key === "q") this.code();
    else if (key === "n") this.openNotes();
    else if (key === "f") this.full();
    else done = ["c", "r"].includes(key); // Streamlit's own keys of one letter are not for presenters
    if (!(key >= "0" && key <= "9")) this.typed = "";
    if (!done) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // A second window of the presenter: the notes, the next slide, how long it takes.
  openNotes() {
    if (this.notes && !this.notes.closed) return this.notes.focus();
    this.notes = window.open("", "egov-notes", "width=900,height=620");
    if (!this.notes) return;
    const page = this.notes.document;
    page.title = this.data.texts.notes;
    page.documentElement.lang = document.documentElement.lang;
    const style = page.createElement("style");
    style.textContent = this.data.notes_style;
    page.head.replaceChildren(style);
    page.addEventListener("keydown", this.press, true);
    clearInterval(this.clock);
    this.clock = setInterval(() => this.tick(), 1000);
    this.told();
  }

  told() {
    if (!this.notes || this.notes.closed) return;
    const page = this.notes.document, { texts, slides } = this.data, slide = this.slide(), next = slides[this.at + 1];
    const element = (tag, name, text) => {
      const made = page.createElement(tag);
      if (name) made.className = name;
      if (text !== undefined) made.textContent = text;
      return made;
    };
    const top = element("div", "top");
    this.left = element("span", "clock", "");
    const minutes = element("input", "minutes");
    minutes.type = "number";
    minutes.min = "1";
    minutes.max = "240";
    minutes.value = String(this.minutes ?? 15);
    minutes.setAttribute("aria-label", texts.minutes);
    minutes.addEventListener("change", () => { this.minutes = Number(minutes.value) || 15; this.began = Date.now(); this.tick(); });
    top.append(element("b", "", `${this.at + 1}/${slides.length}`), this.left, minutes, element("span", "", texts.minutes));
    const notes = element("div", "notes");
    for (const line of (slide.notes || texts.no_notes).split("\n")) notes.append(element("p", "", line));
    const later = element("div", "next");
    later.append(element("h2", "", next ? `${texts.after}: ${next.title}` : texts.last));
    const picture = next && this.pictures[this.at + 1];
    if (picture?.classList.contains("egov-show-chart")) {
      const copy = page.importNode(picture, true);
      copy.style.transform = "none";
      later.append(copy);
    }
    page.body.replaceChildren(top, element("h1", "", slide.title), notes, later);
    this.tick();
  }

  tick() {
    if (!this.left) return;
    const left = Math.round((this.minutes ?? 15) * 60 - (Date.now() - this.began) / 1000);
    const shown = Math.abs(left);
    this.left.textContent = `${left < 0 ? "−" : ""}${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
    this.left.className = left < 0 ? "clock over" : "clock";
  }
}

export default function mount(component) {
  const { key } = component.data;
  if (!players.has(key)) players.set(key, new Player(key));
  const player = players.get(key);
  clearTimeout(player.gone);
  player.update(component);
  return () => {
    // Drawn anew a moment later, or left for good? When the server is gone nothing calls this, and the slides stay.
    player.gone = setTimeout(() => {
      player.close();
      players.delete(key);
    }, 1500);
  };
}
