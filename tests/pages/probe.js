// What layout tells and no public tool looks for. Called with the name of a probe and the colours
// of series and of their names; answers pairs [rule, what].
([name, colours]) => {
  const found = [];
  const report = (rule, element, words) => found.push([
    `own:${rule}`, `${element.tagName} ${(words ?? element.textContent).trim().slice(0, 60)}`]);
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const SMALLEST = 11, TOLERANCE = 1;

  // ---- colours --------------------------------------------------------------------------------
  const canvas = (value) => {
    const parts = value.match(/[\d.]+/g);
    return !value.startsWith("rgb") || !parts ? null
      : { rgb: parts.slice(0, 3).map(Number), alpha: parts[3] === undefined ? 1 : +parts[3] };
  };
  const over = (top, under) => top.rgb.map((each, at) => each * top.alpha + under[at] * (1 - top.alpha));
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((each) => each / 255)
      .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const paint = (element, what) => {
    const style = getComputedStyle(element);
    const colour = canvas(style[what]);
    return colour && { ...colour, alpha: colour.alpha * style[`${what}Opacity`] * style.opacity };
  };
  const backdrop = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = canvas(getComputedStyle(at).backgroundColor);
      if (colour && colour.alpha === 1) return colour.rgb;
    }
    return [255, 255, 255];
  };

  // ---- drawings -------------------------------------------------------------------------------
  const SHAPES = "path, rect, circle, polygon";
  const covers = (shape, x, y) => {
    const point = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
    return shape.isPointInFill(point);
  };
  const behind = (text, svg, shapes) => {
    const box = text.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    return shapes
      .filter((each) => each.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)
      .filter((each) => covers(each, x, y))
      .reduce((under, each) => over(paint(each, "fill"), under), backdrop(svg));
  };
  const drawing = (svg) => {
    const edge = svg.getBoundingClientRect();
    const shapes = all(SHAPES, svg).filter((each) => !each.closest("defs, clipPath") && paint(each, "fill"));
    const texts = all("text", svg);
    const boxes = texts.map((each) => each.getBoundingClientRect());
    texts.forEach((text, at) => {
      const box = boxes[at];
      const scale = text.getScreenCTM();
      if (parseFloat(getComputedStyle(text).fontSize) * Math.hypot(scale.a, scale.b) < SMALLEST)
        report("small-text", text);
      if (box.left < edge.left - TOLERANCE || box.right > edge.right + TOLERANCE
        || box.top < edge.top - TOLERANCE || box.bottom > edge.bottom + TOLERANCE)
        report("outside-drawing", text);
      const under = behind(text, svg, shapes);
      if (contrast(over(paint(text, "fill"), under), under) < 4.5) report("faint-text", text);
      // Lines of one text may touch: letters do not fill their box.
      const other = boxes.findIndex((each, later) => later > at
        && Math.min(box.right, each.right) - Math.max(box.left, each.left) > 2
        && Math.min(box.bottom, each.bottom) - Math.max(box.top, each.top) > 5);
      if (other >= 0) report("overlap", text, `${text.textContent} / ${texts[other].textContent}`);
    });
    onlyColour(svg, texts);
  };
  // A series is told by a shape of its own, or its name stands beside it in its colour.
  const onlyColour = (svg, texts) => {
    const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join();
    const names = new Set(texts.map((each) => paint(each, "fill").rgb.join()));
    const users = new Map();
    for (const mark of all("path, rect, circle, polyline, line, use", svg)) {
      if (mark.closest("defs, clipPath")) continue;
      const style = getComputedStyle(mark);
      const target = mark.tagName === "use" && svg.querySelector(mark.getAttribute("href"));
      const shape = [mark.tagName, target ? target.outerHTML.replace(/ id="[^"]*"/, "") : "",
        style.strokeDasharray, style.fill === "none"].join(" ");
      for (const what of ["stroke", "fill"]) {
        const colour = canvas(style[what]);
        const series = colour && colours.series.findIndex((each) => rgb(each) === colour.rgb.join());
        if (colour && series >= 0) users.set(shape, (users.get(shape) ?? new Set()).add(series));
      }
    }
    for (const [shape, used] of users)
      if (used.size > 1 && [...used].some((each) => !names.has(rgb(colours.names[each]))))
        report("only-colour", svg, `${[...used].map((each) => colours.series[each])} ${shape}`);
  };

  // ---- the page -------------------------------------------------------------------------------
  const shown = (element) => element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
  const sideways = () => {
    const width = document.documentElement.scrollWidth;
    if (width > innerWidth) report("sideways", document.body, `${width} px`);
  };
  const words = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const parents = new Set();
    while (walker.nextNode()) if (walker.currentNode.data.trim()) parents.add(walker.currentNode.parentElement);
    for (const each of parents) {
      if (each.closest("svg, script, style, .hidden") || !shown(each)) continue;
      if (parseFloat(getComputedStyle(each).fontSize) < SMALLEST) report("small-text", each);
    }
  };
  // Text that sticks out of its box lies on something else or is cut off.
  const boxes = () => {
    for (const each of all("body *")) {
      if (each.closest("svg, .hidden") || !shown(each) || each.matches(".scroll, .skip")) continue;
      const style = getComputedStyle(each);
      if (style.display === "inline" || !each.clientWidth) continue;
      if (each.scrollWidth > each.clientWidth + TOLERANCE && !/auto|scroll/.test(style.overflowX)
        && style.position !== "absolute") report("sticks-out", each);
      if (/hidden|clip/.test(style.overflowY) && each.scrollHeight > each.clientHeight + TOLERANCE)
        report("cut-off", each);
    }
  };
  // A heading that stays while its table scrolls must leave room for the other columns.
  const sticky = () => {
    for (const each of all("tbody th")) {
      const room = each.closest(".scroll")?.clientWidth;
      if (room && shown(each) && getComputedStyle(each).position === "sticky" && each.offsetWidth > 0.75 * room
        && each.closest(".scroll").scrollWidth > room) report("covers", each);
    }
  };
  const FOCUSABLE = "a[href], button, summary, input, select, textarea, [tabindex]:not([tabindex='-1'])";
  // One of each kind: hundreds of buttons share a rule of the style sheet.
  const focus = () => {
    const kinds = new Map();
    for (const each of all(FOCUSABLE)) {
      const kind = [each.tagName, each.className, each.parentElement.tagName, each.parentElement.className].join();
      if (shown(each) && !kinds.has(kind)) kinds.set(kind, each);
    }
    for (const each of kinds.values()) {
      each.focus({ focusVisible: true });
      const style = getComputedStyle(each);
      const ring = canvas(style.outlineColor);
      const visible = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        && contrast(over(ring, backdrop(each.parentElement)), backdrop(each.parentElement)) >= 3;
      if (!visible) report("focus", each);
      const box = each.getBoundingClientRect();
      if (box.right <= 0 || box.left >= innerWidth) report("focus-hidden", each);
    }
  };
  // On paper all of the page, but for entries to look up that are closed and what leads to them.
  const lookup = (each) => each?.matches(".folds:not([data-paper])");
  const paper = () => {
    for (const each of all("main > *, [data-paper] details > :not(summary)")) {
      const next = each.nextElementSibling;
      const leads = lookup(each) || lookup(next) || (each.tagName === "H2" && lookup(next?.nextElementSibling));
      if (!leads && !shown(each)) report("not-printed", each);
    }
  };

  const probes = {
    width: [sideways],
    layout: [sideways, words, boxes, sticky, () => all("svg").filter(shown).forEach(drawing), focus],
    paper: [sideways, paper],
  };
  probes[name].forEach((each) => each());
  return found;
}
