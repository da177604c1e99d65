"""From the HTML that WordPress kept, with its shortcodes and block comments, to HTML fit for our sanitiser."""
