// The caption under an explorer's picture. It also gives names and spoken values to the controls beside it,
// which the widgets themselves leave empty, and an alternative text to the picture.
function render({ model, el }) {
  const caption = document.createElement("p");
  caption.className = "nnlib-caption";
  el.appendChild(caption);
  // read aloud once the picture has come to rest: not at every position of a drag, nor at every tick of Play
  const aloud = document.createElement("span");
  aloud.className = "nnlib-aloud";
  aloud.setAttribute("role", "status");
  el.appendChild(aloud);
  let rest = null;

  const set = (node, name, value) => {
    if (node && node.getAttribute(name) !== value) node.setAttribute(name, value);
  };

  const speak = (root) => {
    set(root, "role", "group");
    set(root, "aria-label", model.get("title"));
    set(root.querySelector(".nnlib-moving"), "alt", model.get("alt"));
    set(root.querySelector(".nnlib-picture img"), "alt", ""); // the background, of which the words above speak too
    for (const button of root.querySelectorAll("button")) set(button, "aria-label", button.textContent.trim());
    for (const [keyword, name] of Object.entries(model.get("names"))) {
      const control = root.querySelector(`.nnlib-control-${keyword}`);
      if (!control) continue;
      const handle = control.querySelector('[role="slider"]');
      set(handle || control.querySelector("input"), "aria-label", name);
      const words = model.get("spoken")[keyword];
      if (handle && words) {
        const position = Math.round(Number(handle.getAttribute("aria-valuenow")));
        if (words[position] !== undefined) set(handle, "aria-valuetext", words[position]);
      }
    }
  };

  let root = null;
  const watcher = new MutationObserver(() => speak(root));
  const attach = () => {
    const found = el.closest(".nnlib-explorer");
    if (!found) return false;
    root = found;
    speak(root);
    watcher.observe(root, {
      subtree: true, childList: true, characterData: true, attributes: true,
      attributeFilter: ["aria-valuenow", "aria-valuetext", "aria-label", "alt", "src"],
    });
    return true;
  };
  // the page puts this element in place a moment after it is made
  const waiting = setInterval(() => { if (attach()) clearInterval(waiting); }, 50);

  const write = () => {
    caption.textContent = model.get("caption");
    clearTimeout(rest);
    rest = setTimeout(() => { aloud.textContent = caption.textContent; }, 600);
    if (root) speak(root);
  };
  model.on("change:caption", write);
  model.on("change:alt", write);
  write();

  return () => {
    clearInterval(waiting);
    clearTimeout(rest);
    watcher.disconnect();
  };
}

export default { render };
