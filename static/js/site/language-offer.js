/* Who reads in another of our languages is offered it beside the date; nobody is sent there. */
(() => {
  const wanted = navigator.language.split("-")[0]
  const link = document.querySelector(`.languages a[hreflang="${wanted}"]`)
  const strip = document.querySelector(".masthead-strip")
  if (link && strip) strip.append(link.cloneNode(true))
})()
