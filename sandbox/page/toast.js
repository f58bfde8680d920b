// What the bot answers to a press: a line over that person's phone, or a box that wants an OK.
import { el, isShown, setText } from "./dom.js";
import { say } from "./say.js";

const READING = 4000; // milliseconds, and so much more for each character
const FOR_EACH = 70;

export class Toast {
  constructor(refuge) {
    this.refuge = refuge; // what is focused when the line goes while its button is focused
    this.words = el("p");
    this.close = el("button", { type: "button", class: "quiet", onclick: () => this.hide() });
    this.box = el("div", { class: "toast", hidden: true }, this.words, this.close);
    this.element = el("div", { class: "toast-place", role: "status" }, this.box);
    this.element.addEventListener("pointerenter", () => clearTimeout(this.timer));
    this.element.addEventListener("pointerleave", () => this.#later());
  }

  /** Stays while somebody points at it or has its button focused. */
  show(text) {
    setText(this.close, say("close"));
    setText(this.words, "");
    this.box.hidden = false;
    setText(this.words, text);
    this.#later();
  }

  hide() {
    const held = this.box.contains(document.activeElement);
    clearTimeout(this.timer);
    this.box.hidden = true;
    setText(this.words, "");
    if (held) this.refuge().focus({ preventScroll: true });
  }

  #later() {
    clearTimeout(this.timer);
    if (this.box.hidden) return;
    const wait = READING + FOR_EACH * this.words.textContent.length;
    this.timer = setTimeout(() => (this.box.contains(document.activeElement) ? this.#later() : this.hide()), wait);
  }
}

/** An answer with `show_alert`: modal, named by whose phone it is on; the focus goes back where it was. */
export function alertBox(name, text, refuge) {
  const held = document.activeElement;
  const title = el("h2", { id: "alert-title" }, say("alertTitle", { name }));
  const words = el("p", { id: "alert-words" }, text);
  const done = el("button", { type: "button", class: "primary", autofocus: true }, say("ok"));
  const wiring = { class: "alert", "aria-labelledby": "alert-title", "aria-describedby": "alert-words" };
  const box = el("dialog", wiring, title, words, done);
  done.addEventListener("click", () => box.close());
  box.addEventListener("close", () => {
    box.remove();
    (isShown(held) && held !== document.body ? held : refuge()).focus({ preventScroll: true });
  });
  document.body.append(box);
  box.showModal();
}
