// What a server has coming up, as its members read it: when, what and where.
import { el, patchList, setAttribute, setText } from "./dom.js";
import { say } from "./say.js";
import { fromTo } from "./time.js";

export class ServerEvents {
  constructor() {
    this.title = el("summary");
    this.list = el("ul", { tabindex: "0" });
    this.element = el("details", { class: "events", open: true, hidden: true }, this.title, this.list);
  }

  show(events) {
    this.element.hidden = events.length === 0;
    const title = events.length === 1 ? say("eventsOne") : say("eventsMany", { n: events.length });
    setText(this.title, title);
    setAttribute(this.list, "aria-label", title);
    patchList(this.list, events, (one) => one.id, () => el("li"), fill);
  }
}

function fill(item, { title, starts, ends, place }) {
  const drawn = [fromTo(new Date(starts), new Date(ends)), title, place];
  if (JSON.stringify(drawn) === item.drawn) return;
  item.drawn = JSON.stringify(drawn);
  const [when, name, where] = drawn;
  item.replaceChildren(
    el("time", { datetime: starts }, when),
    el("strong", {}, name),
    el("span", { class: "where" }, where),
  );
}
