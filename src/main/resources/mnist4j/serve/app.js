// The page of `mnist4j serve`: draws strokes, sends them to /api/classify, shows the answer.

const PEN = 0.075; // of the side, about MNIST's stroke width
const LONGEST_SIDE = 1024; // an uploaded picture is scaled down to this before it is sent
const STEP = 1 / 28; // of the pen under the arrow keys
const LATE = 500; // milliseconds after which an answer is late; most are there sooner
const PATIENCE = 20_000; // milliseconds to wait for an answer; the server keeps a picture waiting for ten seconds
const PAUSE = 2_000; // milliseconds after which is asked again what got no answer
const SHORT = 12; // characters of a label in large letters
const UNDOS = 50; // each may hold a picture
const SILENT = "The server does not answer. Is it still running?";
const UNREADABLE = "This browser cannot read that file as a picture.";

const element = (id) => document.getElementById(id);
const drawing = element("drawing");
const network = element("network");

// Every change makes a new state, so that each can be undone. Points are in [0, 1].
const states = [{ strokes: [], picture: null }];
const current = () => states[states.length - 1];
const isEmpty = () => !current().picture && current().strokes.length === 0;

let turn = 0; // counts actions: a picture that takes long to decode does not replace what came after it
let refused = -1; // the turn in which a file was no picture
let stroke = null; // under way: with the pointer, or with the keyboard's pen down
let pointer = null; // that is down, by its identifier; others draw nothing meanwhile
let pen = { x: 0.5, y: 0.5, down: false, shown: false };

// --- drawing

function paint(canvas, paper, ink) {
  const context = canvas.getContext("2d");
  const { width, height } = canvas;
  // The drawing is a square in the middle of what a network takes.
  const side = Math.min(width, height);
  const at = ({ x, y }) => [(width - side) / 2 + x * side, (height - side) / 2 + y * side];
  context.fillStyle = paper;
  context.fillRect(0, 0, width, height);
  context.strokeStyle = context.fillStyle = ink;
  context.lineWidth = PEN * side;
  context.lineCap = context.lineJoin = "round";
  for (const points of current().strokes) {
    context.beginPath();
    context.moveTo(...at(points[0]));
    // A line to itself is a dot.
    for (const point of points.length > 1 ? points : [points[0], points[0]]) {
      context.lineTo(...at(point));
    }
    context.stroke();
  }
}

function paintScreen() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name);
  paint(drawing, colour("--paper"), colour("--ink"));
  const context = drawing.getContext("2d");
  const picture = current().picture;
  if (picture) {
    const scale = drawing.width / Math.max(picture.width, picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    const box = [(drawing.width - width) / 2, (drawing.height - height) / 2, width, height];
    // Ink on transparency may be black or white: what is transparent is white to the server, or black
    // if nothing were to be seen on white.
    context.fillStyle = "silver";
    context.fillRect(...box);
    context.drawImage(picture, ...box);
  }
  if (pen.shown) {
    context.strokeStyle = colour(pen.down ? "--warning" : "--best");
    context.lineWidth = 3;
    context.beginPath();
    context.arc(pen.x * drawing.width, pen.y * drawing.width, (PEN * drawing.width) / 2 + 3, 0, 2 * Math.PI);
    context.stroke();
  }
  disable(element("undo"), states.length === 1);
  disable(element("clear"), isEmpty());
}

/** A button that had the focus gives it to the drawing, else the keyboard would have lost its place. */
function disable(button, disabled) {
  if (disabled && document.activeElement === button) {
    drawing.focus();
  }
  button.disabled = disabled;
}

function add(state) {
  states.push(state);
  if (states.length > UNDOS + 1) {
    states.shift();
  }
}

function changed() {
  paintScreen();
  classify();
}

function begin(point) {
  turn++;
  const strokes = current().picture ? [] : current().strokes;
  stroke = [point];
  add({ strokes: [...strokes, stroke], picture: null });
  changed();
}

function extend(points) {
  stroke.push(...points);
  changed();
}

function end() {
  stroke = null;
  changed();
}

function undo() {
  turn++;
  if (states.length > 1) {
    states.pop();
    pen.down = false;
    end();
  }
}

function clear() {
  turn++;
  if (!isEmpty()) {
    add({ strokes: [], picture: null });
    pen.down = false;
    end();
  }
}

function pointIn(event) {
  const box = drawing.getBoundingClientRect();
  return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
}

drawing.addEventListener("pointerdown", (event) => {
  if ((pointer === null || pointer === event.pointerId) && event.isPrimary && event.button === 0) {
    pointer = event.pointerId;
    drawing.setPointerCapture(pointer);
    pen.shown = pen.down = false;
    begin(pointIn(event));
  }
});

