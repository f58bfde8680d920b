// One option of a slash command: a text, a choice, or a text that completes itself (a combobox, WAI-ARIA pattern).
import { el, patchList, pause, setAttribute, setText } from "./dom.js";
import { say } from "./say.js";

const WHOLE_NUMBER = 4;
const YES_OR_NO = 5;
const STILL = 200; // milliseconds without a key after which it is asked for choices
let numbers = 0;

export class OptionField {
  /** `ask(option, typed)` answers with choices `{name, value}`. */
  constructor(option, ask) {
    this.option = option;
    this.ask = ask;
    this.name = option.name;
    this.required = option.required;
    this.picked = null; // a choice that was taken from the list
    const id = `option-${(numbers += 1)}`;
    const wiring = { id, title: option.description, required: option.required, autocomplete: "off" };
    this.input = this.#fixed() ? el("select", wiring, ...this.#items()) : el("input", { ...wiring, ...this.#limits() });
    const label = el("label", { for: id }, option.label);
    this.element = el("div", { class: "option" }, label, this.input);
    if (option.autocomplete) this.#complete(id);
  }

  /** What is sent, or null while nothing is filled in. */
  get value() {
    const text = this.input.value.trim();
    if (text === "") return null;
    if (this.picked && this.picked.name === this.input.value) return this.picked.value;
    if (this.option.type === YES_OR_NO) return text === "true";
    return this.option.type === WHOLE_NUMBER ? Number.parseInt(text, 10) : text;
  }

  #fixed() {
    return this.option.type === YES_OR_NO || (this.option.choices ?? []).length > 0;
  }

  #items() {
    const yesOrNo = [{ name: say("yes"), value: "true" }, { name: say("no"), value: "false" }];
    const all = this.option.type === YES_OR_NO ? yesOrNo : this.option.choices;
    return [el("option", { value: "" }, "–"), ...all.map(({ name, value }) => el("option", { value }, name))];
  }

  #limits() {
    const { type, max_length: longest, description } = this.option;
    return { type: type === WHOLE_NUMBER ? "number" : "text", maxlength: longest ?? null, placeholder: description };
  }

  #complete(id) {
    this.list = el("ul", { class: "commands choices", role: "listbox", id: `${id}-list`, hidden: true });
    setAttribute(this.list, "aria-label", this.option.description);
    const wiring = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(wiring)) setAttribute(this.input, name, value);
    this.note = el("p", { class: "heard", role: "status" });
    this.element.append(this.list, this.note);
    this.input.addEventListener("input", () => this.#look());
    this.input.addEventListener("focus", () => this.#look());
    this.input.addEventListener("blur", () => this.#fold());
    this.input.addEventListener("keydown", (event) => this.#moved(event));
  }

  async #look() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    await pause(STILL);
    if (turn !== this.turn) return;
    const choices = await this.ask(this.name, this.input.value);
    if (turn !== this.turn || document.activeElement !== this.input) return;
    this.#unfold(choices);
  }

  #unfold(choices) {
    const make = ({ name, value }) => {
      const item = el("li", { role: "option", id: `${this.list.id}-${value}`, "aria-selected": "false" }, name);
      item.addEventListener("pointerdown", (event) => (event.preventDefault(), this.#take({ name, value })));
      item.choice = { name, value };
      return item;
    };
    patchList(this.list, choices, ({ name, value }) => `${value}|${name}`, make, () => {});
    this.list.hidden = choices.length === 0;
    setAttribute(this.input, "aria-expanded", this.list.hidden ? "false" : "true");
    setText(this.note, choices.length === 0 ? say("noChoices") : say("someChoices", { n: choices.length }));
    this.#point(-1);
  }

  #fold() {
    this.turn = (this.turn ?? 0) + 1;
    this.list.hidden = true;
    setAttribute(this.input, "aria-expanded", "false");
    this.#point(-1);
  }

  #take(choice) {
    this.picked = choice;
    this.input.value = choice.name;
    this.#fold();
  }

  #point(at) {
    this.at = at;
    const items = [...this.list.children];
    items.forEach((item, index) => setAttribute(item, "aria-selected", index === at ? "true" : "false"));
    setAttribute(this.input, "aria-activedescendant", items[at]?.id ?? null);
    items[at]?.scrollIntoView({ block: "nearest" });
  }

  #moved(event) {
    if (this.list.hidden) return;
    const items = [...this.list.children];
    const to = { ArrowDown: this.at + 1, ArrowUp: this.at - 1 }[event.key];
    if (to !== undefined) this.#point(items.indexOf(items.at(to % items.length)));
    else if (event.key === "Enter" && this.at >= 0) this.#take(items[this.at].choice);
    else if (event.key === "Escape") this.#fold();
    else return;
    event.preventDefault();
  }
}
