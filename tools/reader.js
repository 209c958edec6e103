// What `reader.py` asks of a page of JupyterLab: whether it has come to rest, and what went wrong out of sight.
window.reader = {
  pending: new Set(), // messages of widgets that the kernel has not answered
  mostPending: 0,
  pictures: 0, // loaded since `watch`
  hiddenErrors: [],
  stopped: null, // the time that `stopwatch` took, as a promise

  panel: () => window.jupyterapp.shell.currentWidget,

  async attach() {
    const session = this.panel().sessionContext;
    await session.ready;
    await session.session.kernel.info;
    session.session.kernel.anyMessage.connect((_, { msg, direction }) => this.note(msg, direction));
    document.addEventListener("load", ({ target }) => {
      if (target.matches("img.widget-image")) this.pictures += 1;
    }, { capture: true });
  },

  note(message, direction) {
    const { msg_type, msg_id } = message.header;
    if (direction === "send") {
      if (msg_type === "comm_msg") this.pending.add(msg_id);
      this.mostPending = Math.max(this.mostPending, this.pending.size);
      return;
    }
    const parent = message.parent_header || {};
    const text = message.content.text || message.content.evalue;
    const asked = parent.msg_type === "execute_request"; // by a cell, which shows its errors itself
    // a page that opens asks for the widgets of an earlier one, before there are any
    const greeting = /^No such comm/.test(text);
    if (!asked && !greeting && (msg_type === "error" || message.content.name === "stderr"))
      this.hiddenErrors.push(text);
    if (msg_type === "status" && message.content.execution_state === "idle") {
      // the widgets may send what they held back as soon as they hear of it
      setTimeout(() => this.pending.delete(parent.msg_id), 0);
    }
  },

  watch() {
    this.pictures = 0;
    this.mostPending = 0;
  },

  frame: () => new Promise(requestAnimationFrame),

  async rest() {
    const start = performance.now();
    for (let quiet = 0; quiet < 2; ) {
      await this.frame();
      if (performance.now() - start > 60_000)
        throw new Error(`no rest after a minute; ${this.pending.size} messages of widgets are unanswered`);
      const images = [...document.querySelectorAll(".nnlib-explorer img.widget-image")];
      const drawn = images.every((image) => image.complete && image.naturalWidth > 0);
      quiet = drawn && this.pending.size === 0 ? quiet + 1 : 0;
    }
  },

  outputs() {
    return [...this.panel().content.model.cells]
      .filter((cell) => cell.type === "code").flatMap((cell) => cell.outputs.toJSON());
  },

  async useTheme(name) {
    await window.jupyterapp.commands.execute("apputils:change-theme", { theme: name });
    while (document.body.dataset.jpThemeName !== name) await this.frame();
  },

  async pixels(picture) {
    const layers = [...picture.querySelectorAll("img")];
    // a newer picture may take the place of one that is being decoded
    for (const image of layers)
      while (!await image.decode().then(() => true, () => false)) await this.frame();
    const canvas = new OffscreenCanvas(layers[0].naturalWidth, layers[0].naturalHeight);
    const context = canvas.getContext("2d");
    for (const image of layers) context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return [...new Uint8Array(await crypto.subtle.digest("SHA-256", data))].join(" ");
  },

  stopwatch(root) {
    this.stopped = new Promise((stop) => {
      document.addEventListener("keydown", () => {
        const pressed = performance.now();
        const drawn = async ({ target }) => {
          if (target.tagName !== "IMG" || !root.contains(target)) return;
          document.removeEventListener("load", drawn, { capture: true });
          await this.frame();
          stop(performance.now() - pressed);
        };
        document.addEventListener("load", drawn, { capture: true });
      }, { capture: true, once: true });
    });
  },
};
