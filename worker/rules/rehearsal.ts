const MARK = "Rehearsal: ";
const MARKED = /^rehearsal:\s*/i;

/** The mark is part of a rehearsal's name, so that no page, mail or calendar can name it without. */
export function markRehearsal(name: string): string {
  return MARK + unmarked(name);
}

/** A rehearsal's name without its mark. */
export function unmarked(name: string): string {
  return name.replace(MARKED, "");
}

export function isMarked(name: string): boolean {
  return MARKED.test(name);
}
