// JupyterLab draws pictures without an alternative text, and a screen reader passes them over in silence.
// `nnlib.plots.figures.show` and the explorers leave one in the metadata of their pictures, where nbconvert looks for
// it too; this puts it on the page. Written by hand in the form that JupyterLab loads, so that nothing must be built.
(() => {
  let scope = null;

  const shared = async (name) => {
    const [version] = Object.values(scope[name]);
    return (await version.get())();
  };

  const extension = async () => {
    const { RenderedImage } = await shared("@jupyterlab/rendermime");

    class DescribedImage extends RenderedImage {
      async render(model) {
        await super.render(model);
        const { alt } = model.metadata[this.mimeType] || {};
        const image = this.node.querySelector("img");
        if (alt && image) image.alt = alt;
      }
    }

    const rank = 90; // where JupyterLab has its own
    const rendererFactory = {
      safe: true,
      mimeTypes: ["image/png"],
      defaultRank: rank,
      createRenderer: (options) => new DescribedImage(options),
    };
    return () => ({ __esModule: true, default: { id: "nnlib-alt:pictures", rendererFactory, rank } });
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["nnlib-alt"] = {
    init: (shareScope) => { scope = shareScope; },
    get: (module) =>
      module === "./extension" ? extension() : Promise.reject(new Error(`nnlib-alt has no module ${module}`)),
  };
})();
