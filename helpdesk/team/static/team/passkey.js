// Says in plain words, on the page, that a passkey ceremony stopped (closed window, no key, too slow).
"use strict";
document.addEventListener("allauth.error", (event) => {
  const note = document.getElementById("passkey-failed");
  if (note) {
    event.preventDefault();
    note.hidden = false;
  }
});
