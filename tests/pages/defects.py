"""Defects as they happen, and every rule that finds each of them."""

import re
from dataclasses import dataclass

from .planting import Edit, drop, in_drawings, into_main, script, style, swap


@dataclass(frozen=True)
class Defect:
    """What is wrong, how it gets into the page, and every rule that says so."""

    name: str
    edit: Edit
    rules: frozenset[str]


def _found(name: str, edit: Edit, rules: str) -> Defect:
    return Defect(name, edit, frozenset(rules.split()))


PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
OUTSIDE = "https://statistik.example"

DEFECTS = (
    _found(
        "wrong language", swap('<html lang="de">', '<html lang="en">'), "page:lang vnu:warning"
    ),
    _found(
        "no language",
        swap('<html lang="de">', "<html>"),
        "axe:html-has-lang html-validate:element-required-attributes page:lang vnu:warning",
    ),
    _found("no h1", drop("<h1>.*?</h1>"), "axe:page-has-heading-one page:h1 vnu:warning"),
    _found(
        "heading level skipped",
        lambda page: re.sub(r'<h2( id="s-das-wichtigste">.*?)</h2>', r"<h4\1</h4>", page),
        "axe:heading-order vnu:error",
    ),
    _found(
        "title of another page",
        lambda page: re.sub("<title>.*?</title>", "<title>Bericht</title>", page),
        "own:title",
    ),
    _found(
        "id twice",
        swap('<p class="kicker">', '<p class="kicker" id="inhalt">'),
        "html-validate:no-dup-id page:id vnu:error vnu:warning",
    ),
    _found(
        "broken entry of the contents",
        swap('href="#s-das-wichtigste"', 'href="#s-wichtig"'),
        "page:anchor",
    ),
    _found(
        "link to a page that is not there",
        swap('href="index.html"', 'href="uebersicht.html"'),
        "own:link",
    ),
    _found(
        "link without words",
        into_main('<p><a href="kreis.html"></a></p>'),
        "axe:link-name html-validate:wcag/h30",
    ),
    _found(
        "picture with nbconvert's placeholder",
        into_main(
            f'<img src="{PICTURE}" alt="No description has been provided for this image">'
        ),
        "own:console page:address page:element vnu:warning",
    ),
    _found(
        "drawing with a placeholder",
        lambda page: re.sub(
            "(<desc[^>]*>).*?</desc>",
            r"\1No description has been provided for this image</desc>",
            page,
        ),
        "page:alt",
    ),
    _found("table without a caption", drop("<caption.*?</caption>"), "page:anchor page:table"),
    _found(
        "heading of a column without its scope",
        swap('<th scope="col"', "<th"),
        "html-validate:wcag/h63 page:table",
    ),
    _found(
        "figure without its data", drop('<details class="data">.*?</details>'), "page:figure"
    ),
    _found(
        "text of 9 px on a phone",
        style("@media (max-width: 40rem) { .takeup .source { font-size: 9px } }"),
        "own:small-text",
    ),
    _found(
        "text of a drawing at 9 px",
        in_drawings('x="0" y="13"', 'font-size="9" x="0" y="13"'),
        "own:small-text",
    ),
    _found(
        "text cut off by its drawing",
        in_drawings('x="0" y="13"', 'x="-30" y="13"'),
        "own:outside-drawing",
    ),
    _found(
        "faint text in a drawing",
        in_drawings('<text fill="#51577a"', '<text fill="#aab0c8"'),
        "own:faint-text",
    ),
    _found(
        "dark text on a dark bar",
        in_drawings(
            "</desc>", '</desc><rect x="0" y="0" width="320" height="60" fill="#2044aa"/>'
        ),
        "own:faint-text",
    ),
    _found(
        "two texts of a drawing on each other",
        in_drawings('x="0" y="13"', 'x="0" y="31"'),
        "own:overlap",
    ),
    _found(
        "series told by colour only",
        in_drawings(
            "</desc>",
            '</desc><path d="M0 0L60 4" stroke="#2044aa" fill="none"/>'
            '<path d="M0 8L60 9" stroke="#c67600" fill="none"/>',
        ),
        "own:only-colour",
    ),
    _found(
        "faint text on the page",
        style(".takeup .source { color: #9aa0b8 }"),
        "axe:color-contrast",
    ),
    _found(
        "no policy", drop('<meta http-equiv="Content-Security-Policy"[^>]*>'), "page:policy"
    ),
    _found(
        "policy that lets everything in",
        swap("default-src &#39;none&#39;", "default-src *"),
        "page:policy_default-src",
    ),
    _found(
        "picture from elsewhere",
        into_main(f'<img src="{OUTSIDE}/zaehler.gif" alt="Zähler der Besuche dieser Seite">'),
        "own:console own:request page:address page:element vnu:warning",
    ),
    _found(
        "script from elsewhere",
        swap("</body>", f'<script src="{OUTSIDE}/a.js"></script></body>'),
        "own:console own:request page:address page:policy_script vnu:warning",
    ),
    _found(
        "style from elsewhere",
        swap("</head>", f'<link rel="stylesheet" href="{OUTSIDE}/a.css"></head>'),
        "own:console own:request page:address page:element vnu:warning",
    ),
    _found(
        "font from elsewhere",
        style(
            f"@font-face {{ font-family: A; src: url({OUTSIDE}/a.woff2) }} "
            "body { font-family: A }"
        ),
        "own:console own:request page:address",
    ),
    _found(
        "preload from elsewhere",
        swap("</head>", f'<link rel="preload" as="font" href="{OUTSIDE}/a.woff2"></head>'),
        "own:console own:request page:address page:element",
    ),
    _found(
        "request by a script",
        lambda page: script(f'fetch("{OUTSIDE}/a");')(page).replace(
            "default-src &#39;none&#39;", "default-src *", 1
        ),
        "own:request page:policy_default-src",
    ),
    _found(
        "page that reloads itself",
        swap("</head>", '<meta http-equiv="refresh" content="300"></head>'),
        "axe:meta-refresh html-validate:meta-refresh page:meta",
    ),
    _found(
        "handler in an attribute",
        swap('<p class="kicker">', '<p class="kicker" onclick="alert(1)">'),
        "own:console page:inline vnu:warning",
    ),
    _found(
        "style in an attribute",
        swap('<p class="kicker">', '<p class="kicker" style="color: red">'),
        "html-validate:no-inline-style own:console page:inline vnu:warning",
    ),
    _found(
        "error of a script", script("document.getElementById('fehlt').focus();"), "own:script"
    ),
    _found(
        "words written by a script",
        script("document.querySelector('h1').append(' (neu)');"),
        "own:no-script",
    ),
    _found(
        "English number", into_main("<p>Es waren 1,234.5 Stunden.</p>"), "own:english-number"
    ),
    _found(
        "English percentage",
        into_main("<p>Das sind 12.5 % aller Anträge.</p>"),
        "own:english-number",
    ),
    _found(
        "abbreviation that nobody explains",
        into_main("<p>Das folgt aus dem VwVfG.</p>"),
        "own:abbreviation",
    ),
    _found(
        "fixed width",
        style("main { width: 600px }"),
        "own:sideways own:small-text own:sticks-out",
    ),
    _found(
        "text wider than its box",
        style(".takeup .key { width: 4rem; overflow-wrap: normal; hyphens: none }"),
        "own:sticks-out",
    ),
    _found(
        "heading that covers its table",
        style("@media (max-width: 40rem) { .takeup tbody th { min-width: 18rem } }"),
        "own:covers",
    ),
    _found(
        "text cut off by its box",
        style(".takeup .key { height: 3rem; overflow: hidden }"),
        "own:cut-off",
    ),
    _found("no mark of the focus", style(":focus-visible { outline: none }"), "own:focus"),
    _found(
        "skip link that stays hidden",
        style(".skip:focus { left: -999rem }"),
        "own:focus-hidden",
    ),
    _found(
        "order of the keyboard changed",
        swap('<a class="skip"', '<a tabindex="3" class="skip"'),
        "axe:tabindex",
    ),
    _found(
        "targets too small and close",
        style(
            ".toc a { font-size: 12px; line-height: 12px; padding: 0 } "
            ".toc ol, .toc li { display: inline; margin: 0 }"
        ),
        "axe:target-size",
    ),
    _found(
        "figures that are not printed",
        style("@media print { main > figure { display: none } }"),
        "own:not-printed",
    ),
    _found(
        "page wider than the paper",
        style("@media print { main { width: 800px } }"),
        "own:sideways",
    ),
    _found("nobody to report a barrier to", drop('<p class="contact">.*?</p>'), "own:barriers"),
    _found(
        "no statement on barriers",
        drop('<section id="barrierefreiheit">.*?</section>'),
        "own:barriers",
    ),
    _found(
        "name taken for markup",
        into_main("<p><img src=x onerror=alert(1)></p>"),
        "axe:image-alt html-validate:attr-quotes html-validate:wcag/h37 own:console "
        "own:request page:element page:inline vnu:error vnu:warning",
    ),
    _found(
        "element left open",
        swap("</figure>", ""),
        "html-validate:close-order html-validate:no-implicit-close vnu:error",
    ),
    _found(
        "list that holds no items",
        swap('<ul class="', '<ul><p>Text</p></ul><ul class="'),
        "axe:list html-validate:element-permitted-content vnu:error",
    ),
)
