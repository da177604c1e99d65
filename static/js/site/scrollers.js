/* What scrolls sideways in an article can be reached by keyboard in every browser. */
(() => {
  for (const region of document.querySelectorAll(".prose :is(.gallery, table, pre), .strip")) {
    if (region.scrollWidth > region.clientWidth) region.tabIndex = 0
  }
})()
