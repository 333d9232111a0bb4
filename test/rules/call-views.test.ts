import { type ComponentType, h } from "preact";
import { render } from "preact-render-to-string";
import { expect, test } from "vitest";
import type { ParticipantView, Role, RoomView } from "../../durable-objects/protocol.ts";
import { Announcer } from "../../web/islands/call/announcer.ts";
import { ChatPanel, type ChatPanelProps } from "../../web/islands/call/chat-panel.tsx";
import { Controls, type ControlsProps } from "../../web/islands/call/controls.tsx";
import { DeviceProblem, type DeviceProblemProps } from "../../web/islands/call/device-problem.tsx";
import type { DeviceState, LocalView } from "../../web/islands/call/device-state.ts";
import { AnnouncerContext } from "../../web/islands/call/live-region.tsx";
import { RoomNotice, type RoomNoticeProps } from "../../web/islands/call/room-notice.tsx";
import { Stage, type StageProps } from "../../web/islands/call/stage.tsx";
import { TeacherTools, type TeacherToolsProps } from "../../web/islands/call/teacher-tools.tsx";
import type { CallAppointment } from "../../web/pages/call-props.ts";
import type { OwnMarks } from "../../web/pages/own-marks.ts";
import { englishWords } from "../../web/words/catalogue.ts";
import { WordsContext } from "../../web/words/use-words.ts";

const START = Date.UTC(2027, 0, 12, 16);
const nothing = () => {};

/** The view as a browser would be given it. */
function drawn<Props extends object>(view: ComponentType<Props>, props: NoInfer<Props>): string {
  const announced = h(AnnouncerContext.Provider, { value: new Announcer() }, h(view, props));
  return render(h(WordsContext.Provider, { value: englishWords }, announced));
}

const devices = (camera: DeviceState = "on", mic: DeviceState = "on"): LocalView => ({
  ...{ camera, mic, cameraTrack: null, micTrack: null, devices: [], choice: {} },
});
const person = (participantId: string, role: Role, state: ParticipantView["state"] = "present"): ParticipantView => ({
  ...{ participantId, role, name: participantId, state, tracks: [] },
});
const roomOf = (...people: ParticipantView[]): RoomView => ({
  ...{ opensAt: START, closesAt: START + 300_000, overrunUntil: START + 300_000, people, line: [] },
});

function stage(over: Partial<StageProps>): string {
  return drawn(Stage, {
    ...{ role: "guardian", me: "me", appointment: undefined, room: null, seated: true, name: "David Aaron" },
    ...{ empty: { heading: "Mrs Abell is here", words: "" }, media: NO_MEDIA, devices: devices(), selfHidden: false },
    ...over,
  });
}
const NO_MEDIA: StageProps["media"] = { people: new Map(), activity: { speaking: new Set(), frozen: new Set() } };

test("without a seat nobody is shown, whoever is in the call: words stand there instead", () => {
  const room = roomOf(person("abell", "teacher"), person("jane", "guest"));
  const html = stage({ room, seated: false });
  expect(html).toContain("Mrs Abell is here");
  expect(html).not.toMatch(/data-tile="(abell|jane)"/);
  expect(html).toContain('data-people="0"');
  expect(stage({ room })).toContain('data-tile="abell"');
});

test("four people share the stage alike, and whoever hides themselves leaves no empty place", () => {
  const others = [person("abell", "teacher"), person("jane", "guest"), person("davies", "teacher")];
  const room = roomOf(person("me", "guardian"), ...others);
  expect(stage({ room })).toContain('class="stage is-four"');
  const hidden = stage({ room, selfHidden: true });
  expect(hidden).not.toContain('data-tile="self"');
  expect(hidden).toContain('class="stage"');
});

test("a camera that the system has taken away shows no last picture of oneself", () => {
  const cameraTrack = {} as MediaStreamTrack;
  const self = (camera: DeviceState) => stage({ devices: { ...devices(camera), cameraTrack } });
  expect(self("on")).toContain('data-tile="self" data-camera="on"');
  expect(self("interrupted")).toContain('data-tile="self" data-camera="off"');
});

test("what the room says comes before trouble with one's devices, and that before a weak connection", () => {
  const notice = { kind: "info" as const, strong: "Jane is waiting", words: "" };
  const said = (over: Partial<RoomNoticeProps>) =>
    drawn(RoomNotice, { notice: null, devices: devices(), picture: "full", next: "Next: Ben", ...over });
  const all = { notice, devices: devices("denied"), picture: "none" as const };
  expect(said(all)).toContain("Jane is waiting");
  expect(said({ ...all, notice: null })).toContain(englishWords("devices.denied.camera.title"));
  expect(said({ picture: "none" })).toContain(englishWords("call.notice.weak.paused.text"));
  for (const html of [said(all), said({ ...all, notice: null }), said({ picture: "none" })])
    expect(html).not.toContain("Next: Ben");
  expect(said({})).toContain("Next: Ben");
});

