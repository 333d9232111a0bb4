import type { InviteOverview } from "../../queries/invites-overview.ts";

const HEADS = [
  "evening",
  "guardian",
  "guest",
  "guest_email",
  "students",
  "agreed_to",
  "words_version",
  "given_at",
  "withdrawn_at",
  "withdrawn_because",
  "recorded_by",
];

/** Who agreed to what, when, in which words: one line a consent, as RFC 4180 writes them. Times are ISO 8601, UTC. */
export function consentsCsv(eveningName: string, overview: readonly InviteOverview[]): string {
  const lines = overview.flatMap(({ guardian, name, email, consent, removedBecause }) =>
    consent
      ? [
          [
            ...[eveningName, guardian.name, name, email, consent.students.join(", "), consent.words],
            ...[String(consent.version), iso(consent.givenAt), iso(consent.withdrawnAt)],
            ...[consent.withdrawnAt === null ? "" : (removedBecause ?? ""), consent.recordedBy ?? guardian.name],
          ],
        ]
      : [],
  );
  return [HEADS, ...lines].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

function iso(at: number | null): string {
  return at === null ? "" : new Date(at).toISOString();
}

/** Quoted always; a spreadsheet runs a cell that begins like a formula, and a guest's name is what a stranger typed. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}
