// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Stylesheet {
    static let blocks = """
        section { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem 1.4rem 1.4rem; box-shadow: var(--shadow); display: grid; gap: .9rem; grid-template-columns: minmax(0, 1fr); align-content: start; min-width: 0; }
        section > .note { color: var(--soft); font-size: .875rem; margin-top: -.5rem; }
        .pair { display: grid; gap: 1.75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); align-items: start; }
        .badge { display: inline-flex; align-items: center; gap: .3rem; border-radius: 99px; padding: .05rem .6rem; font-size: .78125rem; line-height: 1.4rem; font-weight: 600; white-space: nowrap; background: var(--muted-ground); color: var(--muted); }
        .badge.strong { font-weight: 700; letter-spacing: .02em; }
        .badge.good { background: var(--good-ground); color: var(--good); }
        .badge.bad { background: var(--bad-ground); color: var(--bad); }
        .badge.warning { background: var(--warning-ground); color: var(--warning); }
        .badge.info { background: var(--info-ground); color: var(--info); }
        .verdict { border: 1px solid var(--strong-line); border-radius: 16px; padding: 1.6rem 1.75rem; display: grid; gap: .65rem; background: var(--surface); position: relative; overflow: hidden; box-shadow: var(--shadow); }
        .verdict::before { content: ""; position: absolute; inset: 0 auto 0 0; width: 6px; background: var(--muted-fill); }
        .verdict.good { background: var(--good-ground); border-color: color-mix(in srgb, var(--good) 35%, var(--good-ground)); }
        .verdict.bad { background: var(--bad-ground); border-color: color-mix(in srgb, var(--bad) 35%, var(--bad-ground)); }
        .verdict.warning { background: var(--warning-ground); border-color: color-mix(in srgb, var(--warning) 35%, var(--warning-ground)); }
        .verdict.info { background: var(--info-ground); border-color: color-mix(in srgb, var(--info) 35%, var(--info-ground)); }
        .verdict.good::before { background: var(--good-fill); }
        .verdict.bad::before { background: var(--bad-fill); }
        .verdict.warning::before { background: var(--warning-fill); }
        .verdict.info::before { background: var(--info-fill); }
        .verdict h1 { display: flex; align-items: center; gap: .7rem; font-size: clamp(1.9rem, 1.2rem + 2.6vw, 2.9rem); font-weight: 750; letter-spacing: -.02em; }
        .verdict.good h1 { color: var(--good); }
        .verdict.bad h1 { color: var(--bad); }
        .verdict.warning h1 { color: var(--warning); }
        .verdict.info h1 { color: var(--info); }
        .verdict .lead { font-size: 1.0625rem; }
        .verdict .made { font-size: .84375rem; color: color-mix(in srgb, var(--ink) 82%, transparent); max-width: none; display: flex; flex-wrap: wrap; gap: .15rem 1.4rem; }
        .figures { list-style: none; margin: 0; padding: 0; display: grid; gap: .9rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9.5rem), 1fr)); }
        .figure { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: .85rem 1rem .9rem; display: grid; gap: .05rem; align-content: start; box-shadow: var(--shadow); }
        .figure .value { font-size: 1.6rem; font-weight: 680; letter-spacing: -.02em; line-height: 1.25; }
        .figure .label { font-size: .84375rem; color: var(--soft); }
        .figure .sub { font-size: .78125rem; color: var(--soft); }
        .figure.bad .value { color: var(--bad); }
        .figure.good .value { color: var(--good); }
        .figure.warning .value { color: var(--warning); }
        .todo { list-style: none; margin: 0; padding: 0; display: grid; gap: 0; counter-reset: todo; }
        .todo > li { display: grid; grid-template-columns: 2rem minmax(0, 1fr); gap: .1rem .8rem; padding: .95rem 0; border-top: 1px solid var(--line); counter-increment: todo; }
        .todo > li:first-child { border-top: 0; padding-top: .2rem; }
        .todo > li::before { content: counter(todo); width: 1.75rem; height: 1.75rem; border-radius: 50%; background: var(--accent-ground); color: var(--accent); font-weight: 680; font-size: .875rem; display: grid; place-items: center; }
        .todo .what { display: grid; gap: .35rem; }
        .todo h3 { display: flex; flex-wrap: wrap; gap: .3rem .6rem; align-items: center; }
        .todo .why { color: var(--soft); }
        .todo .subjects { font-size: .875rem; }
        .next { font-size: .875rem; max-width: none; color: var(--soft); }
        .next code { display: inline-block; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: .18rem .5rem; color: var(--ink); }
        .next code::before { content: "$ "; color: var(--soft); }
        .steps { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 8rem), 1fr)); }
        .steps > li { border: 1px solid var(--line); border-radius: 10px; padding: .7rem .85rem; display: grid; gap: .3rem; align-content: start; justify-items: start; font-size: .875rem; background: var(--raised); }
        .steps > li.here { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
        .steps .name { font-weight: 650; font-size: .9375rem; }
        .steps .sub { color: var(--soft); font-size: .8125rem; }
        .facts { margin: 0; display: grid; gap: 0; }
        .facts > div { display: grid; align-items: baseline; grid-template-columns: 9rem minmax(0, 1fr); gap: .2rem 1rem; padding: .4rem 0; border-top: 1px solid var(--line); }
        .facts > div:first-child { border-top: 0; padding-top: 0; }
        .facts dt { color: var(--soft); font-size: .875rem; }
        .facts dd { margin: 0; }
        .plain { list-style: none; margin: 0; padding: 0; display: grid; gap: .35rem; }
        .lines { list-style: none; margin: 0; padding: 0; display: grid; font-size: .875rem; }
        .lines > li { padding: .35rem 0; border-top: 1px solid var(--line); }
        .lines > li:first-child { border-top: 0; }
        .empty { border: 1px dashed var(--strong-line); border-radius: 10px; padding: 1.1rem 1.25rem; display: grid; gap: .2rem; color: var(--soft); background: var(--raised); }
        .empty strong { color: var(--ink); }
        pre { margin: 0; background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: .8rem 1rem; font-size: .8125rem; line-height: 1.5; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 32rem; overflow-y: auto; }
        details > summary { cursor: pointer; color: var(--accent); font-size: .875rem; padding: .15rem 0; width: fit-content; }
        details[open] > summary { margin-bottom: .6rem; }
        .soft { color: var(--soft); }
        .small { font-size: .8125rem; }
        .card { border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.15rem; display: grid; gap: .7rem; grid-template-columns: minmax(0, 1fr); background: var(--surface); }
        .card > h2, .card > h3 { display: flex; flex-wrap: wrap; gap: .3rem .6rem; align-items: center; }
        .stack { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); align-content: start; }
        progress { appearance: none; width: 100%; height: .6rem; border: 0; border-radius: 99px; background: var(--muted-ground); overflow: hidden; display: block; }
        progress::-webkit-progress-bar { background: var(--muted-ground); }
        progress::-webkit-progress-value { background: var(--good-fill); border-radius: 99px; }
        progress::-moz-progress-bar { background: var(--good-fill); border-radius: 99px; }
        """
}
