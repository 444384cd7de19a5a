// One message (or one album) as an element. What pressing does is decided by the pane that passes `actions`.

import { fileUrl } from "./api.js";
import { avatar, senderAvatar } from "./avatar.js";
import { h, icon, iconButton } from "./dom.js";
import { bytes, coordinate, duration, time, tint } from "./format.js";
import { openDialog } from "./menus.js";
import { rich } from "./sanitise.js";

const VISUAL = new Set(["photo", "video", "animation"]);
const LONG_PRESS = 450;

export function serviceLine(message) {
  return h("div", { class: "service", "data-message-id": message.id, "data-testid": "service" }, h("span", null, message.text));
}

export function dayLine(text) {
  return h("div", { class: "service day" }, h("span", null, text));
}

/** `messages` is one message, or the several of an album. */
export function bubbleRow(messages, { own, first, last, inGroup, topic, actions }) {
  const [head] = messages;
  const caption = messages.find((message) => message.text) ?? head;
  const bubble = h("article", { class: `bubble ${kindClass(head, caption)}`, "data-message-id": head.id, "data-testid": "message", "data-kind": head.kind },
    inGroup && !own && first && h("span", { class: `sender ${tintOf(head)}` }, head.from.name, head.from.bot && h("i", { class: "badge" }, "bot")),
    topic && h("span", { class: "topic-tag" }, "# ", topic),
    head.forwarded && h("span", { class: "forwarded" }, "Diteruskan"),
    head.reply_to && quote(head.reply_to, actions),
    content(messages),
    words(caption, own, actions),
    reactions(head));
  const row = h("div", { class: rowClass({ own, first, last }) },
    inGroup && !own && h("span", { class: "side" }, last && senderAvatar(head)),
    h("div", { class: "stack" }, bubble, head.buttons?.length > 0 && buttonRows(head, actions)),
    tools(head, actions));
  offerMenu(bubble, head, actions);
  return row;
}

const tintOf = (message) => (message.from.bot ? "tint-bot" : tint(message.from.person ?? message.from.name));

function rowClass({ own, first, last }) {
  return ["row", own ? "own" : "other", first && "first", last && "last"].filter(Boolean).join(" ");
}

function kindClass(message, caption) {
  const bare = !caption.text;
  return `is-${message.kind} ${bare && VISUAL.has(message.kind) ? "bare" : ""}`;
}

function quote(reply, actions) {
  return h("button", { type: "button", class: "quote", onclick: () => actions.jump(reply.id) },
    h("b", null, reply.name), h("span", null, reply.excerpt || "Pesan"));
}

function words(message, own, actions) {
  const meta = h("span", { class: "meta" }, message.edited && "diedit ", time(new Date(message.date)), own && icon("checks", "icon ticks"));
  if (!message.text) return h("div", { class: "words empty" }, meta);
  return h("div", { class: "words" }, h("span", { class: "text" }, rich(message.html || "", actions.command)), meta);
}

function reactions({ reactions: given }) {
  if (!given?.length) return null;
  const counts = new Map();
  for (const emoji of given.filter(Boolean)) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  return h("div", { class: "reactions" }, [...counts].map(([emoji, count]) => h("span", null, emoji, count > 1 && ` ${count}`)));
}

// ── what a message carries ──────────────────────────────────────────────────────────────────────────────────────────

const CONTENT = {
  photo: (message) => picture(message),
  video: (message) => picture(message),
  animation: (message) => picture(message),
  audio: (message) => voice(message),
  video_note: (message) => h("video", { class: "round", src: fileUrl(message.media), controls: true, preload: "metadata" }),
  sticker: (message) => message.media && h("img", { class: "sticker", src: fileUrl(message.media), alt: "Stiker" }),
  voice: (message) => voice(message),
  document: (message) => file(message),
  location: (message) => place(message.location),
  contact: (message) => contact(message.contact),
};

function content(messages) {
  if (messages.length > 1) return album(messages);
  return CONTENT[messages[0].kind]?.(messages[0]) ?? null;
}

function album(messages) {
  const cells = messages.map((message, index) => {
    const cell = picture(message);
    if (index) cell.dataset.messageId = message.id;
    return cell;
  });
  return h("div", { class: "album", "data-count": Math.min(messages.length, 5) }, cells);
}

function picture(message) {
  const { media } = message;
  const ratio = media?.width && media?.height ? `aspect-ratio: ${media.width} / ${media.height}` : null;
  if (message.kind !== "photo") return h("video", { class: "picture", src: fileUrl(media), controls: true, preload: "metadata", style: ratio });
  const image = h("img", { src: fileUrl(media), alt: message.text ? `Foto: ${message.text}` : "Foto", draggable: "false" });
  return h("button", { type: "button", class: "picture", style: ratio, "aria-label": "Lihat foto", onclick: () => enlarge(image) }, image);
}

