// Adding people and groups, and what can be done with a group's members.

import * as api from "./api.js";
import { botAvatar, personAvatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { fullName } from "./format.js";
import { attempt, choice, field, notice, openDialog, openForm, select } from "./menus.js";
import * as state from "./state.js";

const LANGUAGES = [["id", "Indonesia"], ["en", "Inggris"], ["bjn", "Banjar"], ["", "Tidak diketahui"]];
const KINDS = [["supergroup", "Supergrup"], ["group", "Grup biasa"]];
const STATUS = { creator: "pemilik", administrator: "admin", member: "anggota", left: "keluar", kicked: "dikeluarkan" };

export function askPerson(done) {
  openForm({
    title: "Tambah orang",
    testid: "person-dialog",
    action: "Tambah",
    body: [
      field("Nama depan", h("input", { name: "first_name", required: true, autocomplete: "off" })),
      field("Nama belakang (boleh kosong)", h("input", { name: "last_name", autocomplete: "off" })),
      field("Nama pengguna tanpa @ (boleh kosong)", h("input", { name: "username", autocomplete: "off", pattern: "[A-Za-z0-9_]{3,32}" })),
      field("Bahasa aplikasi", select("language", LANGUAGES, "id")),
    ],
    submit: async (values) => {
      const person = await api.addPerson(withoutEmpty(values));
      await state.refresh();
      done(person);
    },
  });
}

export function askGroup(done) {
  const people = state.world.people;
  openForm({
    title: "Tambah grup",
    testid: "group-dialog",
    action: "Buat grup",
    body: [
      field("Nama grup", h("input", { name: "title", required: true, autocomplete: "off", placeholder: "misalnya Dinas Perhubungan" })),
      field("Pemilik", select("creator", people.map((one) => [String(one.id), fullName(one)]), String(people[0]?.id))),
      h("fieldset", null, h("legend", null, "Anggota lain"), people.map((one) => choice(`member-${one.id}`, fullName(one), false, one.id))),
      field("Jenis", select("kind", KINDS, "supergroup")),
      choice("forum", "Forum (dengan topik)", false),
      choice("bot_admin", "Bot menjadi admin", true),
    ],
    submit: async (values) => {
      const members = people.filter((one) => values[`member-${one.id}`] && !state.same(one.id, values.creator)).map((one) => one.id);
      const chat = await api.addChat({
        title: values.title, creator: Number(values.creator), kind: values.forum ? "supergroup" : values.kind,
        members, bot_admin: Boolean(values.bot_admin), forum: Boolean(values.forum),
      });
      await state.refresh();
      done(chat);
    },
  });
}

function withoutEmpty(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
}

export function askTitle(group) {
  openForm({
    title: "Ubah judul grup",
    body: field("Judul", h("input", { name: "title", value: group.title, required: true, autocomplete: "off" })),
    submit: ({ title }) => api.retitle(group.id, title),
  });
}

function askTopic(group, viewer) {
  openForm({
    title: "Topik baru",
    action: "Buat topik",
    body: field("Nama topik", h("input", { name: "name", required: true, autocomplete: "off" })),
    submit: ({ name }) => api.addTopic(group.id, { name, from: viewer.id }),
  });
}

// ── members ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export function showMembers(group) {
  const list = h("div", { class: "dialog-body members" });
  const dialog = openDialog({ title: `Anggota ${group.title}`, body: list, testid: "members-dialog" });
  const show = () => {
    if (!dialog.isConnected) return;
    const current = state.chat(group.id) ?? group;
    const people = [...state.world.people].sort((one, other) => rank(current, one) - rank(current, other));
    fill(list, state.world.bots.map((one) => botRow(current, one, show)), people.map((one) => personRow(current, one, show)));
  };
  show();
}

const rank = (group, person) => Object.keys(STATUS).indexOf(state.statusIn(group, person.id));

function personRow(group, person, show) {
  const status = state.statusIn(group, person.id);
  return memberRow(personAvatar(person), fullName(person), status, actionsFor(status), (action) => ({ person: person.id, action }), group, show);
}

function botRow(group, bot, show) {
  const status = group.members.find((member) => member.bot === bot.id)?.status ?? "left";
  return memberRow(botAvatar(), bot.name, status, actionsFor(status), (action) => ({ bot: bot.id, action }), group, show);
}

function actionsFor(status) {
  if (status === "creator") return [];
  if (status === "administrator") return [["demote", "Cabut admin"], ["kick", "Keluarkan"]];
  return status === "member" ? [["promote", "Jadikan admin"], ["kick", "Keluarkan"]] : [["join", "Masukkan"]];
}

function memberRow(picture, name, status, actions, change, group, show) {
  const run = (action) => attempt(async () => {
    await api.member(group.id, change(action));
    await state.refresh();
    show();
  });
  return h("div", { class: "member" }, picture,
    h("span", { class: "lines" }, h("b", null, name), h("small", null, STATUS[status] ?? status)),
    actions.map(([action, label]) => h("button", { type: "button", class: "quiet small", onclick: () => run(action) }, label)));
}

// ── the bot's place in a chat ───────────────────────────────────────────────────────────────────────────────────────

/** Menu items for a group: whoever administers real groups knows these moves. */
export function groupItems(group, viewer, moved) {
  const membership = state.botIn(group);
  const bot = membership?.bot ?? state.world.bots[0]?.id;
  const change = (action) => () => attempt(() => api.member(group.id, { bot, action }));
  const migrate = () => attempt(async () => {
    const chat = await api.migrate(group.id);
    await state.refresh();
    moved(chat);
    notice("Grup kini menjadi supergrup dengan nomor baru.");
  });
  return [
    { label: "Anggota…", icon: "group", testid: "members", action: () => showMembers(group) },
    { label: "Ubah judul…", icon: "edit", action: () => askTitle(group) },
    group.is_forum && { label: "Topik baru…", icon: "plus", action: () => askTopic(group, viewer) },
    group.kind === "group" && { label: "Jadikan supergrup", icon: "up", testid: "migrate", action: migrate },
    { separator: true },
    !membership && { label: "Tambahkan bot", icon: "bot", testid: "bot-join", action: change("join") },
    membership?.status === "member" && { label: "Jadikan bot admin", icon: "crown", testid: "bot-promote", action: change("promote") },
    membership?.status === "administrator" && { label: "Cabut hak admin bot", icon: "crown", action: change("demote") },
    membership && { label: "Keluarkan bot", icon: "leave", danger: true, testid: "bot-leave", action: change("leave") },
  ];
}

export function privateItems(chat) {
  const owner = state.ownerOf(chat);
  const bot = state.botOf(chat);
  const blocked = isBlocked(chat);
  const toggle = () => attempt(() => (blocked ? api.unblock(owner.id, bot?.id) : api.block(owner.id, bot?.id)));
  return [{ label: blocked ? "Buka blokir bot" : "Blokir bot", icon: "block", danger: !blocked, testid: "block", action: toggle }];
}

export function isBlocked(chat) {
  const bot = state.botOf(chat);
  return Boolean(bot && state.ownerOf(chat)?.blocked_bots?.some((id) => state.same(id, bot.id)));
}
