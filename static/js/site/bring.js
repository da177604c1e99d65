/* Most who read press nothing, so what answers a press comes with the first press that needs it: htmx; the viewer of
   galleries, the players of videos and the dialog. The press waits for it and is made again. Where it does not come, a
   link leads where it always did, and a form says so and keeps what was typed. */
const HTMX = "/assets/today/htmx.js"
const TAPPED = ["/assets/today/tapped.css", "/assets/today/tapped.js"]
const here = new Set()
const coming = new Map()

/** Bring a script or a stylesheet, once; one that did not come may be asked for again. */
const bring = (address) => {
  if (here.has(address)) return
  if (coming.has(address)) return coming.get(address)
  const isSheet = address.endsWith(".css")
  const element = document.createElement(isSheet ? "link" : "script")
  const arrival = new Promise((resolve, reject) => {
    element.onload = () => setTimeout(() => resolve(here.add(address)))
    element.onerror = () => {
      element.remove()
      coming.delete(address)
      reject(new Error(address))
    }
  })
  Object.assign(element, isSheet ? { rel: "stylesheet", href: address } : { src: address })
  document.head.append(element)
  coming.set(address, arrival)
  return arrival
}

(() => {
  const partsOf = (link) => {
    if (link.matches("[data-hx-target='#dialog-content']")) return [HTMX, ...TAPPED]
    if (link.matches("[data-hx-get]")) return [HTMX]
    return link.matches(".embed.video > a") || link.querySelector("img") ? TAPPED : []
  }

  const wait = async (event, element, parts, again, otherwise) => {
    if (parts.every((address) => here.has(address))) return
    event.preventDefault()
    event.stopPropagation()
    if (element.classList.contains("htmx-request")) return
    element.classList.add("htmx-request")
    const came = await Promise.all(parts.map(bring)).then(() => true, () => false)
    element.classList.remove("htmx-request")
    if (came) again()
    else otherwise()
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-hx-get], .gallery a, .embed > a")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (link.matches(".embed:not(.video) > a")) link.target = "_blank"
    else wait(event, link, partsOf(link), () => link.click(), () => { location = link.href })
  }, true)

  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event
    if (form.matches("[data-hx-post]")) wait(event, form, [HTMX], () => form.requestSubmit(submitter), () => tellTrouble(form))
  }, true)

  document.addEventListener("focusin", async ({ target }) => {
    if (here.has(HTMX) || !target.closest("form[data-hx-post], input[data-hx-get]")) return
    try {
      await bring(HTMX)
      if (target.matches("input[data-hx-get]") && target.value !== target.defaultValue) target.dispatchEvent(new Event("input", { bubbles: true }))
    } catch {
      // The form is sent whole, or asks again when it is.
    }
  })
})()
