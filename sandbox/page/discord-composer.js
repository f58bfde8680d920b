// What stands under a chat on Discord: a field that knows the bot's commands, and the options of the one that was chosen.
import { CommandMenu } from "./commands.js";
import { OptionField } from "./discord-option.js";
import { el, keepingFocus, setAttribute, setText } from "./dom.js";
import { say } from "./say.js";

export class SlashComposer {
  /** `does`: `write(text)`, `command(name, options)`, `complete(name, option, typed)`, `join()`: promises; `unknown()`. */
  constructor(does) {
    this.does = does;
    this.chosen = null;
    this.options = [];
    this.commands = [];
    this.field = el("textarea", { rows: "1", autocomplete: "off", onkeydown: (event) => this.#typed(event) });
    this.field.addEventListener("input", () => this.#grown());
    this.menu = new CommandMenu(this.field, (text) => this.#choose(text.slice(1)));
    this.send = el("button", { type: "submit", class: "primary send" }, el("span", { class: "heard" }));
    this.chip = el("span", { class: "chip" });
    this.inputs = el("div", { class: "inputs" });
    this.away = el("button", { type: "button", class: "quiet", onclick: () => this.#lay() });
    this.given = el("div", { class: "given", role: "group", hidden: true }, this.chip, this.inputs, this.away);
    this.given.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && this.#lay());
    const line = el("div", { class: "typing" }, this.menu.button, this.field, this.send);
    this.form = el("form", { class: "write" }, this.menu.element, this.given, line);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.hint = el("p", { class: "hint" });
    this.first = el("button", { type: "button", class: "primary wide", onclick: () => does.join() });
    this.gate = el("div", { class: "gate" }, this.hint, this.first);
    this.element = el("div", { class: "composer" }, this.form, this.gate);
  }

  show({ label, to, hint, button, commands }) {
    this.commands = commands;
    setAttribute(this.field, "aria-label", label);
    setAttribute(this.field, "placeholder", say("messageTo", { chat: to }));
    setText(this.send.firstChild, say("send"));
    setAttribute(this.send, "title", say("send"));
    setText(this.hint, hint);
    setText(this.first, button);
    setText(this.away, say("cancel"));
    this.menu.show(commands);
    if (this.chosen && !this.#known(this.chosen.command)) this.#lay();
    keepingFocus(
      () => {
        this.form.hidden = hint !== "";
        this.gate.hidden = hint === "";
      },
      (held) => (this.element.contains(held) ? [this.first, this.field] : []),
    );
  }

  /** Where somebody types. */
  get entrance() {
    if (!this.gate.hidden) return this.first;
    return this.chosen ? this.options[0].input : this.field;
  }

  /** Put a text into the field. */
  fill(text) {
    if (this.chosen) this.#lay();
    this.field.value = text;
    this.#grown();
  }

  async submit() {
    if (this.busy) return false;
    this.busy = true;
    try {
      return await (this.chosen ? this.#sendChosen() : this.#sendTyped(this.field.value.trim()));
    } finally {
      this.busy = false;
    }
  }

  async #sendChosen() {
    const filled = this.options.map((one) => [one.name, one.value]).filter(([, value]) => value !== null);
    const lacking = this.options.find((one) => one.required && one.value === null);
    if (lacking) return lacking.input.focus(), false;
    const done = await this.does.command(this.chosen.command, Object.fromEntries(filled));
    if (done) this.#lay();
    return done;
  }

  /** A whole line at once: what follows the command is the first of what it takes. */
  async #sendTyped(text) {
    if (text === "") return false;
    const [, name, rest] = /^\/(\S*)\s*([^]*)$/.exec(text) ?? [];
    if (name === undefined) return this.#sent(await this.does.write(text));
    const command = this.#known(name);
    if (!command || (rest && command.options.length === 0)) return this.does.unknown(), false;
    if (!rest && command.options.some((one) => one.required)) return this.#choose(name), false;
    return this.#sent(await this.does.command(name, rest ? { [command.options[0].name]: rest } : {}));
  }

  #sent(done) {
    if (done) this.fill("");
    return done;
  }

  #known(name) {
    return this.commands.find((one) => one.command === name);
  }

  /** A command from the list: it waits for its options, or goes at once if it takes none. */
  #choose(name) {
    const command = this.#known(name);
    this.fill("");
    if (command.options.length === 0) return this.does.command(name, {});
    this.chosen = command;
    const ask = (option, typed) => this.does.complete(name, option, typed);
    this.options = command.options.map((one) => new OptionField(one, ask));
    setText(this.chip, `/${name}`);
    setAttribute(this.given, "aria-label", `/${name}: ${command.description}`);
    this.inputs.replaceChildren(...this.options.map((one) => one.element));
    this.#swap();
    return this.options[0].input.focus();
  }

  /** Lay the chosen command aside. */
  #lay() {
    const inside = this.given.contains(document.activeElement) || document.activeElement === this.send;
    this.chosen = null;
    this.options = [];
    this.inputs.replaceChildren();
    this.#swap();
    if (inside) this.field.focus();
  }

  #swap() {
    this.given.hidden = !this.chosen;
    this.field.hidden = Boolean(this.chosen);
    this.menu.button.hidden = Boolean(this.chosen) || this.commands.length === 0;
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
