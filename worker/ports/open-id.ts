import * as oauth from "oauth4webapi";
import type { Fetch } from "../../durable-objects/ports.ts";
import type { Settings } from "./settings.ts";

/** A school's own OpenID Connect provider, and how we are known to it. */
export type OpenIdProvider = { issuer: string; clientId: string; clientSecret: string };

/** What one sign-in is known by, from its beginning to its end: it stays in the browser that began it. */
export type OpenIdAttempt = { state: string; nonce: string; verifier: string; redirectUri: string };

/**
 * Who has signed in there. `declined`: the person, or the provider, said no; `no-address`: it names no e-mail address; `unproven`: it says
 * that the address is not proven to be theirs; `failed`: it answered what no provider may, or nothing: the fault is for the log.
 */
export type OpenIdAnswer =
  | { kind: "known"; email: string }
  | { kind: "declined" | "no-address" | "unproven" }
  | { kind: "failed"; fault: unknown };

export type OpenIdGateway = {
  /** A fresh attempt whose answer comes back to `redirectUri`; the state begins with `prefix` and a dot. */
  begin(prefix: string, redirectUri: string): OpenIdAttempt;
  /** Where the browser goes to sign in. Rejects where the provider can't be reached or is none. */
  signInUrl(provider: OpenIdProvider, attempt: OpenIdAttempt): Promise<string>;
  /** Redeems what the browser brought back, `answer`: the query of its address. Never rejects. */
  whoIs(provider: OpenIdProvider, attempt: OpenIdAttempt, answer: URLSearchParams): Promise<OpenIdAnswer>;
};

const SCOPE = "openid email profile";
const TIMEOUT_MS = 8_000;

/** Anybody may have an account at these: an address counts only where they say that it is proven. */
const SHARED_ISSUERS = new Set(["https://accounts.google.com"]);

/**
 * The authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, section 3.1; RFC 9700). The id token comes from the
 * provider's own endpoint over TLS, which section 3.1.3.7 lets stand for its signature.
 */
export function openOpenId({ STAGE }: Pick<Settings, "STAGE">, reach: Fetch): OpenIdGateway {
  const options = () => httpOptions(STAGE, reach);
  return {
    begin: (prefix, redirectUri) => ({
      state: `${prefix}.${oauth.generateRandomState()}`,
      nonce: oauth.generateRandomNonce(),
      verifier: oauth.generateRandomCodeVerifier(),
      redirectUri,
    }),
    signInUrl: async (provider, attempt) => signInUrl(await discover(provider, options()), provider, attempt),
    async whoIs(provider, attempt, answer) {
      try {
        const email = await emailOf(provider, attempt, answer, options());
        return typeof email === "string" ? { kind: "known", email } : email;
      } catch (fault) {
        return fault instanceof oauth.AuthorizationResponseError ? { kind: "declined" } : { kind: "failed", fault };
      }
    },
  };
}

/** Of each request to a provider. Only a local run's may go without TLS. */
function httpOptions(stage: Settings["STAGE"], reach: Fetch) {
  return {
    [oauth.customFetch]: (url: string, init: unknown) => reach(url, init as RequestInit),
    [oauth.allowInsecureRequests]: stage === "local",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  };
}

type Options = ReturnType<typeof httpOptions>;

async function discover({ issuer }: OpenIdProvider, options: Options): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  return oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, options));
}

async function signInUrl(server: oauth.AuthorizationServer, { clientId }: OpenIdProvider, attempt: OpenIdAttempt) {
  if (!server.authorization_endpoint) throw new Error("The provider names no authorization endpoint");
  const url = new URL(server.authorization_endpoint);
  const challenge = await oauth.calculatePKCECodeChallenge(attempt.verifier);
  for (const [name, value] of Object.entries({
    ...{ client_id: clientId, response_type: "code", scope: SCOPE, redirect_uri: attempt.redirectUri },
    ...{ state: attempt.state, nonce: attempt.nonce, code_challenge: challenge, code_challenge_method: "S256" },
  }))
    url.searchParams.set(name, value);
  if (asksWhichAccount(server)) url.searchParams.set("prompt", "select_account");
  return url.href;
}

/** A machine in the staff room knows several people. Not every provider has this prompt, and those two don't say that they do. */
function asksWhichAccount({ issuer, prompt_values_supported: prompts }: oauth.AuthorizationServer): boolean {
  if (Array.isArray(prompts)) return prompts.includes("select_account");
  return ["accounts.google.com", "login.microsoftonline.com"].includes(new URL(issuer).hostname);
}

async function emailOf(
  provider: OpenIdProvider,
  attempt: OpenIdAttempt,
  answer: URLSearchParams,
  options: Options,
): Promise<string | Exclude<OpenIdAnswer, { kind: "known" }>> {
  const server = await discover(provider, options);
  const client: oauth.Client = { client_id: provider.clientId };
  const params = oauth.validateAuthResponse(server, client, answer, attempt.state);
  const reply = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    clientAuth(server, provider.clientSecret),
    params,
    attempt.redirectUri,
    attempt.verifier,
    options,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, reply, {
    expectedNonce: attempt.nonce,
    requireIdToken: true,
  });
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  if (!claims) throw new Error("The provider sent no id token");
  const told =
    claims.email === undefined ? await userInfo(server, client, tokens.access_token, claims.sub, options) : claims;
  return provenEmail(provider.issuer, told);
}

function clientAuth(server: oauth.AuthorizationServer, secret: string): oauth.ClientAuth {
  // Basic is what a provider takes that names nothing (OpenID Connect Discovery 1.0, section 3).
  const ways = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  return ways.includes("client_secret_basic") ? oauth.ClientSecretBasic(secret) : oauth.ClientSecretPost(secret);
}

async function userInfo(
  server: oauth.AuthorizationServer,
  client: oauth.Client,
  accessToken: string,
  subject: string,
  options: Options,
): Promise<Claims> {
  if (!server.userinfo_endpoint) return {};
  const reply = await oauth.userInfoRequest(server, client, accessToken, options);
  return oauth.processUserInfoResponse(server, client, subject, reply);
}

type Claims = { email?: unknown; email_verified?: unknown; [claim: string]: unknown };

function provenEmail(issuer: string, { email, email_verified }: Claims) {
  if (typeof email !== "string" || email === "") return { kind: "no-address" } as const;
  const isShared = SHARED_ISSUERS.has(issuer.replace(/\/$/, ""));
  const isProven = isShared ? email_verified === true : email_verified !== false;
  return isProven ? email : ({ kind: "unproven" } as const);
}
