import { expect, test } from "vitest";
import doc from "../../docs/changes.md?raw";
import type { Statement } from "../../worker/db/statement.ts";
import { SAMPLE_CHANGES } from "../support/worker/sample-changes.ts";

const modules = import.meta.glob<Record<string, unknown>>("../../worker/changes/*.ts", { eager: true });

/** Parts of which changes are made: none of them is a fact by itself. */
const PARTS = [
  ...["addressesLeft", "calendarsRevoked", "flagsRenewed", "flagsTaken", "isDecided", "marked", "waysInEnded"],
  ...["letThroughForgotten", "studentsNewlyBarred"],
  ...["peopleGone", "peopleReturned", "studentsGone", "studentsReturned"],
  ...["absenceOf", "appointmentRows", "appointmentsCancelled", "appointmentsMade", "audited", "auditedEach"],
  ...["bookTime", "bookingsChangedMail", "breaksClaimed", "enqueueEach", "enqueueMail", "hearsOfBookings"],
  ...[
    "lapsedHoldsDropped",
    "lastAdminAmong",
    "stepObject",
    "lapsedTimesFreed",
    "liveEntries",
    "liveEntry",
    "moveTime",
    "operatorAudited",
    "proposalsLetGo",
    "roomsNoticed",
    "takeTime",
    "timeGone",
    "timeHeld",
  ],
  ...[
    "teachersGiven",
    "teachersTaken",
    "timeClaimed",
    "timeReleased",
    "timesFreed",
    "timesOf",
    "timesWaitedFor",
    "unclaimable",
  ],
  ...["waitlistEntriesEnded", "whoMayBookChanged", "wishOf"],
];

/** The tables that a change writes to, in the order of its statements, the guard left out. */
function tablesOf(statements: readonly Statement[]): string[] {
  const named = statements.map(
    (one) => /^(?:insert into|update|delete from) "(\w+)"/.exec(one.toSQL().sql)?.[1] ?? "?",
  );
  return [...new Set(named)].filter((table) => table !== "guard");
}

/** The names under which a change can be refused, in the order in which they are looked at. */
function rulesOf(statements: readonly Statement[]): string[] {
  const guards = statements.map((one) => one.toSQL().sql).filter((text) => text.startsWith('insert into "guard"'));
  return [...new Set(guards.flatMap((text) => [...text.matchAll(/THEN '([a-z-]+)'/g)].map(([, rule = ""]) => rule)))];
}

const rows = new Map(
  doc
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, name = "", , refused = "", writes = ""]) => [name.replaceAll("`", ""), { refused, writes }]),
);

test("every function of changes/ is a change that docs/changes.md tells of, or a named part of changes", () => {
  const functions = Object.values(modules).flatMap((exported) =>
    Object.entries(exported).flatMap(([name, value]) => (typeof value === "function" ? [name] : [])),
  );
  expect(functions.length).toBeGreaterThan(60);
  expect(functions.filter((name) => !PARTS.includes(name)).sort()).toEqual(Object.keys(SAMPLE_CHANGES).sort());
  expect([...rows.keys()].sort()).toEqual(Object.keys(SAMPLE_CHANGES).sort());
});

test.each(Object.entries(SAMPLE_CHANGES))("docs/changes.md says what follows when %s", (name, statements) => {
  const said = rows.get(name);
  expect(said?.writes).toBe(tablesOf(statements).join(", "));
  expect(said?.refused).toBe(rulesOf(statements).join(", "));
});

test("a change's guard stands first", () => {
  for (const [name, statements] of Object.entries(SAMPLE_CHANGES)) {
    const guards = statements.map((one) => one.toSQL().sql.startsWith('insert into "guard"'));
    expect([name, guards.lastIndexOf(true)]).toEqual([name, guards.filter(Boolean).length - 1]);
  }
});

test("no statement of a change comes near the hundred parameters that D1 takes", () => {
  for (const [name, statements] of Object.entries(SAMPLE_CHANGES))
    for (const one of statements) expect([name, new Set(one.toSQL().params).size < 40]).toEqual([name, true]);
});
