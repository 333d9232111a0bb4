import { basename } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take longest, the longest first. Where files run side by side, one of them begun last would run on alone. */
const LONGEST = [
  ...["enforcement", "start", "sfu-browser", "crash", "mail-property", "judge-press", "waiting"],
  ...[
    "call-states",
    "page-states",
    "pages",
    "call-page",
    "call-troubles",
    "journey",
    "staff-evening",
    "background",
    "call-turns",
  ],
  ...["call-devices", "kept-words", "seed", "faults", "boundary", "weak-line"],
];

/** Orders test files by `LONGEST`; the others follow by vitest's own order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.indexOf(basename(moduleId).split(".")[0] ?? "");
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}
