import type { ComponentChildren } from "preact";
import { renderToStaticMarkup } from "preact-render-to-string";
import { useWords, WordsContext } from "../../web/words/use-words.ts";
import type { Words } from "../../web/words/words.ts";

/**
 * The parts of an email: one column of tables with styles inline, because mail programs drop style sheets and grids. The classes are
 * for the few rules in the head that fold the list on a phone and darken it by night, where a program keeps them.
 */
export type EmailProps = {
  title: string;
  schoolName: string;
  /** What an inbox shows after the subject. */
  preview: string;
  children: ComponentChildren;
};

/** The whole document, as the HTML body of a mail. */
export function emailHtml(props: EmailProps, t: Words): string {
  const letter = (
    <WordsContext.Provider value={t}>
      <Email {...props} />
    </WordsContext.Provider>
  );
  return `<!doctype html>${renderToStaticMarkup(letter)}`;
}

const SANS = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
const SERIF = "font-family:'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif;";
const INK = "color:#24211d;";
const SOFT = "color:#5a544b;";
const BODY = `${SANS}margin:12px 0 0;font-size:17px;line-height:25px;${INK}`;
const SMALL = `${SANS}margin:0;font-size:15px;line-height:22px;`;

/** Attributes that only old mail programs need, and that typed JSX does not know on every element. */
const LAYOUT = { role: "presentation", cellpadding: "0", cellspacing: "0", border: "0" } as const;

