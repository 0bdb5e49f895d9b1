// The gallery's detector switch and threshold slider. Data: a JSON block per gallery (see explorer.py).
"use strict";
(() => {
  const VIRIDIS = [[68,1,84],[72,40,120],[62,74,137],[49,104,142],[38,130,142],[31,158,137],[53,183,121],[110,206,88],[181,222,43],[253,231,37]];
  const ALARM = [255, 64, 129];

  function colour(level) {
    const place = (level / 255) * (VIRIDIS.length - 1), low = Math.min(Math.floor(place), VIRIDIS.length - 2);
    return VIRIDIS[low].map((value, channel) => value + (VIRIDIS[low + 1][channel] - value) * (place - low));
  }
  const PALETTE = Array.from({ length: 256 }, (_, level) => colour(level));

  function load(uri) {
    return new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = () => resolve(image);
      image.onerror = () => reject(new Error("a picture of the gallery cannot be shown"));
      image.src = uri;
    });
  }

  async function pixels(uri) {
    const image = await load(uri), canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, canvas.width, canvas.height);
  }

  function drawHeat(canvas, levels) {
    canvas.width = levels.width;
    canvas.height = levels.height;
    const context = canvas.getContext("2d"), out = context.createImageData(levels.width, levels.height);
    for (let i = 0; i < out.data.length; i += 4) {
      const [r, g, b] = PALETTE[levels.data[i]];
      out.data[i] = r; out.data[i + 1] = g; out.data[i + 2] = b; out.data[i + 3] = 255;
    }
    context.putImageData(out, 0, 0);
  }

  function drawAlarm(canvas, photo, levels, step) {
    canvas.width = levels.width;
    canvas.height = levels.height;
    const context = canvas.getContext("2d");
    context.drawImage(photo, 0, 0, levels.width, levels.height);
    const out = context.getImageData(0, 0, levels.width, levels.height);
    for (let i = 0; i < out.data.length; i += 4) {
      if (levels.data[i] < step) continue;
      for (let c = 0; c < 3; c++) out.data[i + c] = 0.35 * out.data[i + c] + 0.65 * ALARM[c];
    }
    context.putImageData(out, 0, 0);
  }

  const percent = (share) => (100 * share).toPrecision(share < 0.001 ? 1 : share < 0.1 ? 2 : 3) + " %";

  function start(root) {
    const data = JSON.parse(root.querySelector("script[type='application/json']").textContent);
    const [method, order] = root.querySelectorAll("select");
    const slider = root.querySelector("input[type=range]"), told = root.querySelector("output");
    const list = root.querySelector(".entries"), cache = new Map();
    const entries = [...root.querySelectorAll(".entry")].map((element, index) => ({
      element, index, heat: element.querySelector("canvas.heat"), alarm: element.querySelector("canvas.alarm"),
      note: element.querySelector(".own"), photo: element.querySelector("img"), told: data.entries[index],
    }));

    function levels(entry) {
      const key = entry.index + " " + method.value;
      if (!cache.has(key)) cache.set(key, pixels(entry.told.levels[method.value]));
      return cache.get(key);
    }

    function tell() {
      const scale = data.levels[method.value], k = Number(slider.value) - 1;
      told.textContent = scale && scale.score.length
        ? `score ≥ ${scale.score[k].toPrecision(4)}: finds ${percent(scale.tpr[k])} of the anomalous pixels, flags ${percent(scale.fpr[k])} of the others`
        : "";
    }

    async function draw(entry) {
      const known = method.value in entry.told.levels;
      entry.heat.hidden = entry.alarm.hidden = !known;
      const auroc = entry.told.auroc[method.value];
      entry.note.textContent = auroc === undefined ? "" : `AUROC ${(100 * auroc).toFixed(1)}`;
      if (!known) return;
      const chosen = method.value, found = await levels(entry);
      await entry.photo.decode();
      if (chosen !== method.value) return;
      drawHeat(entry.heat, found);
      drawAlarm(entry.alarm, entry.photo, found, Number(slider.value));
    }

    function arrange() {
      const worth = (entry) => entry.told.auroc[method.value] ?? 2;
      const sorted = [...entries].sort((a, b) => order.value === "worst" ? worth(a) - worth(b) || a.index - b.index : a.index - b.index);
      list.append(...sorted.map((entry) => entry.element));
    }

    let waiting = 0;
    function update() {
      tell();
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => entries.forEach((entry) => { draw(entry).catch((error) => { told.textContent = error.message; }); }));
    }
    method.addEventListener("change", () => { arrange(); update(); });
    order.addEventListener("change", arrange);
    slider.addEventListener("input", update);
    root.querySelector(".controls").hidden = false;
    for (const entry of entries) entry.element.querySelectorAll(".live").forEach((figure) => { figure.hidden = false; });
    slider.value = data.start[method.value] ?? slider.value;
    arrange();
    update();
  }

  for (const root of document.querySelectorAll("[data-explorer]")) start(root);

  // Tables of which one detector is shown at a time.
  for (const root of document.querySelectorAll("[data-switch]")) {
    const choice = root.querySelector("select");
    const show = () => root.querySelectorAll("[data-method]").forEach((part) => { part.hidden = part.dataset.method !== choice.value; });
    choice.addEventListener("change", show);
    choice.parentElement.hidden = false;
    show();
  }
})();
