// The page: the bar, the panes side by side, and on phones the tabs that switch between them.

import { chatAvatar, pickerAvatar } from "./avatar.js";
import { applyTheme, Bar } from "./bar.js";
import { fill, h, refill } from "./dom.js";
import { Pane } from "./pane.js";
import { emptyWorld } from "./presets.js";
import { current, readAddress, unseen, usual, writeAddress } from "./selection.js";
import * as state from "./state.js";

class App {
  constructor() {
    this.root = document.getElementById("panes");
    this.tabs = document.getElementById("tabs");
    this.bar = new Bar(document.getElementById("bar"), { addPane: () => this.addPane() });
    this.panes = [];
    this.selections = readAddress();
    this.chosen = this.selections.length > 0;
    this.active = 0;
    state.onChange(() => this.update());
    state.keepUp();
  }

  update() {
    this.bar.update();
    if (!state.world.ready) return;
    if (!state.world.people.length || !state.world.bots.length) this.showEmpty();
    else this.showPanes();
  }

  showEmpty() {
    this.panes.splice(0).forEach((pane) => pane.dispose());
    refill(this.root, "empty", emptyWorld);
    this.tabs.hidden = true;
  }

  showPanes() {
    if (this.root.dataset.shows) {
      delete this.root.dataset.shows;
      fill(this.root);
    }
    this.selections = this.selections.map(current).filter(Boolean);
    // Until somebody chooses, the panes follow a world that is still being set up.
    if (!this.selections.length || (!this.chosen && usual().length > this.selections.length)) this.selections = usual();
    this.arrange();
    this.panes.forEach((pane) => pane.update());
    this.renderTabs();
  }

  arrange() {
    while (this.panes.length > this.selections.length) this.panes.pop().dispose();
    while (this.panes.length < this.selections.length) this.appendPane();
    this.selections.forEach((selection, index) => this.panes[index].show(selection));
    this.activate(Math.min(this.active, this.panes.length - 1));
  }

  appendPane() {
    const pane = new Pane(this.panes.length, {
      choose: (chooser, selection) => this.choose(this.panes.indexOf(chooser), selection),
      close: (closed) => this.closePane(this.panes.indexOf(closed)),
      several: () => this.panes.length > 1,
    });
    this.panes.push(pane);
    this.root.append(pane.element);
  }

  choose(index, selection) {
    this.selections[index] = selection;
    this.keep();
  }

  addPane() {
    if (!this.panes.length) return;
    this.active = this.panes.length;
    this.selections.push(unseen(this.selections));
    this.keep();
    this.panes.at(-1).element.scrollIntoView({ inline: "end" });
  }

  closePane(index) {
    this.selections.splice(index, 1);
    this.keep();
  }

  keep() {
    this.chosen = true;
    writeAddress(this.selections);
    this.update();
  }

  // ── phones: one pane at a time ──────────────────────────────────────────────────────────────────────────────────

  activate(index) {
    this.active = index;
    this.panes.forEach((pane, position) => pane.element.classList.toggle("active", position === index));
    this.markSeen();
  }

  markSeen() {
    this.seen ??= new Map();
    const shown = this.panes[this.active]?.conversation;
    if (shown?.loaded) this.seen.set(shown, newest(shown));
  }

  isNew({ conversation }) {
    if (!conversation.loaded) return false;
    if (!this.seen.has(conversation)) this.seen.set(conversation, newest(conversation));
    return newest(conversation) > this.seen.get(conversation);
  }

  renderTabs() {
    this.markSeen();
    this.tabs.hidden = this.panes.length < 2;
    refill(this.tabs, this.panes.map((pane) => [pane.chat?.id, pane.label(), this.isNew(pane), this.active]), () => this.panes.map((pane, index) => this.tab(pane, index)));
  }

  tab(pane, index) {
    const { chat, viewer } = pane;
    const select = () => {
      this.activate(index);
      this.renderTabs();
      this.tabs.children[index]?.focus();
      pane.stream.stick(false);
    };
    const name = chat.kind === "private" ? `Ponsel ${viewer.first_name}` : chat.title;
    return h("button", { type: "button", class: "tab", "aria-pressed": String(index === this.active), "data-testid": `tab-${index}`, onclick: select },
      h("span", { class: "tab-picture" }, chat.kind === "private" ? pickerAvatar(chat) : chatAvatar(chat, "tiny"), this.isNew(pane) && h("i", { class: "dot", title: "Pesan baru" })),
      h("span", { class: "tab-name" }, name));
  }
}

const newest = (conversation) => conversation.messages.at(-1)?.id ?? 0;

applyTheme();
new App();
