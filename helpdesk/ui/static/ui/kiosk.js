/* The shared device: two minutes without a key or a touch, and the page makes room for the next person. Stores nothing. */
(function () {
  "use strict";
  var own = document.currentScript || document.querySelector("script[data-next]");
  var REST = 115 * 1000; /* the server counts two minutes from the last sign below, at most five seconds older */
  var last = Date.now();
  var told = last;

  function leave() {
    document.body.className = "gone";
    window.location.replace(own.dataset.next);
  }

  function awake() {
    last = Date.now();
    if (last - told < 5000) return;
    told = last;
    fetch(own.dataset.still, { cache: "no-store", redirect: "error" }).catch(function () {});
  }

  ["keydown", "pointerdown", "input", "scroll"].forEach(function (name) {
    document.addEventListener(name, awake, { passive: true });
  });
  window.setInterval(function () {
    if (Date.now() - last >= REST) leave();
  }, 1000);
})();
