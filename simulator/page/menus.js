// Menus, dialogs and short notices: everything that floats above the panes. Built on the platform's own popover and
// <dialog>, which bring light dismissal, Escape, the focus trap and the top layer.

import { fill, h, icon, iconButton } from "./dom.js";

const GAP = 6;

/**
 * items: {label, icon?, hint?, checked?, danger?, disabled?, avatar?, testid?, action} · {heading} · {separator: true}
 * `anchor` is an element, or {x, y} where the pointer was.
 */
export function openMenu(anchor, items, { label = "Menu" } = {}) {
  const menu = h("div", { class: "menu", role: "menu", popover: "auto", "aria-label": label });
  const close = () => menu.isConnected && menu.hidePopover();
  fill(menu, items.filter(Boolean).map((item) => menuItem(item, close)));
  menu.addEventListener("keydown", (event) => moveFocus(menu, event));
  menu.addEventListener("toggle", (event) => event.newState === "closed" && dispose(menu, anchor));
  document.body.append(menu);
  menu.showPopover();
  place(menu, anchor);
  (menu.querySelector('[aria-checked="true"]') ?? menu.querySelector("button:not(:disabled)"))?.focus();
}

function menuItem(item, close) {
  if (item.separator) return h("hr", { role: "separator" });
  if (item.heading) return h("p", { class: "menu-heading" }, item.heading);
  const run = () => {
    close();
    item.action();
  };
  const checkable = item.checked !== undefined;
  const attributes = {
    type: "button",
    class: item.danger ? "menu-item danger" : "menu-item",
    role: checkable ? "menuitemradio" : "menuitem",
    "aria-checked": checkable ? String(item.checked) : null,
    disabled: Boolean(item.disabled),
    "data-testid": item.testid,
    onclick: run,
  };
  return h("button", attributes, item.avatar ?? (item.icon && icon(item.icon)), menuText(item), item.checked && icon("check", "icon tick"));
}

function menuText(item) {
  return h("span", { class: "menu-text" }, item.label, item.hint && h("small", null, item.hint));
}

function moveFocus(menu, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...menu.querySelectorAll("button:not(:disabled)")];
  const next = buttons.indexOf(document.activeElement) + step;
  buttons[(next + buttons.length) % buttons.length]?.focus();
}

function place(menu, anchor) {
  const box = anchor instanceof Element ? anchor.getBoundingClientRect() : new DOMRect(anchor.x, anchor.y, 0, 0);
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = box.bottom + GAP;
  const above = box.top - GAP - height;
  const fits = below + height <= innerHeight - GAP || above < GAP;
  const aligned = box.left + width <= innerWidth - GAP ? box.left : box.right - width;
  menu.style.left = `${clamp(aligned, GAP, innerWidth - width - GAP)}px`;
  menu.style.top = `${clamp(fits ? below : above, GAP, Math.max(GAP, innerHeight - height - GAP))}px`;
}

const clamp = (value, low, high) => Math.max(low, Math.min(value, high));

function dispose(menu, anchor) {
  const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
  menu.remove();
  if (hadFocus && anchor instanceof HTMLElement && anchor.isConnected) anchor.focus({ preventScroll: true });
}

/** Opens a form in a dialog; `submit` gets the form's values and may throw: its message is shown, the dialog stays. */
export function openForm({ title, intro, body, action = "Simpan", submit, testid }) {
  const problem = h("p", { class: "problem", role: "alert" });
  const buttons = h("div", { class: "dialog-buttons" },
    h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Batal"),
    h("button", { type: "submit", class: "primary" }, action));
  const form = h("form", { class: "dialog-body" }, intro && h("p", { class: "intro" }, intro), body, problem, buttons);
  const dialog = openDialog({ title, body: form, testid });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.textContent = "";
    try {
      await submit(Object.fromEntries(new FormData(form)));
      dialog.close();
    } catch (error) {
      problem.textContent = error.message;
    }
  });
  form.querySelector("input:not([type=radio]), select")?.focus();
  return dialog;
}

export function openDialog({ title, body, testid, className = "" }) {
  const close = iconButton("close", "Tutup", { onclick: () => dialog.close() });
  const dialog = h("dialog", { class: `dialog ${className}`, "aria-label": title, "data-testid": testid },
    h("header", { class: "dialog-head" }, h("h2", null, title), close), body);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function field(label, control) {
  return h("label", { class: "field" }, h("span", null, label), control);
}

export function choice(name, label, checked, value = "on") {
  return h("label", { class: "choice" }, h("input", { type: "checkbox", name, value, checked }), h("span", null, label));
}

export function select(name, options, chosen) {
  return h("select", { name }, options.map(([value, label]) => h("option", { value, selected: value === chosen }, label)));
}

export function notice(text, kind = "info") {
  const line = h("p", { class: `notice ${kind}` }, text);
  document.getElementById("notices").append(line);
  setTimeout(() => line.remove(), kind === "error" ? 6000 : 3200);
}

/** For button handlers: runs, and says what went wrong instead of failing silently. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    notice(error.message, "error");
    return undefined;
  }
}
