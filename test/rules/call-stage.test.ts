import { describe, expect, it } from "vitest";
import type { ParticipantState, ParticipantView, Role, RoomView } from "../../durable-objects/protocol.ts";
import { peopleAnnouncements } from "../../web/islands/call/people-announcements.ts";
import { planStage } from "../../web/islands/call/stage-plan.ts";
import { englishWords } from "../../web/words/catalogue.ts";

function person(participantId: string, role: Role, state: ParticipantState = "present"): ParticipantView {
  return { participantId, role, name: participantId, state, tracks: [] };
}

function room(...people: ParticipantView[]): RoomView {
  return { opensAt: 0, closesAt: 1, overrunUntil: 1, people, line: [] };
}

describe("the stage", () => {
  it("gives a guardian's large tile to the teacher, whatever the order", () => {
    const plan = planStage(
      room(person("jane", "guest"), person("abell", "teacher"), person("me", "guardian")),
      "me",
      "guardian",
    );
    expect(plan.main?.participantId).toBe("abell");
    expect(plan.others.map(({ participantId }) => participantId)).toEqual(["jane"]);
  });

  it("keeps an empty place for the teacher who is not there, or only waits", () => {
    const plan = planStage(
      room(person("abell", "teacher", "waiting"), person("jane", "guest"), person("me", "guardian")),
      "me",
      "guardian",
    );
    expect(plan.main).toBeNull();
    expect(plan.others).toHaveLength(1);
  });

  it("shows a teacher the guardian, or the guest where the guardian has not come", () => {
    expect(
      planStage(room(person("me", "teacher"), person("jane", "guest"), person("rachael", "guardian")), "me", "teacher")
        .main?.participantId,
    ).toBe("rachael");
    expect(planStage(room(person("me", "teacher"), person("jane", "guest")), "me", "teacher").main?.participantId).toBe(
      "jane",
    );
  });

  it("keeps a dropped person on the stage while the seat is held", () => {
    expect(
      planStage(room(person("abell", "teacher", "held"), person("me", "guardian")), "me", "guardian").main?.state,
    ).toBe("held");
  });
});

describe("what is announced of the people in the room", () => {
  const abell = (state: ParticipantState) => room(person("Mrs Abell", "teacher", state), person("me", "guardian"));
  const say = (before: ParticipantState, after: ParticipantState) =>
    peopleAnnouncements(abell(before), abell(after), "me", (name) => name, englishWords);

  it("says who comes, drops, returns and leaves, and nothing of oneself", () => {
    expect(say("absent", "waiting")).toEqual(["Mrs Abell is here"]);
    expect(say("waiting", "present")).toEqual([]);
    expect(say("present", "held")).toEqual(["Mrs Abell has lost the connection"]);
    expect(say("held", "present")).toEqual(["Mrs Abell is back"]);
    expect(say("present", "absent")).toEqual(["Mrs Abell has left"]);
  });
});
