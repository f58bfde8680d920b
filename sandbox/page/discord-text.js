// Text on Discord: its marks, times in the reader's own language, mentions and links (docs, reference, Message Formatting).
import { el } from "./dom.js";
import { moment } from "./time.js";

const MARKS = [
  [/^\\([\\`*_{}[\]()#+\-.!|<>~:@&])/, ([, plain]) => plain],
  [/^\*\*(?=\S)([^]*?\S)\*\*(?!\*)/, ([, inner], view) => el("strong", {}, ...written(inner, view))],
  [/^__(?=\S)([^]*?\S)__(?!_)/, ([, inner], view) => el("u", {}, ...written(inner, view))],
  [/^~~(?=\S)([^]*?\S)~~/, ([, inner], view) => el("s", {}, ...written(inner, view))],
  [/^\*(?=\S)((?:[^*\\]|\\.)*[^\s*\\])\*/, ([, inner], view) => el("em", {}, ...written(inner, view))],
  [/^_(?=\S)((?:[^_\\]|\\.)*[^\s_\\])_(?![\p{L}\p{N}_])/u, ([, inner], view) => el("em", {}, ...written(inner, view))],
  [/^`([^`\n]+)`/, ([, inner]) => el("code", {}, inner)],
  [/^<t:(-?\d{1,13})(?::([tTdDfFsSR]))?>/, ([, seconds, style], view) => stamped(Number(seconds), style ?? "f", view)],
  [/^<@!?(\d{1,20})>/, ([, id], view) => el("span", { class: "mention" }, `@${view.names.get(id) ?? id}`)],
  [/^<#(\d{1,20})>/, ([, id], view) => el("span", { class: "mention" }, `#${view.names.get(id) ?? id}`)],
  [/^https?:\/\/[^\s<>]+[^\s<>.,:;!?"')\]]/, ([url], view) => (view.live ? linked(url) : url)],
];
const PLAIN = /^[^\\*_~`<h]+|^[^]/;

/** The nodes of a text. `view`: `locale` of the reader, `now`, `names` by id, `live` (links can be pressed). */
export function written(text, view) {
  const nodes = [];
  for (let rest = text; rest !== ""; ) {
    const [hit, make] = found(rest);
    const node = make ? make(hit, view) : hit[0];
    if (typeof node === "string" && typeof nodes.at(-1) === "string") nodes[nodes.length - 1] += node;
    else nodes.push(node);
    rest = rest.slice(hit[0].length);
  }
  return nodes;
}

function found(rest) {
  for (const [pattern, make] of MARKS) {
    const hit = pattern.exec(rest);
    if (hit) return [hit, make];
  }
  return [PLAIN.exec(rest), null];
}

/** Does what it says depend on what time it is now? */
export const isRelative = (text) => /<t:-?\d+:R>/.test(text);

function stamped(seconds, style, { locale, now }) {
  const when = new Date(seconds * 1000);
  const told = moment(when, style, locale, now);
  const exact = moment(when, "F", locale, now);
  return el("time", { class: "stamp", datetime: when.toISOString(), title: exact }, told);
}

const linked = (url) => el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, url);
