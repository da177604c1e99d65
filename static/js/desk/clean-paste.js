/* window.cleanFragment(html): what may stand in the writing area; the server's sanitiser has the last word. */
(() => {
  if (!window.DOMPurify) return
  const TAGS = "p br h2 h3 h4 ul ol li blockquote cite figure figcaption img a strong b em i u s sub sup code pre hr table thead tbody tfoot tr th td caption dl dt dd span abbr q small del ins mark time details summary".split(" ")
  const ATTRIBUTES = "lang dir href hreflang src srcset sizes alt width height loading colspan rowspan scope start reversed title datetime open class id".split(" ")
  const CLASSES = new Set(["gallery", "embed", "footnotes", "alignleft", "alignright", "aligncenter", "pull-quote", "video", "missing-picture"])
  /* These hold no address, so the rule for addresses does not judge them. */
  const PLAIN = ATTRIBUTES.filter((name) => !["href", "src", "srcset"].includes(name))
  const HEADINGS = { H1: "h2", H5: "h4", H6: "h4" }
  const purify = DOMPurify(window)

  const ownPicture = (address) => {
    try {
      const found = new URL(address, location.href)
      return found.origin === location.origin && found.pathname.startsWith("/media/")
    } catch {
      return false
    }
  }

  purify.addHook("uponSanitizeAttribute", (node, part) => {
    if (part.attrName === "id") part.keepAttr = /^fn(ref)?-\d+(-\d+)?$/.test(part.attrValue)
    if (part.attrName !== "class") return
    part.attrValue = part.attrValue.split(/\s+/).filter((name) => CLASSES.has(name)).join(" ")
    part.keepAttr = part.attrValue !== ""
  })

  purify.addHook("uponSanitizeElement", (node) => {
    const heading = HEADINGS[node.nodeName]
    if (heading) {
      const renamed = node.ownerDocument.createElement(heading)
      renamed.append(...node.childNodes)
      node.replaceWith(renamed)
    }
    if (node.nodeName === "IMG" && !ownPicture(node.getAttribute("src"))) node.remove()
  })

  purify.addHook("afterSanitizeAttributes", (node) => {
    if (node.nodeName === "A" && !node.hasAttribute("href")) node.replaceWith(...node.childNodes)
  })

  window.cleanFragment = (html) => {
    const clean = purify.sanitize(html, {
      ALLOWED_TAGS: TAGS,
      ALLOWED_ATTR: ATTRIBUTES,
      ADD_URI_SAFE_ATTR: PLAIN,
      ALLOW_DATA_ATTR: false,
      ALLOW_ARIA_ATTR: false,
      ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:|\/|#)/i,
      RETURN_DOM_FRAGMENT: true,
    })
    return document.importNode(clean, true)
  }
})()
