// A first world for a newcomer: one citizen, one agency, one coordinator.

import * as api from "./api.js";
import { h, icon } from "./dom.js";
import { attempt } from "./menus.js";
import * as state from "./state.js";

const PEOPLE = [
  { first_name: "Sari", username: "sari_warga", language: "id" },
  { first_name: "Budi", username: "budi_pupr", language: "id" },
  { first_name: "Rina", username: "rina_kominfo", language: "id" },
];

async function prepare() {
  const [, budi, rina] = await inOrder(PEOPLE, api.addPerson);
  const groups = [["Dinas PUPR", budi], ["Koordinator Diskominfo", rina]];
  await inOrder(groups, ([title, creator]) => api.addChat({ title, creator: creator.id, kind: "supergroup", members: [], bot_admin: true }));
  await state.refresh(["*"]);
}

/** One after the other, so that ids and the order of panes do not depend on the network. */
async function inOrder(items, make) {
  const made = [];
  for (const item of items) made.push(await make(item));
  return made;
}

export function emptyWorld() {
  const start = h("button", { type: "button", class: "primary large", "data-testid": "prepare", onclick: () => run() }, "Siapkan contoh");
  const run = async () => {
    start.disabled = true;
    await attempt(prepare);
    start.disabled = false;
  };
  return h("section", { class: "empty-world" },
    h("span", { class: "empty-picture", "aria-hidden": "true" }, icon("bot")),
    h("h2", null, "Belum ada siapa-siapa di sini"),
    h("p", null, "Buat satu warga (Sari), satu admin dinas (Budi), satu koordinator (Rina), dan dua grup dengan bot di dalamnya. Semuanya tiruan; tidak ada yang terkirim ke luar."),
    start);
}
