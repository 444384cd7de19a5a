// The server renders `html` from message entities. It is still rebuilt here from an allow-list, node by node: what is
// not on the list becomes plain text, so no message can bring an element, attribute or address of its own.

import { h } from "./dom.js";

const PLAIN = new Set(["B", "I", "U", "S", "CODE", "PRE", "BLOCKQUOTE"]);
const SAME = { STRONG: "b", EM: "i", INS: "u", DEL: "s", STRIKE: "s" };
const ADDRESS = /^(https?|tg):/i;
export const isAddress = (text) => ADDRESS.test(text);
const COMMAND = /(^|\s)(\/[a-z][a-z0-9_]{0,31}(?:@\w+)?)(?![\w/])/gi;

/** `onCommand` makes /commands in the text pressable, as messengers do. */
export function rich(html, onCommand) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const fragment = document.createDocumentFragment();
  fragment.append(...copyChildren(parsed.body, onCommand));
  return fragment;
}

function copyChildren(node, onCommand) {
  return [...node.childNodes].flatMap((child) => copy(child, onCommand));
}

function copy(node, onCommand) {
  if (node.nodeType === Node.TEXT_NODE) return onCommand ? withCommands(lines(node), onCommand) : [lines(node)];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const tag = node.tagName;
  if (tag === "SCRIPT" || tag === "STYLE") return [];
  if (tag === "BR") return ["\n"];
  if (tag === "A") return [link(node)];
  if (tag === "TG-SPOILER" || (tag === "SPAN" && /spoiler/.test(node.className))) return [spoiler(node)];
  const name = PLAIN.has(tag) ? tag.toLowerCase() : SAME[tag];
  const literal = tag === "CODE" || tag === "PRE";
  const children = copyChildren(node, literal ? null : onCommand);
  return name ? [h(name, null, children)] : children;
}

/** A quote or a block of code stands on lines of its own: the line break beside it would show as an empty line. */
function lines(text) {
  const after = isBlock(text.previousSibling) ? text.data.replace(/^\n/, "") : text.data;
  return isBlock(text.nextSibling) ? after.replace(/\n$/, "") : after;
}

const isBlock = (node) => node?.tagName === "BLOCKQUOTE" || node?.tagName === "PRE";

function link(node) {
  const address = (node.getAttribute("href") ?? "").trim();
  const children = copyChildren(node, null);
  if (!isAddress(address)) return h("span", null, children);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, children);
}

function spoiler(node) {
  const reveal = (event) => {
    event.currentTarget.classList.add("revealed");
    event.currentTarget.removeAttribute("role");
  };
  const onkeydown = (event) => event.key === "Enter" && reveal(event);
  const attributes = { class: "spoiler", role: "button", tabindex: "0", title: "Ketuk untuk membuka" };
  return h("span", { ...attributes, onclick: reveal, onkeydown }, copyChildren(node, null));
}

function withCommands(text, onCommand) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(COMMAND)) {
    const start = match.index + match[1].length;
    parts.push(text.slice(end, start), h("button", { type: "button", class: "command", onclick: () => onCommand(match[2]) }, match[2]));
    end = start + match[2].length;
  }
  parts.push(text.slice(end));
  return parts;
}