drawing.addEventListener("pointermove", (event) => {
  if (event.pointerId === pointer && event.buttons === 0) {
    lift(); // The event that says so is lost.
  } else if (stroke && event.pointerId === pointer && !pen.down) {
    const events = event.getCoalescedEvents?.() ?? [];
    extend((events.length ? events : [event]).map(pointIn));
  }
});

for (const type of ["pointerup", "pointercancel"]) {
  drawing.addEventListener(type, (event) => {
    if (event.pointerId === pointer) {
      lift();
    }
  });
}

function lift() {
  pointer = null;
  if (stroke && !pen.down) {
    end();
  }
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

drawing.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const arrow = ARROWS[event.key];
  if (arrow) {
    const inside = (value) => Math.min(1, Math.max(0, value));
    pen = { ...pen, shown: true, x: inside(pen.x + STEP * arrow[0]), y: inside(pen.y + STEP * arrow[1]) };
    pen.down ? extend([{ x: pen.x, y: pen.y }]) : paintScreen();
  } else if (event.key === " ") {
    if (!event.repeat) {
      pen = { ...pen, shown: true, down: !pen.down };
      pen.down ? begin({ x: pen.x, y: pen.y }) : end();
    }
  } else if (event.key === "Delete" || event.key === "Backspace") {
    clear();
  } else {
    return;
  }
  event.preventDefault();
});

drawing.addEventListener("blur", () => {
  pen.shown = false;
  if (pen.down) {
    pen.down = false;
    end();
  }
  paintScreen();
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z") {
    event.preventDefault();
    undo();
  }
});

element("undo").addEventListener("click", undo);
element("clear").addEventListener("click", clear);

// --- pictures

async function load(file) {
  const mine = ++turn;
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    // The drawing is still there, and its answer with it, which may be on its way.
    refused = mine;
    warnOfRefused();
    return;
  }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const picture = document.createElement("canvas");
  picture.width = Math.max(1, Math.round(bitmap.width * scale));
  picture.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = picture.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, picture.width, picture.height);
  bitmap.close();
  if (mine !== turn) {
    return;
  }
  add({ strokes: [], picture });
  pen.down = false;
  end();
}

element("choose").addEventListener("click", () => element("file").click());

element("file").addEventListener("change", (event) => {
  if (event.target.files.length) {
    load(event.target.files[0]);
    event.target.value = "";
  }
});

document.addEventListener("paste", (event) => {
  const file = [...event.clipboardData.files][0];
  if (file) {
    event.preventDefault();
    load(file);
  }
});

// The whole page takes drops: beside the drawing area the browser would open the file instead.
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  drawing.classList.add("dropping");
});

document.addEventListener("dragleave", () => drawing.classList.remove("dropping"));

document.addEventListener("drop", (event) => {
  event.preventDefault();
  drawing.classList.remove("dropping");
  if (event.dataTransfer.files.length) {
    load(event.dataTransfer.files[0]);
  }
});

// --- classifying

let inputs = new Map(); // by network: what it takes
let underWay = false; // until the last change has its answer
let again = false;
let pause; // the timer that ends it

/** Sends the drawing. While an answer is awaited, later changes are sent once, after it. */
async function classify() {
  again = true;
  if (underWay) {
    return;
  }
  underWay = true;
  while (again) {
    again = false;
    clearTimeout(pause);
    await classifyOnce();
  }
  underWay = false;
}

