import type { RecordsFilter, RecordsKind } from "../../worker/queries/records-search.ts";

export const TITLES: Record<RecordsKind, string> = {
  students: "Students",
  guardians: "Guardians",
  staff: "Staff",
  classes: "Classes",
};

type News = { kind: "good" | "warn"; words: string };

/** What a press on a page of the records has done, by the word that the next page's address carries. */
export const RECORD_NEWS: Record<string, News> = {
  saved: { kind: "good", words: "Saved. Later imports leave it as it is now." },
  same: { kind: "good", words: "Nothing was changed: it says so already." },
  released: { kind: "good", words: "The next import decides again." },
  added: { kind: "good", words: "Added." },
  ended: { kind: "good", words: "Ended. They can no longer get in, and what they had open has been stopped." },
  back: { kind: "good", words: "They are back." },
  link_added: { kind: "good", words: "The link is there. Later imports leave it alone." },
  link_changed: { kind: "good", words: "The link is changed. Later imports leave it alone." },
  link_ended: { kind: "good", words: "The link has ended. Later imports don’t bring it back." },
  guests_no: { kind: "good", words: "Nobody can be invited for this student any more." },
  guests_yes: { kind: "good", words: "Guests can be invited for this student again." },
  classes: { kind: "good", words: "The classes are saved." },
  lifted: { kind: "good", words: "The stop is lifted: the next mail goes to this address again." },
  lift_refused: {
    kind: "warn",
    words:
      "The mail service keeps this address stopped: its owner marked our mail as spam, and only they can undo that. Ask them for another address.",
  },
  lift_unanswered: {
    kind: "warn",
    words: "The mail service did not answer. Nothing has changed: try again in a minute.",
  },
};

type Asked = { kind: RecordsKind; typed: string; filter: RecordsFilter | null; found: { evenings: readonly object[] } };
type Nothing = { title: string; words: string; link?: { href: string; words: string } };

/** What an empty list says, and where it leads. */
export function nothingFound({ kind, typed, filter, found }: Asked): Nothing {
  const all = { href: `/admin/people?kind=${kind}`, words: `All ${TITLES[kind].toLowerCase()}` };
  if (typed)
    return {
      title: `Nothing found for “${typed}”`,
      words: "Each word has to stand in the name, the address, the class or the id. Try a part of one.",
      link: all,
    };
  switch (filter) {
    case null:
      return {
        title: `No ${TITLES[kind].toLowerCase()} yet`,
        words: "They come in with your school’s records.",
        link: { href: "/admin/import", words: "Bring in records" },
      };
    case "no-booking":
    case "booked":
    case "cannot-come":
      if (found.evenings.length === 0)
        return { title: "No evening yet", words: "This list is of one evening, and none has been made.", link: all };
      return { title: "Nobody", words: NOBODY[filter], link: all };
    default:
      return { title: "Nobody", words: NOBODY[filter], link: all };
  }
}

const NOBODY: Record<RecordsFilter, string> = {
  "may-book": "No guardian may book for a student.",
  barred: "No court order and no missing responsibility keeps anybody from booking.",
  "no-email": "Everybody here has an e-mail address.",
  bounced: "No mail has come back.",
  teachers: "No teacher is in the records.",
  left: "Nobody has left.",
  "no-booking": "Everybody who could book for this evening has an appointment.",
  booked: "Nobody has an appointment in this evening.",
  "cannot-come": "No family has said that they can’t come.",
};
