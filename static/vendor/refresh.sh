#!/bin/sh
# Fetch the vendored scripts and fonts again with `npm pack` and check them against VENDORED.md.
# To raise a version: change it below, run `./refresh.sh --update`, remove the old file, correct the table, read the diff.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

take() { # package, version, path inside the package, our file name
    (cd "$scratch" && tar -xzf "$(npm pack --silent "$1@$2")" && cp "package/$3" "$here/$4" && rm -rf package)
}

take htmx.org 4.0.1 dist/htmx.min.js htmx-4.0.1.min.js
take squire-rte 2.4.8 dist/squire.js squire-2.4.8.js
take dompurify 3.4.18 dist/purify.min.js purify-3.4.18.min.js
take @expo-google-fonts/noto-serif 0.4.2 700Bold/NotoSerif_700Bold.ttf fonts/NotoSerif_700Bold.ttf
take @expo-google-fonts/noto-naskh-arabic 0.4.5 700Bold/NotoNaskhArabic_700Bold.ttf fonts/NotoNaskhArabic_700Bold.ttf
take @expo-google-fonts/noto-sans-ethiopic 0.4.2 700Bold/NotoSansEthiopic_700Bold.ttf fonts/NotoSansEthiopic_700Bold.ttf

cd "$here"
if [ "${1:-}" = "--update" ]; then
    { sed '/^```$/,$d' VENDORED.md; echo '```'; sha256sum ./*.js fonts/*.ttf | sed 's|\./||'; echo '```'; } >"$scratch/VENDORED.md"
    cp "$scratch/VENDORED.md" VENDORED.md
else
    sed -n '/^```$/,/^```$/p' VENDORED.md | grep -v '```' | sha256sum --check
fi
