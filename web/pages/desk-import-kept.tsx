import type { KeptByHand } from "../../worker/rules/import/kept-by-hand.ts";
import { count, list } from "../words/format.ts";

/** Nobody reads more of them in one go; each has a page of its own. */
const MOST = 100;

/** What the files say otherwise than the office did by hand, and what therefore stays as it is. */
export function KeptHere({ kept }: { kept: readonly KeptByHand[] }) {
  if (kept.length === 0) return null;
  return (
    <section class="stack-s" aria-labelledby="kept">
      <h2 id="kept">Kept as the office has it</h2>
      <p class="soft">
        {count(kept.length, "thing")} in your files {kept.length === 1 ? "differs" : "differ"} from what was corrected
        here by hand, and will not be written over. To let the import decide again, open the page and press “The import
        decides again”; then look these files over once more.
      </p>
      <ul class="plain-list">
        {kept.slice(0, MOST).map((one) => (
          <li key={JSON.stringify(one)}>
            <Kept one={one} />
          </li>
        ))}
      </ul>
      {kept.length > MOST && <p class="soft">And {kept.length - MOST} more.</p>}
    </section>
  );
}

const COLUMNS = { title: "title", forename: "forename", surname: "surname", email: "e-mail address" } as const;
const LINKS = {
  added: "was added here, and is not in the files",
  changed: "was changed here",
  ended: "was ended here, and is in the files",
} as const;

function Kept({ one }: { one: KeptByHand }) {
  if (one.kind === "link")
    return (
      <>
        <a href={`/admin/students/${one.studentId}`}>
          {one.guardian} and {one.student}
        </a>
        : the link {LINKS[one.byHand]}
      </>
    );
  const path = one.kind === "student" ? "/admin/students" : "/admin/people";
  return (
    <>
      <a href={`${path}/${one.id}`}>{one.name}</a>: {list(one.columns.map((column) => COLUMNS[column]))}
    </>
  );
}
