// What the page knows of the simulated world, and how it keeps up with it. No elements here.

import * as api from "./api.js";
import { fullName } from "./format.js";

export const world = {
  ready: false, online: true, version: -1, bots: [], people: [], chats: [], limits: false, faults: [],
  nowAtFetch: Date.now(), fetchedAt: Date.now(),
};
const SERVER_WINDOW = 200;
const TYPING_TIME = 5500;
const listeners = new Set();
const conversations = new Map();

export const same = (one, other) => String(one) === String(other);
export const onChange = (listener) => listeners.add(listener);
export const announce = () => listeners.forEach((listener) => listener());

/** The simulated time: the server's clock runs at the pace of ours between two answers. */
export const now = () => new Date(world.nowAtFetch + (Date.now() - world.fetchedAt));

// ── people and chats ────────────────────────────────────────────────────────────────────────────────────────────────

export const person = (id) => world.people.find((one) => same(one.id, id));
export const bot = (id) => world.bots.find((one) => same(one.id, id));
export const chat = (id) => world.chats.find((one) => same(one.id, id));
export const groups = () => world.chats.filter((one) => one.kind !== "private" && !one.migrated_to);
export const privateChats = () => world.chats.filter((one) => one.kind === "private");
export const ownerOf = (privateChat) => person(String(privateChat.id).split(":")[0]);
export const botOf = (privateChat) => bot(String(privateChat.id).split(":")[1]) ?? world.bots[0];

const isPresent = (member) => !["left", "kicked"].includes(member.status);
export const presentMembers = (group) => group.members.filter(isPresent);
export const peopleIn = (group) => presentMembers(group).map((member) => person(member.person)).filter(Boolean);
export const botIn = (group) => presentMembers(group).find((member) => member.bot != null);

export function statusIn(group, personId) {
  return group.members.find((member) => member.person != null && same(member.person, personId))?.status ?? "left";
}

export function isMember(group, personId) {
  return group.kind === "private" || !["left", "kicked"].includes(statusIn(group, personId));
}

export function titleOf(shown) {
  return shown.kind === "private" ? (botOf(shown)?.name ?? "Bot") : shown.title;
}

/** Who leads a group is the natural person to act as there. */
export function leaderOf(group) {
  if (group.kind === "private") return ownerOf(group);
  const lead = presentMembers(group).find((member) => member.person != null && member.status === "creator");
  return person(lead?.person) ?? peopleIn(group)[0] ?? world.people[0];
}

/** A line about a person for lists: what they lead, else that they are a citizen. */
export function roleOf(one) {
  const led = groups().filter((group) => ["creator", "administrator"].includes(statusIn(group, one.id)));
  const joined = groups().filter((group) => isMember(group, one.id));
  if (led.length) return `admin ${led.map((group) => group.title).join(", ")}`;
  return joined.length ? `anggota ${joined.map((group) => group.title).join(", ")}` : "warga";
}

/** Everybody can open a private chat with every bot, also before the server has one to list. */
function withUnopened(chats) {
  const several = world.bots.length > 1;
  const pairs = world.people.flatMap((one) => world.bots.map((other) => [one, several ? `${one.id}:${other.id}` : one.id]));
  const missing = pairs.filter(([, id]) => !chats.some((known) => same(known.id, id)));
  return [...chats, ...missing.map(([one, id]) => unopened(one, id))];
}

function unopened(one, id) {
  return { id, kind: "private", title: fullName(one), members: [], pinned: [], topics: [], unopened: true };
}

/** How many updates wait for a bot. More than a moment of them means that its program is not running. */
export const waitingForBots = () => world.bots.reduce((sum, one) => sum + (one.pending_updates ?? 0), 0);

// ── conversations ───────────────────────────────────────────────────────────────────────────────────────────────────

/** One chat as one person sees it. */
class Conversation {
  constructor(chatId, viewer) {
    this.chatId = chatId;
    this.viewer = viewer;
    this.messages = [];
    this.typing = false;
    this.loaded = false;
    this.watchers = 0;
  }

  get chat() {
    return chat(this.chatId);
  }

  find(id) {
    return this.messages.find((message) => message.id === id);
  }

  async load() {
    const answer = await api.messages(this.chatId, this.viewer).catch((error) => ({ messages: this.messages, error }));
    this.messages = this.merge(answer.messages);
    this.typing = Boolean(answer.typing);
    this.forgetTyping();
    this.loaded = true;
    this.toast = answer.toast ?? null;
  }

  /** Typing ends by itself after five seconds, and nothing changes that the server could tell us of. */
  forgetTyping() {
    clearTimeout(this.typingTimer);
    if (this.typing) this.typingTimer = setTimeout(() => refresh([this.chatId]), TYPING_TIME);
  }

  /** The server answers with the newest part of the chat; what scrolled out of it is kept. */
  merge(fresh) {
    if (fresh.length < SERVER_WINDOW) return fresh;
    const older = this.messages.filter((message) => message.id < fresh[0].id);
    return [...older, ...fresh];
  }
}

export function conversation(chatId, viewer) {
  const key = `${chatId}/${viewer}`;
  if (!conversations.has(key)) conversations.set(key, new Conversation(chatId, viewer));
  return conversations.get(key);
}

export function watch(shown) {
  shown.watchers += 1;
  refresh([shown.chatId]);
}

export function unwatch(shown) {
  shown.watchers -= 1;
}

// ── keeping up ──────────────────────────────────────────────────────────────────────────────────────────────────────

let wanted = new Set();
let running = null;

/** Fetches the world and the watched conversations of these chats; calls made meanwhile are answered by one more round. */
export function refresh(chats = []) {
  for (const id of chats) wanted.add(String(id));
  wanted.add("world");
  running ??= rounds().finally(() => { running = null; });
  return running;
}

async function rounds() {
  while (wanted.size) {
    const round = wanted;
    wanted = new Set();
    try {
      await Promise.all([loadWorld(), ...watched(round).map((shown) => shown.load())]);
    } catch {
      setOnline(false);
    }
    announce();
  }
}

function watched(round) {
  const everything = round.has("*");
  return [...conversations.values()].filter((one) => one.watchers > 0 && (everything || round.has(String(one.chatId))));
}

async function loadWorld() {
  const state = await api.state();
  Object.assign(world, state, { ready: true, online: true, nowAtFetch: Date.parse(state.now), fetchedAt: Date.now() });
  world.chats = withUnopened(world.chats);
}

function setOnline(online) {
  if (world.online === online) return;
  world.online = online;
  announce();
}

export function keepUp() {
  api.listen({
    changed: (event) => refresh(event.chats ?? ["*"]),
    connected: (up) => (up ? refresh(["*"]) : setOnline(false)),
  });
}
