/* What scripts say, in the language of the page; a page in English tells nothing, since it stands here. */
const WORDS = JSON.parse(document.body.dataset.words ?? "{}")
const say = (words) => WORDS[words] ?? words
