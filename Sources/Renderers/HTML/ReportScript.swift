// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Filters and sorts tables; a page is whole without it.
enum ReportScript {
    static let html = HTML(stringLiteral: text)

    static let text = #"""
        "use strict";
        for (const table of document.querySelectorAll("table[data-sortable]")) {
          const body = table.tBodies[0];
          const key = (row, column) => {
            const cell = row.cells[column];
            return cell.dataset.sort ?? cell.textContent.trim();
          };
          table.querySelectorAll("thead th").forEach((head, column) => {
            if (head.dataset.fixed !== undefined) return;
            const button = document.createElement("button");
            button.type = "button";
            button.append(...head.childNodes);
            head.append(button);
            button.addEventListener("click", () => {
              const descends = head.getAttribute("aria-sort") === "ascending";
              for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
              head.setAttribute("aria-sort", descends ? "descending" : "ascending");
              const rows = [...body.rows];
              const compare = (a, b) => {
                const [x, y] = [key(a, column), key(b, column)];
                const [m, n] = [Number(x), Number(y)];
                const order = Number.isNaN(m) || Number.isNaN(n) ? x.localeCompare(y) : m - n;
                return descends ? -order : order;
              };
              rows.sort(compare);
              body.append(...rows);
            });
          });
        }
        for (const filter of document.querySelectorAll("[data-filters]")) {
          const table = document.getElementById(filter.dataset.filters);
          const status = filter.querySelector("output");
          const apply = () => {
            const words = filter.querySelector("input").value.toLowerCase().split(/\s+/).filter(Boolean);
            const choices = [...filter.querySelectorAll("select")].filter((one) => one.value);
            let shown = 0;
            for (const row of table.tBodies[0].rows) {
              const text = row.textContent.toLowerCase();
              const fits = words.every((word) => text.includes(word))
                && choices.every((one) => row.dataset[one.name] === one.value);
              row.hidden = !fits;
              if (fits) shown += 1;
            }
            status.textContent = `${shown} of ${table.tBodies[0].rows.length} shown`;
          };
          filter.hidden = false;
          filter.addEventListener("input", apply);
          filter.addEventListener("submit", (event) => event.preventDefault());
          apply();
        }
        """#
}
