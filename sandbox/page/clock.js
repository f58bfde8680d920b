// The sandbox's time in words, and the buttons that move it.
import { setAttribute, setText } from "./dom.js";
import { say } from "./say.js";
import { onState, Refused, travel } from "./server.js";
import { inWords } from "./time.js";

export class Clock {
  /** `news` holds its tongue while time passes. */
  constructor(root, news) {
    this.root = root;
    this.news = news;
    this.shown = root.querySelector("[data-now]");
    this.outcome = root.querySelector("[data-outcome]");
    this.buttons = [...root.querySelectorAll("[data-forward]")];
    for (const button of this.buttons) {
      const by = button.dataset.forward;
      button.addEventListener("click", () => this.go(by === "next" ? by : Number(by)));
    }
    onState((state) => this.#set(state));
    setInterval(() => this.draw(), 1000);
  }

  /** What the sandbox's clock says now; it goes on between two states if it runs. */
  now() {
    return new Date(this.base + (this.runs ? performance.now() - this.since : 0));
  }

  button(forward) {
    return this.buttons.find((one) => one.dataset.forward === `${forward}`);
  }

  /** Move by seconds or to the `next` moment; true when it moved. */
  async go(forward) {
    if (this.busy) return false;
    this.#setBusy(true);
    this.news.hold();
    let outcome = "";
    let moved = false;
    try {
      const answer = await travel(forward);
      moved = answer.moved;
      this.#take(Date.parse(answer.now));
      outcome = moved ? say("arrived", { now: inWords(this.now()) }) : say("nothingDue");
    } catch (error) {
      outcome = refusal(error);
    }
    this.#setBusy(false);
    setText(this.outcome, moved ? "" : outcome);
    this.news.say(outcome);
    return moved;
  }

  draw() {
    if (this.base === undefined) return;
    setText(this.shown, inWords(this.now()));
    setAttribute(this.shown, "datetime", new Date(Math.floor(this.now() / 60_000) * 60_000).toISOString());
  }

  #set(state) {
    this.runs = state.clock_runs;
    this.#take(Date.parse(state.now));
  }

  #take(moment) {
    this.base = moment;
    this.since = performance.now();
    this.draw();
  }

  #setBusy(busy) {
    this.busy = busy;
    this.root.classList.toggle("busy", busy);
    if (busy) setText(this.outcome, say("travelling"));
    for (const button of this.buttons) setAttribute(button, "aria-disabled", busy ? "true" : null);
  }
}

const refusal = (error) => (error instanceof Refused ? say("failed", { why: error.message }) : say("offline"));
