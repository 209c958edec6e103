// What scrolls sideways in itself can be scrolled from the keyboard too; paper is light, and what you should see is open.
(() => {
  "use strict";
  function reach() {
    for (const wide of document.querySelectorAll('mjx-container[display="true"], .bd-article table'))
      if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
  }
  function enlarge() { // on a phone a picture is small: it opens in its own size
    if (matchMedia("(min-width: 601px)").matches) return;
    for (const picture of document.querySelectorAll("img.nnlib-figure")) {
      const link = document.createElement("a");
      link.href = picture.src;
      picture.replaceWith(link);
      link.append(picture);
    }
  }
  document.addEventListener("DOMContentLoaded", enlarge);
  let theme = "", opened = [];
  window.addEventListener("beforeprint", () => {
    theme = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = "light";
    const folds = [...document.querySelectorAll("details:not([open])")];
    opened = folds.filter((fold) => !/^(Hint|Solution)/.test(fold.textContent.trim()));
    opened.forEach((fold) => { fold.open = true; });
  });
  window.addEventListener("afterprint", () => {
    document.documentElement.dataset.theme = theme;
    opened.forEach((fold) => { fold.open = false; });
  });
  window.addEventListener("load", () => (window.MathJax?.startup?.promise ?? Promise.resolve()).then(reach));
  window.addEventListener("resize", reach);
})();
