/* Keeps what was read for the next power cut: the front page and the last articles with their pictures, styles and scripts.
   Only what the server calls public is kept, never anything of the desk or an account; docs/offline.md tells the rest.
   Raise VERSION when the shape of what is kept changes: older keeps are then thrown away. */
const VERSION = "1"
const PAGES = `pages-${VERSION}`, MEDIA = `media-${VERSION}`, ASSETS = `assets-${VERSION}`
const MOST = { [PAGES]: 32, [MEDIA]: 150, [ASSETS]: 12 }
const PATIENCE = 4000
const READ = /^(?:\/[a-z]{2})?\/(\d{4}\/\d\d\/[^/]+\/)?$/
const PRIVATE = /^(?:\/[a-z]{2})?\/(desk|account|sign-in|sign-out|link|invitation|password|forgotten-password|newsletter|comments)\//
const FALLBACK = "/offline/"

const shelfOf = (path) => path.startsWith("/media/") ? MEDIA : path.startsWith("/assets/") && !path.includes("/desk.") ? ASSETS : READ.test(path) ? PAGES : null
const loose = { ignoreSearch: true, ignoreVary: true }

addEventListener("install", (event) => {
  event.waitUntil(prepare())
  skipWaiting()
})

addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (!(name in MOST)) await caches.delete(name)
  await registration.navigationPreload?.enable()
  await clients.claim()
})()))

// A page that came before its worker tells what it loaded; the browser's own cache has that already.
addEventListener("message", (event) => event.waitUntil((async () => {
  if (!Array.isArray(event.data)) return
  for (const address of event.data) {
    const { origin, pathname } = new URL(address)
    const shelf = origin === location.origin && shelfOf(pathname)
    if (shelf) await keep(pathname, shelf, "force-cache").catch(() => {})
  }
})()))

addEventListener("fetch", (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== "GET" || origin !== location.origin || PRIVATE.test(pathname)) return
  if (request.mode === "navigate") return event.respondWith(page(event, pathname))
  const shelf = shelfOf(pathname)
  if (!shelf || shelf === PAGES || (request.referrer && PRIVATE.test(new URL(request.referrer).pathname))) return
  event.respondWith(file(request, pathname, shelf))
})

async function prepare() {
  await keep(FALLBACK, PAGES, "reload")
  const text = await (await find(FALLBACK, PAGES)).text()
  for (const [, path] of text.matchAll(/"(\/assets\/[^"]+)"/g)) await keep(path, ASSETS, "default")
}

async function page(event, path) {
  const kept = READ.test(path) && await find(path, PAGES)
  const asked = network(event, path)
  try {
    return await (kept ? Promise.race([asked, late()]) : asked)
  } catch (error) {
    if (kept) return labelled(kept, error === "late" ? "The network is slow." : "You are offline.")
    const fallback = await find(FALLBACK, PAGES)
    return fallback ? listed(fallback) : Response.error()
  }
}

async function network(event, path) {
  const answer = await event.preloadResponse || await fetch(event.request)
  if (READ.test(path) && mayKeep(answer, "text/html")) event.waitUntil(put(path, answer.clone(), PAGES))
  return answer
}

async function file(request, path, shelf) {
  const kept = await find(path, shelf)
  if (kept) return kept
  try {
    const answer = await fetch(request)
    if (mayKeep(answer)) await put(path, answer.clone(), shelf)
    return answer
  } catch (error) {
    return await namesake(path, shelf) || Response.error()
  }
}

const late = () => new Promise((_, reject) => setTimeout(reject, PATIENCE, "late"))
const find = async (path, shelf) => (await caches.open(shelf)).match(path, loose)

// An old page asks for the styles of its day, a turned phone for a picture of another width: what is like it is better than nothing.
async function namesake(path, shelf) {
  const cache = await caches.open(shelf)
  const alike = shelf === MEDIA
    ? (url) => url.startsWith(location.origin + path.slice(0, path.lastIndexOf("-") + 1))
    : (url) => url.endsWith(path.slice(path.lastIndexOf("/")))
  const key = (await cache.keys()).findLast(({ url }) => alike(url))
  return key && cache.match(key)
}

function mayKeep(answer, kind = "") {
  const rule = answer.headers.get("Cache-Control") ?? ""
  return answer.status === 200 && answer.type === "basic" && !answer.redirected && /\bpublic\b/.test(rule) &&
    !/no-store|private/.test(rule) && (answer.headers.get("Content-Type") ?? "").startsWith(kind)
}

async function keep(path, shelf, mode) {
  const answer = await fetch(path, { cache: mode, credentials: "omit" })
  if (mayKeep(answer, shelf === PAGES ? "text/html" : "")) await put(path, answer, shelf)
}

async function put(path, answer, shelf) {
  const headers = new Headers(answer.headers)
  headers.set("X-Kept", Date.now())
  const cache = await caches.open(shelf)
  await cache.delete(path, loose)
  await cache.put(path, new Response(await answer.blob(), { headers }))
  const keys = (await cache.keys()).filter(({ url }) => !url.endsWith(FALLBACK))
  for (const key of keys.slice(0, -MOST[shelf])) await cache.delete(key)
}

// The server puts what is said in other languages into WORDS; English stands here.
const say = (language, words) => WORDS[language]?.[words] ?? words

function told(answer, language) {
  const kept = new Date(Number(answer.headers.get("X-Kept")))
  const time = kept.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
  const date = kept.toLocaleDateString(language, { day: "numeric", month: "long" })
  const today = kept.toDateString() === new Date().toDateString()
  return say(language, today ? "This page was kept at %(time)s." : "This page was kept on %(date)s at %(time)s.").replace("%(date)s", date).replace("%(time)s", time)
}

async function labelled(kept, words) {
  const text = await kept.text()
  const language = text.match(/<html lang="([\w-]+)/)?.[1] ?? "en"
  return new Response(text.replace("<main ", () => `<p class="kept wrap" role="status">${say(language, words)} ${told(kept, language)}</p>\n<main `), { headers: kept.headers })
}

// The fallback names what can be read; the headlines come as they stand in our own pages, escaped already.
async function listed(fallback) {
  const cache = await caches.open(PAGES)
  const text = await fallback.text()
  const own = text.match(/<html lang="([\w-]+)/)?.[1]
  const links = []
  for (const { url } of (await cache.keys()).reverse()) {
    const path = new URL(url).pathname
    if (path === FALLBACK) continue
    const headline = (await (await cache.match(url)).text()).match(/<h1[^>]*>([^<]*)/)?.[1]
    if (headline) links.push(`<li><a href="${path}"><bdi>${path === "/" ? say(own, "Front page") : headline}</bdi></a></li>`)
  }
  return new Response(links.length ? text.replace(/<p class="kept-none">.*?<\/p>/s, () => `<ul class="plain-list kept-list">${links.join("\n")}</ul>`) : text, { headers: fallback.headers })
}
