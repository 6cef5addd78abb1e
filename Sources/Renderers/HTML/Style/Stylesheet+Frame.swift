// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Stylesheet {
    /// Colours by meaning; every text keeps a contrast of 4.5 to 1 on every ground it stands on.
    static let tokens = """
        :root {
          color-scheme: light dark;
          --ground: #f4f5f8; --surface: #ffffff; --raised: #f8f9fb; --line: #dfe3ea; --strong-line: #c3cad5;
          --ink: #161a23; --soft: #50596a; --accent: #3447c9; --accent-ground: #eceffd;
          --good: #0b6b43; --good-ground: #e3f5ec; --good-fill: #1f9d68;
          --bad: #b3202a; --bad-ground: #fdebec; --bad-fill: #d9434d;
          --warning: #7a4d00; --warning-ground: #fdf1d8; --warning-fill: #d19224;
          --info: #4a3fb0; --info-ground: #eeecfb; --info-fill: #6f63d9;
          --muted: #50596a; --muted-ground: #eceff3; --muted-fill: #97a1b1;
          --shadow: 0 1px 2px rgb(22 26 35 / .05), 0 4px 16px rgb(22 26 35 / .05);
          --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
          --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #0d1015; --surface: #151a22; --raised: #1b212b; --line: #29313d; --strong-line: #3a4453;
            --ink: #e9edf4; --soft: #a5b0c0; --accent: #a3b1ff; --accent-ground: #202848;
            --good: #5fd3a0; --good-ground: #11301f; --good-fill: #2fa873;
            --bad: #ff9a94; --bad-ground: #3b181b; --bad-fill: #e5636a;
            --warning: #efbd5d; --warning-ground: #35270b; --warning-fill: #c98f2c;
            --info: #bdb4ff; --info-ground: #272250; --info-fill: #857af0;
            --muted: #a5b0c0; --muted-ground: #222935; --muted-fill: #667284;
            --shadow: 0 1px 2px rgb(0 0 0 / .4);
          }
        }
        """

    static let frame = """
        *, *::before, *::after { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--ground); color: var(--ink);
          font: 400 .9375rem/1.55 var(--sans); font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
        }
        a { color: var(--accent); text-decoration: underline; text-decoration-color: color-mix(in srgb, currentColor 35%, transparent); text-underline-offset: .18em; }
        a:hover { text-decoration-color: currentColor; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
        :target { scroll-margin-top: 1rem; }
        h1, h2, h3 { line-height: 1.2; letter-spacing: -.012em; margin: 0; text-wrap: balance; }
        h1, h2.first { font-size: 1.75rem; font-weight: 680; }
        h2 { font-size: 1.125rem; font-weight: 650; }
        h3 { font-size: 1rem; font-weight: 650; letter-spacing: 0; }
        p { margin: 0; max-width: 72ch; }
        code, pre, .id { font-family: var(--mono); font-size: .875em; }
        strong { font-weight: 650; }
        time { white-space: nowrap; }
        .skip { position: absolute; left: .5rem; top: -4rem; background: var(--surface); padding: .6rem 1rem; border-radius: 6px; z-index: 2; }
        .skip:focus { top: .5rem; }
        .top { background: var(--surface); border-bottom: 1px solid var(--line); }
        .top .bar, .top nav, main, footer { max-width: 76rem; margin-inline: auto; padding-inline: 1.5rem; }
        .top .bar { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 2rem; padding-top: .9rem; padding-bottom: .35rem; }
        .brand { display: inline-flex; align-items: center; gap: .55rem; font-weight: 680; font-size: 1.0625rem; color: var(--ink); text-decoration: none; letter-spacing: -.01em; }
        .brand .icon { color: var(--accent); width: 1.5rem; height: 1.5rem; }
        .crumbs { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem 1rem; color: var(--soft); font-size: .875rem; max-width: none; }
        .crumbs strong { color: var(--ink); }
        nav ul { display: flex; flex-wrap: wrap; gap: 0 .35rem; list-style: none; margin: 0 -.6rem; padding: 0; }
        nav a { display: flex; gap: .4rem; align-items: baseline; padding: .5rem .6rem; color: var(--soft); text-decoration: none; border-bottom: 2px solid transparent; font-size: .9rem; }
        nav a:hover { color: var(--ink); }
        nav a[aria-current] { color: var(--ink); font-weight: 620; border-bottom-color: var(--accent); }
        .count { font-size: .75rem; color: var(--soft); background: var(--muted-ground); border-radius: 99px; padding: 0 .45rem; line-height: 1.3rem; font-weight: 500; }
        main { padding-block: 1.75rem 3rem; }
        main, .part { display: grid; gap: 1.75rem; grid-template-columns: minmax(0, 1fr); }
        .part + .part, .part > .part { border-top: 2px solid var(--strong-line); padding-top: 2rem; margin-top: 1rem; }
        footer { color: var(--soft); font-size: .8125rem; padding-block: 0 2.5rem; }
        footer p { border-top: 1px solid var(--line); padding-top: 1.25rem; max-width: none; }
        .icon { width: 1.1em; height: 1.1em; fill: none; stroke: currentColor; stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; flex: none; }
        .head { display: grid; gap: .5rem; }
        .head .lead { color: var(--soft); font-size: 1rem; }
        .head .marks { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; }
        """
}
