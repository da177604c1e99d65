// Whoever signs up gets their letters by their own clock; without this it is the newsroom's.
document.addEventListener("submit", ({ target }) => {
  if (target.matches(".subscribe")) target.elements.zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone
}, true)