function enlarge(image) {
  openDialog({ title: "Foto", className: "lightbox", body: image.cloneNode() });
}

function voice(message) {
  const player = new Audio(fileUrl(message.media));
  player.preload = "metadata";
  const button = iconButton("play", "Putar pesan suara", { class: "round-button" });
  const show = () => button.replaceChildren(icon(player.paused ? "play" : "pause"));
  button.onclick = () => (player.paused ? player.play().catch(show) : player.pause());
  for (const event of ["play", "pause", "ended"]) player.addEventListener(event, show);
  const length = h("span", { class: "length" }, duration(message.media?.duration));
  player.addEventListener("loadedmetadata", () => { length.textContent = duration(player.duration); });
  return h("div", { class: "attachment voice" }, button, wave(message.id), length);
}

/** Bars that only suggest a voice: the sound itself is not analysed. */
function wave(seed) {
  const heights = Array.from({ length: 26 }, (_, index) => 20 + ((seed * 37 + index * index * 53 + index * 17) % 80));
  return h("span", { class: "wave", "aria-hidden": "true" }, heights.map((height) => h("i", { style: `height: ${height}%` })));
}

function file({ media }) {
  const name = media?.name || "Dokumen";
  return h("a", { class: "attachment file", href: fileUrl(media), download: name },
    h("span", { class: "round-button" }, icon("document")),
    h("span", { class: "lines" }, h("b", null, name), h("small", null, bytes(media?.size) || "Unduh")));
}

function place({ latitude, longitude }) {
  const address = `https://www.openstreetmap.org/?mlat=${Number(latitude)}&mlon=${Number(longitude)}#map=15/${Number(latitude)}/${Number(longitude)}`;
  return h("a", { class: "place", href: address, target: "_blank", rel: "noopener noreferrer", title: "Buka di OpenStreetMap" },
    h("span", { class: "map", "aria-hidden": "true", style: `--shift: ${Math.round((longitude * 1000) % 60)}px` }, icon("pin")),
    h("span", { class: "lines" }, h("b", null, "Lokasi"), h("small", null, `${coordinate(latitude)}; ${coordinate(longitude)}`)));
}

function contact(card) {
  const name = [card.first_name, card.last_name].filter(Boolean).join(" ") || "Kontak";
  return h("div", { class: "attachment" }, avatar(name, card.user_id ?? name),
    h("span", { class: "lines" }, h("b", null, name), h("small", null, card.phone_number)));
}

// ── buttons under a message ─────────────────────────────────────────────────────────────────────────────────────────

const MARK = { url: "link", copy: "copy" };
const STYLES = new Set(["danger", "success", "primary"]);

function buttonRows(message, actions) {
  const rows = message.buttons.map((row, rowIndex) => h("div", { class: "button-row" },
    row.map((button, column) => inlineButton(message, button, { row: rowIndex, column }, actions))));
  return h("div", { class: "buttons", role: "group", "aria-label": "Pilihan" }, rows);
}

function inlineButton(message, button, position, actions) {
  const press = (event) => actions.press(message, button, position, event.currentTarget);
  const style = STYLES.has(button.style) ? button.style : "";
  return h("button", { type: "button", class: `inline-button ${style}`, onclick: press },
    h("span", null, button.label), MARK[button.kind] && icon(MARK[button.kind], "icon mark"));
}

// ── the menu of a message ───────────────────────────────────────────────────────────────────────────────────────────

function tools(message, actions) {
  return h("div", { class: "tools" },
    iconButton("reply", "Balas", { onclick: () => actions.reply(message), "data-testid": "reply" }),
    iconButton("more", "Menu pesan", { onclick: (event) => actions.menu(message, event.currentTarget), "data-testid": "message-menu" }));
}

function offerMenu(bubble, message, actions) {
  bubble.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a")) return;
    event.preventDefault();
    actions.menu(message, { x: event.clientX, y: event.clientY });
  });
  bubble.addEventListener("dblclick", (event) => !event.target.closest("button, a, video") && actions.reply(message));
  offerLongPress(bubble, (x, y) => actions.menu(message, { x, y }));
}

/** Only where the browser does not already turn a long press into `contextmenu` (Safari on iPhones). */
function offerLongPress(node, open) {
  if ("oncontextmenu" in window && !/iP(hone|ad|od)|Macintosh/.test(navigator.userAgent)) return;
  let timer = 0;
  node.addEventListener("touchstart", (event) => {
    const { clientX, clientY } = event.touches[0];
    timer = setTimeout(() => open(clientX, clientY), LONG_PRESS);
  }, { passive: true });
  for (const end of ["touchend", "touchmove", "touchcancel"]) node.addEventListener(end, () => clearTimeout(timer), { passive: true });
}
