/* A picture of a gallery opens large over the page: swiped as the browser scrolls, or moved by buttons and arrow keys. */
(() => {
  const enlarged = (link) => {
    const figure = document.createElement("figure")
    const caption = link.closest("figure:not(.gallery)")?.querySelector("figcaption")
    figure.append(link.firstElementChild.cloneNode(true), ...(caption ? [caption.cloneNode(true)] : []))
    for (const source of figure.querySelectorAll("[sizes]")) source.sizes = "100vw"
    return figure
  }

  const open = (gallery, links, first) => {
    const viewer = document.createElement("dialog")
    viewer.className = "viewer"
    viewer.ariaLabel = say("Pictures")
    viewer.innerHTML = "<div></div><p><button></button><span role=status></span><button></button><button></button></p>"
    const [strip, row] = viewer.children
    const [back, place, on, close] = row.children
    back.textContent = say("Previous")
    on.textContent = say("Next")
    close.textContent = say("Close")
    strip.lang = gallery.closest("[lang]").lang
    strip.dir = getComputedStyle(gallery).direction
    strip.append(...links.map(enlarged))
    const at = () => Math.round(Math.abs(strip.scrollLeft) / strip.clientWidth)
    const show = (number) => strip.children[(number + links.length) % links.length].scrollIntoView()
    const tell = () => { place.textContent = say("%(place)s of %(count)s").replace("%(place)s", at() + 1).replace("%(count)s", links.length) }
    back.onclick = () => show(at() - 1)
    on.onclick = () => show(at() + 1)
    close.onclick = () => viewer.close()
    strip.onscroll = tell
    viewer.onclose = () => viewer.remove()
    viewer.onkeydown = (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      if (!step) return
      event.preventDefault()
      show(at() + (strip.dir === "rtl" ? -step : step))
    }
    document.body.append(viewer)
    viewer.showModal()
    strip.children[first].scrollIntoView({ behavior: "instant" })
    tell()
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".gallery a:has(img)")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const gallery = link.closest(".gallery")
    const links = [...gallery.querySelectorAll("a:has(img)")]
    open(gallery, links, links.indexOf(link))
  })
})()
