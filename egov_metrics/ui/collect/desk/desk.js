// The text of a document beside what is proposed from it. Python owns the review: what is decided goes to it as a
// trigger, and what comes back with `data` is shown. Which item is the current one is known here only.
// Everything of the document is written with textContent: it stays text.

const states = new Map(); // of each place on the page: the current item, what was done and not answered yet
const LOST = 8000; // milliseconds after which what was not answered is sent again (the server knows what it has done)
const KEYS = { a: "accept", r: "reject", e: "edit", s: "split", o: "reopen" };
const DECIDES = ["accept", "reject", "reopen"];

const make = (tag, name, text) => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
};

// Python counts characters, the browser half of some: emoji and rare signs are two here.
const characters = (text) => Array.from(text).length;

class Desk {
  constructor(root, host) {
    this.host = host;
    const find = (selector) => root.querySelector(selector);
    [this.text, this.list, this.items, this.none] = [".text", ".list", "ol", ".none"].map(find);
    [this.bar, this.add, this.keys, this.undo, this.help, this.live] = [".bar", ".add", ".keys", ".undo", ".help", ".live"].map(find);
    this.root = root;
    this.undo.addEventListener("click", () => this.send({ do: "undo" }));
    this.help.addEventListener("click", () => this.explain());
    this.add.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the marked text
    this.add.addEventListener("click", () => this.addMarked());
    this.press = (event) => this.pressed(event);
    this.mark = () => this.marked();
  }

  enter() {
    // Adding what listens already changes nothing.
    window.addEventListener("keydown", this.press, true);
    document.addEventListener("selectionchange", this.mark);
  }

  leave() {
    clearTimeout(this.state?.timer);
    window.removeEventListener("keydown", this.press, true);
    document.removeEventListener("selectionchange", this.mark);
  }

  update({ data, setTriggerValue }) {
    this.enter();
    this.trigger = setTriggerValue;
    const before = this.data?.items.findIndex((item) => item.id === this.current) ?? 0;
    if (!states.has(data.key)) states.set(data.key, { current: null, queue: [], last: 0, sentAt: 0, timer: 0 });
    this.state = states.get(data.key);
    this.state.queue = this.state.queue.filter((one) => one.stamp > data.stamp);
    this.state.sentAt = 0;
    this.data = data;
    const { texts } = data;
    this.text.setAttribute("aria-label", texts.text);
    this.list.setAttribute("aria-label", texts.items);
    this.drawText();
    this.drawItems();
    this.none.hidden = data.items.length > 0;
    this.none.textContent = texts.none;
    this.undo.hidden = !data.editable;
    this.label(this.undo, texts.undo, "u");
    this.label(this.help, texts.help, "?");
    this.label(this.add, texts.add, "n");
    if (!data.items.some((item) => item.id === this.current)) {
      // The item was decided and left the list: the next one takes its place.
      this.state.current = data.items[Math.max(0, Math.min(before, data.items.length - 1))]?.id ?? null;
    }
    this.show(this.current, false);
    this.marked();
    this.flush();
  }

  get current() {
    return this.state?.current ?? null;
  }

  label(button, words, key) {
    button.replaceChildren(document.createTextNode(words), make("kbd", "", key));
    button.setAttribute("aria-keyshortcuts", key);
  }

  drawText() {
    const { blocks, marks, texts } = this.data;
    const signature = JSON.stringify([blocks, marks]);
    if (signature === this.drawn) return;
    this.drawn = signature;
    const top = this.text.scrollTop;
    this.text.replaceChildren(
      ...blocks.map((block) => {
        if (block.gap) {
          const [start, end] = block.gap;
          const gap = make("button", "gap", texts.gap.replace("{n}", (end - start).toLocaleString("de-DE")));
          gap.type = "button";
          gap.addEventListener("click", () => this.send({ do: "show", start, end }));
          return gap;
        }
        const shown = make("p", "block");
        for (const [start, text, places] of block.pieces) shown.append(...this.piece(start, text, places));
        return shown;
      }),
    );
    this.text.scrollTop = top;
  }

