// The staff panel of the kiosk: the PIN, what waits on this tablet, and the end, which is told only when it is true.
(function () {
  "use strict";
  var kiosk = window.kiosk;
  if (!kiosk) { return; }
  var about = kiosk.about, subtle = kiosk.subtle, flags = kiosk.flags;

  function forgetRefusals() {
    Object.keys(flags).forEach(function (name) { if (name.startsWith("refused_")) { delete flags[name]; } });
  }
  function addRefusal(item) {
    var known = kiosk.find("[data-if=refused_" + item.refused + "]") ? item.refused : "other";
    flags["refused_" + known] = (flags["refused_" + known] || 0) + 1;
  }
  // Counts what is kept. What can't be read may be anything: never "all sent", and never ended without asking.
  kiosk.count = async function () {
    var items = null, sent = kiosk.read("sent", {}), settings = kiosk.settings, refused;
    try { items = await kiosk.queue(); } catch (error) { flags.unable = true; }
    forgetRefusals();
    refused = (items || []).filter(function (item) { return item.refused; });
    refused.forEach(addRefusal);
    kiosk.tell({
      unread: !items,
      nothing: !!items && !items.length,
      held: items ? items.length : 0,
      waiting: items ? items.length - refused.length : 0,
      sent: settings && sent.day === kiosk.day() ? sent.count : 0,
      left: sent.left || 0
    });
    // What was said about ending follows what has been sent since.
    if (flags.ending) { kiosk.tell({ ending: !items || items.length > 0, end_held: items ? items.length : 0 }); }
  };

  function unhex(text) {
    return new Uint8Array(text.match(/../g).map(function (pair) { return parseInt(pair, 16); }));
  }
  async function pinFits(typed) {
    var settings = kiosk.settings, key, found;
    key = await subtle.importKey("raw", kiosk.bytes.encode(typed), "PBKDF2", false, ["deriveBits"]);
    found = { name: "PBKDF2", hash: "SHA-256", salt: unhex(settings.salt), iterations: settings.rounds };
    return kiosk.hex(await subtle.deriveBits(found, key, 256)) === settings.pin;
  }
  function enter() {
    kiosk.tell({ panel: true, ending: 0, end_held: 0, end_unread: false, held_elsewhere: false, not_erased: false });
    kiosk.show("staff");
    kiosk.count();
  }
  // Five wrong tries, and everyone waits a minute. The tries are kept, so that reloading does not help.
  function missed(tries) {
    var until = tries.count + 1 >= 5 ? Date.now() + 60000 : 0;
    kiosk.write("tries", { count: (tries.count + 1) % 5, until: until });
    kiosk.tell({ wrong_pin: !until, wait_pin: until ? 60 : 0 });
    kiosk.find("#pin").focus();
  }

  async function eraseAll() {
    var worker = navigator.serviceWorker && await navigator.serviceWorker.getRegistration(about.address);
    if (window.caches) { await caches.delete("kiosk " + about.address); }
    if (worker) { await worker.unregister(); }
    // The answers go last: if anything before fails, they are still here, and so is the panel.
    await kiosk.erase(function () { kiosk.tell({ held_elsewhere: true }); });
  }
  // Until everything is gone the panel stays, without its buttons.
  async function end() {
    kiosk.screen = "ending";
    kiosk.tell({ panel: false, ending: 0, not_erased: false });
    try { await eraseAll(); } catch (error) {
      kiosk.screen = "staff";
      kiosk.tell({ panel: true, held_elsewhere: false, not_erased: true });
      return;
    }
    kiosk.settings = null;
    if (document.fullscreenElement) { document.exitFullscreen().catch(function () {}); }
    kiosk.tell({ ended: true });
    kiosk.show("ended");
  }

  Object.assign(kiosk.actions, {
    staff: function () {
      if (!subtle) { enter(); return; }
      kiosk.dialog("pin", true);
      kiosk.tell({ wrong_pin: false, wait_pin: 0 });
      kiosk.find("#pin").value = "";
    },
    open: async function () {
      var tries = kiosk.read("tries", { count: 0, until: 0 }), typed = kiosk.find("#pin").value;
      var wait = Math.ceil((tries.until - Date.now()) / 1000);
      kiosk.find("#pin").value = "";
      if (wait > 0) { kiosk.tell({ wait_pin: Math.min(wait, 60), wrong_pin: false }); return; }
      if (!await pinFits(typed)) { missed(tries); return; }
      kiosk.write("tries", { count: 0, until: 0 });
      kiosk.dialog("pin", false);
      enter();
    },
    "send-now": function () { kiosk.sendAll(true); },
    end: async function () {
      await kiosk.count();
      if (!flags.held && !flags.unread) { end(); return; }
      kiosk.tell({ ending: true, end_held: flags.held, end_unread: flags.unread, not_erased: false });
    },
    "end-anyway": end
  });
})();
