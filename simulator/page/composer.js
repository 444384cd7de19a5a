// Where a person writes: text, reply bar, attachments waiting to go, the bot's reply keyboard.

import * as api from "./api.js";
import { fill, h, icon, iconButton, refill } from "./dom.js";
import { attachMenu, askLocation } from "./attach.js";
import { attempt, openMenu } from "./menus.js";
import * as state from "./state.js";

const MAXIMUM_HEIGHT = 140;
const drafts = new Map();
const emptyDraft = () => ({ text: "", reply: null, editing: null, attachments: [], answered: 0, closedKeyboard: 0 });

export class Composer {
  constructor({ sent }) {
    this.sent = sent;
    this.bar = h("div", { class: "reply-bar", hidden: true });
    this.strip = h("div", { class: "strip", hidden: true });
    this.keys = h("div", { class: "reply-keyboard", hidden: true, role: "group", "aria-label": "Papan tombol" });
    this.input = h("textarea", { rows: 1, placeholder: "Tulis pesan…", "aria-label": "Tulis pesan", "data-testid": "composer", enterkeyhint: "send" });
    this.attach = iconButton("paperclip", "Lampirkan", { "data-testid": "attach", onclick: () => attachMenu(this.attach, this) });
    this.commands = iconButton("slash", "Perintah bot", { "data-testid": "commands", hidden: true, onclick: () => this.showCommands() });
    this.toggle = iconButton("keyboard", "Papan tombol", { hidden: true, onclick: () => this.toggleKeyboard() });
    this.submit = h("button", { type: "button", class: "send", "aria-label": "Kirim", title: "Kirim", "data-testid": "send", onclick: () => this.send() }, icon("send"));
    this.line = h("div", { class: "line" }, this.attach, h("div", { class: "input" }, this.input, this.commands, this.toggle), this.submit);
    this.refusal = h("div", { class: "refusal", hidden: true });
    this.element = h("div", { class: "composer" }, this.bar, this.strip, this.line, this.keys, this.refusal);
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("paste", (event) => this.take(event, event.clipboardData.files));
    this.element.addEventListener("dragover", (event) => event.preventDefault());
    this.element.addEventListener("drop", (event) => this.take(event, event.dataTransfer.files));
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    }
    if (event.key === "Escape") this.clearBar();
    if (event.key === "ArrowUp" && !this.input.value) this.editLast(event);
  }

  typed() {
    this.draft.text = this.input.value;
    this.grow();
    this.showSubmit();
  }

  grow() {
    this.input.style.height = "auto";
    // In a pane that is not on the screen there is nothing to measure yet.
    if (this.input.scrollHeight) this.input.style.height = `${Math.min(this.input.scrollHeight, MAXIMUM_HEIGHT)}px`;
  }

  // ── which conversation ──────────────────────────────────────────────────────────────────────────────────────────

  show(conversation) {
    this.conversation = conversation;
    const key = `${conversation.chatId}/${conversation.viewer}`;
    if (!drafts.has(key)) drafts.set(key, emptyDraft());
    this.draft = drafts.get(key);
    this.thread = null;
    this.input.value = this.draft.text;
    this.grow();
    this.render();
  }

  /** After every change of the world: the bot may ask for a reply, show a keyboard, or the person may have left. */
  update() {
    this.obeyForceReply();
    this.render();
  }

  obeyForceReply() {
    const asked = this.conversation.messages.findLast((message) => message.force_reply && !message.deleted);
    if (!asked || asked.id <= this.draft.answered) return;
    this.draft.answered = asked.id;
    if (this.conversation.messages.some((message) => message.outgoing && message.id > asked.id)) return;
    this.draft.reply = asked;
  }

  render() {
    this.renderBar();
    this.renderStrip();
    this.renderKeyboard();
    this.showSubmit();
    this.commands.hidden = !this.knownCommands().length;
  }

  /** Instead of the line to write in: why this person cannot write here, and the way out. Null: they can. */
  refuse(refusal) {
    this.refusal.hidden = !refusal;
    this.line.hidden = Boolean(refusal);
    const { chatId, viewer } = this.conversation;
    refill(this.refusal, [refusal?.reason, chatId, viewer], () => refusal && [
      h("span", null, refusal.reason), h("button", { type: "button", class: "primary small", onclick: refusal.action }, refusal.label)]);
  }

  showSubmit() {
    this.submit.disabled = !this.input.value.trim() && !this.draft.attachments.length;
  }

  // ── reply and edit ──────────────────────────────────────────────────────────────────────────────────────────────

  replyTo(message) {
    Object.assign(this.draft, { reply: message, editing: null });
    this.render();
    this.input.focus();
  }

  edit(message) {
    Object.assign(this.draft, { editing: message, reply: null, text: message.text });
    this.input.value = message.text;
    this.grow();
    this.render();
    this.input.focus();
  }

  editLast(event) {
    const mine = this.conversation.messages.findLast((message) => message.outgoing && message.kind === "text" && !message.deleted);
    if (!mine) return;
    event.preventDefault();
    this.edit(mine);
  }

  clearBar() {
    if (this.draft.editing) this.write("");
    Object.assign(this.draft, { reply: null, editing: null });
    this.render();
  }

  write(text) {
    this.input.value = text;
    this.typed();
  }

  renderBar() {
    const { reply, editing } = this.draft;
    const shown = editing ?? reply;
    this.bar.hidden = !shown;
    refill(this.bar, [shown?.id, Boolean(editing), shown?.text], () => shown && [
      icon(editing ? "edit" : "reply"),
      h("div", { class: "lines" }, h("b", null, editing ? "Ubah pesan" : shown.from.name), h("span", null, shown.text || "Pesan")),
      iconButton("close", editing ? "Batal mengubah" : "Batal membalas", { onclick: () => this.clearBar() })]);
  }

  // ── attachments ─────────────────────────────────────────────────────────────────────────────────────────────────

  take(event, files) {
    if (!files.length) return;
    event.preventDefault();
    this.add([...files]);
  }

  add(files, kind) {
    for (const file of files) this.draft.attachments.push({ file, kind: kind ?? kindOf(file), url: URL.createObjectURL(file) });
    this.render();
    this.input.focus();
  }

  discard(attachment) {
    URL.revokeObjectURL(attachment.url);
    this.draft.attachments = this.draft.attachments.filter((other) => other !== attachment);
    this.render();
  }

  renderStrip() {
    const { attachments } = this.draft;
    this.strip.hidden = !attachments.length;
    refill(this.strip, attachments.map((attachment) => attachment.url), () => attachments.map((attachment) => this.thumbnail(attachment)));
  }

  thumbnail(attachment) {
    const { file, kind, url } = attachment;
    return h("figure", { class: "thumbnail", "data-testid": "attachment" },
      kind === "photo" ? h("img", { src: url, alt: file.name }) : h("span", { class: "name" }, icon(kind === "video" ? "play" : "document"), file.name),
      iconButton("close", `Buang ${file.name}`, { onclick: () => this.discard(attachment) }));
  }

  // ── the bot's keyboard and commands ─────────────────────────────────────────────────────────────────────────────

  renderKeyboard() {
    const holder = this.conversation.messages.findLast((message) => (message.keyboard || message.remove_keyboard) && !message.deleted);
    const rows = holder?.keyboard ?? [];
    const open = rows.length > 0 && this.draft.closedKeyboard !== holder.id;
    this.keyboardOf = holder?.id;
    this.toggle.hidden = !rows.length;
    this.toggle.setAttribute("aria-pressed", String(open));
    this.keys.hidden = !open;
    refill(this.keys, [holder?.id, rows], () => rows.map((row) => h("div", { class: "button-row" }, row.map((key) => this.replyKey(key)))));
  }

  replyKey(key) {
    const label = typeof key === "string" ? key : (key.text ?? key.label);
    return h("button", { type: "button", class: "reply-key", onclick: () => this.pressKey(key, label) }, label);
  }

  pressKey(key, label) {
    if (key.request_location) return askLocation((location) => this.post({ kind: "location", location }));
    if (key.request_contact) return this.post({ kind: "contact", contact: this.ownContact() });
    return this.post({ text: label });
  }

  ownContact() {
    const me = state.person(this.conversation.viewer);
    return { first_name: me.first_name, last_name: me.last_name, phone_number: `+62812${String(me.id).padStart(8, "0").slice(-8)}`, user_id: me.id };
  }

  toggleKeyboard() {
    this.draft.closedKeyboard = this.keys.hidden ? 0 : this.keyboardOf;
    this.render();
  }

  /** Whatever of the bot's command lists the server offers for this chat. */
  knownCommands() {
    const { chat } = this.conversation;
    const member = chat && (chat.kind === "private" ? state.botOf(chat) : state.bot(state.botIn(chat)?.bot));
    return chat?.commands ?? member?.commands ?? [];
  }

  showCommands() {
    const items = this.knownCommands().map(({ command, description }) => ({ label: `/${command}`, hint: description, action: () => this.post({ text: `/${command}` }) }));
    openMenu(this.commands, [{ heading: "Perintah" }, ...items], { label: "Perintah bot" });
  }

  // ── sending ─────────────────────────────────────────────────────────────────────────────────────────────────────

  async send() {
    const text = this.input.value.trim();
    const { editing, attachments } = this.draft;
    if (!text && !attachments.length) return;
    if (editing) await attempt(() => this.change(editing, text));
    else if (attachments.length) await attempt(() => this.sendFiles(attachments, text));
    else await this.post({ text }, () => this.write(""));
    this.input.focus();
  }

  async change(message, text) {
    const part = message.kind === "text" ? { text } : { caption: text };
    await api.edit(this.conversation.chatId, message.id, { from: this.author(), ...part });
    this.clearBar();
    this.write("");
    this.sent();
  }

  /** Photos and videos go together as an album, everything else one by one; the text belongs to the first. */
  async sendFiles(attachments, text) {
    this.submit.disabled = true;
    const uploaded = await Promise.all(attachments.map(({ file }) => api.upload(file, file.name)));
    const parts = attachments.map(({ kind }, index) => ({ kind, media: [uploaded[index]] }));
    const visual = parts.filter((part) => part.kind === "photo" || part.kind === "video");
    const album = visual.length ? [{ kind: visual[0].kind, media: visual.flatMap((part) => part.media) }] : [];
    const messages = [...album, ...parts.filter((part) => !visual.includes(part))];
    messages[0].caption = text || undefined;
    for (const message of messages) await this.deliver(message);
    attachments.forEach((attachment) => URL.revokeObjectURL(attachment.url));
    this.draft.attachments = [];
    this.write("");
    this.afterSending();
  }

  async sendFile(file, kind) {
    await attempt(async () => {
      await this.deliver({ kind, media: [await api.upload(file, file.name)] });
      this.afterSending();
    });
  }

  async post(message, done) {
    await attempt(async () => {
      await this.deliver(message);
      done?.();
      this.afterSending();
    });
  }

  deliver(message) {
    const { reply } = this.draft;
    return api.send(this.conversation.chatId, { from: this.author(), reply_to: reply?.id, thread: this.thread ?? reply?.thread ?? undefined, ...message });
  }

  author() {
    return state.person(this.conversation.viewer)?.id ?? this.conversation.viewer;
  }

  afterSending() {
    this.draft.reply = null;
    this.render();
    this.sent();
  }
}

function kindOf(file) {
  if (file.type.startsWith("image/")) return "photo";
  return file.type.startsWith("video/") ? "video" : "document";
}
