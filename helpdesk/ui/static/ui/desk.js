/* The desk by keyboard, and small swaps by htmx. Every page works (slower) without this file. */
(function () {
  "use strict";
  const words = document.getElementById("words")?.dataset || {};
  const live = document.getElementById("live");
  const offline = document.getElementById("offline");
  const progress = document.getElementById("progress");
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  function say(text) {
    if (!live || !text) return;
    live.textContent = "";
    window.setTimeout(() => { live.textContent = text; }, 50);
  }

  /* htmx: token, progress, honest failure ------------------------------------------------------- */
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("meta[name=csrf]");
    if (token) event.detail.headers["X-CSRFToken"] = token.content;
  });
  document.addEventListener("htmx:beforeRequest", () => progress?.classList.add("is-busy"));
  document.addEventListener("htmx:afterRequest", () => progress?.classList.remove("is-busy"));
  document.addEventListener("htmx:responseError", (event) => {
    /* An expired sign-in or a page that is gone: let the server's own page explain. */
    if (event.detail.requestConfig?.verb === "get") window.location.assign(event.detail.pathInfo.requestPath);
    else snack(words.failed);
  });
  document.addEventListener("htmx:sendError", () => { if (offline) offline.hidden = false; });
  const isPage = (xhr) => /^\s*<!doctype/i.test(xhr.responseText);
  document.addEventListener("htmx:beforeSwap", (event) => {
    /* A whole page where a fragment was expected (sign-in again, redirect): go there instead. */
    const { xhr, elt } = event.detail;
    if (elt.closest("[data-saves]") && isPage(xhr)) {
      event.detail.shouldSwap = false; /* what is typed stays here: never leave it by itself */
      snack(words.failed);
      return;
    }
    const wanted = elt.closest("[hx-boost], [hx-select]");
    if (wanted || !isPage(xhr) || xhr.status >= 400) return;
    event.detail.shouldSwap = false;
    window.location.assign(xhr.responseURL);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const spoken = event.target.querySelector?.("[data-announce]");
    say(spoken ? spoken.textContent.trim() : words.sent);
    if (here && !here.isConnected && here.id) here = document.getElementById(here.id); /* its row was swapped */
    prepare(event.target);
  });
  window.addEventListener("offline", () => { if (offline) offline.hidden = false; });
  window.addEventListener("online", () => { if (offline) offline.hidden = true; });

  function snack(text) {
    if (!text) return;
    const box = document.createElement("div");
    box.className = "snack";
    box.setAttribute("role", "alert");
    box.textContent = text;
    document.body.append(box);
    window.setTimeout(() => box.remove(), 6000);
  }

  /* Lists: [data-list] holds [data-row]s, each with [data-open] or a first link --------------------- */
  let here = null;
  const rows = () => all("[data-list] [data-row]");
  function move(step) {
    const found = rows();
    if (!found.length) return;
    const at = found.indexOf(here);
    here?.classList.remove("is-here");
    here = found[Math.min(Math.max(at + step, 0), found.length - 1)];
    here.classList.add("is-here");
    opener(here)?.focus();
    here.scrollIntoView({ block: "nearest" });
  }
  const opener = (row) => row.querySelector("[data-open]") || row.querySelector("a[href]");
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("[data-row]");
    if (row && row !== here) {
      here?.classList.remove("is-here");
      here = row;
    }
  });

  /* Keys: [data-key="r"] is pressed by r, [data-row-key="a"] in the row where one is, [data-go="q"] by g then q ------------------------------- */
  let afterG = 0;
  function byKey(name, value) {
    return all(`[data-${name}="${CSS.escape(value)}"]`).find((element) => !element.disabled && element.offsetParent !== null);
  }
  const actions = {
    j: () => move(1),
    k: () => move(-1),
    o: () => here && opener(here)?.click(),
    x: () => here?.querySelector("input[type=checkbox]")?.click(),
    "/": () => (document.querySelector("[data-search]") || document.querySelector("main input[type=search]"))?.focus(),
    "?": () => open("keys"),
  };
  const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

  /* With a Cyrillic layout the key of "j" says "о": then the place on the keyboard decides. */
  function letter(event) {
    if (/^[\x20-\x7e]$/.test(event.key) || !event.code.startsWith("Key")) return event.key;
    return event.code.slice(3).toLowerCase();
  }

  function press(element) {
    if (element.matches("input, textarea, select")) element.focus();
    if (!element.matches("input:not([type=checkbox], [type=radio]), textarea, select")) element.click();
  }
  /* A row may lead further by itself ([data-press-r="address"]), and is enough for a button that waits for ticks. */
  function onRow(pressed) {
    if (!/^[a-z]$/.test(pressed) || !here?.isConnected) return null;
    const address = here.dataset[`press${pressed.toUpperCase()}`];
    if (address) return () => window.location.assign(address);
    const waits = document.querySelector(`[data-key="${pressed}"][data-bulk-needs="1"]:disabled`);
    const box = here.querySelector("input[type=checkbox]:not(:checked)");
    return waits && box ? () => { box.click(); waits.click(); } : null;
  }

  document.addEventListener("keydown", (event) => {
    const pressed = letter(event);
    if ((event.ctrlKey || event.metaKey) && pressed.toLowerCase() === "k") {
      event.preventDefault();
      open("palette");
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      const form = event.target.closest?.("form[data-send-key]");
      if (form) {
        event.preventDefault();
        form.requestSubmit(form.querySelector("[data-send]"));
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      all("[data-menu][open]").forEach((menu) => menu.removeAttribute("open"));
      if (typing(event.target)) event.target.blur();
      return;
    }
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (Date.now() - afterG < 1500) {
      afterG = 0;
      const place = byKey("go", pressed);
      if (place) {
        event.preventDefault();
        place.click();
        return;
      }
    }
    if (pressed === "g") {
      afterG = Date.now();
      return;
    }
    const own = here?.querySelector(`[data-row-key="${CSS.escape(pressed)}"]`) || byKey("key", pressed);
    const action = own ? () => press(own) : onRow(pressed) || actions[pressed];
    if (action) {
      event.preventDefault();
      action();
    }
  });

  /* Dialogs: help and palette --------------------------------------------------------------------- */
  function open(id) {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) return;
    if (id === "palette") fillPalette();
    if (id === "keys") fillKeys();
    dialog.showModal();
  }
  function meaningOf(element) {
    const label = element.labels?.[0]?.textContent || (element.dataset.helpKey ? element.lastElementChild.textContent : "");
    return (element.getAttribute("aria-label") || label || element.textContent || element.title).trim();
  }
  function fillKeys() {
    const list = document.getElementById("keys-list");
    all("[data-own]", list).forEach((line) => line.remove());
    const seen = new Set();
    all("[data-key], [data-row-key], [data-help-key]").forEach((element) => {
      const pressed = element.dataset.key || element.dataset.rowKey || element.dataset.helpKey;
      if (seen.has(pressed)) return;
      seen.add(pressed);
      const line = document.createElement("div");
      line.dataset.own = "yes";
      const term = document.createElement("dt");
      const key = document.createElement("kbd");
      const meaning = document.createElement("dd");
      key.textContent = pressed;
      term.append(key);
      meaning.textContent = meaningOf(element);
      line.append(term, meaning);
      list.append(line);
    });
  }
  const filter = document.getElementById("palette-filter");
  const list = document.getElementById("palette-list");
  const shown = () => all("li:not([hidden]) a", list);
  function fillPalette() {
    all("[data-own]", list).forEach((line) => line.remove());
    all("main [data-command]").forEach((element) => {
      const line = document.createElement("li");
      line.dataset.own = "yes";
      const link = document.createElement("a");
      link.href = element.href || "#";
      link.textContent = element.dataset.command || element.textContent.trim();
      link.addEventListener("click", (event) => {
        event.preventDefault();
        document.getElementById("palette").close();
        element.click();
      });
      line.append(link);
      list.prepend(line);
    });
    filter.value = "";
    narrow();
  }
  function narrow() {
    const letters = filter.value.trim().toLocaleLowerCase();
    all("li", list).forEach((line) => { line.hidden = !line.textContent.toLocaleLowerCase().includes(letters); });
    const found = shown();
    document.getElementById("palette-none").hidden = found.length > 0;
    all("a.is-here", list).forEach((link) => link.classList.remove("is-here"));
    found[0]?.classList.add("is-here");
  }
  filter?.addEventListener("input", narrow);
  filter?.addEventListener("keydown", (event) => {
    const found = shown();
    const at = found.findIndex((link) => link.classList.contains("is-here"));
    if (event.key === "Enter" && found[at]) {
      event.preventDefault();
      found[at].click();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      found[at]?.classList.remove("is-here");
      const next = found[(at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length];
      next?.classList.add("is-here");
      next?.scrollIntoView({ block: "nearest" });
    }
  });
  document.addEventListener("click", (event) => {
    const opens = event.target.closest("[data-opens]");
    if (opens) open(opens.dataset.opens);
    if (event.target.matches("dialog")) event.target.close();
    if (!event.target.closest("[data-menu]")) all("[data-menu][open]").forEach((menu) => menu.removeAttribute("open"));
    const copy = event.target.closest("[data-copy]");
    if (copy) copyFrom(copy);
    if (event.target.closest("[data-print]")) window.print();
  });
  function copyFrom(button) {
    const source = document.querySelector(button.dataset.copy);
    if (!source || !navigator.clipboard) return;
    navigator.clipboard.writeText((source.value || source.innerText || source.textContent).trim()).then(() => {
      say(words.copied);
      snack(words.copied);
    });
  }

  /* Many at once: form[data-bulk] with checkboxes, [data-bulk-all], [data-bulk-count], [data-bulk-needs="2"] */
  let lastBox = null;
  function boxes(form) {
    return Array.from(form.elements).filter((element) => element.type === "checkbox" && !element.hasAttribute("data-bulk-all"));
  }
  function count(form) {
    const chosen = boxes(form).filter((box) => box.checked).length;
    [...all("[data-bulk-count]", form), ...all(`[data-bulk-count="${form.id || "none"}"]`)].forEach((place) => { place.textContent = String(chosen); });
    Array.from(form.elements).filter((element) => element.dataset.bulkNeeds !== undefined).forEach((element) => {
      element.disabled = chosen < Number(element.dataset.bulkNeeds || 1);
    });
    const everything = Array.from(form.elements).find((element) => element.hasAttribute("data-bulk-all"));
    if (everything) {
      everything.checked = chosen > 0 && chosen === boxes(form).length;
      everything.indeterminate = chosen > 0 && !everything.checked;
    }
  }
  document.addEventListener("click", (event) => {
    const box = event.target;
    const form = box.type === "checkbox" && box.form?.hasAttribute("data-bulk") ? box.form : null;
    if (!form) return;
    if (box.hasAttribute("data-bulk-all")) boxes(form).forEach((other) => { other.checked = box.checked; });
    else if (event.shiftKey && lastBox && lastBox.form === form) {
      const group = boxes(form);
      const ends = [group.indexOf(lastBox), group.indexOf(box)].sort((a, b) => a - b);
      group.slice(ends[0], ends[1] + 1).forEach((other) => { other.checked = box.checked; });
    }
    lastBox = box;
    count(form);
  });

  /* Long forms: what is typed survives a swap (in this page's memory only), and leaving asks first --- */
  const kept = new Map();
  const leaving = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.autosave) return;
    const values = kept.get(form.dataset.autosave) || {};
    if (event.target.name && !["password", "file", "hidden"].includes(event.target.type)) values[event.target.name] = event.target.value;
    kept.set(form.dataset.autosave, values);
    leaving.add(form.dataset.autosave);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.autosave) leaving.delete(event.target.dataset.autosave);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt?.closest?.("form[data-autosave]");
    if (!form) return;
    const fine = event.detail.successful && !isPage(event.detail.xhr);
    if (fine && event.detail.elt.hasAttribute("data-saves")) leaving.delete(form.dataset.autosave);
    else if (fine) kept.delete(form.dataset.autosave);
    else leaving.add(form.dataset.autosave);
  });
  window.addEventListener("beforeunload", (event) => {
    if (leaving.size) event.preventDefault();
  });
  function giveBack(form) {
    const values = kept.get(form.dataset.autosave);
    if (!values) return;
    let given = false;
    Object.entries(values).forEach(([name, value]) => {
      const element = form.elements[name];
      if (element && "value" in element && !element.value && value) {
        element.value = value;
        given = true;
      }
    });
    if (given) say(words.kept);
  }

  function prepare(root) {
    all("[data-needs-script], [data-opens]", root).forEach((element) => { element.hidden = false; });
    all("form[data-bulk]", root).forEach(count);
    all("form[data-autosave]", root).forEach(giveBack);
    const form = root.closest?.("form[data-bulk]");
    if (form) count(form);
    const first = "form[data-begin] :is(select, textarea, input:not([type=hidden], [type=checkbox]))";
    (root.querySelector?.("[data-focus]") || root.querySelector?.(first))?.focus();
  }
  prepare(document);
  /* An address that ends in the name of a field ("…#reply-words") begins there. */
  const field = /^#[\w-]+$/.test(window.location.hash) && document.querySelector(window.location.hash);
  if (field && field.matches("input, textarea, select")) field.focus();
})();
