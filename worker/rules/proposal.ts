import type { AppointmentId, EveningId, GuardianId, ProposalId } from "../db/ids.ts";
import type { Choices, Missed, Planned } from "./plan-evening.ts";

/** A planned appointment with the id that it will be booked under. */
export type Promised = Planned & { id: AppointmentId };

/** Times found for a guardian. It can be accepted while it is `held` and `expiresAt` is to come. */
export type Proposal = {
  id: ProposalId;
  eveningId: EveningId;
  guardianId: GuardianId;
  state: "held" | "accepted" | "cancelled" | "lapsed";
  choices: Choices;
  plan: Promised[];
  missed: Missed[];
  expiresAt: number;
};

export type NewProposal = Omit<Proposal, "state">;

/** The state by the server's clock: a hold lapses by time alone, written down or not. */
export function stateOf({ state, expiresAt }: Pick<Proposal, "state" | "expiresAt">, now: number): Proposal["state"] {
  return state === "held" && expiresAt <= now ? "lapsed" : state;
}
