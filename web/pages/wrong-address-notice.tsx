import { list } from "../ui/format.ts";
import { Notice } from "../ui/parts.tsx";

export type WrongAddressView = { id: string; name: string; students: string[] };

/** An invite whose mail reached somebody who said "This isn't me". */
export function WrongAddressNotice({ name, students }: WrongAddressView) {
  return (
    <Notice kind="warn">
      <p>
        <strong>{name}’s address was wrong.</strong> Whoever got the e-mail said that it was not meant for them. The
        link no longer works, and we have deleted the address. Please invite {name} again for {list(students)}.
      </p>
    </Notice>
  );
}
