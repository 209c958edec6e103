// What scrolls sideways in itself can be scrolled from the keyboard too.
(() => {
  "use strict";
  function reach() {
    for (const wide of document.querySelectorAll('mjx-container[display="true"], .bd-article table'))
      if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
  }
  window.addEventListener("load", () => (window.MathJax?.startup?.promise ?? Promise.resolve()).then(reach));
  window.addEventListener("resize", reach);
})();
