// The messages of one chat, oldest first, with a line for each day. Follows the end unless somebody reads further up.
import { el, keepingFocus, patchList, setAttribute, setText } from "./dom.js";
import { fillMessage, makeMessage, messageKey } from "./message.js";
import { say } from "./say.js";
import { dayKey, dayName } from "./time.js";

const NEAR = 60; // pixels from the end that still count as the end

export class Log {
  /**
   * `pressed(message, button, element)`, `followed(url)`, `commanded(text)` and `deed(name, message)` are told of what
   * is pressed; `make` and `fill` draw a message.
   */
  constructor(pressed, followed, commanded, { make = makeMessage, fill = fillMessage, deed = () => {} } = {}) {
    this.drawing = { make, fill };
    this.list = el("ol", { class: "messages" });
    this.empty = el("p", { class: "empty" });
    this.scroller = el("div", { class: "log", role: "log", "aria-live": "off", tabindex: "0" }, this.empty, this.list);
    this.below = el("button", { type: "button", class: "below", hidden: true, onclick: () => this.toEnd() });
    this.element = el("div", { class: "log-frame" }, this.scroller, this.below);
    this.scroller.addEventListener("scroll", () => this.#reached());
    this.scroller.addEventListener("click", (event) => {
      const key = event.target.closest("button");
      if (key?.button) pressed(key.closest("li.message").message, key.button, key);
      else if (key?.dataset.url) followed(key.dataset.url);
      else if (key?.dataset.command) commanded(key.dataset.command);
      else if (key?.dataset.deed) deed(key.dataset.deed, key.closest("li.message").message);
    });
    this.atEnd = true;
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.scroller);
  }

  /** `view` as for a message; `fresh` is the set of keys that are new; `nothing` is said when there is no message. */
  show(messages, { view, now, fresh, label, nothing }) {
    const count = this.list.childElementCount;
    setAttribute(this.scroller, "aria-label", label);
    this.empty.hidden = messages.length > 0;
    setText(this.empty, nothing);
    keepingFocus(
      () => this.#patch(withDays(messages, now), view, fresh),
      (held) => (this.list.contains(held) ? [held.closest("li.message"), this.scroller] : []),
    );
    setText(this.below, say("newBelow"));
    if (this.atEnd) this.toEnd();
    else if (this.list.childElementCount > count) this.below.hidden = false;
  }

  #patch(items, view, fresh) {
    patchList(
      this.list,
      items,
      (item) => item.key,
      (item) => (item.day ? el("li", { class: "day" }) : this.drawing.make()),
      (node, { key, day, message }) => {
        if (day) return setText(node, day);
        const pinned = view.chat.pinned?.includes(message.id) ?? false;
        return this.drawing.fill(node, message, { ...view, pinned, fresh: fresh.has(key) });
      },
    );
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#reached();
  }

  /** Announce what comes here (the phone somebody is in), or keep still. */
  speakUp(yes) {
    setAttribute(this.scroller, "aria-live", yes ? "polite" : "off");
  }

  /** The newest button with that label, or that begins with it, under a message that has these words. */
  find(label, words = "") {
    const all = [...this.list.querySelectorAll("button.key")].reverse();
    const keys = all.filter((key) => key.closest("li").message.text.includes(words));
    return keys.find((key) => key.textContent === label) ?? keys.find((key) => key.textContent.startsWith(label));
  }

  #reached() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    if (clientHeight === 0) return; // not shown: keep what was
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (!this.atEnd || this.below.hidden) return;
    if (document.activeElement === this.below) this.scroller.focus({ preventScroll: true });
    this.below.hidden = true;
  }
}

function withDays(messages, now) {
  const items = [];
  let day = "";
  for (const message of messages) {
    const moment = new Date(message.date);
    if (dayKey(moment) !== day) {
      day = dayKey(moment);
      items.push({ key: day, day: dayName(moment, now) });
    }
    items.push({ key: messageKey(message), message });
  }
  return items;
}
