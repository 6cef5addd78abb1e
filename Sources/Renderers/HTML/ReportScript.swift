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
          const heads = [...table.querySelectorAll("thead th")];
          const sort = (column, descends) => {
            for (const head of heads) head.removeAttribute("aria-sort");
            heads[column].setAttribute("aria-sort", descends ? "descending" : "ascending");
            const compare = (a, b) => {
              const [x, y] = [key(a, column), key(b, column)];
              const [m, n] = [Number(x), Number(y)];
              const order = Number.isNaN(m) || Number.isNaN(n) ? x.localeCompare(y) : m - n;
              return descends ? -order : order;
            };
            body.append(...[...body.rows].sort(compare));
          };
          heads.forEach((head, column) => {
            const button = document.createElement("button");
            button.type = "button";
            button.append(...head.childNodes);
            head.append(button);
            button.addEventListener("click", () => sort(column, head.getAttribute("aria-sort") === "ascending"));
          });
          // Cards have no heads to press.
          const order = document.querySelector(`[data-filters="${table.id}"] [data-order]`);
          order?.addEventListener("change", () => {
            if (order.value) sort(Math.abs(order.value) - 1, order.value < 0);
          });
        }
        for (const filter of document.querySelectorAll("[data-filters]")) {
          const table = document.getElementById(filter.dataset.filters);
          const status = filter.querySelector("output");
          const apply = () => {
            const words = filter.querySelector("input").value.toLowerCase().split(/\s+/).filter(Boolean);
            const choices = [...filter.querySelectorAll("select[name]")].filter((one) => one.value);
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
