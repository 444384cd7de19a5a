// The top bar: what this is, what time it is in the simulated world, and what can be made to go wrong.

import * as api from "./api.js";
import { fill, h, icon, iconButton } from "./dom.js";
import { faultsDialog } from "./faults.js";
import { day, shortDay, time } from "./format.js";
import { attempt, openDialog, openMenu } from "./menus.js";
import * as state from "./state.js";

const HOUR = 3600;
const PATIENCE = 4000;
const THEMES = [["system", "Ikuti sistem", "system"], ["light", "Terang", "sun"], ["dark", "Gelap", "moon"]];
const GUIDE = [
  ["Menjadi warga", "Di ponsel sebelah kiri, ketik /start atau langsung tulis keluhan, lalu ikuti pertanyaan bot."],
  ["Menjadi admin dinas", "Laporan muncul di grup dinas. Tekan tombolnya, atau balas pesannya untuk menjawab warga."],
  ["Memajukan waktu", "Tekan “Maju 1 hari kerja” dan lihat pengingat datang. Waktu simulator dan bot bergerak bersama."],
  ["Mencoba gangguan", "Lewat “Gangguan”, buat jaringan lambat atau putus dan lihat bahwa tidak ada pesan yang hilang."],
];

export class Bar {
  constructor(element, { addPane }) {
    this.clock = h("time", { class: "clock", "data-testid": "clock" });
    this.faults = h("span", { class: "badge", hidden: true });
    this.offline = h("p", { class: "offline", role: "alert", hidden: true }, "Sambungan ke simulator terputus. Mencoba lagi…");
    this.idle = h("p", { class: "offline", role: "status", hidden: true, "data-testid": "bot-idle" }, "Bot belum mengambil pesan. Apakah program bot sudah dijalankan?");
    fill(element, this.brand(), this.clock, h("div", { class: "bar-buttons" }, this.buttons(addPane)));
    element.after(this.offline, this.idle);
    setInterval(() => this.tick(), 1000);
    setInterval(() => this.watchBots(), PATIENCE);
  }

  brand() {
    return h("div", { class: "brand" }, h("img", { src: "/page/icon.svg", alt: "", width: 36, height: 36 }),
      h("div", null, h("h1", null, "Simulator Lapor Bot"), h("p", null, "Telegram tiruan untuk mencoba dan berlatih")));
  }

  buttons(addPane) {
    return [
      this.clockButton("hour", "+1 jam", "+1 jam", "+1 jam", { advance_seconds: HOUR }, "clock-hour"),
      this.clockButton("day", "Maju 1 hari kerja", "Maju 1 hari kerja", "+1 hari", { advance_working_days: 1 }, "clock-day"),
      h("button", { type: "button", class: "bar-button wide-only", "data-testid": "faults", onclick: faultsDialog }, icon("pulse"), h("span", null, "Gangguan"), this.faults),
      iconButton("help", "Panduan singkat", { class: "icon-button wide-only", onclick: showGuide }),
      iconButton("more", "Menu lain", { "data-testid": "more", onclick: (event) => openMenu(event.currentTarget, moreItems(addPane)) }),
    ];
  }

  clockButton(image, name, long, short, change, testid) {
    const press = (event) => {
      const button = event.currentTarget;
      button.disabled = true;
      attempt(() => api.advance(change)).then(() => state.refresh()).finally(() => { button.disabled = false; });
    };
    return h("button", { type: "button", class: "bar-button", title: name, "aria-label": name, "data-testid": testid, onclick: press },
      icon(image), h("span", { class: "long" }, long), h("span", { class: "short" }, short));
  }

  update() {
    this.tick();
    const active = state.world.faults.length + (state.world.limits ? 1 : 0);
    this.faults.hidden = !active;
    this.faults.textContent = active;
    this.offline.hidden = state.world.online;
  }

  /** A bot that takes its updates changes nothing that the page hears of, so while some wait the page asks. */
  async watchBots() {
    const waited = state.waitingForBots();
    if (waited && state.world.online) await state.refresh();
    this.idle.hidden = !(waited && state.waitingForBots() >= waited && state.world.online);
  }

  tick() {
    if (!state.world.ready) return;
    const now = state.now();
    const shown = now.toISOString().slice(0, 16);
    if (this.clock.dateTime === shown) return;
    this.clock.dateTime = shown;
    fill(this.clock, h("span", { class: "long" }, day(now)), h("span", { class: "short" }, shortDay(now)), h("b", null, `${time(now)} WITA`));
    document.querySelectorAll("[data-clock]").forEach((node) => { node.textContent = time(now); });
  }
}

function moreItems(addPane) {
  const theme = currentTheme();
  return [
    { label: "Panduan singkat", icon: "help", action: showGuide },
    { label: "Gangguan…", icon: "pulse", testid: "faults-item", action: faultsDialog },
    { label: "Tambah panel", icon: "columns", testid: "add-pane", action: addPane },
    { heading: "Tampilan" },
    ...THEMES.map(([key, label, image]) => ({ label, icon: image, checked: key === theme, action: () => setTheme(key) })),
  ];
}

function showGuide() {
  const steps = GUIDE.map(([title, text]) => h("li", null, h("b", null, title), h("p", null, text)));
  openDialog({ title: "Panduan singkat", testid: "guide", body: h("div", { class: "dialog-body" },
    h("p", { class: "intro" }, "Semua orang, grup, dan pesan di sini tiruan. Tidak ada yang terkirim ke Telegram yang sebenarnya."),
    h("ol", { class: "steps" }, steps)) });
}

// ── theme ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const currentTheme = () => localStorage.getItem("theme") ?? "system";

function setTheme(theme) {
  localStorage.setItem("theme", theme);
  applyTheme();
}

export function applyTheme() {
  document.documentElement.dataset.theme = currentTheme();
}
