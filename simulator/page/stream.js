// The scrolling list of messages of one pane: groups them, changes only what changed, stays at the bottom when there.

import { bubbleRow, dayLine, serviceLine } from "./bubble.js";
import { fill, h, icon } from "./dom.js";
import { day, dayKey } from "./format.js";

const TOGETHER = 5 * 60 * 1000;
const NEAR_BOTTOM = 80;

export class Stream {
  constructor(actions) {
    this.actions = actions;
    this.nodes = new Map();
    this.stuck = true;
    this.unseen = 0;
    this.list = h("div", { class: "messages", role: "log", "aria-live": "polite", "aria-label": "Pesan", "data-testid": "messages" });
    this.hint = h("div", { class: "hint", hidden: true });
    this.typing = h("div", { class: "typing", hidden: true, "aria-label": "sedang mengetik" }, h("i"), h("i"), h("i"));
    this.scroller = h("div", { class: "scroller", tabindex: "0", "aria-label": "Riwayat percakapan" }, this.hint, this.list, this.typing);
    this.badge = h("span", { class: "badge" });
    this.toBottom = h("button", { type: "button", class: "to-bottom", "aria-label": "Ke pesan terbaru", hidden: true, onclick: () => this.stick(true) }, icon("down"), this.badge);
    this.element = h("div", { class: "stream" }, this.scroller, this.toBottom);
    this.followScrolling();
  }

  followScrolling() {
    this.scroller.addEventListener("scroll", () => {
      const { scrollHeight, scrollTop, clientHeight } = this.scroller;
      this.stuck = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
      if (this.stuck) this.unseen = 0;
      this.showToBottom();
    }, { passive: true });
    // Pictures that arrive, a growing composer and a phone's keyboard all change heights after rendering.
    const observer = new ResizeObserver(() => this.stuck && this.stick(false));
    observer.observe(this.scroller);
    observer.observe(this.list);
  }

  stick(smooth) {
    this.stuck = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  }

  showToBottom() {
    this.toBottom.hidden = this.stuck;
    this.badge.textContent = this.unseen || "";
    this.badge.hidden = !this.unseen;
  }

  /** Another conversation: nothing of the old one may be taken for the same message. */
  reset() {
    this.nodes.clear();
    fill(this.list);
    this.fresh = true;
    this.stuck = true;
    this.unseen = 0;
  }

  render(messages, context) {
    const blocks = blocksOf(messages, context);
    const news = this.fresh ? [] : blocks.filter((block) => block.newest && !this.nodes.has(block.key));
    this.reconcile(blocks, context);
    if (!this.stuck) this.unseen += news.filter((block) => !block.own).length;
    if (this.stuck || news.some((block) => block.own)) this.stick(false);
    this.showToBottom();
    this.fresh = false;
  }

  showTyping(typing) {
    this.typing.hidden = !typing;
  }

  showHint(build) {
    this.hint.hidden = !build;
    if (build && !this.hint.childElementCount) fill(this.hint, build());
    if (!build) fill(this.hint);
  }

  reconcile(blocks, context) {
    const kept = new Set(blocks.map((block) => block.key));
    for (const [key, entry] of this.nodes) if (!kept.has(key)) this.drop(key, entry);
    blocks.forEach((block, index) => {
      const node = this.nodeOf(block, context);
      const place = this.list.children[index] ?? null;
      if (node !== place) this.list.insertBefore(node, place);
    });
  }

  drop(key, entry) {
    entry.node.remove();
    this.nodes.delete(key);
  }

  nodeOf(block, context) {
    const known = this.nodes.get(block.key);
    if (known?.signature === block.signature) return known.node;
    const node = block.build({ ...context, actions: this.actions });
    if (!known && !this.fresh) node.classList.add("enter");
    if (known) this.exchange(known.node, node);
    this.nodes.set(block.key, { node, signature: block.signature });
    return node;
  }

  /** A bot edits the message whose button was just pressed: whoever works by keyboard stays there. */
  exchange(before, after) {
    const focused = before.contains(document.activeElement);
    before.replaceWith(after);
    if (focused) (after.querySelector(".inline-button") ?? this.scroller).focus({ preventScroll: true });
  }

  jump(id) {
    const target = this.list.querySelector(`[data-message-id="${Number(id)}"]`);
    if (!target) return false;
    target.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
    target.classList.remove("flash");
    requestAnimationFrame(() => target.classList.add("flash"));
    return true;
  }
}

// ── from messages to blocks ─────────────────────────────────────────────────────────────────────────────────────────

function blocksOf(messages, context) {
  const runs = albumsOf(messages.filter((message) => !message.deleted));
  return runs.flatMap((run, index) => [...dayBefore(run, runs[index - 1]), blockOf(run, runs[index - 1], runs[index + 1], context)]);
}

function albumsOf(messages) {
  const runs = [];
  for (const message of messages) {
    const last = runs.at(-1);
    if (message.media_group_id && last?.[0].media_group_id === message.media_group_id) last.push(message);
    else runs.push([message]);
  }
  return runs;
}

function dayBefore(run, previous) {
  const key = dayKey(new Date(run[0].date));
  if (previous && dayKey(new Date(previous[0].date)) === key) return [];
  return [{ key: `day ${key}`, signature: key, build: () => dayLine(day(new Date(run[0].date))) }];
}

function blockOf(run, previous, next, { isOwn, topicOf }) {
  const [head] = run;
  const key = `message ${head.id}`;
  if (head.kind === "service") return { key, newest: true, signature: head.text, build: () => serviceLine(head) };
  const look = { own: isOwn(head), first: !together(previous, run), last: !together(run, next), topic: topicOf(head) };
  return { key, newest: true, own: look.own, signature: JSON.stringify([run, look]), build: (context) => bubbleRow(run, { ...context, ...look }) };
}

function together(one, other) {
  if (!one || !other || one[0].kind === "service" || other[0].kind === "service") return false;
  const [before, after] = [one[0], other[0]];
  if (before.buttons?.length) return false;
  const sender = (message) => `${message.from.bot}/${message.from.person}/${message.from.name}`;
  const [start, end] = [new Date(before.date), new Date(after.date)];
  return sender(before) === sender(after) && end - start < TOGETHER && dayKey(start) === dayKey(end);
}
