import type { InviteFormProps } from "../../../web/pages/invite-form-page.tsx";
import type { ManageInvitesProps } from "../../../web/pages/manage-invites-page.tsx";
import type { Words } from "../../../web/words/words.ts";
import { deliveryFault } from "./delivery-words.ts";
import type { InviteDesk } from "./guardian-invites.ts";
import { blockedWords, canInvite, type InviteForm } from "./invite-rules.ts";

/** What the form shows: as it was sent, or fresh with nothing ticked but an only student. */
export function formView(
  desk: InviteDesk,
  sent: InviteForm | undefined,
  t: Words,
): Pick<InviteFormProps, "name" | "email" | "consent" | "students" | "invited" | "wrong"> {
  return {
    name: sent?.name ?? "",
    email: sent?.email ?? "",
    consent: sent?.consent ?? false,
    students: desk.choices.map(({ id, name, state }) => ({
      id,
      name,
      chosen: sent?.studentIds.includes(id) ?? false,
      blocked: state.kind === "free" ? null : blockedWords(state, t),
    })),
    invited: desk.invites.length > 0,
    wrong: desk.wrong,
  };
}

/** What Manage Invites shows. */
export function manageView(
  desk: InviteDesk,
  over: boolean,
  t: Words,
): Pick<ManageInvitesProps, "invites" | "wrong" | "next"> {
  return {
    invites: desk.invites.map(({ problem, ...invite }) => ({
      ...invite,
      notDelivered: deliveryFault(problem, t),
      mailId: crypto.randomUUID(),
    })),
    wrong: desk.wrong,
    next: nextInvite(desk, over, t),
  };
}

function nextInvite(desk: InviteDesk, over: boolean, t: Words): ManageInvitesProps["next"] {
  if (over) return { kind: "over" };
  if (canInvite(desk.choices)) return { kind: "can" };
  const reasons = desk.choices.flatMap(({ name, state }) =>
    state.kind === "not_allowed" ? [t("invites.noGuestsFor", { name })] : [],
  );
  return { kind: "none_left", reasons };
}
