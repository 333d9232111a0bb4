import type { Deps } from "../../../worker/ports/deps.ts";

/** Boards that are down: nothing but staff's live pages may notice. */
export const NO_BOARDS: Deps["boards"] = {
  look: () => Promise.reject(new Error("no board in this test")),
  changed: () => Promise.resolve(),
  connect: () => Promise.reject(new Error("no board in this test")),
};
