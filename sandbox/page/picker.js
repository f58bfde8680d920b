// Whom one can go to, by network: the channel and each screen, with a mark where something is new.
import { el, patchList, setText } from "./dom.js";

export class Picker {
  constructor(element, chosen) {
    this.element = element;
    this.chosen = chosen;
  }

  /** `networks`: {name, places}, and each place {key, name, mark}; a name is only seen beside another. */
  show(networks) {
    patchList(this.element, networks, ({ name }) => name, makeNetwork, (item, { name, places }) => {
      const [label, list] = item.children;
      setText(label, name);
      label.hidden = networks.length === 1;
      patchList(list, places, (place) => place.key, (place) => this.#make(place), fill);
    });
  }

  /** Mark those in view. */
  inView(keys) {
    for (const button of this.element.querySelectorAll("button")) {
      button.classList.toggle("in-view", keys.has(button.parentElement.dataset.key));
    }
  }

  #make({ key }) {
    const parts = [el("span", { class: "name" }), " ", el("span", { class: "mark" })];
    return el("li", {}, el("button", { type: "button", onclick: () => this.chosen(key) }, ...parts));
  }
}

const makeNetwork = () => el("li", {}, el("span", { class: "network" }), el("ul"));

function fill(item, { name, mark }) {
  const note = item.querySelector(".mark");
  setText(item.querySelector(".name"), name);
  setText(note, mark);
  note.hidden = !mark;
}
