/** `text` in place of what stands from `start` to `end`. */
export type Edit = { start: number; end: number; text: string };

/** The text up to `end` with the edits made; they do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[], end = text.length): string {
  const inOrder = edits.filter((edit) => edit.end <= end).toSorted((one, other) => other.start - one.start);
  return inOrder.reduce(
    (changed, edit) => changed.slice(0, edit.start) + edit.text + changed.slice(edit.end),
    text.slice(0, end),
  );
}
