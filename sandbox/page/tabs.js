// Tabs (WAI-ARIA pattern): one stop for Tab, arrows move and choose.
import { el, patchList, setAttribute, setText } from "./dom.js";

let numbers = 0;

export class Tabs {
  /** `chosen(key)` is told whenever another one is shown by somebody. */
  constructor(chosen = () => {}) {
    this.list = el("div", { class: "tabs", role: "tablist", onkeydown: (event) => this.#moved(event) });
    this.panels = el("div", { class: "panels" });
    this.id = `tabs-${(numbers += 1)}`;
    this.selected = null;
    this.chosen = chosen;
  }

  /**
   * Show these `{key, title, mark, panel}`; `mark` is a short word on the tab, such as "2 nye", of which only the number is seen.
   * Whoever is selected stays so; if it is gone, the first is.
   */
  show(items, label) {
    setAttribute(this.list, "aria-label", label);
    if (!items.some((item) => item.key === this.selected)) this.selected = items[0]?.key ?? null;
    patchList(this.list, items, (item) => item.key, (item) => this.#makeTab(item), (tab, item) => this.#fill(tab, item));
    patchList(this.panels, items, (item) => item.key, (item) => this.#makePanel(item), () => {});
    this.#mark();
  }

  select(key) {
    this.selected = key;
    this.#mark();
    this.chosen(key);
  }

  #makeTab({ key }) {
    const name = el("span", { class: "tab-name" });
    const mark = el("span", { class: "mark" }, el("span"), el("span", { class: "heard" }));
    const id = `${this.id}-tab-${key}`;
    const wiring = { id, "aria-controls": `${this.id}-panel-${key}`, onclick: () => this.select(key) };
    return el("button", { type: "button", role: "tab", class: "tab", ...wiring }, name, " ", mark);
  }

  #makePanel({ key, panel }) {
    const wiring = { id: `${this.id}-panel-${key}`, "aria-labelledby": `${this.id}-tab-${key}` };
    return el("div", { role: "tabpanel", class: "panel", ...wiring }, panel);
  }

  #fill(tab, { title, mark }) {
    const [name, note] = tab.children;
    setText(name, title);
    setAttribute(tab, "title", title);
    setText(note.firstChild, mark.split(" ")[0]);
    setText(note.lastChild, mark.slice(mark.indexOf(" ")));
    note.hidden = !mark;
  }

  #mark() {
    for (const tab of this.list.children) {
      const on = tab.dataset.key === this.selected;
      setAttribute(tab, "aria-selected", on ? "true" : "false");
      setAttribute(tab, "tabindex", on ? "0" : "-1");
    }
    for (const panel of this.panels.children) panel.hidden = panel.dataset.key !== this.selected;
  }

  #moved(event) {
    const tabs = [...this.list.children];
    const at = tabs.findIndex((tab) => tab.dataset.key === this.selected);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = tabs.at(to % tabs.length);
    this.select(next.dataset.key);
    next.focus();
  }
}
