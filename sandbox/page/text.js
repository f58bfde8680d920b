// Message text: text nodes and the ranges Telegram calls entities (Bot API, MessageEntity; UTF-16 like our strings).
import { el } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

/** What can be opened in a browser; a link to the bot, or anything else on t.me, is followed inside the sandbox. */
export const isWebAddress = (url) => /^https?:\/\//i.test(url) && !isTelegramLink(url);
const isTelegramLink = (url) => /^(?:https?:\/\/)?(?:t\.me|telegram\.me)\//i.test(url) || /^tg:/i.test(url);

/**
 * The nodes of a text. `live`: links and commands can be pressed; they carry `data-url` or `data-command`,
 * and whoever shows the text listens for clicks.
 */
export function rendered(text, entities, live) {
  return within(text, entities, 0, text.length, live);
}

function within(text, entities, from, to, live) {
  const nodes = [];
  const waiting = [...entities];
  let at = from;
  while (waiting.length > 0) {
    const span = waiting.shift();
    const start = Math.max(span.offset, at);
    const end = Math.min(span.offset + span.length, to);
    if (end <= start) continue;
    if (start > at) nodes.push(text.slice(at, start));
    const inner = [];
    while (waiting.length > 0 && waiting[0].offset < end) inner.push(waiting.shift());
    waiting.unshift(...inner.flatMap((one) => beyond(one, end)));
    nodes.push(wrapped(span, text.slice(start, end), within(text, inner, start, end, live), live));
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

/** The part of a range that goes on where its neighbour ends. */
function beyond(span, end) {
  const length = span.offset + span.length - end;
  return length > 0 ? [{ ...span, offset: end, length }] : [];
}

function wrapped(span, words, inner, live) {
  if (TAGS[span.type]) return el(TAGS[span.type], {}, ...inner);
  if (live && span.type === "bot_command") return pressed({ command: words }, inner);
  if (live && span.type === "url") return linked(words, inner);
  if (live && span.type === "text_link") return linked(span.url, inner);
  return el("span", { class: span.type.replace("_", "-") }, ...inner);
}

function linked(url, inner) {
  if (isTelegramLink(url)) return pressed({ url }, inner);
  if (!isWebAddress(url)) return el("span", { class: "url" }, ...inner);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...inner);
}

const pressed = (data, inner) => el("button", { type: "button", class: "inline", data }, ...inner);
