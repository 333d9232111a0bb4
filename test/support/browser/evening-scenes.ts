import type { Page } from "playwright-core";
import { close, pair, type Scenes, type Stage, signIn } from "./call-scenes.ts";
import { join } from "./people.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

async function teachersEvening({ product, cast, sheet }: Stage): Promise<void> {
  const evening = await product.newEvening(Date.now() - MINUTE / 2, 540);
  const ngozi = await signIn(product, cast.guardian, "Ngozi Okafor");
  await ngozi.goto(`${product.school}/evenings/${evening.id}/book/manual`);
  const times = ngozi.getByRole("region", { name: "Mrs Anita Abell", exact: true });
  await times.getByRole("button", { name: /Free/ }).first().click();
  await times.getByText("Yours").waitFor();
  const abell = await signIn(product, cast.teacher, "Anita Abell");
  await join(abell, `${product.school}/staff/video?evening=${evening.id}`);
  await join(ngozi, `${product.school}/video?evening=${evening.id}`);
  await abell.getByRole("button", { name: "Running late: tell Ngozi Okafor" }).click();
  await ngozi
    .getByText(/running about 5 minutes late/)
    .first()
    .waitFor();
  await sheet.take(ngozi, "waiting-teacher-is-late");
  await abell.getByRole("textbox", { name: "Notes on Sophie Aaron" }).fill("Reads well. Ask about glasses.");
  await abell.getByRole("button", { name: "Mark as absent" }).click();
  await abell.getByText("Marked as absent.").waitFor();
  await abell.getByText("Only you see them. Saved.").waitFor();
  await sheet.take(abell, "teacher-tools");
  await openNotes(abell);
  await sheet.take(abell, "teacher-notes-over-the-call");
  await close(abell, ngozi);
}

/** Only a small window has the button. */
async function openNotes(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Notes and running order" }).click();
  await page.getByRole("dialog").getByText("Running order").waitFor();
}

async function badLine(stage: Stage): Promise<void> {
  const { product, sheet } = stage;
  const [david, abell] = await pair(stage, () => product.newEvening(Date.now() - 20_000, 300));
  await abell.evaluate(standStill);
  await david.getByText("Picture paused").waitFor();
  await sheet.take(david, "call-picture-paused");
  await loseOf(product.sfu, 0.3);
  try {
    await david.getByText("Your connection is weak.", { exact: true }).waitFor();
    await sheet.take(david, "call-weak-line");
  } finally {
    await loseOf(product.sfu, 0);
  }
  await close(david, abell);
}

/** Sends nothing more, as a machine that hangs does: the camera is on, and the picture stands. */
async function standStill(): Promise<void> {
  const { watchedConnections } = window as unknown as { watchedConnections: RTCPeerConnection[] };
  const senders = watchedConnections.flatMap((connection) => connection.getSenders());
  await Promise.all(senders.filter(({ track }) => track?.kind === "video").map((sender) => sender.replaceTrack(null)));
}

async function loseOf(sfu: string, lostShare: number): Promise<void> {
  const headers = { "content-type": "application/json" };
  await fetch(`${sfu}/debug/line`, { method: "PUT", headers, body: JSON.stringify({ lostShare }) });
}

async function held({ product, cast, sheet }: Stage): Promise<void> {
  const { id } = await product.newEvening(Date.now() + DAY, 300);
  const david = await signIn(product, cast.guardian, "David Aaron");
  await david.goto(`${product.school}/evenings/${id}/book/automatic`);
  await david.getByLabel("Rank of Mr J Sinclair, English").selectOption("2");
  await david.getByRole("button", { name: "Generate Appointments" }).click();
  await david.getByRole("heading", { name: "We found these times for you" }).waitFor();
  await sheet.take(david, "proposal");
  await close(david);
}

/** Mrs Abell has one time, and it is given back: whoever stands in line is offered it by mail. */
async function offered({ product, cast, sheet }: Stage): Promise<void> {
  const startsAt = Math.ceil(Date.now() / DAY) * DAY + 16 * 60 * MINUTE;
  const { id } = await product.newEvening(startsAt, 300);
  await breakAfterTheFirst(
    await signIn(product, cast.teacher, "Eleanor Hart"),
    `${product.school}/admin/evenings/${id}`,
    startsAt,
  );
  const [ngozi, david] = [
    await signIn(product, cast.guest, "Ngozi Okafor"),
    await signIn(product, cast.guardian, "David Aaron"),
  ];
  const times = (page: Page) => page.getByRole("region", { name: "Mrs Anita Abell", exact: true });
  for (const page of [ngozi, david]) await page.goto(`${product.school}/evenings/${id}/book/manual`);
  await times(ngozi).locator("summary", { hasText: "Join the waiting list" }).click();
  await sheet.take(ngozi, "waiting-list");
  await times(ngozi).getByRole("button", { name: "Join the waiting list" }).click();
  await times(ngozi).getByText("first in line").waitFor();
  await sheet.take(ngozi, "waiting-list-joined");
  await times(david).getByRole("button", { name: /Yours/ }).click();
  const mail = await product.mailTo("ngozi.okafor@mail.example", /A time is free for you/);
  await ngozi.goto(/https?:\/\/\S+\/offers\/\S+/.exec(mail.text)?.[0] ?? "");
  await sheet.take(ngozi, "offer");
  await ngozi.getByRole("button", { name: /^Take / }).click();
  await ngozi.getByRole("heading", { name: "Your time is booked" }).waitFor();
  await sheet.take(ngozi, "offer-taken");
  await close(ngozi, david);
}

async function breakAfterTheFirst(office: Page, evening: string, startsAt: number): Promise<void> {
  const clock = (at: number) =>
    new Date(at).toLocaleTimeString("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" });
  await office.goto(`${evening}/teachers`);
  await office.getByLabel("For", { exact: true }).selectOption({ label: "Mrs Anita Abell" });
  await office.getByLabel("From").fill(clock(startsAt + 5 * MINUTE));
  await office.getByLabel("To", { exact: true }).fill(clock(startsAt + 180 * MINUTE));
  await office.getByRole("button", { name: "Add break" }).click();
  await office.getByText("The break is in.").waitFor();
  await close(office);
}

/** What a teacher has beside the call, and a line that is bad. */
export const EVENING_SCENES: Scenes = {
  "the teacher's evening": teachersEvening,
  "a bad line": badLine,
};

/** Times that are held for a family. */
export const BOOKING_SCENES: Scenes = {
  "held for you": held,
  "a time offered": offered,
};
