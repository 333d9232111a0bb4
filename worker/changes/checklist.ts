import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import type { StepName } from "../rules/checklist.ts";
import { audited } from "./audit.ts";

export const STEP_LEFT = "checklist.left";
export const STEP_RESUMED = "checklist.resumed";

/** What a step is called on the audit trail, which is where its state of "left for later" is read. */
export function stepObject(step: StepName): string {
  return `checklist ${step}`;
}

/** An admin leaves a step of the checklist for later. */
export function stepLeft(scope: Scope, step: StepName): Statement[] {
  return [audited(scope, STEP_LEFT, stepObject(step))];
}

/** They take it up again. */
export function stepResumed(scope: Scope, step: StepName): Statement[] {
  return [audited(scope, STEP_RESUMED, stepObject(step))];
}
