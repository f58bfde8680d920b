// Moments as people in Denmark read them.
import { locale, say } from "./say.js";

const ZONE = "Europe/Copenhagen";
const shapes = new Map();

function shaped(moment, options) {
  const key = locale() + JSON.stringify(options);
  if (!shapes.has(key)) shapes.set(key, new Intl.DateTimeFormat(locale(), { timeZone: ZONE, ...options }));
  return shapes.get(key).format(moment);
}

/** 17.30 or 17:30 */
export const clockTime = (moment) => shaped(moment, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** mandag den 18. januar 2027 */
export const fullDate = (moment) => shaped(moment, { dateStyle: "full" });

/** lør. 28. nov. kl. 14.00–17.00 */
export function fromTo(start, end) {
  const shape = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat(locale(), { timeZone: ZONE, ...shape }).formatRange(start, end);
}

export const inWords = (moment) => say("now", { date: fullDate(moment), time: clockTime(moment) });

/** 2027-01-18 in Copenhagen: to tell days apart. */
export function dayKey(moment) {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short" });
  return parts.format(moment);
}

/** The line above the messages of one day. */
export function dayName(moment, now) {
  const days = Math.round((Date.parse(dayKey(now)) - Date.parse(dayKey(moment))) / 86_400_000);
  if (days === 0) return say("today");
  if (days === 1) return say("yesterday");
  const weekday = shaped(moment, { weekday: "long" });
  const name = say("someDay", { weekday, day: shaped(moment, { day: "numeric", month: "long" }) });
  return name[0].toUpperCase() + name.slice(1);
}

const STAMPS = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};
const UNITS = [["year", 31_557_600], ["month", 2_629_800], ["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** A moment as Discord tells it to a reader of that language (docs, reference, Timestamp Styles). */
export function moment(when, style, language, now) {
  if (style !== "R") return new Intl.DateTimeFormat(language, { timeZone: ZONE, ...STAMPS[style] }).format(when);
  const seconds = (when - now) / 1000;
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(language).format(Math.round(seconds / length), unit);
}
