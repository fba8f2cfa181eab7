import TidemarkLibrary

extension TableStyle {
    /// The class of this style in HTML.
    var name: String {
        switch self {
        case .plain: ""
        case .bold: "bold"
        case .dim: "dim"
        case .ship: "ship"
        case .skip: "skip"
        case .split: "split"
        }
    }
}

/// How pages look: one sheet for comparisons and digests. Colours of verdicts have a contrast of at least 4.5 to 1 in both
/// schemes (WCAG 2.2, 1.4.3), and none is said by colour alone.
enum ComparisonStyle {
    static let css = """

        :root { color-scheme: light dark; --ink: #1c1e21; --dim: #5c6370; --paper: #fff; --line: #d9dce1; --tint: #f4f5f7;
          --ship: #14663a; --skip: #a02020; --split: #7a5200; --link: #0b57a4; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e7ea; --dim: #a3a9b5; --paper: #16181c; --line: #363a42;
          --tint: #1f2228; --ship: #6fd39b; --skip: #ff9a94; --split: #e8bb62; --link: #8fc3ff; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 84rem; background: var(--paper); color: var(--ink);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: break-word; }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 1.25rem; text-wrap: balance; }
        h2 { font-size: 1.15rem; line-height: 1.3; margin: 0 0 .5rem; }
        section { margin-top: 2.25rem; }
        p { margin: 0 0 .6rem; }
        p:last-child { margin-bottom: 0; }
        a { color: var(--link); }
        .cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); }
        @media (min-width: 60rem) { .many .cards { grid-template-columns: repeat(3, 1fr); }
          .many .cards:has(.card:nth-child(4):last-child) { grid-template-columns: repeat(4, 1fr); } }
        .card { display: flex; gap: 1rem; padding: 1rem; border: 1px solid var(--line); border-radius: .6rem;
          background: var(--tint); }
        .card > div:last-child { min-width: 0; }
        .card p { margin-bottom: .35rem; }
        .tile { flex: none; width: 2.75rem; height: 2.75rem; border: 2px solid currentColor; border-radius: .6rem;
          display: grid; place-items: center; font-size: 1.3rem; font-weight: 700; }
        .badge { border: 1.5px solid currentColor; border-radius: 1rem; padding: .05rem .6rem; margin-right: .35rem;
          white-space: nowrap; }
        .ship { color: var(--ship); font-weight: 600; }
        .skip { color: var(--skip); font-weight: 600; }
        .split { color: var(--split); font-weight: 600; }
        .dim { color: var(--dim); font-size: .9em; }
        .bold { font-weight: 600; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; table-layout: fixed; }
        .many table { min-width: 72rem; }
        thead td, tbody th { width: 8.5rem; }
        th, td { text-align: left; vertical-align: top; padding: .6rem .9rem .6rem 0; border-top: 1px solid var(--line); }
        thead th, thead td { border-top: 0; font-weight: 600; }
        tbody th { font-weight: 600; }
        .prose { margin: .35rem 0 .5rem; }
        ul { padding-left: 1.2rem; }
        li { margin-bottom: .5rem; }
        @media screen and (max-width: 42rem) { table, .many table { min-width: 0; } thead { display: none; }
          tbody, tr, th, td { display: block; width: auto !important; } td { border-top: 0; padding: .15rem 0 .4rem .75rem; }
          td + td { border-top: 1px dashed var(--line); padding-top: .4rem; }
          td::before { content: attr(data-name); display: block; color: var(--dim); font-size: .8em; } }
        @media print { :root { color-scheme: light; --ink: #000; --dim: #444; --paper: #fff; --line: #999; --tint: #fff;
          --ship: #0b4a27; --skip: #7d1010; --split: #5c3d00; --link: #000; }
          @page { margin: 14mm; } @page many { size: landscape; margin: 12mm; }
          body { padding: 0; max-width: none; font-size: 9.5pt; } body.many { page: many; font-size: 8pt; }
          h1 { font-size: 1.5em; } h2 { font-size: 1.15em; break-after: avoid; } section { margin-top: 1.5em; }
          .scroll { overflow: visible; } .many table { min-width: 0; } thead td, tbody th { width: 8.5em; }
          p { orphans: 3; widows: 3; }
          th, td { padding: .4em .7em .4em 0; hyphens: auto; } tr, .card { break-inside: avoid; }
          tr:has(.prose) { break-inside: auto; } .prose { break-before: avoid; } .card { padding: .7em; } .tile { width: 2.2em; height: 2.2em; }
          .many .cards { grid-template-columns: repeat(3, 1fr); } a { text-decoration: none; } }

        """
}
