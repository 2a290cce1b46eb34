// Previous, play, next and a slider over years. Python owns the year: each choice goes to it as a trigger, and what comes
// back with `data` is shown. The next choice is sent only when the page has been drawn for the one before, so that years
// never pile up on the way; of choices made meanwhile only the last is sent.

const PACE = 1200; // milliseconds that a year stays, at least, while playing
const SEEN = 450; // milliseconds of these that it stays after the page is drawn
const LOOK = 60; // milliseconds between looks whether the page is drawn
const LOST = 15000; // an answer that takes longer does not come: stop playing, send the next choice all the same
const AWAY = 3000; // a player that was off the page for longer has been left, and does not go on playing

const isDrawn = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";
const GAP = 6; // pixels, at least, between the years written below the slider

// What outlives a root: when a part of the page is drawn anew in another place, playing goes on.
const states = new Map();

class Player {
  constructor(root, state) {
    this.state = state;
    const find = (selector) => root.querySelector(selector);
    [this.frame, this.buttons, this.previous, this.play, this.next] = [".player", ".buttons", ".previous", ".play", ".next"].map(find);
    [this.year, this.track, this.slider, this.ticks] = [".year", ".track", ".slider", ".ticks"].map(find);
    this.previous.addEventListener("click", () => this.choose(this.at - 1));
    this.next.addEventListener("click", () => this.choose(this.at + 1));
    this.play.addEventListener("click", () => this.toggle());
    this.slider.addEventListener("input", () => this.choose(Number(this.slider.value)));
    this.frame.addEventListener("keydown", (event) => this.press(event));
    new ResizeObserver(() => this.thin()).observe(this.ticks);
  }

  get at() {
    return this.state.wish ?? this.data.years.indexOf(this.data.year);
  }

  get last() {
    return this.data.years.length - 1;
  }

  update({ data, setTriggerValue }) {
    const state = this.state;
    this.trigger = setTriggerValue;
    this.data = data;
    if (state.wish > this.last) state.wish = null;
    if (state.sentAt && data.stamp >= state.stamp) {
      if (data.years[state.wish] === state.sentYear) state.wish = null; // answered, whatever the answer is
      state.sentAt = 0;
    }
    if (data.years.length < 2) state.playing = false;
    state.drawnAt = 0;
    this.write();
    this.look();
  }

  write() {
    const { years, texts } = this.data;
    const at = this.at;
    const several = years.length > 1;
    this.frame.setAttribute("aria-label", texts.label);
    this.frame.classList.toggle("playing", this.state.playing);
    this.buttons.hidden = !several;
    this.track.hidden = !several || this.data.bare;
    this.year.hidden = this.data.bare;
    this.year.textContent = years[at];
    this.name(this.previous, texts.previous);
    this.name(this.next, texts.next);
    this.name(this.play, this.state.playing ? texts.pause : texts.play);
    // Not `disabled` while it has the focus: a button that falls away under the finger takes the keyboard with it.
    this.previous.setAttribute("aria-disabled", String(at === 0));
    this.next.setAttribute("aria-disabled", String(at === this.last));
    this.slider.max = String(this.last);
    this.slider.value = String(at);
    this.slider.setAttribute("aria-label", texts.label);
    this.slider.setAttribute("aria-valuetext", String(years[at]));
    const key = years.join();
    if (key === this.ticksKey) return;
    this.ticksKey = key;
    this.ticks.replaceChildren(
      ...years.map((year) => {
        const tick = document.createElement("span");
        const label = document.createElement("b");
        label.textContent = year;
        tick.append(label);
        return tick;
      }),
    );
    this.thin();
  }

  /** Write the first and the last year, and of those between every one, second one ... that has room. */
  thin() {
    const ticks = [...this.ticks.children];
    const last = ticks.length - 1;
    if (last < 1 || !this.ticks.clientWidth) return;
    const needed = Math.max(...ticks.map((tick) => tick.firstChild.offsetWidth)) + GAP;
    const apart = this.ticks.clientWidth / last;
    const step = Math.max(1, Math.ceil(needed / apart));
    ticks.forEach((tick, at) => {
      const shown = at === 0 || at === last || (at % step === 0 && (last - at) * apart >= needed);
      tick.classList.toggle("unwritten", !shown);
    });
  }

  name(button, text) {
    button.setAttribute("aria-label", text);
    button.title = text;
  }

  press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    const onSlider = event.target === this.slider;
    if (event.key === " " && onSlider) this.toggle();
    else if (step && !onSlider) this.choose(this.at + step);
    else return;
    event.preventDefault();
  }

  /** The reader's own choice: playing ends with it. */
  choose(at) {
    this.state.playing = false;
    this.go(at);
  }

  toggle() {
    const state = this.state;
    state.playing = !state.playing;
    if (state.playing && this.at === this.last) this.go(0);
    else if (state.playing) {
      state.shownAt = 0;
      this.write();
      this.look();
    } else this.write();
  }

  go(at) {
    this.state.wish = Math.min(Math.max(at, 0), this.last);
    this.state.shownAt = Date.now();
    this.write();
    this.look();
  }

  /** Send the choice, or play the next year, as soon as the page is ready for it. */
  look() {
    const state = this.state;
    clearTimeout(state.timer);
    if (state.wish === null && !state.playing && !state.sentAt) return;
    const now = Date.now();
    if (state.sentAt && now - state.sentAt > LOST) {
      Object.assign(state, { sentAt: 0, playing: false });
      this.write();
    }
    if (!state.sentAt && isDrawn()) {
      state.drawnAt ||= now;
      if (state.wish !== null) this.send(now);
      else if (state.playing && now - state.shownAt >= PACE && now - state.drawnAt >= SEEN) this.step();
    } else state.drawnAt = 0;
    clearTimeout(state.timer);
    state.timer = setTimeout(() => this.look(), LOOK);
  }

  step() {
    if (this.at < this.last) this.go(this.at + 1);
    if (this.at === this.last) this.state.playing = false;
    this.write();
  }

  send(now) {
    const state = this.state;
    const year = this.data.years[state.wish];
    if (year === this.data.year) {
      state.wish = null;
      return;
    }
    state.stamp = Math.max(now, state.stamp + 1);
    Object.assign(state, { sentAt: now, sentYear: year });
    this.trigger("pick", { year, stamp: state.stamp });
  }
}

const players = new WeakMap();

/** Streamlit calls this with every new `data`, mostly on the same root: the player and the reader's focus stay. */
export default function mount(component) {
  const { data, parentElement: root } = component;
  if (!states.has(data.key)) {
    states.set(data.key, { playing: false, wish: null, stamp: 0, sentAt: 0, sentYear: 0, shownAt: 0, drawnAt: 0, leftAt: 0, timer: 0 });
  }
  const state = states.get(data.key);
  if (state.leftAt && Date.now() - state.leftAt > AWAY) Object.assign(state, { playing: false, wish: null, sentAt: 0 });
  state.leftAt = 0;
  if (!players.has(root)) players.set(root, new Player(root, state));
  players.get(root).update(component);
  return () => {
    clearTimeout(state.timer);
    state.leftAt = Date.now();
  };
}
