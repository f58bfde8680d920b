// What stands under a chat: a text field, or the one button that is possible first (Start, unblock, add the bot), or why neither.
import { CommandMenu } from "./commands.js";
import { el, keepingFocus, patchList, setAttribute, setText } from "./dom.js";
import { say } from "./say.js";

export class Composer {
  /** `does`: `write(text, thread)`, and one for each button that comes first: `start()`, `unblock()`, `add()`; each a promise. */
  constructor(does) {
    this.does = does;
    this.field = el("textarea", { rows: "1", autocomplete: "off", onkeydown: (event) => this.#typed(event) });
    this.field.addEventListener("input", () => this.#grown());
    this.topic = el("select", {});
    this.send = el("button", { type: "submit", class: "primary" });
    this.menu = new CommandMenu(this.field, (text) => this.#sent(text));
    const line = el("div", { class: "typing" }, this.menu.button, this.field, this.send);
    this.form = el("form", { class: "write" }, this.menu.element, this.topic, line);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.hint = el("p", { class: "hint" });
    this.first = el("button", { type: "button", class: "primary wide", onclick: () => this.#pass() });
    this.gate = el("div", { class: "gate" }, this.hint, this.first);
    this.element = el("div", { class: "composer" }, this.form, this.gate);
  }

  /** `kind`: write, post, start, unblock, add or closed. */
  show({ kind, label, hint, button, topics, commands }) {
    const writing = kind === "write" || kind === "post";
    this.kind = kind;
    setAttribute(this.field, "aria-label", label);
    setAttribute(this.field, "placeholder", say("placeholder"));
    setText(this.send, say("send"));
    setText(this.hint, hint);
    setText(this.first, button);
    this.#showTopics(topics);
    this.menu.show(commands);
    keepingFocus(
      () => {
        this.form.hidden = !writing;
        this.gate.hidden = writing;
        this.hint.hidden = !hint;
        this.first.hidden = !button;
      },
      (held) => (this.element.contains(held) ? [this.first, this.field] : []),
    );
  }

  /** Where somebody types, or the button that comes before. */
  get entrance() {
    return this.kind === "write" || this.kind === "post" ? this.field : this.first;
  }

  /** Put a text into the field. */
  fill(text) {
    this.field.value = text;
    this.#grown();
  }

  submit() {
    return this.#sent(this.field.value.trim());
  }

  async #sent(text) {
    if (text === "" || this.busy) return false;
    this.busy = true;
    try {
      const thread = this.topic.hidden || this.topic.value === "" ? null : Number(this.topic.value);
      const done = await this.does.write(text, thread);
      if (done) this.fill("");
      return done;
    } finally {
      this.busy = false;
    }
  }

  async #pass() {
    if (this.busy) return;
    this.busy = true;
    try {
      await this.does[this.kind]();
    } finally {
      this.busy = false;
    }
  }

  #showTopics(topics) {
    const open = topics.filter((one) => !one.closed);
    const places = [{ thread: "", name: say("topicGeneral") }, ...open];
    setAttribute(this.topic, "aria-label", say("topic"));
    this.topic.hidden = open.length === 0;
    const make = (one) => el("option", { value: one.thread });
    patchList(this.topic, places, (one) => `${one.thread}`, make, (node, one) => setText(node, one.name));
  }

  #typed(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.form.requestSubmit();
    } else this.menu.keyed(event);
  }

  #grown() {
    this.menu.typed(this.field.value);
    this.field.style.height = "auto";
    if (this.field.value) this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }
}
