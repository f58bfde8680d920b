// Whom one can go to: the channel and each phone, with a mark where something is new.
import { el, patchList, setText } from "./dom.js";

export class Picker {
  constructor(element, chosen) {
    this.element = element;
    this.chosen = chosen;
  }

  /** `places`: {key, name, mark} */
  show(places) {
    patchList(this.element, places, (place) => place.key, (place) => this.#make(place), fill);
  }

  /** Mark those in view. */
  inView(keys) {
    for (const item of this.element.children) {
      item.firstElementChild.classList.toggle("in-view", keys.has(item.dataset.key));
    }
  }

  #make({ key }) {
    const parts = [el("span", { class: "name" }), " ", el("span", { class: "mark" })];
    return el("li", {}, el("button", { type: "button", onclick: () => this.chosen(key) }, ...parts));
  }
}

function fill(item, { name, mark }) {
  const note = item.querySelector(".mark");
  setText(item.querySelector(".name"), name);
  setText(note, mark);
  note.hidden = !mark;
}
