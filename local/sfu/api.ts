import { closeWithOffer, forceClose } from "./close-tracks.ts";
import { debugSession, describeSession } from "./describe.ts";
import { ApiError } from "./errors.ts";
import { answerOffer } from "./negotiate.ts";
import { newTracks } from "./new-tracks.ts";
import { renegotiate } from "./renegotiate.ts";
import {
  CloseTracksBody,
  decode,
  NewSessionBody,
  NewTracksBody,
  needSdp,
  PacketLossBody,
  RenegotiateBody,
  UpdateTracksBody,
} from "./requests.ts";
import type { Session } from "./session.ts";
import type { Sessions } from "./sessions.ts";
import { updateTracks } from "./update-tracks.ts";

export type ApiRequest = { method: string; path: string; authorization: string | undefined; body: unknown };
export type ApiReply = { status: number; body: unknown };
export type Credentials = { appId: string; secret: string };

const ROUTE = /^\/v1\/apps\/([^/]+)\/sessions\/([^/]+)(?:\/(.+))?$/;

/** Answers one request. Throws {@link ApiError} for whatever fails it as a whole. */
export async function answerRequest(sessions: Sessions, app: Credentials, request: ApiRequest): Promise<ApiReply> {
  if (request.method === "GET" && request.path === "/debug/sessions") {
    return { status: 200, body: { sessions: sessions.all().map(debugSession) } };
  }
  if (request.method === "PUT" && request.path === "/debug/line") {
    Object.assign(sessions.packetLoss, decode(PacketLossBody, request.body));
    return { status: 200, body: sessions.packetLoss };
  }
  const [, appId, sessionId = "", operation = ""] = ROUTE.exec(request.path) ?? [];
  if (appId === undefined) throw new ApiError(404, "not_found", "There is nothing at this path");
  if (appId !== app.appId) throw new ApiError(404, "not_found", "The app does not exist");
  if (request.authorization !== `Bearer ${app.secret}`) {
    throw new ApiError(401, "unauthorized", "The app secret was not accepted");
  }
  if (request.method === "POST" && sessionId === "new" && operation === "") {
    return { status: 201, body: await newSession(sessions, request.body) };
  }
  const body = await operate(sessions, sessions.get(sessionId), `${request.method} ${operation}`, request.body);
  return { status: 200, body };
}

async function newSession(sessions: Sessions, body: unknown) {
  const { sessionDescription } = decode(NewSessionBody, body);
  const offer = sessionDescription && needSdp(sessionDescription, "offer");
  const session = sessions.open();
  if (offer === undefined) return { sessionId: session.id };
  try {
    return { sessionId: session.id, sessionDescription: await answerOffer(session, offer, () => undefined) };
  } catch (error) {
    session.end(); // nobody learns its id
    throw error;
  }
}

async function operate(sessions: Sessions, session: Session, operation: string, body: unknown): Promise<unknown> {
  switch (operation) {
    case "GET ":
      return describeSession(session);
    case "POST tracks/new": {
      const request = decode(NewTracksBody, body);
      return session.inTurn(() => newTracks(sessions, session, request));
    }
    case "PUT renegotiate": {
      const request = decode(RenegotiateBody, body);
      return session.inTurn(() => renegotiate(session, request));
    }
    case "PUT tracks/close": {
      const request = decode(CloseTracksBody, body);
      return request.force ? forceClose(session, request) : session.inTurn(() => closeWithOffer(session, request));
    }
    case "PUT tracks/update": {
      const request = decode(UpdateTracksBody, body);
      return session.inTurn(async () => updateTracks(sessions, session, request));
    }
    default:
      throw new ApiError(404, "not_found", "There is nothing at this path");
  }
}
