// Before htmx begins, which is in a task after this script: our own styles for what waits, and whole pages from the history.
Object.assign(htmx.config, { includeIndicatorCSS: false, history: "reload" })
// At the desk it comes with the page, unasked.
here.add(HTMX)
