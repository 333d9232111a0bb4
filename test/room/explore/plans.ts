import type { Facts, Person } from "../../../durable-objects/protocol.ts";
import type { MediaRequest } from "../../../durable-objects/room-state.ts";
import type { Outcome } from "../../support/room/sfu-model.ts";

/** A small world: who is in it, when it begins, and what can happen in it. Whatever is not bounded here happens in every order. */
export type Plan = {
  name: string;
  people: Person[];
  /** All times are milliseconds from this opening; `facts` are the timetables that an appointment may be given, the first first. */
  timetables: Times[];
  startsAt: number;
  /** Things happen when the clock strikes one of these, or when something falls due. */
  instants: number[];
  /** After this only time passes. */
  eventfulUntil: number;
  ticketLivesMs: number;
  /** How long before an alarm each session may have pinged last; that it never did is always possible. */
  pingedAgoMs: number[];
  /** What the appointment's facts may do; older and equal versions always come too. */
  changes: ("remove" | "invite" | "retime" | "cancel")[];
  /** Whether connections drop, and whether people end the appointment, flood and send nonsense, beside joining and leaving. */
  drops: boolean;
  breaches: boolean;
  /** So many lines are written while the room keeps any. */
  mostLines: number;
  /** Whether people wait ahead, out of another call. */
  aheads: boolean;
  media: MediaPlan | null;
};

export type Times = Pick<Facts, "opensAt" | "closesAt" | "overrunUntil">;

export type MediaPlan = {
  requests: MediaRequest["type"][];
  /** The mids of one publish. */
  publishes: string[][];
  outcomes: Outcome[];
  /** No more joins are let in, requests ask the SFU, and answers are other than yes. */
  most: { joins: number; requests: number; faults: number };
  /** No more calls to the SFU are under way at once, and no more intents to close are open. */
  mostCalls: number;
  mostClosing: number;
};

const SECOND = 1000;
const person = (participantId: string, role: Person["role"]): Person => ({
  participantId,
  role,
  name: `Mx ${participantId}`,
});
const teacher = person("abell", "teacher");
const guests = ["davies", "atkinson", "rachael", "jane"].map((id) => person(id, "guest"));

/** Long enough for a hold to end and a silent session to lapse. */
const SHORT: Times = { opensAt: 0, closesAt: 21 * SECOND, overrunUntil: 21 * SECOND };

const quiet = {
  startsAt: 0,
  instants: [],
  eventfulUntil: Number.POSITIVE_INFINITY,
  // As long as the instants are apart, so that forgetting tickets makes no instants of its own.
  ticketLivesMs: 5 * SECOND,
  pingedAgoMs: [0],
  changes: [],
  drops: true,
  breaches: true,
  mostLines: 0,
  aheads: false,
  media: null,
} satisfies Partial<Plan>;

/** Every seat and the whole queue, from before the opening to after the end. */
const FIVE_PEOPLE: Plan = {
  ...quiet,
  name: "five people, one short appointment",
  people: [teacher, ...guests],
  timetables: [SHORT],
  startsAt: -5 * SECOND,
  instants: [0],
  breaches: false,
};

/** A full room whose people are removed, invited again, cancelled and booked again. */
const FIVE_INVITED: Plan = {
  ...quiet,
  name: "five people, removed and invited, cancelled and booked",
  people: [teacher, ...guests],
  timetables: [{ opensAt: 0, closesAt: 10 * SECOND, overrunUntil: 10 * SECOND }],
  changes: ["remove", "invite", "cancel"],
  drops: false,
};

/** Moved to and fro, shortened and run over, from too early to wait to after everything. */
const MOVED: Plan = {
  ...quiet,
  name: "two people, an appointment that moves",
  people: [teacher, ...guests.slice(0, 1)],
  timetables: [
    { opensAt: 0, closesAt: 10 * SECOND, overrunUntil: 10 * SECOND },
    { opensAt: 0, closesAt: 10 * SECOND, overrunUntil: 20 * SECOND },
    { opensAt: 10 * SECOND, closesAt: 30 * SECOND, overrunUntil: 30 * SECOND },
    { opensAt: 610 * SECOND, closesAt: 620 * SECOND, overrunUntil: 620 * SECOND },
  ],
  startsAt: -5 * SECOND,
  instants: [0, 10 * SECOND, 30 * SECOND],
  eventfulUntil: 30 * SECOND,
  breaches: false,
  changes: ["remove", "invite", "retime", "cancel"],
};

/** Tickets in their whole life, and pings at several times. */
const TICKETS: Plan = {
  ...quiet,
  name: "two people, tickets in their whole life",
  people: [teacher, ...guests.slice(0, 1)],
  timetables: [{ opensAt: 0, closesAt: 40 * SECOND, overrunUntil: 40 * SECOND }],
  instants: [10 * SECOND],
  breaches: false,
  ticketLivesMs: 30 * SECOND,
  pingedAgoMs: [0, 5 * SECOND],
};

