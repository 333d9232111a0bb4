import { Notice } from "../ui/parts.tsx";
import { useWords } from "../words/use-words.ts";

export type WrongAddressView = { id: string; name: string; students: string[] };

/** An invite whose mail reached somebody who said "This isn't me". */
export function WrongAddressNotice({ name, students }: WrongAddressView) {
  const t = useWords();
  return (
    <Notice kind="warn">
      <p>
        {t.rich("invites.wrongAddress.text", {
          name,
          students: t.list(students),
          strong: (children) => <strong>{children}</strong>,
        })}
      </p>
    </Notice>
  );
}
