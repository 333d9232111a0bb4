/**
 * The Calls API's two kinds of error, with Cloudflare's own codes (its page "Error codes" under Realtime SFU): one fails the
 * whole request, the other stands beside a track inside a 200.
 */
export type RequestErrorCode =
  | "unauthorized"
  | "not_found"
  | "decoding_error"
  | "invalid_params"
  | "payload_too_large"
  | "session_error"
  | "invalid_session_description"
  | "internal_error";

export type TrackErrorCode =
  | "not_found_track_error"
  | "empty_track_error"
  | "close_track_error"
  | "update_track_error"
  | "repeated_local_track_error"
  | "invalid_params";

export type TrackError = { errorCode: TrackErrorCode; errorDescription: string };

/** Fails the whole request with this status and body. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: RequestErrorCode;

  constructor(status: number, code: RequestErrorCode, description: string) {
    super(description);
    this.status = status;
    this.code = code;
  }
}

/** 400: a field, value or combination that the operation does not take. */
export function invalidParams(description: string): ApiError {
  return new ApiError(400, "invalid_params", description);
}

/** 406: an SDP that cannot be applied, or one that comes at the wrong moment of an offer and answer. */
export function invalidDescription(description: string): ApiError {
  return new ApiError(406, "invalid_session_description", description);
}

/** 425: the peer connection did not connect while the operation waited for it. */
export function notConnected(): ApiError {
  return new ApiError(425, "session_error", "The session's peer connection is not connected yet");
}

/** 410: no such session, or one that has ended. */
export function sessionGone(): ApiError {
  return new ApiError(410, "session_error", "The session does not exist or has ended");
}

export function trackError(errorCode: TrackErrorCode, errorDescription: string): TrackError {
  return { errorCode, errorDescription };
}
