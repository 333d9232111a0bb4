import type { OperatorScope } from "../../changes/operator-audit.ts";
import { schoolEnded, schoolResumed, schoolSuspended } from "../../changes/schools.ts";
import { commit } from "../../db/guard.ts";
import type { FoundSchool } from "./list-schools.ts";

const CHANGES = { suspend: schoolSuspended, resume: schoolResumed, end: schoolEnded };
export type StateChange = keyof typeof CHANGES;

export function isStateChange(text: string): text is StateChange {
  return Object.hasOwn(CHANGES, text);
}

/** Suspends, resumes or ends a school. False where it is so already, or can't be. */
export async function changeState(by: OperatorScope, school: FoundSchool, change: StateChange): Promise<boolean> {
  const { id, slug } = school;
  return (await commit(by.db, CHANGES[change](by, { id, slug }))) === null;
}
