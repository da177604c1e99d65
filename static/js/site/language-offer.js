/* Who reads in another of our languages is offered it beside the date, where that moves nothing; nobody is sent there. */
(() => {
  const wanted = navigator.language.split("-")[0]
  const link = document.querySelector(`.languages a[hreflang="${wanted}"]`)?.cloneNode(true)
  const strip = document.querySelector(".masthead-strip")
  if (!link || !strip) return
  const height = strip.offsetHeight
  strip.firstElementChild.after(link)
  if (strip.offsetHeight > height) link.remove()
})()
