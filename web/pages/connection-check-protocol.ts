/** What the check page and the Worker say to each other while a connection is checked. `token` goes into the next request. */
export type IceServer = { urls: string | string[]; username?: string | undefined; credential?: string | undefined };
export type CheckStart = { iceServers: IceServer[]; token: string };
/** The answer to the page's offer. */
export type CheckSend = { sdp: string; token: string };
/** An offer that the page answers. */
export type CheckReceive = { sdp: string; token: string };