  piece(start, text, places) {
    const span = make("span", "", text);
    span.dataset.start = String(start);
    span.dataset.end = String(start + characters(text));
    if (!places.length) return [span];
    const marks = places.map((place) => this.data.marks[place]);
    span.className = `m ${marks.some(([, state]) => state === "open") ? "open" : marks[0][1]}`;
    span.dataset.items = marks.map(([id]) => id).join(" ");
    span.addEventListener("click", () => {
      const listed = marks.find(([id]) => this.data.items.some((item) => item.id === id));
      if (listed && !this.stretch()) this.go(listed[0]);
    });
    return [span, make("sup", "", places.map((place) => Number(place) + 1).join(","))];
  }

  drawItems() {
    const { items, texts, editable } = this.data;
    this.items.replaceChildren(
      ...items.map((item) => {
        const row = make("li");
        row.dataset.id = item.id;
        const head = make("div", "head");
        head.append(make("span", "n", String(item.n)), make("span", "title", item.title), make("span", "amount", item.amount));
        row.append(head);
        const state = make("p", "line");
        state.append(make("span", "state", item.state_words), ` ${item.lines[0] ?? ""}`);
        row.append(state, ...item.lines.slice(1).map((line) => make("p", "line", line)));
        row.append(...item.wrong.map((line) => make("p", "wrong", line)));
        if (editable && item.done.length) {
          const acts = make("div", "acts");
          for (const [key, act] of Object.entries(KEYS)) {
            if (!item.done.includes(act)) continue;
            const button = make("button", `act ${act}`);
            button.type = "button";
            this.label(button, texts[act], key);
            button.setAttribute("aria-label", `${texts[act]}: ${item.n}. ${item.title}`);
            button.addEventListener("click", (event) => {
              event.stopPropagation();
              this.do(act, item.id);
            });
            acts.append(button);
          }
          row.append(acts);
        }
        row.addEventListener("click", () => this.go(item.id));
        return row;
      }),
    );
  }

  go(id) {
    this.state.current = id;
    this.show(id, true);
  }

