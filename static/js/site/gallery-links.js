/* A picture of a gallery leads to its largest form; the viewer that a tap brings shows it in place. */
(() => {
  for (const image of document.querySelectorAll(".gallery img")) {
    if (image.closest("a")) continue
    const link = document.createElement("a")
    link.href = image.srcset.split(/,\s+/).pop().split(" ")[0] || image.src
    const shown = image.closest("picture") ?? image
    shown.replaceWith(link)
    link.append(shown)
  }
})()
