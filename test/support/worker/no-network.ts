/** Mail stays in the outbox, as it does when Postmark can't be reached; a real socket would fail the same, with pages of the runtime's words. */
export const noNetwork = () => Promise.reject(new Error("no network in this test"));
