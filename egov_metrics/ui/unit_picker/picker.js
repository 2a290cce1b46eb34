// A combobox (WAI-ARIA 1.2) that finds units without accents. Python owns the value: every choice goes to it as a
// trigger, and what comes back with `data` is shown. Nothing else is kept here but what the reader is typing.

const MOST_SHOWN = 100;
const FEW = 8; // fewer matches among the local options than this: ask Python too
const PAUSE = 250; // milliseconds of silence before asking

/** Lower case, no accents, đ as d, punctuation as one space: the same as units.folding.fold in Python. */
export function fold(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

const KIND = /^(?:tinh|thanh pho|tp|huyen|quan|thi xa|tx|thi tran|xa|phuong|dac khu) (?=\D)/;

function fitOne(asked, name) {
  if (name === asked) return 0;
  if (name.startsWith(asked)) return 1;
  if (name.includes(` ${asked}`)) return 2;
  return asked.length > 1 && name.includes(asked) ? 3 : Infinity;
}

/** How well folded names (the own one first, then the others) answer a folded query, the lower the better: exact,
 * prefix, prefix of a word, contained; last, all its words somewhere in the names and the hint ("cho don bac kan").
 * Infinity when not at all. A kind before the query ("tp hue") may be left out. */
export function fit(query, names, hint) {
  const asked = [...new Set([query, query.replace(KIND, "")])];
  const best = Math.min(...names.flatMap((name, at) => asked.map((text) => 2 * fitOne(text, name) + (at ? 1 : 0))));
  if (best < Infinity) return best;
  const all = ` ${names.join(" ")} ${hint}`;
  const words = query.split(" ");
  return words.length > 1 && words.every((word) => all.includes(` ${word}`)) ? 8 : Infinity;
}

class Option {
  constructor([id, label, hint, chosen, also]) {
    Object.assign(this, { id, label, hint, chosen: chosen || label });
    this.names = [label, ...(also || [])].map(fold);
    this.foldedHint = fold(hint);
  }
}

class Picker {
  constructor(root) {
    this.root = root;
    const find = (selector) => root.querySelector(selector);
    this.frame = find(".picker");
    [this.label, this.box, this.chips, this.input, this.beside] = [".label", ".box", ".chips", ".input", ".beside"].map(find);
    [this.clear, this.drop, this.list, this.note, this.spoken] = [".clear", ".drop", ".list", ".note", ".spoken"].map(find);
    this.prefix = `u${Math.random().toString(36).slice(2, 9)}`;
    this.input.id = `${this.prefix}-input`;
    this.label.id = `${this.prefix}-label`;
    this.list.id = `${this.prefix}-list`;
    this.label.htmlFor = this.input.id;
    this.input.setAttribute("aria-controls", this.list.id);
    this.list.setAttribute("aria-labelledby", this.label.id);
    this.value = [];
    this.sent = 0; // stamp of the last choice sent to Python, and so of the first answer to believe
    this.shown = [];
    this.active = -1;
    this.typed = false;
    this.listen();
  }

  get isOpen() {
    return !this.drop.hidden;
  }

  get multiple() {
    return this.data.multiple;
  }

  update({ data, setTriggerValue }) {
    this.trigger = setTriggerValue;
    const old = this.data || {};
    this.data = data;
    if (data.version !== old.version) {
      this.local = data.options.map((row) => new Option(row));
      this.byId = new Map(this.local.map((option) => [option.id, option]));
    }
    for (const row of [...data.chosen, ...data.found.options]) {
      if (!this.byId.has(row[0])) this.byId.set(row[0], new Option(row));
    }
    if (data.stamp >= this.sent) this.value = data.value;
    const { selectionStart: from, selectionEnd: to, value: read } = this.input;
    const wasSelected = this.isOpen && from === 0 && to === read.length;
    this.write();
    if (wasSelected) this.selectAll();
    if (this.isOpen) this.search();
  }

  /** Bring texts, chips and the resting input in line with the data. What the reader is typing stays. */
  write() {
    const { texts, own } = this.data;
    this.label.textContent = texts.label;
    this.label.classList.toggle("unseen", this.data.label_hidden);
    this.input.placeholder = this.multiple && this.value.length ? "" : texts.placeholder;
    this.size();
    this.clear.setAttribute("aria-label", texts.clear);
    this.clear.title = texts.clear;
    this.clear.hidden = !(this.data.clearable && this.value.length);
    this.frame.classList.toggle("clearable", !this.clear.hidden);
    this.chips.hidden = !(this.multiple && (own || this.value.length));
    if (this.multiple) {
      this.chips.setAttribute("aria-label", texts.chosen);
      this.writeChips(own, texts);
    } else if (!this.typed) {
      this.input.value = this.value.length ? this.nameOf(this.value[0]) : "";
    }
    const shown = this.multiple || this.typed ? null : this.byId.get(this.value[0]);
    this.beside.textContent = shown?.hint ?? "";
    this.beside.hidden = !shown?.hint;
  }

  /** An input with something to read in it has its full width. */
  size() {
    this.input.classList.toggle("asking", Boolean(this.input.value || this.input.placeholder));
  }

  writeChips(own, texts) {
    const wanted = [...(own ? [own] : []), ...this.value];
    const key = JSON.stringify([wanted.map((id) => this.nameOf(id)), own, texts.remove]);
    if (key === this.chipsKey) return; // keep the focus on a chip's button
    this.chipsKey = key;
    this.chips.replaceChildren(
      ...wanted.map((id) => {
        const chip = element("li", `chip${id === own ? " own" : ""}`);
        const name = element("span", "", this.nameOf(id));
        name.title = [this.nameOf(id), this.byId.get(id)?.hint, id === own ? texts.own : ""].filter(Boolean).join(" · ");
        chip.append(name);
        if (id === own) name.append(element("span", "spoken", ` (${texts.own})`));
        else {
          const button = element("button");
          button.type = "button";
          button.setAttribute("aria-label", texts.remove.replace("{name}", this.nameOf(id)));
          button.append(this.clear.firstElementChild.cloneNode(true));
          button.addEventListener("click", () => this.remove(id));
          chip.append(button);
        }
        return chip;
      }),
    );
  }

  nameOf(id) {
    return this.byId.get(id)?.chosen ?? id;
  }

  listen() {
    this.box.addEventListener("mousedown", (event) => {
      if (event.target.closest("button")) return;
      // A click beside the input is a click on it. On a name at rest it must not set the caret: where the name is selected
      // already, browsers do that only after the click, and what is typed next would be added to the name.
      if (event.target !== this.input || (!this.multiple && !this.typed)) event.preventDefault();
      this.input.focus();
      if (this.isOpen && !this.typed && event.target !== this.input) this.close();
      else this.open();
    });
    this.input.addEventListener("focus", () => this.selectAll());
    // On the box, not the input: when an answer of Python moves the input between press and release, the click is the box's.
    this.box.addEventListener("click", (event) => {
      if (!event.target.closest("button")) this.selectAll();
    });
    this.input.addEventListener("input", () => {
      this.typed = true;
      this.beside.hidden = true;
      this.size();
      this.open();
    });
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.leave());
    this.clear.addEventListener("click", () => {
      this.send([]);
      this.input.focus();
    });
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the input keeps the focus
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest(".option");
      if (row) this.pick(this.shown[Number(row.dataset.at)]);
    });
    this.note.addEventListener("mousedown", (event) => event.preventDefault());
  }

  press(event) {
    if (event.isComposing) return;
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: FEW, PageUp: -FEW };
    if (event.key in moves) {
      event.preventDefault();
      if (this.isOpen) this.activate(this.active + moves[event.key]);
      else this.open();
    } else if (event.key === "Enter" && this.isOpen) {
      event.preventDefault();
      if (this.shown[this.active]) this.pick(this.shown[this.active]);
    } else if (event.key === "Escape" && (this.isOpen || this.typed)) {
      event.preventDefault();
      event.stopPropagation();
      this.leave();
    } else if (event.key === "Backspace" && this.multiple && !this.input.value && this.value.length) {
      this.remove(this.value[this.value.length - 1]);
    }
  }

  open() {
    if (!this.data) return;
    const wasOpen = this.isOpen;
    this.drop.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    if (!wasOpen) {
      const below = window.innerHeight - this.box.getBoundingClientRect().bottom;
      this.drop.classList.toggle("above", below < 220 && this.box.getBoundingClientRect().top > below);
    }
    this.active = -1;
    this.search(!wasOpen);
  }

  close() {
    this.drop.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    clearTimeout(this.timer);
  }

  /** A name at rest is selected, so that typing replaces it. */
  selectAll() {
    if (this.data && !this.multiple && !this.typed) this.input.select();
  }

  /** Close and show the value again instead of what was typed. */
  leave() {
    this.close();
    this.typed = false;
    this.spoken.textContent = "";
    if (this.multiple) this.input.value = "";
    this.write();
  }

  /** Show what answers the text; when that is little, ask Python for units beyond the local options. */
  search(opening = false) {
    const query = this.typed ? fold(this.input.value) : "";
    const keep = this.shown[this.active]?.id;
    const matches = query ? this.matches(query) : [...this.local];
    const answered = this.data.found.query === query;
    if (query && answered) {
      const known = new Set(matches.map((option) => option.id));
      matches.push(...this.data.found.options.map((row) => this.byId.get(row[0])).filter((option) => !known.has(option.id)));
    }
    const asking = this.data.asks && query.length > 1 && matches.length < FEW && !answered;
    clearTimeout(this.timer);
    if (asking) this.timer = setTimeout(() => this.trigger("search", { query: this.input.value, folded: query }), PAUSE);
    this.shown = matches.slice(0, MOST_SHOWN);
    this.show(matches.length, asking, query);
    const kept = keep === undefined ? -1 : this.shown.findIndex((option) => option.id === keep);
    const current = opening ? this.shown.findIndex((option) => this.value.includes(option.id)) : -1;
    this.activate(kept >= 0 ? kept : query && this.shown.length ? 0 : current, opening);
  }

  matches(query) {
    return this.local
      .map((option, order) => ({ option, order, fit: fit(query, option.names, option.foldedHint) }))
      .filter((match) => match.fit < Infinity)
      .sort((one, other) => one.fit - other.fit || one.order - other.order)
      .map((match) => match.option);
  }

  show(count, asking, query) {
    const { texts } = this.data;
    this.full = this.multiple && this.value.length >= this.data.most;
    this.list.replaceChildren(...this.shown.map((option, at) => this.row(option, at)));
    let note = "";
    if (this.full) note = texts.full;
    else if (asking) note = texts.asking;
    else if (!count) note = texts.none;
    else if (count > this.shown.length) note = texts.more.replace("{shown}", this.shown.length).replace("{count}", count);
    this.note.textContent = note;
    this.note.hidden = !note;
    this.list.hidden = !count;
    if (query) this.spoken.textContent = note || texts.count.replace("{count}", count);
  }

  row(option, at) {
    const row = element("li", "option");
    row.id = `${this.prefix}-${at}`;
    row.dataset.at = at;
    row.setAttribute("role", "option");
    const chosen = this.value.includes(option.id);
    row.setAttribute("aria-selected", String(chosen));
    if (option.id === this.data.own && this.multiple) row.setAttribute("aria-disabled", "true");
    else if (this.full && !chosen) row.setAttribute("aria-disabled", "true");
    row.append(element("span", "name", option.label));
    const hint = option.id === this.data.own && this.multiple ? this.data.texts.own : option.hint;
    row.append(element("span", "hint", hint));
    return row;
  }

  activate(at, quietly = false) {
    const rows = this.list.children;
    rows[this.active]?.classList.remove("active");
    this.active = rows.length ? Math.max(at < 0 && !quietly && this.active > 0 ? 0 : at, -1) : -1;
    if (this.active >= rows.length) this.active = rows.length - 1;
    const row = rows[this.active];
    if (!row) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    row.classList.add("active");
    this.input.setAttribute("aria-activedescendant", row.id);
    // Not scrollIntoView: it would move the page as well.
    if (row.offsetTop < this.list.scrollTop) this.list.scrollTop = row.offsetTop - 4;
    const end = row.offsetTop + row.offsetHeight - this.list.clientHeight;
    if (end > this.list.scrollTop) this.list.scrollTop = end + 4;
  }

  pick(option) {
    const chosen = this.value.includes(option.id);
    if (!this.multiple) {
      this.typed = false;
      this.close();
      if (chosen) this.write();
      else this.send([option.id]);
      this.selectAll();
      return;
    }
    if (option.id === this.data.own || (this.full && !chosen)) return;
    this.input.value = "";
    this.typed = false;
    this.spoken.textContent = "";
    if (chosen) this.remove(option.id);
    else this.send([...this.value, option.id]);
    this.search();
  }

  remove(id) {
    this.send(this.value.filter((other) => other !== id));
    this.input.focus();
  }

  /** Show the choice at once and tell Python; older answers that are still under way are not believed. */
  send(value) {
    this.value = value;
    this.sent = Math.max(Date.now(), this.sent + 1);
    this.write();
    this.trigger("pick", { value, stamp: this.sent });
  }
}

function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

const pickers = new WeakMap();

/** Streamlit calls this with every new `data`, on the same root: the picker and the reader's focus stay. */
export default function mount(component) {
  const root = component.parentElement;
  if (!pickers.has(root)) pickers.set(root, new Picker(root));
  pickers.get(root).update(component);
  return () => clearTimeout(pickers.get(root)?.timer);
}
