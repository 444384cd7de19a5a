// Which chats stand in the panes, and as whom. Kept in the address, so that a reload or a shared link shows the same.

import * as state from "./state.js";

const USUAL = 3;

/** Address form: #chat@viewer,chat@viewer */
export function readAddress() {
  const parts = decodeURIComponent(location.hash.slice(1)).split(",").filter(Boolean);
  return parts.map((part) => part.split("@")).map(([chat, viewer]) => ({ chat, viewer }));
}

export function writeAddress(selections) {
  history.replaceState(null, "", `#${selections.map(({ chat, viewer }) => `${chat}@${viewer}`).join(",")}`);
}

/** The selection as it can be shown now: follows a group that became a supergroup; null when it is gone. */
export function current({ chat, viewer }) {
  const shown = state.chat(state.chat(chat)?.migrated_to ?? chat);
  if (!shown) return null;
  const person = shown.kind === "private" ? state.ownerOf(shown) : (state.person(viewer) ?? state.leaderOf(shown));
  return person ? { chat: shown.id, viewer: person.id } : null;
}

/** The first citizen's phone, then the groups in the order they were made. */
export function usual() {
  const phones = [...state.privateChats()].sort((one, other) => leads(one) - leads(other));
  const chats = [...phones.slice(0, 1), ...state.groups(), ...phones.slice(1)].slice(0, Math.max(1, Math.min(USUAL, 1 + state.groups().length)));
  return chats.map((chat) => ({ chat: chat.id, viewer: state.leaderOf(chat).id }));
}

const leads = (phone) => Number(state.roleOf(state.ownerOf(phone)) !== "warga");

/** For one more pane: something that is not on the screen yet. */
export function unseen(selections) {
  const chats = [...state.groups(), ...state.privateChats()];
  const chat = chats.find((one) => !selections.some((shown) => state.same(shown.chat, one.id))) ?? chats[0];
  return { chat: chat.id, viewer: state.leaderOf(chat).id };
}
