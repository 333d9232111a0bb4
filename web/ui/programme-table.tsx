// biome-ignore-all lint/a11y/noRedundantRoles: on a phone the style sheet unfolds the table to blocks, and browsers then drop its roles.
import type { ComponentChildren } from "preact";
import { useWords } from "../words/use-words.ts";

type TableProps = { caption: string; heads: readonly string[]; children: ComponentChildren };

/** A list by time: the time is the row's heading. Folds to two columns on a phone and stays a table to a screen reader. */
export function ProgrammeTable({ caption, heads, children }: TableProps) {
  const t = useWords();
  return (
    <table class="table bookings" role="table">
      <caption class="unseen">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            <span class="unseen">{t("frame.time.column")}</span>
          </th>
          {heads.map((head) => (
            <th key={head} scope="col" role="columnheader">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  );
}

type ProgrammeTableRowProps = { time: string; free?: boolean; id?: string; children: ComponentChildren };

export function ProgrammeTableRow({ time, free, id, children }: ProgrammeTableRowProps) {
  return (
    <tr id={id} class={free ? "is-free" : undefined} role="row">
      <th class="at" scope="row" role="rowheader">
        <time>{time}</time>
      </th>
      {children}
    </tr>
  );
}

type CellProps = { kind?: "who" | "soft"; span?: number; children: ComponentChildren };

export function ProgrammeCell({ kind, span, children }: CellProps) {
  return (
    <td class={kind} colspan={span} role="cell">
      {children}
    </td>
  );
}

/** "10 minute gap", across the table. */
export function ProgrammeGap({ words }: { words: string }) {
  return (
    <tr class="gap" role="row">
      <td colspan={4} role="cell">
        {words}
      </td>
    </tr>
  );
}
