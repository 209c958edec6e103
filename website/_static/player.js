// Plays recorded explorers: controls, the five kinds of artist, a caption. It knows axes no more than mathematics:
// places on the picture come out of the recording.
(() => {
  "use strict";
  const PLAY = 200; // milliseconds between two steps

  async function unpack(text) {
    const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    const buffer = await new Response(stream).arrayBuffer();
    const length = new DataView(buffer).getUint32(0, true);
    const recording = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    for (const part of [...recording.artists, recording.caption, recording.alt]) {
      const stored = new KINDS[part.bytes](buffer, 4 + length + part.at, part.count);
      part.numbers = summed(part, KINDS[part.kept].from(stored), recording.controls.map(positions));
    }
    return recording;
  }

  const KINDS = { 1: Int8Array, 2: Int16Array, 4: Int32Array }; // by the bytes of a number
  const positions = (control) => (control.words ? control.words.length : 2);

  // numbers may be stored as differences along the points, or along the last control on which they depend
  function summed({ each, ways, controls }, numbers, counts) {
    if (ways.includes("points"))
      for (let start = 0; start < numbers.length; start += each)
        for (let k = start + 2; k < start + each; k++) numbers[k] += numbers[k - 2];
    if (ways.includes("control")) {
      const block = counts[controls[controls.length - 1]] * each;
      for (let start = 0; start < numbers.length; start += block)
        for (let k = start + each; k < start + block; k++) numbers[k] += numbers[k - each];
    }
    return numbers;
  }

  // where the numbers of a part stand for these positions of all controls
  function place(part, at, counts) {
    let cell = 0;
    for (const k of part.controls) cell = cell * counts[k] + at[k];
    return cell * part.each;
  }

  const words = (part, at, counts) => part.table[part.numbers[place(part, at, counts)]];

  // the points of an artist in pixels; where there is no point, not a number
  function points(artist, from, { nothing, quarter }) {
    const places = artist.numbers.subarray(from, from + artist.each);
    return Float32Array.from(places, (n) => (n === nothing ? NaN : n / quarter));
  }

  function pathOf(places, piece) {
    const path = new Path2D();
    for (let start = 0; start < places.length; start += 2 * piece) {
      let pen = false;
      for (let k = start; k < start + 2 * piece; k += 2) {
        const x = places[k], y = places[k + 1];
        if (pen) path.lineTo(x, y);
        else path.moveTo(x, y); // what is not a number moves nowhere
        pen = !isNaN(x);
      }
    }
    return path;
  }

  function take(context, stroke) {
    context.strokeStyle = stroke.colour;
    context.lineWidth = stroke.width;
    context.lineCap = stroke.cap;
    context.lineJoin = "round";
    context.setLineDash(stroke.dashes);
    context.lineDashOffset = stroke.offset;
  }

  const font = ({ bold, size, family }) => `${bold ? "bold " : ""}${size}px "${family}"`;

  const DRAW = {
    lines(context, artist, from, recording) {
      const path = pathOf(points(artist, from, recording), artist.piece);
      for (const stroke of artist.strokes) {
        take(context, stroke);
        context.stroke(path);
      }
    },

    points(context, artist, from, recording) {
      const places = points(artist, from, recording);
      for (const marker of artist.markers) {
        const outline = new Path2D(marker.outline);
        take(context, marker);
        for (let k = 0; k < places.length; k += 2) {
          if (isNaN(places[k])) continue;
          context.save();
          context.translate(places[k], places[k + 1]);
          if (marker.fill) {
            context.fillStyle = marker.fill;
            context.fill(outline);
          }
          if (marker.width) context.stroke(outline);
          context.restore();
        }
      }
    },

    image(context, artist, from) {
      const image = new ImageData(artist.columns, artist.rows);
      for (let k = 0; k < artist.each; k++) image.data.set(artist.colours[artist.numbers[from + k]], 4 * k);
      artist.canvas = artist.canvas || new OffscreenCanvas(artist.columns, artist.rows);
      artist.canvas.getContext("2d").putImageData(image, 0, 0);
      const [left, top, right, bottom] = artist.box, more = artist.each === 1 ? 1 : 0; // a cover leaves no edge open
      context.imageSmoothingEnabled = false;
      context.drawImage(artist.canvas, left - more, top - more, right - left + 2 * more, bottom - top + 2 * more);
    },

    text(context, artist, from, recording, [left, , right]) {
      const lines = artist.table[artist.numbers[from]].split("\n");
      context.font = font(artist);
      context.textAlign = artist.align;
      context.translate(artist.x, artist.top + artist.lift * lines.length);
      context.rotate((artist.turned * Math.PI) / 180);
      const [before, after] = [artist.x - left, right - artist.x];
      const room = { left: after, center: 2 * Math.min(before, after), right: before }[artist.align] - 2;
      const wide = Math.max(...lines.map((line) => context.measureText(line).width));
      if (wide > room && !artist.turned) context.scale(room / wide, room / wide); // smaller, but whole
      lines.forEach((line, k) => {
        if (artist.box && line) {
          const width = context.measureText(line).width, pad = artist.size / 4;
          const left = -width * { left: 0, center: 0.5, right: 1 }[artist.align];
          context.fillStyle = artist.box.colour;
          const place = [left - pad, artist.apart * k - artist.size, width + 2 * pad, artist.size + 2 * pad];
          context.fillRect(...place);
          context.strokeStyle = artist.box.edge;
          context.lineWidth = artist.box.width;
          if (artist.box.width) context.strokeRect(...place);
        }
        context.fillStyle = artist.colour;
        context.fillText(line, 0, artist.apart * k);
      });
    },
  };

  // how a picture stands in a place so many pixels wide: whole, or on a narrow screen its panels one beneath the other
  const NARROW = 560, READABLE = 0.58; // a picture that cannot be parted is not made smaller than that: it scrolls
  function laid(recording, place) {
    const [width, height] = recording.size;
    if (place >= NARROW || recording.panels.length === 1) {
      const wide = Math.max(place, READABLE * width);
      return { wide, high: (wide * height) / width, tiles: [{ box: [0, 0, width, height], x: 0, y: 0, scale: wide / width }] };
    }
    let y = 0;
    const tiles = recording.panels.map((box) => {
      const [left, top, right, bottom] = box, scale = Math.min(place / (right - left), 1);
      y += (bottom - top) * scale;
      return { box, x: (place - (right - left) * scale) / 2, y: y - (bottom - top) * scale, scale };
    });
    return { wide: place, high: y, tiles };
  }

  function draw(canvas, background, recording, { wide, tiles }, at, counts) {
    const context = canvas.getContext("2d"), ratio = canvas.width / wide;
    const isText = (artist) => artist.kind === "text"; // texts lie above all others
    const artists = [...recording.artists.filter((a) => !isText(a)), ...recording.artists.filter(isText)];
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    for (const { box, x, y, scale } of tiles) {
      context.save();
      context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * (x - box[0] * scale), ratio * (y - box[1] * scale));
      cut(context, box);
      if (tiles.length > 1) context.drawImage(background, 0, 0, ...recording.size); // else it lies under the canvas
      for (const artist of artists) {
        if (artist.clip && !meet(artist.clip, box)) continue;
        if (isText(artist) && !meet(lineOf(artist), box)) continue; // a text stands in one panel alone
        context.save();
        if (artist.clip) cut(context, artist.clip);
        DRAW[artist.kind](context, artist, place(artist, at, counts), recording, box);
        context.restore();
      }
      context.restore();
    }
  }

  function cut(context, [left, top, right, bottom]) {
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
  }

  // the middle of the line at which a text is anchored
  const lineOf = ({ x, top, lift, size }) => [x, top + lift - size / 3, x, top + lift - size / 3];

  const meet = (one, other) => one[0] < other[2] && other[0] <= one[2] && one[1] < other[3] && other[1] <= one[3];

  function element(kind, attributes, ...children) {
    const made = document.createElement(kind);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  let sliders = 0; // on this page

  function slider(control, move) {
    const id = `nnlib-slider-${++sliders}`;
    const input = element("input", { type: "range", id, min: 0, max: control.words.length - 1, step: 1 });
    const shown = element("span", { class: "nnlib-value", "aria-hidden": true }); // the slider says it itself
    input.addEventListener("input", () => move(Number(input.value)));
    let before = 0; // a finger that turns out to scroll the page has moved nothing
    input.addEventListener("pointerdown", () => { before = Number(input.value); });
    input.addEventListener("pointercancel", () => move(before));
    const show = (position) => {
      input.value = position;
      input.setAttribute("aria-valuetext", control.words[position]);
      shown.textContent = control.words[position];
    };
    const label = element("label", { for: id }, control.label);
    return { show, row: element("div", { class: "nnlib-slider" }, label, input, shown) };
  }

  function toggle(control, move) {
    const input = element("input", { type: "checkbox" });
    input.addEventListener("change", () => move(Number(input.checked)));
    const show = (position) => { input.checked = Boolean(position); };
    return { show, row: element("label", { class: "nnlib-toggle" }, input, element("span", {}, control.label)) };
  }

  function button(name, act) {
    const made = element("button", { type: "button" }, name);
    made.addEventListener("click", act);
    return made;
  }

  // what the words below say of a recording that leaves positions out
  function note(controls) {
    const thinned = controls.filter((control) => control.words && control.words.length < control.of);
    const each = thinned.map((control) => `${control.words.length} of the ${control.of} of “${control.label}”`);
    return each.length ? `This page plays a recording of some positions: ${each.join(", ")}. The notebook has them all.` : "";
  }

  // one explorer on the page: figure holds the still, and becomes the player
  function play(figure, { name, recording, background }) {
    const { controls } = recording, counts = controls.map(positions);
    const at = controls.map((control) => control.start);
    const canvas = element("canvas", { role: "img" });
    const caption = element("figcaption", {});
    const aloud = element("span", { class: "nnlib-aloud", role: "status" }); // read once the picture rests
    let timer = null, rest = null, layout = null, ends = () => {};

    function show() {
      draw(canvas, background, recording, layout, at, counts);
      parts.forEach((part, k) => part.show(at[k]));
      ends();
      caption.textContent = words(recording.caption, at, counts);
      canvas.setAttribute("aria-label", words(recording.alt, at, counts));
      clearTimeout(rest);
      rest = setTimeout(() => { aloud.textContent = caption.textContent; }, 600);
    }

    function move(k, position) {
      at[k] = position;
      controls.forEach((control, other) => { if (control.clearedBy === controls[k].keyword) at[other] = 0; });
      show();
    }

    const parts = controls.map((control, k) =>
      (control.words ? slider : toggle)(control, (position) => { stop(); move(k, position); }));

    function stop() {
      clearInterval(timer);
      timer = null;
      if (playing) playing.textContent = "Play";
    }

    const steps = controls.findIndex((control) => control.steps), buttons = [], rows = parts.map((part) => part.row);
    let playing = null;
    if (steps >= 0) {
      const last = counts[steps] - 1;
      const by = (way) => { stop(); move(steps, Math.min(Math.max(at[steps] + way, 0), last)); };
      playing = button("Play", () => {
        if (timer) return stop();
        if (at[steps] === last) move(steps, 0);
        playing.textContent = "Pause";
        timer = setInterval(() => {
          const before = caption.textContent;
          move(steps, at[steps] + 1);
          if (at[steps] === last || caption.textContent === before) stop(); // the walk has ended
        }, PLAY);
      });
      const back = button("Back", () => by(-1)), step = button("Step", () => by(1));
      ends = () => { // not disabled, or the keyboard would lose its place
        back.setAttribute("aria-disabled", at[steps] === 0);
        step.setAttribute("aria-disabled", at[steps] === last);
      };
      buttons.push(back, step, playing);
    }
    buttons.push(button("Reset", () => {
      stop();
      controls.forEach((control, k) => { at[k] = control.start; });
      show();
    }));
    const picture = element("div", { class: "nnlib-picture" }, background, canvas);
    const scroll = element("div", { class: "nnlib-scroll" }, picture);
    figure.setAttribute("role", "group");
    figure.setAttribute("aria-label", recording.title);
    const walk = steps < 0 ? [] : rows.splice(steps, 1); // on a phone it stays in sight with its buttons
    const wider = element("p", { class: "nnlib-note" }, "The picture is wider than the screen: swipe it sideways.");
    figure.replaceChildren(
      ...rows, element("div", { class: "nnlib-walk" }, ...walk, element("div", { class: "nnlib-buttons" }, ...buttons)),
      scroll, wider, caption, element("p", { class: "nnlib-note" }, note(controls)), aloud);
    const longest = [...recording.caption.table].sort((one, other) => other.length - one.length).slice(0, 20);
    const fit = () => {
      layout = laid(recording, scroll.clientWidth);
      picture.style.width = `${layout.wide}px`;
      picture.style.height = `${layout.high}px`;
      background.hidden = layout.tiles.length > 1;
      canvas.width = Math.round(layout.wide * window.devicePixelRatio); // as many pixels as the screen has there
      canvas.height = Math.round(layout.high * window.devicePixelRatio);
      wider.hidden = layout.wide <= scroll.clientWidth;
      if (wider.hidden) scroll.removeAttribute("tabindex");
      else scroll.tabIndex = 0; // scrolled from the keyboard too
      caption.style.minHeight = "";
      const highs = longest.map((text) => {
        caption.textContent = text;
        return caption.offsetHeight;
      });
      caption.style.minHeight = `${Math.max(...highs)}px`; // what stands below does not jump
      show();
    };
    let place = 0;
    const follow = () => {
      if (scroll.clientWidth === place) return;
      place = scroll.clientWidth;
      fit();
      if (named(figure) !== name) looked(named(figure)).then((other) => { // the screen was turned
        if (other.name !== named(figure)) return;
        background.replaceWith(other.background);
        ({ name, recording, background } = other);
        fit();
      });
    };
    follow();
    new ResizeObserver(() => requestAnimationFrame(follow)).observe(scroll); // fit changes the height
    figure.classList.add("nnlib-plays");
  }

  function script(address) {
    return new Promise((resolve, reject) => {
      const made = element("script", { src: address });
      made.onload = resolve;
      made.onerror = () => reject(new Error(`no recording at ${address}`));
      document.head.append(made);
    });
  }

  // scripts, pictures and fonts come from the folder of this script; a page that is a file may load nothing else
  const FOLDER = new URL("explorers/", document.currentScript.src);
  const AS_IT_IS = "dark-light"; // the theme dims no such picture in the dark
  const sheet = element("link", { rel: "stylesheet", href: new URL("font.css", FOLDER) });
  const dressed = new Promise((resolve) => { sheet.onload = sheet.onerror = resolve; });

  // the recording of a figure for the width that it has: some are drawn anew for a phone, half as wide
  const named = ({ dataset, clientWidth }) =>
    dataset.explorer + (dataset.narrow !== undefined && clientWidth < NARROW ? "-narrow" : "");

  async function looked(name) {
    const background = element("img", { src: new URL(`${name}.png`, FOLDER), alt: "", class: AS_IT_IS });
    await Promise.all([script(new URL(`${name}.js`, FOLDER)), background.decode(), dressed]);
    const recording = await unpack(window.nnlibRecordings[name]);
    const texts = recording.artists.filter((artist) => artist.kind === "text");
    await Promise.all(texts.map((artist) => document.fonts.load(font(artist))));
    return { name, recording, background };
  }

  function start() {
    document.head.append(sheet);
    const near = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        looked(named(target)).then((look) => play(target, look));
      }
    }, { rootMargin: "100%" }); // from one screen away
    document.querySelectorAll("figure.nnlib-player").forEach((figure) => near.observe(figure));
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