function controls(over: Partial<ControlsProps>): string {
  const chat = { open: false, unread: 0, onPress: nothing };
  const given = { label: "Call", leaveLabel: "Leave", devices: devices(), chat, onEnd: false as const };
  return drawn(Controls, { ...given, onToggle: nothing, onSettings: nothing, onLeave: nothing, ...over });
}

test("red is the one button that ends the call: leaving it, or where a teacher may, ending it for everyone", () => {
  const red = (html: string) =>
    [...html.matchAll(/class="control is-leave" data-control="(\w+)"/g)].map(([, name]) => name);
  expect(red(controls({}))).toEqual(["door"]);
  expect(red(controls({ onEnd: nothing }))).toEqual(["close"]);
  expect(red(controls({ chat: false }))).toEqual([]);
});

test("a device that is only being asked for is not shown as off", () => {
  expect(controls({ devices: devices("asking") })).not.toContain("is-off");
  expect(controls({ devices: devices("missing") })).toContain('class="control is-off" data-control="camera"');
});

test("one may come in to listen only where there is something to join and nothing is on", () => {
  const offered = (over: Partial<DeviceProblemProps>) =>
    drawn(DeviceProblem, {
      ...{ devices: devices("denied", "denied"), canCall: true, onAskAgain: nothing, onListen: nothing, ...over },
    }).split("<button").length - 1;
  expect(offered({})).toBe(2);
  expect(offered({ onListen: undefined })).toBe(1);
  expect(offered({ devices: devices("denied", "on") })).toBe(1);
  expect(offered({ canCall: false })).toBe(0);
});

test("what was not sent is said to wait only while the connection is away", () => {
  const unsent = [{ lineId: "1", words: "Please ring me" }];
  const chat = (over: Partial<ChatPanelProps>) =>
    drawn(ChatPanel, {
      ...{ messages: [], unsent, me: "me", senderName: () => "Mrs Abell", zone: "Europe/London" },
      ...{ connected: true, onSend: () => true, onClose: nothing, ...over },
    });
  expect(chat({ connected: false })).toContain(englishWords("call.chat.unsent.text"));
  expect(chat({})).not.toContain(englishWords("call.chat.unsent.text"));
  expect(chat({ connected: false, unsent: [] })).not.toContain(englishWords("call.chat.unsent.text"));
});

const APPOINTMENT: CallAppointment = {
  ...{ id: "a1", startsAt: START, endsAt: START + 300_000, overrunUntil: START + 300_000, teachers: [] },
  ...{ student: "Sophie Aaron", subject: "Science", state: "booked", guardian: { name: "David Aaron", shortName: "" } },
};
const NO_MARKS: OwnMarks = { note: "", savedAt: null, absent: false, lateMinutes: 0, guestOut: false };

function tools(over: Partial<TeacherToolsProps>, marks: Partial<OwnMarks> = {}): string {
  return drawn(TeacherTools, {
    ...{ appointment: APPOINTMENT, room: null, next: undefined, zone: "UTC", at: START + 60_000, failed: false },
    ...{ marksOf: () => ({ ...NO_MARKS, ...marks }), noteState: () => "as-kept" },
    ...{ onNote: nothing, onNoShow: nothing, onLate: nothing, onGuestOut: nothing, ...over },
  });
}

test("a family can be marked as absent when its time has come and nobody of it is there; and whenever it is marked so, the mark taken back", () => {
  const mark = englishWords("call.absence.mark.button");
  expect(tools({})).toContain(mark);
  expect(tools({ at: START - 1 })).not.toContain(mark);
  const came = roomOf(person("me", "teacher"), person("david", "guardian", "waiting"));
  expect(tools({ room: came })).not.toContain(mark);
  expect(tools({ room: came }, { absent: true })).toContain(englishWords("call.absence.unmark.button"));
});

test("a teacher can be later still up to twenty minutes, and always on time again", () => {
  const next = { ...APPOINTMENT, id: "a2" };
  const more = englishWords("call.runningLate.more.button", { minutes: 5 });
  expect(tools({ next })).not.toContain(more);
  expect(tools({ next }, { lateMinutes: 15 })).toContain(more);
  expect(tools({ next }, { lateMinutes: 20 })).not.toContain(more);
  expect(tools({ next }, { lateMinutes: 20 })).toContain(englishWords("call.runningLate.stop.button"));
});

test("a guest whom a teacher has taken out can be let in again, and one who is there be taken out", () => {
  const withGuest = roomOf(person("jane", "guest"));
  expect(tools({ room: withGuest })).toContain(englishWords("call.takeOut.button", { name: "jane" }));
  expect(tools({ room: roomOf() }, { guestOut: true })).toContain(englishWords("call.takeOut.letBack.button"));
  expect(tools({ room: roomOf() })).not.toContain(englishWords("call.takeOut.letBack.button"));
});
