// Opens a page that this phone has opened before, also where there is no connection. Pages come from the network when
// it answers in time; kept ones carry no answers, and go with their version. It sends and receives nothing by itself.
const CACHE = "fh-" + VERSION, PATIENCE = 4000;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(begin()));
addEventListener("fetch", (event) => {
  const asked = new URL(event.request.url);
  const page = /^\/s\/([^/.]+)$/.exec(asked.pathname);
  if (event.request.method === "GET" && asked.origin === location.origin && page && plain(page[1])) {
    event.respondWith(answer(event.request, plain(page[1]), asked.searchParams.get("lang")));
  }
});

// The code as people mean it; nothing where the address is none, which is the network's to answer.
function plain(code) {
  try {
    return decodeURIComponent(code).replace(/[^a-z0-9]/gi, "").toUpperCase();
  } catch (error) {
    return "";
  }
}

async function begin() {
  const old = (await caches.keys()).filter((name) => name.startsWith("fh-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

async function answer(request, code, language) {
  const kept = await find(code, language, request.mode === "navigate");
  const came = arrive(request).catch(() => null);
  const first = kept ? await Promise.race([came, new Promise((tell) => setTimeout(tell, PATIENCE, null))]) : await came;
  if (first && !(kept && first.status >= 500)) return first;
  return kept || first || Response.error();
}

// Whole, so that a connection that breaks in the middle of a page counts as none.
async function arrive(request) {
  const response = await fetch(request);
  if (response.type === "basic") await response.clone().text();
  return response;
}

async function find(code, language, any) {
  const cache = await caches.open(CACHE), name = "/s/" + code;
  const found = (language && (await cache.match(name + "?lang=" + language))) || (any || !language ? await cache.match(name) : null);
  return found && new Response(await found.text(), { headers: HEADERS });
}
