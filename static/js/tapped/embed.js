/* A video plays in place once it is tapped, if its player is one that the page may frame; all else opens in a new tab. */
(() => {
  const PLAYERS = [
    [/^https?:\/\/(?:www\.|m\.)?youtu(?:be\.com\/(?:watch\?(?:.*&)?v=|shorts\/|live\/)|\.be\/)([\w-]+).*/, "https://www.youtube-nocookie.com/embed/$1?autoplay=1"],
    [/^https?:\/\/(?:www\.)?vimeo\.com\/(?:.+\/)?(\d+)\/?(?:[?#].*)?$/, "https://player.vimeo.com/video/$1?dnt=1&autoplay=1"],
    [/^https?:\/\/(?:www\.)?dai(?:lymotion\.com\/video|\.ly)\/(\w+).*/, "https://geo.dailymotion.com/player.html?video=$1"],
  ]

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".embed > a")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    const known = !link.previousElementSibling && PLAYERS.find(([page]) => page.test(link.href))
    if (!known) {
      link.target = "_blank"
      return
    }
    event.preventDefault()
    const player = document.createElement("iframe")
    player.title = link.querySelector("strong").textContent
    player.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture"
    player.sandbox = "allow-scripts allow-same-origin allow-popups allow-presentation"
    player.loading = "lazy"
    player.src = link.href.replace(...known)
    link.before(player)
    player.focus()
  })
})()
