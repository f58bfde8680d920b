// The story: numbered steps somebody wrote for this world. The page plays them, shows where, and ticks off what is done.
import { Anew } from "./anew.js";
import { el, isShown, keepingFocus, patchList, pause, reveal, setAttribute, setText } from "./dom.js";
import { fits } from "./fitting.js";
import { inOurs, say } from "./say.js";
import { onDone, told } from "./server.js";

const LOOK = 700; // milliseconds in which one sees what is about to happen
const PATIENCE = 12_000; // milliseconds a button may take to come

export class Story {
  /** `desk` knows the phones, the board, the clock and the news. */
  constructor(root, desk) {
    this.root = root;
    this.desk = desk;
    this.part = (name) => root.querySelector(`[data-story="${name}"]`);
    this.playButton = this.part("play");
    this.playButton.addEventListener("click", () => this.play());
    this.part("show").addEventListener("click", () => this.point());
    this.part("skip").addEventListener("click", () => told(this.at));
    this.part("place").addEventListener("click", () => this.#unfold());
    this.anew = new Anew(this.part("anew"), (words) => this.#say(words));
    onDone((deed) => this.#tick(deed));
    const height = () => document.documentElement.style.setProperty("--bar", `${root.offsetHeight}px`);
    new ResizeObserver(height).observe(root); // what sticks to the top must not cover what is scrolled to
  }

  draw({ story }) {
    this.steps = story.steps;
    this.told = new Set(story.told);
    this.at = this.steps.findIndex((_, index) => !this.told.has(index));
    this.root.hidden = this.steps.length === 0;
    this.anew.possible = story.can_begin_anew;
    const step = this.steps[this.at];
    const place = step && say("stepOf", { n: this.at + 1, all: this.steps.length });
    setText(this.part("place"), place ?? say("storyOver"));
    setText(this.part("words"), step ? inOurs(step.words) : say("storyEnd"));
    setText(this.playButton, say(this.playing ? "playing" : "play"));
    keepingFocus(
      () => (this.part("keys").hidden = !step),
      (held) => (this.root.contains(held) ? [this.part("place")] : []),
    );
    this.#list();
    this.#offerAnew();
    if (Anew.happened()) this.playButton.focus();
  }

  #unfold() {
    const list = this.part("list");
    list.hidden = !list.hidden;
    setAttribute(this.part("place"), "aria-expanded", list.hidden ? "false" : "true");
    this.#offerAnew();
  }

  /** At the end, when a step went astray, and among all the steps. */
  #offerAnew() {
    this.anew.offer(this.at < 0 || this.astray || !this.part("list").hidden, this.part("place"));
  }

  #list() {
    const items = this.steps.map((step, index) => ({ step, index }));
    const make = () => el("li", {}, el("span", { class: "step" }), " ", el("span", { class: "mark" }));
    patchList(this.part("list"), items, ({ index }) => `${index}`, make, (item, { step, index }) => {
      const [words, mark] = item.children;
      const done = this.told.has(index);
      setText(words, inOurs(step.words));
      setText(mark, done ? say("stepDone") : index === this.at ? say("stepNow") : "");
      item.classList.toggle("done", done);
      setAttribute(item, "aria-current", index === this.at ? "step" : null);
    });
  }

  /** Do the step where everyone can see it. */
  async play() {
    const step = this.steps[this.at];
    if (this.playing || !step) return;
    this.#busy(true);
    try {
      if (await this.#do(step)) return;
      this.astray = true;
      this.#say(step.forward === null ? say("notThere") : this.desk.clock.outcome.textContent);
    } finally {
      this.#busy(false);
      this.#offerAnew();
    }
  }

  #do(step) {
    if (step.person !== null && !this.desk.phone(step.person)) return false;
    if (step.forward !== null) return this.#travel(step);
    if (step.start !== null) return this.#start(step);
    if (step.write !== null) return this.#write(step);
    if (step.press !== null) return this.#press(step);
    this.#open(step);
    return told(this.at);
  }

  /** Go to where the step is done by hand. */
  async point() {
    const step = this.steps[this.at];
    if (!step || this.playing) return;
    this.#say("");
    if (step.forward !== null) return this.#go(this.desk.clock.button(step.forward) ?? this.desk.clock.buttons[0]);
    const chat = this.#open(step);
    if (!chat) return this.#say(say("notThere"));
    if (step.write !== null && isShown(chat.composer.field)) chat.composer.fill(step.write);
    if (step.write !== null || step.start !== null) return this.#go(chat.composer.entrance);
    const key = step.press === null ? null : chat.log.find(step.press, step.message ?? "");
    if (step.press !== null && !key) this.#say(say("notThere"));
    return this.#go(key ?? chat.log.scroller);
  }

  #go(target) {
    if (!target) return;
    reveal(target);
    target.focus();
  }

  #open({ person, chat }) {
    return person === null ? this.desk.openBoard(chat) : this.desk.phone(person)?.open(chat ?? person);
  }

  async #travel(step) {
    const moved = await this.desk.clock.go(step.forward);
    if (moved && step.person !== null) this.#open(step);
    return moved;
  }

  async #start(step) {
    const chat = this.#open(step);
    chat.composer.first.classList.add("pointed");
    await pause(LOOK);
    chat.composer.first.classList.remove("pointed");
    const phone = this.desk.phone(step.person);
    return phone.start(step.start || undefined);
  }

  async #write(step) {
    const chat = this.#open(step);
    if (!isShown(chat.composer.field)) return false;
    chat.composer.fill(step.write);
    await pause(LOOK);
    return chat.composer.submit();
  }

  async #press(step) {
    const chat = this.#open(step);
    const key = await until(() => chat.log.find(step.press, step.message ?? ""), PATIENCE);
    if (!key) return false;
    reveal(key);
    key.classList.add("pointed");
    await pause(LOOK);
    key.classList.remove("pointed");
    const phone = this.desk.phone(step.person);
    const done = await phone.press(key.closest("li").message, key.button, key);
    if (step.chat !== null && !phone.answersAside && (await until(() => this.desk.news.of(phone.id, phone.id).size > 0, LOOK * 2))) {
      phone.open(phone.id);
    }
    return done;
  }

  #tick(deed) {
    const step = this.steps?.[this.at];
    if (step && fits(step, deed)) told(this.at);
  }

  #busy(busy) {
    this.playing = busy;
    if (busy) {
      this.astray = false;
      this.#say("");
    }
    setText(this.playButton, say(busy ? "playing" : "play"));
    setAttribute(this.playButton, "aria-disabled", busy ? "true" : null);
  }

  #say(words) {
    setText(this.part("outcome"), words);
  }
}

async function until(question, longest) {
  const end = performance.now() + longest;
  while (performance.now() < end) {
    const found = question();
    if (found) return found;
    await pause(100);
  }
  return question();
}
