/** What the check page and the Worker say to each other while a line is tried. `token` goes into the next request. */
export type IceServer = { urls: string | string[]; username?: string | undefined; credential?: string | undefined };
export type LineStart = { iceServers: IceServer[]; token: string };
/** The answer to the page's offer. */
export type LineSend = { sdp: string; token: string };
/** An offer that the page answers. */
export type LineReceive = { sdp: string; token: string };
