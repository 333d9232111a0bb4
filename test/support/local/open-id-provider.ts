import { createServer } from "node:http";
import Provider from "oidc-provider";

/**
 * A real OpenID Connect provider as a process of its own, on `OPEN_ID_PORT`, with one client whose answers go to `OPEN_ID_CALLBACK`. Its own forms
 * sign in whoever types an e-mail address as login; the password is free. `unproven@…` is an address that it does not vouch for.
 */
const port = Number(process.env.OPEN_ID_PORT);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "parlour",
      client_secret: "a secret of the test's",
      redirect_uris: [process.env.OPEN_ID_CALLBACK ?? ""],
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, ...(id.includes("@") && { email: id, email_verified: !id.startsWith("unproven@") }) }),
  }),
  pkce: { required: () => true },
  cookies: { keys: ["a key of the test's"] },
});
const server = createServer(provider.callback()).listen(port, "127.0.0.1", () => process.send?.("ready"));
process.on("disconnect", () => {
  server.close();
  process.exit(0);
});