async function classifyOnce() {
  if (isEmpty()) {
    showNothing();
    return;
  }
  const busy = (value) => element("result").setAttribute("aria-busy", value);
  const late = setTimeout(() => busy(true), LATE);
  // The list of networks may not have arrived yet.
  const asked = network.value;
  const query = asked && `?network=${encodeURIComponent(asked)}`;
  try {
    const response = await fetch(`api/classify${query}`, {
      method: "POST",
      headers: { "Content-Type": "image/png" },
      body: await png(),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const answer = await response.json();
    if (isEmpty()) {
      showNothing();
    } else if (network.value !== asked) {
      // The other one is asked next.
    } else if (response.ok) {
      show(answer);
    } else {
      if (response.status === 503) {
        pause = setTimeout(classify, PAUSE);
      }
      if (!stroke) {
        // The beginning of a stroke is no digit yet.
        complain(answer.error);
      }
    }
  } catch {
    if (network.value === asked) {
      pause = setTimeout(classify, PAUSE);
      complain(SILENT);
    }
  } finally {
    clearTimeout(late);
    busy(false);
    warnOfRefused();
  }
}

function png() {
  let canvas = current().picture;
  if (!canvas) {
    canvas = document.createElement("canvas");
    const input = inputs.get(network.value);
    if (input && !input.preparedAsMnist) {
      // It takes pictures as they are: of its size, light on dark.
      [canvas.width, canvas.height] = [input.width, input.height];
      paint(canvas, "black", "white");
    } else {
      canvas.width = canvas.height = 280;
      paint(canvas, "white", "black");
    }
  }
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

// --- the answer

const BLANK = new Array(28 * 28).fill(0);

function showPreview(pixels, width, height) {
  const preview = element("preview");
  [preview.width, preview.height] = [width, height];
  const context = preview.getContext("2d");
  const image = context.createImageData(width, height);
  pixels.forEach((ink, i) => image.data.set([255 - ink, 255 - ink, 255 - ink, 255], 4 * i));
  context.putImageData(image, 0, 0);
}

function percent(probability) {
  return `${(100 * probability).toFixed(1)} %`;
}

function showBars(names, outputs, probable) {
  element("unit").textContent = `${probable ? "Probability" : "Output"} of each class`;
  const most = Math.max(...outputs);
  const best = outputs.indexOf(most);
  const bars = element("bars");
  if (bars.children.length !== names.length) {
    bars.replaceChildren(...names.map(row));
  }
  names.forEach((name, i) => {
    const [heading, bar, figure] = bars.children[i].children;
    heading.firstElementChild.textContent = name;
    bar.firstElementChild.firstElementChild.style.width = `${(100 * Math.max(0, outputs[i])) / Math.max(1, most)}%`;
    figure.textContent = probable ? percent(outputs[i]) : outputs[i].toFixed(3);
    bars.children[i].classList.toggle("best", i === best);
  });
}

function row() {
  const tr = document.createElement("tr");
  const heading = document.createElement("th");
  heading.scope = "row";
  heading.append(Object.assign(document.createElement("div"), { className: "name" }));
  const bar = document.createElement("td");
  const track = document.createElement("div");
  track.className = "track";
  track.append(Object.assign(document.createElement("div"), { className: "bar" }));
  bar.append(track);
  tr.append(heading, bar, document.createElement("td"));
  return tr;
}

function show(answer) {
  const ranked = answer.probabilities.map((_, i) => i);
  ranked.sort((a, b) => answer.probabilities[b] - answer.probabilities[a]);
  const [, second] = ranked.map((i) => answer.classNames[i]);
  showPreview(answer.pixels, answer.width, answer.height);
  showBars(answer.classNames, answer.probabilities, answer.givesProbabilities);
  element("label").textContent = answer.label;
  element("label").classList.toggle("long", answer.label.length > SHORT);
  const figure = answer.givesProbabilities ? percent(answer.probability) : answer.probability.toFixed(3);
  let text = answer.unsure ? `Unsure, ${figure}. It may be ${second}.` : figure;
  if (!answer.clearlyDigit) {
    text = `Not clearly a digit. ${text}`;
  }
  note(text, answer.unsure || !answer.clearlyDigit);
  speak(`${answer.label}. ${text}`);
}

function showNothing() {
  empty();
  note("", false);
  speak(states.length > 1 ? "Cleared." : "");
}

function empty() {
  showPreview(BLANK, 28, 28);
  [...element("bars").children].forEach((bar) => {
    bar.classList.remove("best");
    bar.querySelector(".bar").style.width = "0";
    bar.lastElementChild.textContent = "";
  });
  element("label").textContent = "–";
  element("label").classList.remove("long");
}

function complain(text) {
  empty();
  warn(text);
}

function warn(text) {
  note(text, true);
  speak(text);
}

function warnOfRefused() {
  if (refused === turn) {
    warn(UNREADABLE);
  }
}

function note(text, warning) {
  element("note").textContent = text;
  element("note").classList.toggle("warning", warning);
}

/** For screen readers: only once a stroke has ended, and nothing twice, else they would never stop. */
function speak(text) {
  if (!stroke && element("spoken").textContent !== text) {
    element("spoken").textContent = text;
  }
}

// --- start

network.addEventListener("change", classify);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paintScreen);
showBars([...Array(10).keys()], new Array(10).fill(0), true);
changed();
listNetworks();

async function listNetworks() {
  try {
    const response = await fetch("api/networks", { signal: AbortSignal.timeout(PATIENCE) });
    const answer = await response.json();
    inputs = new Map(answer.networks.map((name, i) => [name, answer.inputs[i]]));
    // Without its own value, an option's is its text with fewer spaces.
    network.replaceChildren(...answer.networks.map((name) => new Option(name, name)));
    classify();
  } catch {
    warn(SILENT);
    setTimeout(listNetworks, PAUSE);
  }
}