/** Waiters, a full room and an empty one, with everyone writing. */
const WRITING: Plan = {
  ...quiet,
  name: "five people who write",
  people: [teacher, ...guests],
  timetables: [{ opensAt: 0, closesAt: 10 * SECOND, overrunUntil: 10 * SECOND }],
  startsAt: -5 * SECOND,
  instants: [0],
  drops: false,
  breaches: false,
  mostLines: 2,
};

/** Long enough for requests to be lost and for closing to be tried again. */
const CALL = {
  ...quiet,
  timetables: [{ opensAt: 0, closesAt: 10 * SECOND, overrunUntil: 10 * SECOND }],
  breaches: false,
  ticketLivesMs: 1 * SECOND,
} satisfies Partial<Plan>;

const FAULTS: Outcome[] = ["ok", "unsure", "happened_unsure", "gone", "lost"];
/** One track, and more than there may be. */
const PUBLISHES = [["0"], ["0", "1", "2", "3", "4"]];

/** One person's media, who drops, leaves and comes back, with an SFU that fails again and again. */
const FAILING: Plan = {
  ...CALL,
  name: "one person and an SFU that fails again and again",
  people: [teacher],
  media: {
    requests: ["publish", "pull"],
    publishes: PUBLISHES,
    outcomes: FAULTS,
    most: { joins: 2, requests: 2, faults: 3 },
    mostCalls: 2,
    mostClosing: 1,
  },
};

/** Media of two, with an SFU that fails once, in any way. */
const FAILING_ONCE: Plan = {
  ...CALL,
  name: "two people and an SFU that fails once",
  people: [teacher, ...guests.slice(0, 1)],
  media: {
    requests: ["publish", "pull", "answer", "check", "unpull", "mute"],
    publishes: PUBLISHES,
    outcomes: FAULTS,
    most: { joins: 2, requests: 2, faults: 1 },
    mostCalls: 1,
    mostClosing: 1,
  },
};

/** Media of three, who come, drop and go, with an SFU that works or says nothing. */
const PULLING: Plan = {
  ...CALL,
  name: "three people who see one another",
  people: [teacher, ...guests.slice(0, 2)],
  timetables: [{ opensAt: 0, closesAt: 5 * SECOND, overrunUntil: 5 * SECOND }],
  media: {
    requests: ["publish", "pull"],
    publishes: [["0"]],
    outcomes: ["ok"],
    most: { joins: 3, requests: 3, faults: 0 },
    mostCalls: 1,
    mostClosing: 1,
  },
};

/** One who waits, too early to send and then not. */
const EARLY: Plan = {
  ...CALL,
  name: "one person who sends while waiting",
  people: [teacher],
  startsAt: -61 * SECOND,
  instants: [-60 * SECOND],
  timetables: [{ opensAt: 0, closesAt: 1 * SECOND, overrunUntil: 1 * SECOND }],
  aheads: true,
  media: {
    requests: ["publish", "pull", "answer", "check"],
    publishes: [["0"]],
    outcomes: ["ok", "unsure"],
    most: { joins: 2, requests: 1, faults: 1 },
    mostCalls: 1,
    mostClosing: 1,
  },
};

/** A full room and one who waits beside it and sends. */
const FULL: Plan = {
  ...CALL,
  name: "five people, of whom one sends beside a full room",
  people: [teacher, ...guests],
  eventfulUntil: 0,
  drops: false,
  media: {
    requests: ["publish", "pull"],
    publishes: [["0"]],
    outcomes: ["ok"],
    most: { joins: 5, requests: 2, faults: 0 },
    mostCalls: 1,
    mostClosing: 1,
  },
};

/** Two who wait and send, one perhaps out of another call, and then sit. */
const WARMING: Plan = {
  ...EARLY,
  name: "two people who send while they wait",
  people: [teacher, ...guests.slice(0, 1)],
  startsAt: -2 * SECOND,
  instants: [],
  media: {
    requests: ["publish", "pull", "answer", "check", "mute"],
    publishes: [["0"]],
    outcomes: ["ok", "unsure", "gone"],
    most: { joins: 2, requests: 2, faults: 1 },
    mostCalls: 1,
    mostClosing: 1,
  },
};

export const PLANS: Plan[] = [
  FIVE_PEOPLE,
  FIVE_INVITED,
  MOVED,
  TICKETS,
  WRITING,
  FAILING,
  FAILING_ONCE,
  PULLING,
  EARLY,
  FULL,
  WARMING,
];
