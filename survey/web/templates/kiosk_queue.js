// What the kiosk keeps: facts about itself, and answers, sealed before they are kept. Only the server can open those.
// Files that follow add to `kiosk`: kiosk_staff.js the panel, kiosk.js the screens.
window.kiosk = (function () {
  "use strict";
  if (!window.HTMLDialogElement || !window.indexedDB || !window.fetch) { return null; }
  var about = document.body.dataset, base = "kiosk " + about.code, bytes = new TextEncoder();
  var subtle = window.crypto && window.crypto.subtle, facts = {}, busy = false, pending = false, gone = false, store = null;
  var kiosk = { about: about, bytes: bytes, subtle: subtle, settings: null, screen: "begin", flags: {}, actions: {} };

  // All that is kept is in IndexedDB, written through to the disk: localStorage is written seconds later, and a tablet can die.
  function connect() {
    return new Promise(function (done, fail) {
      var asked = indexedDB.open(base, 1);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore("sealed");
        asked.result.createObjectStore("facts");
      };
      asked.onsuccess = function () {
        // Another tab ends the kiosk: whoever holds on to the store stops it from being erased.
        asked.result.onversionchange = function () {
          gone = true;
          asked.result.close();
          kiosk.leave();
        };
        done(asked.result);
      };
      asked.onerror = function () { fail(asked.error); };
    });
  }
  store = connect();
  store.catch(function () {});

  async function change(name, work, mode) {
    var opened = await store;
    return new Promise(function (done, fail) {
      var turn = opened.transaction(name, mode || "readonly", { durability: "strict" });
      var asked = work(turn.objectStore(name));
      turn.oncomplete = function () { done(asked.result); };
      turn.onerror = turn.onabort = function () { fail(turn.error); };
    });
  }

  // Erases all that is kept, and is done when it is gone. `blocked` is called if another tab does not let go.
  async function erase(blocked) {
    gone = true;
    var opened = await store.catch(function () { return null; });
    if (opened) { opened.close(); }
    try {
      await new Promise(function (done, fail) {
        var asked = indexedDB.deleteDatabase(base);
        asked.onsuccess = done;
        asked.onerror = function () { fail(asked.error); };
        asked.onblocked = blocked;
      });
    } catch (error) {
      gone = false;
      store = connect();
      store.catch(function () {});
      throw error;
    }
  }

  async function recall() {
    for (var name of ["settings", "tries", "sent"]) {
      facts[name] = await change("facts", function (table) { return table.get(name); });
    }
  }
  function read(name, otherwise) { return facts[name] || otherwise; }
  function write(name, value) {
    facts[name] = value;
    return change("facts", function (table) { return table.put(value, name); }, "readwrite")
      .catch(function () { kiosk.tell({ unable: true }); });
  }

  // The day at the event as YYYY-MM-DD, by the server's clock when the kiosk began: tablets are often wrong.
  function day() {
    var form = { timeZone: about.zone, year: "numeric", month: "2-digit", day: "2-digit" }, found = {};
    var parts = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", form).formatToParts(Date.now() + kiosk.settings.ahead);
    parts.forEach(function (part) { found[part.type] = part.value; });
    return found.year + "-" + found.month + "-" + found.day;
  }

  function hex(buffer) {
    return Array.from(new Uint8Array(buffer), function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
  }
  function fresh() {
    var random = crypto.getRandomValues(new Uint8Array(16));
    random[6] = random[6] & 15 | 64;
    random[8] = random[8] & 63 | 128;
    return hex(random).replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  // ECDH P-256 with a key made for this one answer, then HKDF-SHA256: a key for AES-256-GCM, and the sender's point.
  async function agree(bound) {
    var curve = { name: "ECDH", namedCurve: "P-256" }, point, server, secret, shared, way;
    var own = await subtle.generateKey(curve, false, ["deriveBits"]);
    point = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
    server = Uint8Array.from(atob(about.key), function (letter) { return letter.charCodeAt(0); });
    server = await subtle.importKey("raw", server, curve, false, []);
    secret = await subtle.deriveBits({ name: "ECDH", public: server }, own.privateKey, 256);
    shared = await subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    way = { name: "HKDF", hash: "SHA-256", salt: point, info: bound };
    return { point: point, key: await subtle.deriveKey(way, shared, { name: "AES-GCM", length: 256 }, false, ["encrypt"]) };
  }
  // Blanks hide how much was written: 4096 bytes, or a multiple of that.
  function padded(fields) {
    var text = bytes.encode(JSON.stringify(fields)), whole = new Uint8Array(Math.ceil(text.length / 4096) * 4096).fill(32);
    whole.set(text);
    return whole;
  }
  // The sender's point, the nonce, and what is locked, one after another in base64.
  async function seal(fields) {
    var bound = bytes.encode(about.bound), agreed = await agree(bound), nonce = crypto.getRandomValues(new Uint8Array(12));
    var way = { name: "AES-GCM", iv: nonce, additionalData: bound }, letters = "";
    var locked = new Uint8Array(await subtle.encrypt(way, agreed.key, padded(fields)));
    [agreed.point, nonce, locked].forEach(function (part) {
      part.forEach(function (byte) { letters += String.fromCharCode(byte); });
    });
    return btoa(letters);
  }

  function put(name, item) { return change("sealed", function (table) { return table.put(item, name); }, "readwrite"); }
  // What is kept, the oldest in no special place. It fails if it can't be read: then nobody knows what is kept.
  async function queue() {
    var names = await change("sealed", function (table) { return table.getAllKeys(); });
    var items = await change("sealed", function (table) { return table.getAll(); });
    return names.map(function (name, at) { return { name: name, blob: items[at].blob, refused: items[at].refused }; });
  }

  // Only our server's own word counts: a hotel's page is neither a receipt nor a refusal.
  async function post(where, fields) {
    var limit = new AbortController(), alarm = setTimeout(function () { limit.abort(); }, 20000), asked, answer, said;
    asked = { method: "POST", body: new URLSearchParams(fields), credentials: "omit", signal: limit.signal };
    try {
      answer = await fetch("/s/" + about.code + "/" + where, asked);
      said = await answer.json();
      clearTimeout(alarm);
      if (said.receipt) { return said; }
      return { refused: answer.status < 500 ? said.error || "" : "" };
    } catch (error) { return {}; }
  }

  // Forgets an answer that has its receipt; of two tabs that sent it, the one that still found it counts it.
  async function forget(item, said) {
    var had = await change("sealed", function (table) {
      var found = table.getKey(item.name);
      table.delete(item.name);
      return found;
    }, "readwrite");
    var sent = read("sent", {}), today = day();
    if (!had) { return; }
    write("sent", { day: today, count: sent.day === today ? sent.count + 1 : 1, left: (sent.left || 0) + said.left_out });
  }
  async function send(item) {
    var said = await post("sealed", { blob: item.blob });
    if (said.receipt) { await forget(item, said); }
    if (said.refused) { await put(item.name, { blob: item.blob, refused: said.refused }); }
    kiosk.flags.offline = !said.receipt && !said.refused;
    return said;
  }
  // Sends what waits, and what was refused as well if it is asked to try again; in the order of its random names.
  async function sendAll(again) {
    if (gone || !kiosk.settings || !subtle) { return; }
    // Asked while it still waits for the last try, which may have begun without a connection: once more after it.
    if (busy) { pending = true; return; }
    busy = true;
    pending = false;
    try {
      var items = (await queue()).filter(function (item) { return again || !item.refused; });
      items.sort(function (one, two) { return one.name < two.name ? -1 : 1; });
      for (var item of items) {
        var said = await send(item);
        if (!said.receipt && !said.refused) { break; }
      }
    } catch (error) { kiosk.flags.unable = true; }
    busy = false;
    await kiosk.count();
    if (pending) { await sendAll(); }
  }

  function patience(milliseconds) {
    return new Promise(function (done) { setTimeout(function () { done({}); }, milliseconds); });
  }
  function pairs(fields) {
    return Object.keys(fields).flatMap(function (name) {
      return fields[name].map(function (value) { return [name, value]; });
    });
  }
  // Sealed and on the disk first, sent then: whatever happens in between, nothing is lost and nothing can be read here.
  async function hand(fields) {
    var said = {}, kept = false, item;
    busy = true;
    try {
      item = { name: fresh(), blob: await seal(fields) };
      kept = await put(item.name, { blob: item.blob }).then(function () { return true; }, function () { return false; });
      said = await Promise.race([send(item), patience(kept ? 6000 : 30000)]);
    } catch (error) { said = kept && !gone ? {} : await post("kiosk", pairs(fields)); }
    busy = false;
    if (pending) { sendAll(); }
    return { receipt: said.receipt, kept: kept && !gone };
  }

  return Object.assign(kiosk, {
    recall: recall, read: read, write: write, day: day, hex: hex, fresh: fresh,
    queue: queue, sendAll: sendAll, hand: hand, erase: erase
  });
})();
