// Runs before anything is painted: a reader whose system is dark sees no white page first. Without scripts it is light.
(() => {
  "use strict";
  const { dataset } = document.documentElement;
  if (localStorage.getItem("mode") && localStorage.getItem("mode") !== "auto") return;
  dataset.mode = "auto";
  dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
})();
