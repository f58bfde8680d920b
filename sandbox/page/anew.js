// The button that puts everything back to the start. The page loads itself anew when that is done.
import { keepingFocus, setAttribute } from "./dom.js";
import { say } from "./say.js";
import { beginAnew } from "./server.js";

const NOTE = "began-anew"; // kept while the page loads: whoever pressed finds the focus at the beginning

export class Anew {
  /** `tell(words)` says how it goes. */
  constructor(button, tell) {
    this.button = button;
    this.tell = tell;
    this.possible = false;
    button.addEventListener("click", () => this.#begin());
  }

  /** Show the button or take it away; then `refuge` has the focus the button had. */
  offer(wanted, refuge) {
    const hide = !this.possible || !wanted;
    keepingFocus(
      () => (this.button.hidden = hide),
      (held) => (held === this.button ? [refuge] : []),
    );
  }

  /** Was this page loaded because of a press here? True once. */
  static happened() {
    const noted = sessionStorage.getItem(NOTE) !== null;
    sessionStorage.removeItem(NOTE);
    return noted;
  }

  async #begin() {
    if (this.busy) return;
    this.#setBusy(true);
    this.tell(say("beginningAnew"));
    sessionStorage.setItem(NOTE, "yes");
    try {
      await beginAnew();
    } catch {
      sessionStorage.removeItem(NOTE);
      this.#setBusy(false);
      this.tell(say("offline"));
    }
  }

  #setBusy(busy) {
    this.busy = busy;
    setAttribute(this.button, "aria-disabled", busy ? "true" : null);
  }
}
