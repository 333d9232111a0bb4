import * as z from "zod";
import type { CheckReceive, CheckSend, CheckStart } from "../../../web/pages/connection-check-protocol.ts";
import { type AppContext, factory, later } from "../../http/context.ts";
import { Problem } from "../../http/problem.ts";
import { limit, limitCaller } from "../../http/rate-limit.ts";
import { type ConnectionCheck, readConnectionCheck, signConnectionCheck } from "../../rules/connection-check-token.ts";
import { answerCheck, endCheck, endCheckInTime, startReceiving, startSending } from "./connection-check.ts";

/** A whole staff behind one address tries its cameras in a quarter of an hour; nobody tries theirs a hundred times. */
const MOST_OF_ONE_ADDRESS = 100;
const MOST_OF_A_SCHOOL = 1_000;
const WINDOW_MS = 15 * 60_000;
/** From the first word to the last, on a slow connection. */
const LIFE_MS = 60_000;
const MOST_SDP = 20_000;

const sdp = z.string().startsWith("v=0").max(MOST_SDP);
const token = z.string().max(2_000);
const sendForm = z.strictObject({ token, sdp, mid: z.string().min(1).max(16) });
const answerForm = z.strictObject({ token, sdp });
const tokenForm = z.strictObject({ token });

/**
 * Three seconds through the SFU and back, for whoever checks their connection before an evening, signed in or not. A start is counted;
 * everything after it needs the start's token, each step once in the order of the page, and is closed by force soon after.
 */
export const connectionCheckRoutes = factory.createApp();

connectionCheckRoutes.post("/check/line", async (c) => {
  await limit(c, "line", MOST_OF_A_SCHOOL, WINDOW_MS);
  await limitCaller(c, "line", MOST_OF_ONE_ADDRESS, WINDOW_MS);
  const { deps, school, now } = c.var;
  const check = { schoolId: school.id, until: now + LIFE_MS, sends: null, receives: null };
  const reply: CheckStart = { iceServers: await deps.turn.iceServers(), token: await sign(c, check) };
  return c.json(reply);
});

connectionCheckRoutes.post("/check/line/send", async (c) => {
  const form = await read(c, sendForm);
  const check = await readCheck(c, form.token);
  if (check.sends) throw outOfOrder();
  await limit(c, `line send ${form.token}`, 1, WINDOW_MS);
  const { sdp, end } = await startSending(c.var.deps.sfu, form.sdp, form.mid);
  const next = { ...check, sends: end };
  later(c, endCheckInTime(c.var.deps, next));
  const reply: CheckSend = { sdp, token: await sign(c, next) };
  return c.json(reply);
});

connectionCheckRoutes.post("/check/line/receive", async (c) => {
  const form = await read(c, tokenForm);
  const check = await readCheck(c, form.token);
  if (!check.sends || check.receives) throw outOfOrder();
  await limit(c, `line receive ${form.token}`, 1, WINDOW_MS);
  const { sdp, end } = await startReceiving(c.var.deps.sfu, check.sends);
  const next = { ...check, receives: end };
  later(c, endCheckInTime(c.var.deps, next));
  const reply: CheckReceive = { sdp, token: await sign(c, next) };
  return c.json(reply);
});

connectionCheckRoutes.post("/check/line/answer", async (c) => {
  const form = await read(c, answerForm);
  const { receives } = await readCheck(c, form.token);
  if (!receives) throw outOfOrder();
  await answerCheck(c.var.deps.sfu, receives, form.sdp);
  return c.body(null, 204);
});

connectionCheckRoutes.post("/check/line/end", async (c) => {
  const form = await read(c, tokenForm);
  await endCheck(c.var.deps.sfu, await readCheck(c, form.token));
  return c.body(null, 204);
});

function sign(c: AppContext, check: ConnectionCheck): Promise<string> {
  c.header("cache-control", "no-store");
  return signConnectionCheck(c.var.deps.settings.SIGNING_KEYS, check);
}

async function readCheck(c: AppContext, signed: string): Promise<ConnectionCheck> {
  const { deps, school, now } = c.var;
  const check = await readConnectionCheck(deps.settings.SIGNING_KEYS, signed, school.id, now);
  if (!check) throw outOfOrder();
  return check;
}

async function read<Form>(c: AppContext, form: z.ZodType<Form>): Promise<Form> {
  const parsed = form.safeParse(await c.req.json().catch(() => null));
  if (!parsed.success) throw outOfOrder();
  return parsed.data;
}

function outOfOrder(): Problem {
  return new Problem(400, "oldCheckPage");
}
