// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Stylesheet {
    static let tables = """
        table { width: 100%; border-collapse: collapse; font-size: .875rem; }
        caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        th, td { text-align: left; vertical-align: top; padding: .5rem .7rem; border-top: 1px solid var(--line); }
        th:first-child, td:first-child { padding-left: 0; }
        th:last-child, td:last-child { padding-right: 0; }
        thead th { border-top: 0; color: var(--soft); font-weight: 550; font-size: .8125rem; white-space: nowrap; vertical-align: bottom; }
        tbody th { font-weight: 500; white-space: nowrap; }
        .rows tbody tr:target { background: var(--accent-ground); }
        .number { text-align: right; white-space: nowrap; }
        .wide { width: 45%; min-width: 14rem; }
        .title { font-weight: 550; }
        th button { all: unset; cursor: pointer; color: inherit; font: inherit; }
        th button:hover { color: var(--ink); }
        th button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
        th button::after { content: " ↕"; opacity: .75; font-size: .8em; }
        th[aria-sort="ascending"] button::after { content: " ↑"; opacity: 1; }
        th[aria-sort="descending"] button::after { content: " ↓"; opacity: 1; }
        .filter { display: flex; flex-wrap: wrap; gap: .6rem 1.1rem; align-items: center; font-size: .875rem; color: var(--soft); }
        .filter[hidden] { display: none; }
        .filter label { display: inline-flex; gap: .45rem; align-items: center; white-space: nowrap; }
        .filter .order { display: none; }
        input, select { font: inherit; color: var(--ink); background: var(--surface); border: 1px solid var(--muted-fill); border-radius: 7px; padding: .35rem .6rem; min-width: 0; max-width: 100%; }
        input { width: min(18rem, 100%); }
        .matrix { table-layout: fixed; text-align: center; font-size: .8125rem; }
        .matrix th, .matrix td { text-align: center; padding: .3rem .15rem; border: 2px solid var(--surface); }
        .matrix tbody th { text-align: left; padding-right: .5rem; width: 5.5rem; overflow: hidden; text-overflow: ellipsis; }
        .matrix thead th:first-child { width: 5.5rem; text-align: left; }
        .matrix td { border-radius: 6px; background: var(--raised); }
        .matrix td.none { background: none; color: var(--soft); }
        .matrix td.h0 { background: var(--good-ground); }
        .matrix td.h1 { background: color-mix(in srgb, var(--bad-fill) 12%, var(--surface)); }
        .matrix td.h2 { background: color-mix(in srgb, var(--bad-fill) 22%, var(--surface)); }
        .matrix td.h3 { background: color-mix(in srgb, var(--bad-fill) 34%, var(--surface)); }
        .matrix td.h4 { background: color-mix(in srgb, var(--bad-fill) 46%, var(--surface)); }
        .legend { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; font-size: .8125rem; color: var(--soft); }
        .legend b { color: var(--ink); font-weight: 650; }
        """

    static let charts = """
        figure { margin: 0; display: grid; gap: .5rem; min-width: 0; }
        figure svg.chart { width: 100%; max-width: 42rem; height: auto; display: block; font: 12px var(--sans); overflow: hidden; }
        .chart text { fill: var(--soft); }
        .chart text.strong { fill: var(--ink); font-weight: 600; }
        .chart .axis { stroke: var(--strong-line); stroke-width: 1; fill: none; }
        .chart .grid { stroke: var(--line); stroke-width: 1; fill: none; }
        .chart .limit { stroke: var(--soft); stroke-width: 1.2; stroke-dasharray: 4 4; fill: none; }
        .chart .fill-bad { fill: var(--bad-fill); }
        .chart .fill-info { fill: var(--info-fill); }
        .chart .fill-muted { fill: var(--muted-fill); }
        .chart .line-bad, .chart .line-good { fill: none; stroke-width: 2.25; stroke-linejoin: round; }
        .chart .line-bad { stroke: var(--bad-fill); }
        .chart .line-good { stroke: var(--good-fill); stroke-dasharray: 7 3; }
        .chart .mark { stroke: var(--ink); stroke-width: 2; }
        svg.chart.small { display: none; }
        figcaption { font-size: .8125rem; color: var(--soft); display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; }
        .key { display: inline-block; width: .8rem; height: .8rem; border-radius: 3px; vertical-align: -.08rem; margin-right: .3rem; background: var(--muted-fill); }
        .key.bad { background: var(--bad-fill); } .key.good { background: var(--good-fill); } .key.info { background: var(--info-fill); }
        .meter { width: 100%; height: .5rem; border-radius: 99px; display: block; }
        .meter rect { fill: var(--info-fill); } .meter .track { fill: var(--muted-ground); }
        .meter.bad rect:last-child { fill: var(--bad-fill); }
        .meter.warning rect:last-child { fill: var(--warning-fill); }
        .strip { display: block; width: 100%; height: 1.9rem; background: var(--raised); border-radius: 6px; }
        .strip .failed { fill: var(--bad-fill); } .strip .passed { fill: var(--good-fill); }
        """

    /// Rows become cards where a table of many columns, or any table, has no room.
    static let cards = [("62rem", ".rows.many"), ("44rem", ".rows")].map { width, table in
        """
        @media (max-width: \(width)) {
          \(table), \(table) tbody { display: block; }
          \(table) thead { display: none; }
          .filter .order { display: inline-flex; }
          \(table) tbody tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .15rem .9rem; padding: .8rem 0; border-top: 1px solid var(--line); }
          \(table) tbody tr[hidden] { display: none; }
          \(table) tbody tr:first-child { border-top: 0; }
          \(table) th, \(table) td { display: block; border: 0; padding: 0; text-align: left; width: auto; min-width: 0; white-space: normal; }
          \(table) td::before { content: attr(data-label) " "; color: var(--soft); font-size: .78125rem; display: block; }
          \(table) td:empty { display: none; }
          \(table) td.wide, \(table) tbody th { grid-column: 1 / -1; }
          \(table) td.wide::before { display: none; }
        }
        """
    }.joined(separator: "\n")

    static let narrow = """
        @media (max-width: 44rem) {
          .top .bar, .top nav, main, footer { padding-inline: 1rem; }
          main { gap: 1.1rem; padding-block: 1.1rem 2rem; }
          section { padding: 1rem 1rem 1.1rem; }
          .pair { gap: 1.1rem; }
          .verdict { padding: 1.2rem 1.25rem; }
          .facts > div { grid-template-columns: minmax(0, 1fr); gap: 0; }
          h1 { font-size: 1.4rem; }
          svg.chart.large { display: none; }
          svg.chart.small { display: block; }
          nav a { font-size: .84rem; padding: .45rem .5rem; gap: .3rem; }
          nav ul { gap: 0; }
          .todo > li { grid-template-columns: minmax(0, 1fr); }
          .rows tbody th a { display: inline-block; padding: .35rem .6rem .35rem 0; }
          .todo > li::before { display: none; }
          .filter label { flex: 1 1 100%; }
          .filter select { flex: 1; }
          .filter input { flex: 1; width: auto; }
        }
        """

    static let paper = """
        @media print {
          :root { color-scheme: light; --ground: #fff; --shadow: none; }
          body { font-size: 10pt; }
          .top nav, .skip, .filter { display: none !important; }
          section, .card, .verdict, .figure, tr { break-inside: avoid; }
          main { padding: 1rem 0 0; gap: 1rem; max-width: none; }
          pre { max-height: none; overflow: visible; }
          details::details-content { content-visibility: visible; }
          a { color: inherit; text-decoration: none; }
          th button::after { content: ""; }
        }
        """
}
