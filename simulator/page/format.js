// Dates, names and colours as people here read them. The simulated clock is always shown in WITA.

const ZONE = "Asia/Makassar";
const format = (options) => new Intl.DateTimeFormat("id-ID", { timeZone: ZONE, ...options });
const DAY = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const SHORT_DAY = format({ weekday: "short", day: "numeric", month: "short" });
const TIME = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const KEY = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });

export const day = (date) => DAY.format(date);
export const shortDay = (date) => SHORT_DAY.format(date);
export const time = (date) => TIME.format(date).replace(":", ".");
export const dayKey = (date) => KEY.format(date);

export function fullName(person) {
  return [person.first_name, person.last_name].filter(Boolean).join(" ");
}

export function initials(name) {
  const words = String(name).match(/[\p{L}\p{N}]+/gu) ?? ["?"];
  return [words[0], words[1]].filter(Boolean).map((word) => [...word][0].toUpperCase()).join("");
}

/** Stable for an id, so that a person has one colour in every pane. The palette is in app.css. */
export function tint(id) {
  const text = String(id);
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return `tint-${sum % 8}`;
}

export function coordinate(value) {
  return Number(value).toFixed(4).replace(".", ",");
}

export function bytes(size) {
  if (!size) return "";
  if (size < 1024) return `${size} B`;
  if (size < 1024 * 1024) return `${Math.round(size / 1024)} KB`;
  return `${(size / 1024 / 1024).toFixed(1).replace(".", ",")} MB`;
}

export function duration(seconds) {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.round(seconds)) : 0;
  return `${Math.floor(whole / 60)}.${String(whole % 60).padStart(2, "0")}`;
}
