// The round picture of a person, a group or the bot: initials on the colour of the id.

import { h, icon } from "./dom.js";
import { fullName, initials, tint } from "./format.js";
import * as state from "./state.js";

export function avatar(name, id, className = "") {
  return h("span", { class: `avatar ${tint(id)} ${className}`, "aria-hidden": "true" }, initials(name));
}

export const personAvatar = (person, className) => avatar(fullName(person), person.id, className);

export function botAvatar(className = "") {
  return h("span", { class: `avatar of-bot ${className}`, "aria-hidden": "true" }, icon("bot"));
}

export function chatAvatar(chat, className) {
  return chat.kind === "private" ? botAvatar(className) : avatar(chat.title, chat.id, className);
}

export function senderAvatar(message) {
  return message.from.bot ? botAvatar() : avatar(message.from.name, message.from.person ?? message.from.name);
}

/** For the pickers, where a private chat is known by its citizen. */
export function pickerAvatar(chat) {
  const owner = chat.kind === "private" && state.ownerOf(chat);
  return owner ? personAvatar(owner, "tiny") : chatAvatar(chat, "tiny");
}
