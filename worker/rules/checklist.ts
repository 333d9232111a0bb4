export const STEPS = ["details", "records", "evening", "rehearsal", "staff"] as const;
export type StepName = (typeof STEPS)[number];
export type StepState = "to-do" | "begun" | "done" | "later";
export type Step = { name: StepName; state: StepState; path: string };

/** What the record says of a school's beginnings. */
export type Beginnings = {
  detailsSaved: boolean;
  students: number;
  /** Evenings that families can be shown, and those that are still drafts: the newest draft's id. */
  evenings: number;
  draftId: string | null;
  rehearsals: number;
  rehearsalDraftId: string | null;
  /** A rehearsal was held and is deleted. */
  rehearsed: boolean;
  /** Accounts of the desk. */
  accounts: number;
  /** Steps that an admin has left for later. */
  left: readonly StepName[];
};

/** A new school's first steps. What is done is done, also where it was left for later before. */
export function checklistOf(found: Beginnings): Step[] {
  return STEPS.map((name) => {
    const { state, path } = recordOf(name, found);
    return { name, path, state: state !== "done" && found.left.includes(name) ? "later" : state };
  });
}

/** Whether something is still to do: nothing is where all of it is done or left for later. */
export function isOpen(steps: readonly Step[]): boolean {
  return steps.some(({ state }) => state === "to-do" || state === "begun");
}

function recordOf(name: StepName, found: Beginnings): Pick<Step, "state" | "path"> {
  switch (name) {
    case "details":
      return { state: found.detailsSaved ? "done" : "to-do", path: "/admin/settings" };
    case "records":
      return { state: found.students > 0 ? "done" : "to-do", path: "/admin/import" };
    case "evening":
      return eveningStep(found.evenings > 0, found.draftId, "/admin/evenings/new");
    case "rehearsal":
      return eveningStep(
        found.rehearsed || found.rehearsals > 0,
        found.rehearsalDraftId,
        "/admin/evenings/new?rehearsal=1",
      );
    case "staff":
      return { state: found.accounts > 1 ? "done" : "to-do", path: "/admin/staff" };
  }
}

function eveningStep(isDone: boolean, draftId: string | null, fresh: string): Pick<Step, "state" | "path"> {
  if (isDone) return { state: "done", path: "/admin" };
  return draftId === null ? { state: "to-do", path: fresh } : { state: "begun", path: `/admin/evenings/${draftId}` };
}