const HEAD_STYLES = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  a:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
  @media (max-width: 480px) {
    .pad { padding-left: 16px !important; padding-right: 16px !important; }
    .list, .list tbody, .list tr, .list td { display: block !important; }
    .lab { display: inline !important; }
    .list thead { display: none !important; }
    .list tr { padding: 10px 12px !important; border-bottom: 1px solid #d9d3c7 !important; }
    .list tr:last-child { border-bottom: 0 !important; }
    .list td { padding: 0 !important; border: 0 !important; }
  }
  @media (prefers-color-scheme: dark) {
    .paper { background: #1a1816 !important; }
    .card { background: #25221f !important; border-color: #423d37 !important; }
    .ink { color: #f2eee7 !important; }
    .soft { color: #bdb5a8 !important; }
    .sunk { background: #312d29 !important; }
    .line, .list, .list tr { border-color: #423d37 !important; }
    .link { color: #a8bfee !important; }
    .go { background: #a8bfee !important; color: #161b27 !important; border-color: #a8bfee !important; }
    .tie { background: #a8bfee !important; }
  }
`;

function Email({ title, schoolName, preview, children }: EmailProps) {
  const { lang, dir } = useWords().locale;
  return (
    <html lang={lang} dir={dir === "rtl" ? dir : undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{title}</title>
        <style>{HEAD_STYLES}</style>
      </head>
      <body class="paper" style="margin:0;padding:0;background:#f6f4ef;">
        {/* biome-ignore lint/a11y/useSemanticElements: some mail programs drop <main> with all that is in it */}
        <div role="main" lang={lang} dir={dir === "rtl" ? dir : undefined}>
          <div style="display:none;max-height:0;overflow:hidden;">{preview}</div>
          <table {...LAYOUT} class="paper" width="100%" style="background:#f6f4ef;">
            <tr>
              <td align="center" style="padding:24px 8px;">
                <Card schoolName={schoolName}>{children}</Card>
              </td>
            </tr>
          </table>
        </div>
      </body>
    </html>
  );
}

function Card({ schoolName, children }: { schoolName: string; children: ComponentChildren }) {
  const start = useStart();
  return (
    <table
      {...LAYOUT}
      class="card"
      width="100%"
      style={`max-width:600px;background:#ffffff;border:1px solid #d9d3c7;border-radius:14px;border-collapse:separate;overflow:hidden;text-align:${start};`}
    >
      <tr>
        <td class="tie" height="8" style="height:8px;line-height:8px;font-size:8px;background:#2b4c8c;">
          {"\u00a0"}
        </td>
      </tr>
      <Section top={20}>
        <p class="soft" style={`${SERIF}margin:0;font-size:16px;line-height:22px;font-weight:bold;${SOFT}`}>
          {schoolName}
        </p>
      </Section>
      {children}
      <Section top={8}>
        <p style="margin:0;font-size:8px;line-height:8px;">{"\u00a0"}</p>
      </Section>
    </table>
  );
}

/** Where a line begins: many mail programs do not know `start`. */
function useStart(): "left" | "right" {
  return useWords().locale.dir === "rtl" ? "right" : "left";
}

/** A row of the one column. `top` is the space above it in pixels. */
export function Section({ top = 20, children }: { top?: number; children: ComponentChildren }) {
  return (
    <tr>
      <td class="pad" style={`padding:${top}px 32px 0;`}>
        {children}
      </td>
    </tr>
  );
}

export function Heading({ children }: { children: ComponentChildren }) {
  return (
    <h1 class="ink" style={`${SERIF}margin:0;font-size:30px;line-height:36px;${INK}`}>
      {children}
    </h1>
  );
}

/** The line under the heading. */
export function Subheading({ children }: { children: ComponentChildren }) {
  return (
    <p class="ink" style={`${SANS}margin:4px 0 0;font-size:19px;line-height:26px;${INK}`}>
      {children}
    </p>
  );
}

export function Paragraph({ children }: { children: ComponentChildren }) {
  return (
    <p class="ink" style={BODY}>
      {children}
    </p>
  );
}

export function SmallPrint({ children }: { children: ComponentChildren }) {
  return (
    <p class="soft" style={`${SMALL}${SOFT}`}>
      {children}
    </p>
  );
}

export function TextLink({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <p style={`${SMALL}`}>
      <a class="link" href={href} style="display:inline-block;padding:12px 0;color:#2b4c8c;">
        {children}
      </a>
    </p>
  );
}

/** The one thing to press, and the same address to paste. */
export function MainLink({ href, label }: { href: string; label: string }) {
  const t = useWords();
  return (
    <>
      <Section>
        <table {...LAYOUT}>
          <tr>
            <td {...{ bgcolor: "#2b4c8c" }} class="go" style="border-radius:8px;background:#2b4c8c;">
              <a
                class="go"
                href={href}
                style={`${SANS}display:inline-block;padding:13px 28px;border:1px solid #2b4c8c;border-radius:8px;font-size:17px;line-height:22px;font-weight:bold;color:#ffffff;text-decoration:none;`}
              >
                {label}
              </a>
            </td>
          </tr>
        </table>
      </Section>
      <Section>
        <SmallPrint>{t("mail.pasteLink.text")}</SmallPrint>
        <p style={`${SANS}margin:2px 0 0;font-size:15px;line-height:22px;word-break:break-all;`}>
          <a class="link" href={href} style="color:#2b4c8c;">
            {href}
          </a>
        </p>
      </Section>
    </>
  );
}

/** A tinted box for the sentence that must not be missed. */
export function Plate({ children }: { children: ComponentChildren }) {
  return (
    <table {...LAYOUT} width="100%">
      <tr>
        <td class="sunk" style="padding:14px 16px;border-radius:8px;background:#ece8e0;">
          <p class="ink" style={`${SMALL}${INK}`}>
            {children}
          </p>
        </td>
      </tr>
    </table>
  );
}

/** A code to type, in large figures under what it is for. */
export function Figures({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <>
      <p class="ink" style={BODY}>
        {label}
      </p>
      <p
        class="ink"
        style={`${SANS}${INK}margin:8px 0 0;font-size:32px;line-height:40px;font-weight:bold;letter-spacing:3px;`}
      >
        {children}
      </p>
    </>
  );
}

/** A row of cells under the columns, or a line across all of them. */
export type ListRow = { key: string; cells: string[] } | { key: string; across: string };

/** The list of appointments; on a phone each row folds to labelled lines. `strong` is the column that stands out. */
export function List({ columns, rows, strong }: { columns: string[]; rows: ListRow[]; strong: number }) {
  const start = useStart();
  return (
    <table
      {...{ cellpadding: "0", cellspacing: "0", border: "0" }}
      class="list line"
      width="100%"
      style="border:1px solid #d9d3c7;border-radius:8px;border-collapse:separate;overflow:hidden;"
    >
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column}
              class="sunk soft"
              scope="col"
              align={start}
              style={`${SANS}padding:8px 12px;background:#ece8e0;font-size:14px;line-height:20px;${SOFT}`}
            >
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <Row key={row.key} row={row} columns={columns} strong={strong} last={at === rows.length - 1} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, columns, strong, last }: { row: ListRow; columns: string[]; strong: number; last: boolean }) {
  const edge = last ? "border-bottom:0;" : "border-bottom:1px solid #d9d3c7;";
  const cell = `${SANS}padding:10px 12px;${edge}font-size:15px;line-height:21px;vertical-align:top;`;
  if ("across" in row) {
    return (
      <tr class="sunk" style="background:#ece8e0;">
        <td class="line soft" colSpan={columns.length} style={`${cell}${SOFT}`}>
          {row.across}
        </td>
      </tr>
    );
  }
  return (
    <tr>
      {row.cells.map((text, at) => (
        <td key={columns[at]} class="line ink" style={`${cell}${INK}${at === strong ? "font-weight:bold;" : ""}`}>
          <span class="lab soft" style={`display:none;font-weight:normal;${SOFT}`}>
            {columns[at]}:{" "}
          </span>
          {text}
        </td>
      ))}
    </tr>
  );
}
