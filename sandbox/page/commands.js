// The bot's menu: all its commands behind one button, and those that fit while somebody types a slash.
import { el, isShown, patchList, setAttribute, setText } from "./dom.js";
import { say } from "./say.js";

let numbers = 0;

export class CommandMenu {
  constructor(field, chosen) {
    const id = `commands-${(numbers += 1)}`;
    this.field = field;
    this.chosen = chosen;
    this.commands = [];
    this.filter = null; // null: closed; "": all of them
    this.element = el("ul", { class: "commands", id, hidden: true });
    this.element.addEventListener("keydown", (event) => this.#moved(event));
    const sign = el("span", { "aria-hidden": "true" }, "/");
    this.name = el("span", { class: "heard" });
    const wiring = { "aria-expanded": "false", "aria-controls": id, onclick: () => this.#toggle() };
    this.button = el("button", { type: "button", class: "slash", ...wiring }, sign, this.name);
    document.addEventListener("pointerdown", (event) => {
      if (!this.element.contains(event.target) && !this.button.contains(event.target)) this.#open(null);
    });
  }

  show(commands) {
    this.commands = commands;
    this.button.hidden = commands.length === 0;
    setText(this.name, say("commands"));
    setAttribute(this.button, "title", say("commands"));
    this.#draw();
  }

  /** What stands in the field now. */
  typed(text) {
    if (/^\/[\p{L}\p{N}_-]*$/u.test(text)) this.#open(text.slice(1).toLowerCase());
    else this.#open(null);
  }

  /** Keys in the field: down (or up, for the list stands above) goes into the list, Escape closes it. */
  keyed(event) {
    if (!isShown(this.element)) return;
    if (event.key === "Escape") this.#open(null);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const all = this.element.querySelectorAll("button");
      (event.key === "ArrowDown" ? all[0] : all[all.length - 1]).focus();
    }
  }

  #toggle() {
    this.#open(this.filter === null ? "" : null);
    if (this.filter !== null) this.element.querySelector("button")?.focus();
  }

  #open(filter) {
    if (this.filter === filter) return;
    this.filter = filter;
    this.#draw();
  }

  #draw() {
    const fitting = this.commands.filter((one) => this.filter !== null && one.command.startsWith(this.filter));
    patchList(this.element, fitting, (one) => one.command, (one) => this.#make(one), fill);
    this.element.hidden = fitting.length === 0;
    setAttribute(this.button, "aria-expanded", this.element.hidden ? "false" : "true");
  }

  #make({ command }) {
    const take = () => {
      this.#open(null);
      this.field.focus();
      this.chosen(`/${command}`);
    };
    const button = el("button", { type: "button", onclick: take });
    button.append(el("strong", {}, `/${command}`), " ", el("span", {}));
    return el("li", {}, button);
  }

  #moved(event) {
    const all = [...this.element.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") {
      this.field.focus();
      this.#open(null);
    } else if (to !== undefined) {
      event.preventDefault();
      all.at(to % all.length).focus();
    }
  }
}

function fill(item, { description }) {
  setText(item.querySelector("span"), description);
}
