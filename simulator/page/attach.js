// The attach menu and the small dialogs behind it.

import { h } from "./dom.js";
import { attempt, field, openForm, openMenu } from "./menus.js";
import { PLACES, sampleDocument, samplePhoto, sampleVoice } from "./samples.js";

export function attachMenu(anchor, composer) {
  const photos = (number) => attempt(async () => {
    for (let index = 0; index < number; index++) composer.add([await samplePhoto()]);
  });
  openMenu(anchor, [
    { label: "Foto atau video", icon: "image", hint: "Beberapa sekaligus menjadi album", action: () => pickFiles("image/*,video/*", (files) => composer.add(files)) },
    { label: "Foto contoh", icon: "image", testid: "attach-sample-photo", action: () => photos(1) },
    { label: "Album contoh", icon: "images", testid: "attach-sample-album", action: () => photos(3) },
    { separator: true },
    { label: "Lokasi", icon: "pin", testid: "attach-location", action: () => askLocation((location) => composer.post({ kind: "location", location })) },
    { label: "Suara contoh", icon: "microphone", testid: "attach-voice", action: () => composer.sendFile(sampleVoice(), "voice") },
    { label: "Kontak", icon: "contact", testid: "attach-contact", action: () => askContact(composer) },
    { label: "Dokumen", icon: "document", action: () => pickFiles("", (files) => composer.add(files, "document")) },
    { label: "Dokumen contoh", icon: "document", testid: "attach-sample-document", action: () => composer.add([sampleDocument()], "document") },
  ], { label: "Lampirkan" });
}

function pickFiles(accept, take) {
  const input = h("input", { type: "file", accept, multiple: true });
  input.addEventListener("change", () => take([...input.files]));
  input.click();
}

export function askLocation(take) {
  const latitude = h("input", { name: "latitude", inputmode: "decimal", required: true, autocomplete: "off" });
  const longitude = h("input", { name: "longitude", inputmode: "decimal", required: true, autocomplete: "off" });
  const choose = ([, lat, long]) => {
    latitude.value = lat;
    longitude.value = long;
  };
  choose(PLACES[0]);
  const places = h("div", { class: "choices", role: "radiogroup", "aria-label": "Tempat" }, PLACES.map((place, index) => placeChoice(place, index, choose)));
  openForm({
    title: "Kirim lokasi",
    testid: "location-dialog",
    action: "Kirim lokasi",
    body: [places, h("div", { class: "columns" }, field("Lintang", latitude), field("Bujur", longitude))],
    submit: (values) => take({ latitude: degrees(values.latitude, 90), longitude: degrees(values.longitude, 180) }),
  });
}

function placeChoice(place, index, choose) {
  const [name, latitude, longitude] = place;
  return h("label", { class: "tile" },
    h("input", { type: "radio", name: "place", value: name, checked: index === 0, onchange: () => choose(place) }),
    h("span", null, name, h("small", null, `${latitude}, ${longitude}`)));
}

function degrees(text, limit) {
  const value = Number(text.trim().replace(",", "."));
  if (!text.trim() || !(Math.abs(value) <= limit)) throw new Error(`Tulis angka antara −${limit} dan ${limit}.`);
  return value;
}

function askContact(composer) {
  const own = composer.ownContact();
  openForm({
    title: "Kirim kontak",
    testid: "contact-dialog",
    action: "Kirim kontak",
    body: [
      field("Nama", h("input", { name: "name", value: own.first_name, required: true, autocomplete: "off" })),
      field("Nomor telepon", h("input", { name: "phone", type: "tel", value: own.phone_number, required: true, autocomplete: "off" })),
    ],
    submit: ({ name, phone }) => composer.post({ kind: "contact", contact: { first_name: name, phone_number: phone } }),
  });
}
