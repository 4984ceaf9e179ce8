/*
  Tooltips on charts. The server has drawn every chart already; when one comes into view this loads Vega once and draws the same
  specification again, in interpreter mode because the content security policy forbids eval. When anything fails, the drawing stays.
*/
(function () {
  "use strict";

  const script = document.currentScript;
  let loading;

  function load(address) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = address;
      element.onload = resolve;
      element.onerror = () => reject(new Error(address));
      document.head.append(element);
    });
  }

  function vega() {
    loading =
      loading ||
      load(script.dataset.vega)
        .then(() => load(script.dataset.vegaLite))
        .then(() => load(script.dataset.vegaEmbed));
    return loading;
  }

  async function redraw(figure) {
    const image = figure.querySelector("[data-chart-image]");
    const holder = figure.querySelector("script[type='application/json']");
    if (!image || !holder || figure.dataset.ready) return;
    figure.dataset.ready = "yes";
    const stage = document.createElement("div");
    stage.hidden = true;
    image.after(stage);
    try {
      await vega();
      const spec = JSON.parse(holder.textContent);
      await window.vegaEmbed(stage, spec, {
        actions: false,
        ast: true,
        defaultStyle: false,
        mode: "vega-lite",
        renderer: "svg",
        tooltip: { disableDefaultStyle: true },
      });
      const drawing = stage.querySelector("svg");
      drawing.setAttribute("viewBox", `0 0 ${drawing.getAttribute("width")} ${drawing.getAttribute("height")}`);
      drawing.setAttribute("aria-hidden", "true");
      image.replaceChildren(...stage.childNodes);
      image.dataset.interactive = "yes";
      showLatest(figure);
    } catch (problem) {
      window.console.warn("The chart stays as the server drew it:", problem.message);
    }
    stage.remove();
  }

  const seen = new IntersectionObserver((entries) => {
    entries
      .filter((entry) => entry.isIntersecting)
      .forEach((entry) => {
        seen.unobserve(entry.target);
        redraw(entry.target);
      });
  });

  /* On a phone the drawing is wider than the screen: the latest figures come first. */
  function showLatest(figure) {
    const image = figure.querySelector("[data-chart-image]");
    if (image) image.scrollLeft = image.scrollWidth;
  }

  function watch(root) {
    root.querySelectorAll("[data-chart]").forEach((figure) => {
      showLatest(figure);
      seen.observe(figure);
    });
  }
  watch(document);
  document.addEventListener("htmx:load", (event) => watch(event.target));
})();
