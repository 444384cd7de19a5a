// One chat as one person sees it: the citizen's phone, or a group's window.

import * as api from "./api.js";
import { chatAvatar, personAvatar, pickerAvatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { h, icon, iconButton, refill } from "./dom.js";
import { fullName, time } from "./format.js";
import { attempt, notice, openDialog, openMenu } from "./menus.js";
import { askGroup, askPerson, groupItems, isBlocked, privateItems } from "./people.js";
import { isAddress } from "./sanitise.js";
import * as state from "./state.js";
import { Stream } from "./stream.js";

const TOAST_TIME = 3500;
const PRESS_TIME = 8000;

export class Pane {
  constructor(index, { choose, close, several }) {
    Object.assign(this, { index, choose, close, several, topic: null, shownToast: null });
    this.stream = new Stream(this.actions());
    this.composer = new Composer({ sent: () => this.afterSending() });
    this.build();
  }

  build() {
    this.chatPicker = h("button", { type: "button", class: "picker", "aria-haspopup": "menu", "data-testid": "chat-picker", onclick: () => this.pickChat() });
    this.viewerPicker = h("button", { type: "button", class: "picker viewer", "aria-haspopup": "menu", "data-testid": "viewer-picker", onclick: () => this.pickViewer() });
    this.head = h("div", { class: "who" });
    this.menuButton = iconButton("more", "Menu percakapan", { "aria-haspopup": "menu", "data-testid": "chat-menu", onclick: () => this.openChatMenu() });
    this.topics = h("div", { class: "topics", role: "group", "aria-label": "Topik", hidden: true });
    this.pinned = h("button", { type: "button", class: "pinned", hidden: true });
    this.toast = h("div", { class: "toast", role: "status", hidden: true, "data-testid": "toast" });
    this.device = h("div", { class: "device" }, statusBar(), h("header", { class: "chat-head" }, this.head, this.menuButton),
      this.topics, this.pinned, this.stream.element, this.composer.element, h("div", { class: "home-line", "aria-hidden": "true" }));
    this.stream.element.append(this.toast);
    this.element = h("section", { class: "pane", "data-testid": `pane-${this.index}` },
      h("div", { class: "caption" }, this.chatPicker, this.viewerPicker), this.device);
    this.stream.scroller.addEventListener("click", (event) => this.followLink(event));
  }

  get chat() {
    return this.conversation.chat;
  }

  get viewer() {
    return state.person(this.conversation.viewer);
  }

  // ── what is shown ───────────────────────────────────────────────────────────────────────────────────────────────

  show({ chat, viewer }) {
    const next = state.conversation(chat, viewer);
    if (next === this.conversation) return;
    if (this.conversation) state.unwatch(this.conversation);
    this.conversation = next;
    this.topic = null;
    this.shownToast = undefined;
    this.stream.reset();
    this.composer.show(next);
    state.watch(next);
  }

  update() {
    if (!this.chat || !this.viewer) return;
    this.element.dataset.kind = this.chat.kind;
    this.element.setAttribute("aria-label", this.label());
    this.renderCaption();
    this.renderHead();
    this.renderTopics();
    this.renderPinned();
    this.renderMessages();
    this.renderToast();
    this.composer.update();
    this.composer.refuse(this.refusal());
  }

  label() {
    return this.chat.kind === "private" ? `Ponsel ${fullName(this.viewer)}` : `${this.chat.title}, sebagai ${fullName(this.viewer)}`;
  }

  renderCaption() {
    const { chat, viewer } = this;
    const isPrivate = chat.kind === "private";
    const name = isPrivate ? `Ponsel ${viewer.first_name}` : chat.title;
    refill(this.chatPicker, [chat.id, name], () => [pickerAvatar(chat), h("span", { class: "name" }, name), icon("down", "icon chevron")]);
    this.viewerPicker.hidden = isPrivate;
    refill(this.viewerPicker, [viewer.id, fullName(viewer)], () => [h("span", { class: "as" }, "sebagai"), h("span", { class: "name" }, viewer.first_name), icon("down", "icon chevron")]);
    this.viewerPicker.setAttribute("aria-label", `Bertindak sebagai ${fullName(viewer)}`);
  }

  renderHead() {
    const { chat } = this;
    const subtitle = this.conversation.typing ? "sedang mengetik…" : this.subtitle();
    refill(this.head, [chat.id, state.titleOf(chat), subtitle], () => [chatAvatar(chat),
      h("div", { class: "lines" }, h("h2", null, state.titleOf(chat)), h("small", { class: this.conversation.typing ? "live" : "" }, subtitle))]);
  }

  subtitle() {
    if (this.chat.kind === "private") return "bot";
    const membership = state.botIn(this.chat);
    const standing = membership ? (membership.status === "administrator" ? "bot admin" : "bot anggota") : "tanpa bot";
    return [`${state.presentMembers(this.chat).length} anggota`, standing, this.chat.kind === "group" && "grup biasa"].filter(Boolean).join(" · ");
  }

  renderTopics() {
    const topics = this.chat.is_forum ? (this.chat.topics ?? []) : [];
    this.topics.hidden = !topics.length;
    refill(this.topics, [topics, this.topic], () => [{ thread: null, name: "Semua" }, ...topics].map((topic) => this.topicChip(topic)));
  }

  topicChip({ thread, name, closed }) {
    const attributes = { type: "button", class: "chip", "aria-pressed": String(this.topic === thread), onclick: () => this.enterTopic(thread) };
    return h("button", attributes, thread === null ? name : `# ${name}`, closed && " (ditutup)");
  }

  enterTopic(thread) {
    this.topic = thread;
    this.composer.thread = thread;
    this.stream.reset();
    this.update();
  }

  renderPinned() {
    const id = this.chat.pinned?.at(-1);
    const message = id != null && this.conversation.find(id);
    this.pinned.hidden = !message || message.deleted;
    refill(this.pinned, [id, message?.text], () => message && [icon("pinned"), h("span", { class: "lines" }, h("b", null, "Pesan disematkan"), h("span", null, message.text || "Pesan"))]);
    this.pinned.onclick = () => this.stream.jump(id);
  }

  renderMessages() {
    const { conversation, chat } = this;
    if (!conversation.loaded) return;
    const messages = this.topic === null ? conversation.messages : conversation.messages.filter((message) => message.thread === this.topic);
    const names = new Map((chat.topics ?? []).map((topic) => [topic.thread, topic.name]));
    this.stream.showHint(messages.some((message) => !message.deleted) ? null : () => this.hint());
    this.stream.showTyping(conversation.typing);
    this.stream.render(messages, {
      inGroup: chat.kind !== "private",
      isOwn: (message) => message.outgoing,
      topicOf: (message) => (this.topic === null && chat.is_forum ? names.get(message.thread) : undefined),
    });
  }

  hint() {
    if (this.chat.kind !== "private") return [h("b", null, "Belum ada pesan"), h("p", null, "Laporan dan jawaban untuk grup ini akan muncul di sini.")];
    const start = h("button", { type: "button", class: "primary", "data-testid": "start", onclick: () => this.composer.post({ text: "/start" }) }, "Mulai");
    return [h("b", null, `Halo, ${this.viewer.first_name}!`), h("p", null, "Ketik /start atau langsung tulis keluhan Anda"), start];
  }

  refusal() {
    const { chat, viewer } = this;
    if (chat.kind === "private") {
      const unblock = () => attempt(() => api.unblock(viewer.id, state.botOf(chat)?.id));
      return isBlocked(chat) ? { reason: `${viewer.first_name} memblokir bot ini`, label: "Buka blokir", action: unblock } : null;
    }
    const join = () => attempt(() => api.member(chat.id, { person: viewer.id, action: "join" }));
    return state.isMember(chat, viewer.id) ? null : { reason: `${viewer.first_name} bukan anggota grup ini`, label: "Masukkan", action: join };
  }

  // ── answers to pressed buttons ──────────────────────────────────────────────────────────────────────────────────

  renderToast() {
    const toast = this.conversation.toast;
    if (toast === undefined) return;
    const id = toast?.query_id ?? null;
    const news = this.shownToast !== undefined && id !== this.shownToast;
    this.shownToast = id;
    if (!news || !toast) return;
    this.stopWaiting();
    if (toast.url) this.open(toast.url);
    if (!toast.text) return;
    if (toast.alert) openDialog({ title: state.titleOf(this.chat), body: h("div", { class: "dialog-body", "data-testid": "alert" }, h("p", null, toast.text)) });
    else this.flash(toast.text);
  }

  flash(text) {
    this.toast.textContent = text;
    this.toast.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => { this.toast.hidden = true; }, TOAST_TIME);
  }

  stopWaiting() {
    this.element.querySelectorAll(".waiting").forEach((node) => node.classList.remove("waiting"));
  }

  // ── what people do ──────────────────────────────────────────────────────────────────────────────────────────────

  actions() {
    return {
      reply: (message) => this.composer.replyTo(message),
      jump: (id) => this.stream.jump(id) || this.flash("Pesan itu tidak ada di layar ini"),
      press: (message, button, position, node) => this.press(message, button, position, node),
      command: (text) => this.composer.post({ text }),
      menu: (message, anchor) => openMenu(anchor, this.messageItems(message), { label: "Menu pesan" }),
    };
  }

  async press(message, button, position, node) {
    if (button.kind === "url") return this.open(button.url);
    if (button.kind === "copy") return this.copy(button.copy);
    node.classList.add("waiting");
    setTimeout(() => node.classList.remove("waiting"), PRESS_TIME);
    const answer = await attempt(() => api.press(this.chat.id, message.id, { from: this.viewer.id, ...position }));
    if (!answer) node.classList.remove("waiting");
    return state.refresh([this.chat.id]);
  }

  copy(text) {
    return attempt(async () => {
      await navigator.clipboard.writeText(text);
      notice("Disalin.");
    });
  }

  messageItems(message) {
    const { chat, viewer } = this;
    const erase = () => attempt(() => api.erase(chat.id, message.id, viewer.id));
    return [
      { label: "Balas", icon: "reply", action: () => this.composer.replyTo(message) },
      message.text && { label: "Salin teks", icon: "copy", action: () => this.copy(message.text) },
      message.outgoing && { label: "Ubah", icon: "edit", testid: "edit", action: () => this.composer.edit(message) },
      message.outgoing && { label: "Hapus", icon: "trash", danger: true, testid: "delete", action: erase },
    ];
  }

  /** Links to the bot itself stay in the simulator: https://t.me/<bot>?start=… is a /start in the private chat. */
  open(url) {
    const payload = this.startPayload(url);
    if (payload !== null) this.start(payload);
    else if (isAddress(url)) window.open(url, "_blank", "noopener,noreferrer");
    else notice("Alamat tombol ini tidak dapat dibuka.", "error");
  }

  startPayload(url) {
    const [, name, payload = ""] = /^(?:https?:\/\/t\.me\/|tg:\/\/resolve\?domain=)(\w+)(?:[?&]start=([\w-]*))?$/i.exec(url) ?? [];
    return name && state.world.bots.some((bot) => bot.username.toLowerCase() === name.toLowerCase()) ? payload : null;
  }

  start(payload) {
    const { viewer } = this;
    const home = state.privateChats().find((chat) => state.ownerOf(chat)?.id === viewer.id);
    this.choose(this, { chat: home.id, viewer: viewer.id });
    this.composer.post({ text: `/start ${payload}`.trim() });
  }

  followLink(event) {
    const link = event.target.closest("a[href]");
    if (!link || this.startPayload(link.href) === null) return;
    event.preventDefault();
    this.open(link.href);
  }

  afterSending() {
    this.stream.stick(false);
    state.refresh([this.chat.id]);
  }

  // ── menus ───────────────────────────────────────────────────────────────────────────────────────────────────────

  pickChat() {
    const item = (chat) => {
      const owner = chat.kind === "private" && state.ownerOf(chat);
      const label = owner ? `Ponsel ${fullName(owner)}` : chat.title;
      const hint = owner ? privateHint(owner, chat) : `${state.presentMembers(chat).length} anggota`;
      return { label, hint, testid: `chat-${chat.id}`, avatar: pickerAvatar(chat), checked: state.same(chat.id, this.chat.id), action: () => this.choose(this, { chat: chat.id, viewer: this.viewerFor(chat) }) };
    };
    openMenu(this.chatPicker, [
      { heading: "Ponsel" }, ...state.privateChats().map(item),
      { heading: "Grup" }, ...state.groups().map(item),
      { separator: true },
      { label: "Tambah orang…", icon: "join", testid: "add-person", action: () => askPerson((one) => this.showPerson(one)) },
      { label: "Tambah grup…", icon: "plus", testid: "add-group", action: () => askGroup((chat) => this.choose(this, { chat: chat.id, viewer: state.leaderOf(state.chat(chat.id)).id })) },
    ], { label: "Pilih percakapan" });
  }

  viewerFor(chat) {
    const stays = chat.kind !== "private" && state.isMember(chat, this.viewer.id);
    return (stays ? this.viewer : state.leaderOf(chat)).id;
  }

  showPerson(one) {
    const home = state.privateChats().find((chat) => state.ownerOf(chat)?.id === one.id);
    if (home) this.choose(this, { chat: home.id, viewer: one.id });
  }

  pickViewer() {
    const { chat } = this;
    const members = state.world.people.filter((one) => state.isMember(chat, one.id));
    const others = state.world.people.filter((one) => !state.isMember(chat, one.id));
    const item = (one) => ({
      label: fullName(one), hint: state.roleOf(one), testid: `viewer-${one.id}`, avatar: personAvatar(one, "tiny"), checked: state.same(one.id, this.viewer.id),
      action: () => this.choose(this, { chat: chat.id, viewer: one.id }),
    });
    openMenu(this.viewerPicker, [
      { heading: "Anggota grup" }, ...members.map(item),
      others.length && { heading: "Bukan anggota" }, ...others.map(item),
      { separator: true },
      { label: "Tambah orang…", icon: "join", action: () => askPerson((one) => this.join(one)) },
    ], { label: "Bertindak sebagai" });
  }

  join(one) {
    return attempt(async () => {
      await api.member(this.chat.id, { person: one.id, action: "join" });
      await state.refresh();
      this.choose(this, { chat: this.chat.id, viewer: one.id });
    });
  }

  openChatMenu() {
    const moved = (chat) => this.choose(this, { chat: chat.id, viewer: this.viewer.id });
    const items = this.chat.kind === "private" ? privateItems(this.chat) : groupItems(this.chat, this.viewer, moved);
    const close = this.several() && [{ separator: true }, { label: "Tutup panel", icon: "close", action: () => this.close(this) }];
    openMenu(this.menuButton, [...items, ...(close || [])], { label: "Menu percakapan" });
  }

  dispose() {
    state.unwatch(this.conversation);
    this.element.remove();
  }
}

function privateHint(owner, chat) {
  const bot = state.world.bots.length > 1 && state.botOf(chat)?.name;
  return [state.roleOf(owner), bot && `dengan ${bot}`].filter(Boolean).join(" · ");
}

function statusBar() {
  return h("div", { class: "status-bar", "aria-hidden": "true" },
    h("span", { "data-clock": "" }, state.world.ready ? time(state.now()) : ""), h("i", { class: "island" }),
    h("span", { class: "signals" }, h("i", { class: "bars" }), h("i", { class: "battery" })));
}
