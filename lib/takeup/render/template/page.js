"use strict";
// Two conveniences; everything on the page works without them.
// 1. Columns of numbers can be sorted. 2. Folds that belong on paper are printed open.
(function () {
  const words = document.body.dataset;
  const live = document.getElementById("live");

  function number(cell) {
    const text = cell.textContent.replace(/[().%\s]/g, "").replace("\u2212", "-").replace("±", "");
    return parseFloat(text.replace(",", "."));
  }

  function compare(column, direction) {
    return function (a, b) {
      const x = number(a.cells[column]), y = number(b.cells[column]);
      // Signs for missing numbers stay at the end, whichever way is up.
      if (isNaN(x) || isNaN(y)) return isNaN(x) - isNaN(y);
      return direction * (x - y);
    };
  }

  function sort(table, given, column) {
    const head = table.tHead.rows[0].cells[column];
    const descending = head.getAttribute("aria-sort") !== "descending";
    const pattern = column === 0 ? words.sortedGiven
      : descending ? words.sortedDescending : words.sortedAscending;
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    if (column > 0) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const rows = column === 0 ? given : given.slice().sort(compare(column, descending ? -1 : 1));
    table.tBodies[0].append(...rows);
    live.textContent = pattern.replace("{column}", head.textContent);
  }

  document.querySelectorAll("table.sortable").forEach(function (table) {
    const given = Array.from(table.tBodies[0].rows);
    Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
      if (column > 0 && !head.classList.contains("right")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", function () { sort(table, given, column); });
      head.append(button);
    });
  });

  let opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.from(document.querySelectorAll("[data-paper] details:not([open])"));
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
  });
})();
