// Faults on demand: what the real Telegram does on a bad day.

import * as api from "./api.js";
import { fill, h, iconButton } from "./dom.js";
import { attempt, field, openDialog, select } from "./menus.js";
import * as state from "./state.js";

const KINDS = [
  ["429", "429 · terlalu banyak permintaan"],
  ["500", "500 · kesalahan server"],
  ["502", "502 · gerbang rusak"],
  ["403", "403 · bot diblokir atau dikeluarkan"],
  ["400", "400 · permintaan ditolak"],
  ["drop_before", "Putus sebelum dikerjakan"],
  ["drop_after", "Putus sesudah dikerjakan"],
  ["slow", "Lambat"],
];
const METHODS = [["*", "Semua metode"], ...["sendMessage", "editMessageText", "answerCallbackQuery", "sendPhoto", "sendMediaGroup", "createForumTopic", "getUpdates"].map((name) => [name, name])];
const TIMES = [["1", "1 kali"], ["3", "3 kali"], ["10", "10 kali"], ["", "sampai dihapus"]];

export function faultsDialog() {
  const active = h("div", { class: "active-faults" });
  const form = faultForm(() => show());
  const dialog = openDialog({ title: "Gangguan", testid: "faults-dialog", body: h("div", { class: "dialog-body" },
    h("p", { class: "intro" }, "Buat layanan tiruan berulah seperti Telegram pada hari yang buruk, lalu lihat apakah bot bertahan."),
    limitsSwitch(), form, h("h3", null, "Sedang aktif"), active) });
  const show = () => dialog.isConnected && fill(active, activeRows(show));
  show();
}

function limitsSwitch() {
  const toggle = (event) => attempt(() => api.limits(event.target.checked)).then(() => state.refresh());
  return h("label", { class: "switch" },
    h("input", { type: "checkbox", role: "switch", checked: state.world.limits, "data-testid": "limits", onchange: toggle }),
    h("span", null, "Batas kirim Telegram", h("small", null, "20 pesan per menit tiap grup, 30 per detik seluruhnya")));
}

function faultForm(done) {
  const chats = [["", "Semua percakapan"], ...state.world.chats.map((chat) => [String(chat.id), nameOf(chat)])];
  const seconds = h("input", { name: "seconds", type: "number", min: 1, max: 600, value: 5 });
  const form = h("form", { class: "fault-form" },
    field("Gangguan", select("kind", KINDS, "429")),
    h("div", { class: "columns" }, field("Metode", select("method", METHODS, "*")), field("Berlaku", select("times", TIMES, "1"))),
    h("div", { class: "columns" }, field("Percakapan", select("chat", chats, "")), field("Detik (429, lambat)", seconds)),
    h("button", { type: "submit", class: "primary" }, "Pasang gangguan"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() => api.addFault(faultOf(new FormData(form)))).then(() => state.refresh()).then(done);
  });
  return form;
}

function faultOf(values) {
  const kind = values.get("kind");
  const chat = state.chat(values.get("chat"))?.id;
  const fault = { kind, method: values.get("method"), times: values.get("times") ? Number(values.get("times")) : null };
  if (chat !== undefined) fault.chat = chat;
  if (kind === "429") fault.retry_after = Number(values.get("seconds"));
  if (kind === "slow") fault.seconds = Number(values.get("seconds"));
  return fault;
}

function nameOf(chat) {
  return chat.kind === "private" ? `Pribadi ${state.ownerOf(chat)?.first_name ?? chat.title}` : chat.title;
}

function activeRows(show) {
  const { faults } = state.world;
  if (!faults.length) return h("p", { class: "quiet-text" }, "Tidak ada. Semuanya berjalan lancar.");
  const clear = (some) => attempt(() => Promise.all(some.map((fault) => api.removeFault(fault.id)))).then(() => state.refresh()).then(show);
  return [
    ...faults.map((fault) => h("div", { class: "member" }, h("span", { class: "lines" }, h("b", null, labelOf(fault)), h("small", null, scopeOf(fault))),
      iconButton("trash", "Hapus gangguan", { onclick: () => clear([fault]) }))),
    h("button", { type: "button", class: "quiet", onclick: () => clear(faults) }, "Hapus semua"),
  ];
}

const labelOf = (fault) => KINDS.find(([kind]) => state.same(kind, fault.kind))?.[1] ?? fault.kind;

function scopeOf(fault) {
  const chat = fault.chat != null && state.chat(fault.chat);
  const method = !fault.method || fault.method === "*" ? "semua metode" : fault.method;
  return [method, chat && nameOf(chat), fault.times == null ? "sampai dihapus" : `${fault.times} kali lagi`].filter(Boolean).join(" · ");
}
