/* Comfort on top of pages that work without it: leaving fast, not coming back by accident, copying a code. Stores nothing. */
(function () {
  "use strict";
  var exit = document.querySelector("[data-quick-exit]");
  var shifts = 0;
  var last = 0;

  function leave() {
    document.title = "\u200b";
    document.body.className = "gone";
    window.location.replace(exit.href);
  }

  if (exit) {
    exit.addEventListener("click", function (event) {
      event.preventDefault();
      leave();
    });
    document.addEventListener("keydown", function (event) {
      if (event.repeat) return;
      if (event.key !== "Shift") {
        shifts = 0;
        return;
      }
      var now = Date.now();
      shifts = now - last < 1000 ? shifts + 1 : 1;
      last = now;
      if (shifts >= 3) leave();
    });
  }

  /* A page taken from memory would show what was typed before the exit. */
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      document.body.className = "gone";
      window.location.reload();
    }
  });

  document.querySelectorAll("[data-needs-script]").forEach(function (element) {
    element.hidden = false;
  });

  var summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  /* <button type="button" hidden data-needs-script data-copy="#digits" data-copied="Copied">Copy</button> */
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy], [data-print]");
    if (!button) return;
    if (button.hasAttribute("data-print")) {
      window.print();
      return;
    }
    var source = document.querySelector(button.dataset.copy);
    if (!source || !navigator.clipboard) return;
    navigator.clipboard.writeText((source.value || source.textContent).trim().replace(/\s+/g, " ")).then(function () {
      var live = document.getElementById("live");
      if (live) live.textContent = button.dataset.copied || "";
      if (button.dataset.copied) button.textContent = button.dataset.copied;
    });
  });

  /* A second click on "send" would only make the person wait twice; the server also refuses doubles. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    window.setTimeout(function () { delete form.dataset.sent; }, 8000);
  });
})();