  /** Mark the current item in list and text and bring both into view, inside their panes only. */
  show(id, tell) {
    const item = this.data.items.find((one) => one.id === id);
    for (const row of this.items.children) {
      row.classList.toggle("current", row.dataset.id === id);
      if (row.dataset.id === id) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    let target = null;
    for (const span of this.text.querySelectorAll("span[data-start]")) {
      const own = (span.dataset.items ?? "").split(" ").includes(id ?? "");
      const inside = Boolean(item) && Number(span.dataset.start) >= item.start && Number(span.dataset.end) <= item.end;
      span.classList.toggle("current", own);
      span.classList.toggle("said", inside);
      if (own || (inside && !target)) target = own && !target?.classList.contains("current") ? span : (target ?? span);
    }
    this.into(this.text, target);
    this.into(this.list, this.items.querySelector("li.current"));
    if (tell && item) this.live.textContent = `${this.data.texts.current} ${item.n}: ${item.title} ${item.amount}`;
  }

  into(pane, element) {
    if (!element) return;
    const [outer, inner] = [pane.getBoundingClientRect(), element.getBoundingClientRect()];
    if (inner.top < outer.top + 8 || inner.bottom > outer.bottom - 8) {
      pane.scrollTop += inner.top - outer.top - (outer.height - Math.min(inner.height, outer.height)) / 3;
    }
  }

  move(by) {
    const { items } = this.data;
    if (!items.length) return;
    const at = items.findIndex((item) => item.id === this.current);
    this.go(items[Math.max(0, Math.min(items.length - 1, at + by))].id);
  }

  do(act, id) {
    const item = this.data.items.find((one) => one.id === id);
    if (!this.data.editable || !item || !item.done.includes(act) || this.isWaiting(id)) return;
    this.state.current = id;
    if (DECIDES.includes(act)) this.live.textContent = `${this.data.texts[act]}: ${item.n}`;
    this.send({ do: act, item: id });
    // On to the next one without waiting; the server tells later what it refused.
    if (act === "accept" || act === "reject") this.moveOn();
  }

  /** Was it decided here, and has the server not answered yet? */
  isWaiting(id) {
    return this.state.queue.some((one) => one.item === id && DECIDES.includes(one.do));
  }

  /** To the next item that nobody has decided, from the top again at the end. */
  moveOn() {
    const { items } = this.data;
    const at = items.findIndex((item) => item.id === this.current);
    const rest = [...items.slice(at + 1), ...items.slice(0, Math.max(at, 0))];
    const next = rest.find((item) => !this.isWaiting(item.id) && (item.state === "open" || item.state === items[at]?.state));
    if (next) this.go(next.id);
  }

  send(sent) {
    if (sent.do !== "show" && !this.data.editable) return;
    this.state.last = Math.max(Date.now(), this.state.last + 1);
    this.state.queue.push({ ...sent, stamp: this.state.last });
    this.flush();
  }

  /** All that was done since the last answer goes in one message: a second one on its heels would replace the first. */
  flush() {
    const state = this.state;
    clearTimeout(state.timer);
    if (!state.queue.length) return;
    if (state.sentAt && Date.now() - state.sentAt < LOST) {
      state.timer = setTimeout(() => this.flush(), 500);
      return;
    }
    state.sentAt = Date.now();
    this.trigger("act", state.queue);
    state.timer = setTimeout(() => this.flush(), LOST + 100);
  }

  /** The marked stretch of the text in characters of the document, or null. */
  stretch() {
    const selection = this.root.getSelection ? this.root.getSelection() : window.getSelection();
    const range = selection?.getComposedRanges?.({ shadowRoots: [this.root] })[0] ?? (selection?.rangeCount ? selection.getRangeAt(0) : null);
    if (!range || (range.startContainer === range.endContainer && range.startOffset === range.endOffset)) return null;
    const place = (node, offset, isEnd) => {
      const span = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("span[data-start]");
      if (span && this.text.contains(span)) {
        if (node.nodeType !== Node.TEXT_NODE) return Number(offset ? span.dataset.end : span.dataset.start);
        return Number(span.dataset.start) + characters(node.data.slice(0, offset));
      }
      // The end of a mark that stands between pieces: the nearest piece on that side.
      if (!this.text.contains(node)) return null;
      const all = [...this.text.querySelectorAll("span[data-start]")];
      const after = all.filter((one) => node.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
      const next = after[0];
      if (next && !isEnd) return Number(next.dataset.start);
      const before = all[all.length - after.length - 1];
      return before ? Number(before.dataset.end) : null;
    };
    const start = place(range.startContainer, range.startOffset, false);
    const end = place(range.endContainer, range.endOffset, true);
    return start === null || end === null || start >= end ? null : [start, end];
  }

  marked() {
    this.bar.hidden = !this.data?.editable || !this.stretch();
  }

  addMarked() {
    const stretch = this.data.editable ? this.stretch() : null;
    if (stretch) this.send({ do: "add", start: stretch[0], end: stretch[1] });
  }

  explain() {
    const { texts, editable } = this.data;
    this.keys.hidden = !this.keys.hidden;
    if (this.keys.hidden) return;
    const rows = [["j k ↓ ↑", texts["help.move"]]];
    if (editable) {
      rows.push(...Object.entries(KEYS).map(([key, act]) => [key, texts[act]]), ["u", texts.undo], ["n", texts["help.mark"]]);
    }
    this.keys.replaceChildren(
      ...rows.map(([key, words]) => {
        const row = make("span");
        row.append(make("kbd", "", key), ` ${words}`);
        return row;
      }),
    );
  }

  pressed(event) {
    if (!this.host.isConnected || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.composedPath()[0];
    if (!(target instanceof Element) || target.closest("input, textarea, select, [contenteditable=true], [role=dialog], [role=listbox], [role=combobox]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const inText = target === this.text; // its own arrows scroll it
    let done = true;
    if (key === "j" || (key === "ArrowDown" && !inText)) this.move(1);
    else if (key === "k" || (key === "ArrowUp" && !inText)) this.move(-1);
    else if (key === "u") this.send({ do: "undo" });
    else if (key === "n") this.addMarked();
    else if (key === "?") this.explain();
    else if (key in KEYS) this.do(KEYS[key], this.current);
    else done = key === "c"; // Streamlit's own keys of one letter (run again, clear the cache) are not for reviewers
    if (!done) return;
    event.stopImmediatePropagation();
    if (key !== "c") event.preventDefault();
  }
}

const desks = new WeakMap();

/** Streamlit calls this with every new `data`, mostly on the same root: the desk and what is marked stay. */
export default function mount(component) {
  const root = component.parentElement;
  if (!desks.has(root)) desks.set(root, new Desk(root, root.host ?? root));
  const desk = desks.get(root);
  desk.update(component);
  return () => desk.leave();
}
