// Things to send without having a file at hand: drawn pictures of usual complaints, a short tone as a voice message,
// and places in South Kalimantan.

export const PLACES = [
  ["Martapura", -3.411, 114.845],
  ["Banjarmasin", -3.3186, 114.5944],
  ["Cempaka, Banjarbaru", -3.51, 114.85],
  ["Barabai", -2.586, 115.383],
  ["Pelaihari", -3.799, 114.772],
  ["Kotabaru", -3.2436, 116.2303],
];

const WIDTH = 1280;
const HEIGHT = 960;
const SCENES = [
  ["jalan-berlubang.jpg", drawRoad],
  ["sampah-menumpuk.jpg", drawRubbish],
  ["lampu-jalan-padam.jpg", drawLamp],
];
let next = 0;

/** A different picture at every call, so that an album shows several. */
export async function samplePhoto() {
  const [name, draw] = SCENES[next++ % SCENES.length];
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  draw(canvas.getContext("2d"));
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.86));
  return new File([blob], name, { type: "image/jpeg" });
}

export function sampleDocument() {
  const lines = ["Surat keluhan warga (contoh)", "", "Jalan di depan sekolah berlubang dan membahayakan anak-anak."];
  return new File([lines.join("\n")], "surat-keluhan.txt", { type: "text/plain" });
}

/** Two seconds of a soft, wavering tone as a WAV file: enough to hear that a voice message plays. */
export function sampleVoice() {
  const rate = 8000;
  const samples = Int16Array.from({ length: rate * 2 }, (_, index) => {
    const seconds = index / rate;
    const syllables = Math.max(0, Math.sin(seconds * 2 * Math.PI * 2.2));
    return Math.sin(seconds * 2 * Math.PI * (170 + 30 * Math.sin(seconds * 5))) * syllables * 9000;
  });
  return new File([wavHeader(rate, samples.byteLength), samples], "suara.wav", { type: "audio/wav" });
}

function wavHeader(rate, size) {
  const view = new DataView(new ArrayBuffer(44));
  const words = (offset, text) => [...text].forEach((letter, index) => view.setUint8(offset + index, letter.charCodeAt(0)));
  words(0, "RIFF");
  view.setUint32(4, 36 + size, true);
  words(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  words(36, "data");
  view.setUint32(40, size, true);
  return view.buffer;
}

// ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function gradient(paint, from, to, top, bottom) {
  const fill = paint.createLinearGradient(0, top, 0, bottom);
  fill.addColorStop(0, from);
  fill.addColorStop(1, to);
  paint.fillStyle = fill;
  paint.fillRect(0, top, WIDTH, bottom - top);
}

function polygon(paint, color, ...points) {
  paint.fillStyle = color;
  paint.beginPath();
  points.forEach(([x, y]) => paint.lineTo(x, y));
  paint.fill();
}

function ellipse(paint, color, x, y, width, height, angle = 0) {
  paint.fillStyle = color;
  paint.beginPath();
  paint.ellipse(x, y, width, height, angle, 0, Math.PI * 2);
  paint.fill();
}

function hills(paint, color, base, height) {
  paint.fillStyle = color;
  paint.beginPath();
  paint.moveTo(0, base);
  for (let x = 0; x <= WIDTH; x += 20) paint.lineTo(x, base - height * (0.55 + 0.45 * Math.sin(x / 170) * Math.cos(x / 390)));
  paint.lineTo(WIDTH, base);
  paint.fill();
}

function landscape(paint) {
  gradient(paint, "#a9d4ee", "#f3ead3", 0, 430);
  ellipse(paint, "#fff3c9", 1010, 150, 62, 62);
  hills(paint, "#88b59a", 440, 130);
  hills(paint, "#5f9a76", 450, 70);
  gradient(paint, "#7ea95c", "#56823d", 440, HEIGHT);
}

function drawRoad(paint) {
  landscape(paint);
  polygon(paint, "#54575d", [560, 440], [720, 440], [1190, HEIGHT], [90, HEIGHT]);
  polygon(paint, "#f4f1e6", [634, 450], [646, 450], [652, 540], [628, 540]);
  polygon(paint, "#f4f1e6", [626, 580], [654, 580], [660, 640], [620, 640]);
  hole(paint, 560, 760, 215, 78);
  hole(paint, 800, 640, 92, 30);
  hole(paint, 880, 880, 120, 36);
}

function hole(paint, x, y, width, height) {
  ellipse(paint, "#3d3f43", x, y, width, height, -0.05);
  ellipse(paint, "#6e5a44", x + 6, y + height * 0.14, width * 0.88, height * 0.78, -0.05);
  ellipse(paint, "#8fa6b2", x + 12, y + height * 0.3, width * 0.6, height * 0.42, -0.03);
  ellipse(paint, "#c5d6de", x - width * 0.12, y + height * 0.22, width * 0.2, height * 0.12, -0.2);
}

function drawRubbish(paint) {
  landscape(paint);
  gradient(paint, "#b9b4a8", "#96918a", 640, HEIGHT);
  polygon(paint, "#c9a27b", [0, 300], [430, 330], [430, 650], [0, 690]);
  polygon(paint, "#8d5a3c", [0, 240], [470, 300], [470, 345], [0, 312]);
  const bags = [[560, 760, 130], [730, 720, 150], [900, 775, 140], [1040, 740, 110], [690, 840, 150], [880, 850, 130], [520, 860, 110]];
  const colors = ["#23282e", "#31383f", "#1f4f7a", "#3d434a", "#2b3036", "#b7412f", "#47525c"];
  bags.forEach(([x, y, size], index) => bag(paint, colors[index], x, y, size));
}

function bag(paint, color, x, y, size) {
  ellipse(paint, "rgba(0,0,0,.18)", x, y + size * 0.62, size * 0.95, size * 0.2);
  ellipse(paint, color, x, y, size * 0.85, size * 0.72);
  polygon(paint, color, [x - size * 0.22, y - size * 0.62], [x + size * 0.22, y - size * 0.62], [x + size * 0.1, y - size * 0.95], [x - size * 0.12, y - size * 0.95]);
  ellipse(paint, "rgba(255,255,255,.16)", x - size * 0.3, y - size * 0.25, size * 0.24, size * 0.13, -0.6);
}

function drawLamp(paint) {
  gradient(paint, "#101a33", "#3a3f63", 0, 620);
  for (let index = 0; index < 46; index++) ellipse(paint, "rgba(255,255,255,.75)", (index * 313) % WIDTH, (index * 127) % 430, 2.2, 2.2);
  hills(paint, "#1a2338", 640, 150);
  gradient(paint, "#20242f", "#12151d", 620, HEIGHT);
  polygon(paint, "#2c313d", [480, 620], [700, 620], [1180, HEIGHT], [40, HEIGHT]);
  polygon(paint, "#6b7280", [868, 210], [888, 210], [900, 800], [860, 800]);
  polygon(paint, "#6b7280", [690, 196], [884, 206], [884, 224], [690, 212]);
  polygon(paint, "#4b5563", [620, 196], [716, 192], [716, 222], [606, 230]);
  ellipse(paint, "#1f2937", 662, 228, 44, 12);
}
