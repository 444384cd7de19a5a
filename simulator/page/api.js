// The simulator's door 2 (see ../README.md), one function per call. The only module that uses the network.

async function call(path, options) {
  const response = await fetch(path, options).catch(() => null);
  if (response === null) throw new Error("Simulator tidak dapat dihubungi.");
  const answer = await response.json().catch(() => ({}));
  if (!response.ok || answer.ok === false) throw new Error(answer.error || `Simulator menjawab ${response.status}.`);
  return answer;
}

const get = (path) => call(path, { cache: "no-store" });
const remove = (path) => call(path, { method: "DELETE" });

function post(path, body = {}) {
  return call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

const chatPath = (chat, rest) => `/sim/chats/${encodeURIComponent(chat)}/${rest}`;
const messagePath = (chat, message, rest) => chatPath(chat, `messages/${message}/${rest}`);

export const state = () => get("/sim/state");
export const messages = (chat, viewer) => get(chatPath(chat, `messages?viewer=${encodeURIComponent(viewer)}`));

export const addPerson = async (person) => (await post("/sim/people", person)).person;
export const addChat = async (chat) => (await post("/sim/chats", chat)).chat;
export const member = (chat, change) => post(chatPath(chat, "members"), change);
export const migrate = async (chat) => (await post(chatPath(chat, "migrate"))).chat;
export const retitle = (chat, title) => post(chatPath(chat, "title"), { title });
export const addTopic = (chat, topic) => post(chatPath(chat, "topics"), topic);
export const block = (person, bot) => post(`/sim/people/${person}/block`, { bot });
export const unblock = (person, bot) => post(`/sim/people/${person}/unblock`, { bot });

export const send = async (chat, message) => (await post(chatPath(chat, "messages"), message)).messages;
export const edit = (chat, message, change) => post(messagePath(chat, message, "edit"), change);
export const erase = (chat, message, from) => post(messagePath(chat, message, "delete"), { from });
export const press = (chat, message, button) => post(messagePath(chat, message, "press"), button);

export async function upload(blob, name) {
  const form = new FormData();
  form.append("file", blob, name);
  return (await call("/sim/files", { method: "POST", body: form })).upload;
}

export const fileUrl = (media) => `/sim/files/${encodeURIComponent(media.file_unique_id)}`;

export const advance = (change) => post("/sim/clock", change);
export const addFault = (fault) => post("/sim/faults", fault);
export const removeFault = (fault) => remove(`/sim/faults/${encodeURIComponent(fault)}`);
export const limits = (on) => post("/sim/limits", { on });

/** Calls back on every change, and after every reconnection since changes may have been missed meanwhile. */
export function listen({ changed, connected }) {
  const source = new EventSource("/sim/events");
  source.onopen = () => connected(true);
  source.onerror = () => {
    connected(false);
    // EventSource reconnects by itself except where the server answered with an error.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen({ changed, connected }), 2000);
  };
  source.onmessage = (event) => changed(JSON.parse(event.data));
}
