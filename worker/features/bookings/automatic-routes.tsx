import { BookAutomaticPage, type BookAutomaticProps } from "../../../web/pages/book-automatic-page.tsx";
import { BookModePage } from "../../../web/pages/book-mode-page.tsx";
import { ProposalOverPage, type ProposalOverProps, ProposalPage } from "../../../web/pages/proposal-page.tsx";
import { type AppContext, factory } from "../../http/context.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { askToSignIn, guardiansDoor, requireRole, signedIn } from "../../http/sessions.ts";
import { type BookingGrid, loadBookingGrid } from "../../queries/booking-grid.ts";
import { findProposal, newestProposal } from "../../queries/proposals.ts";
import { windowOf } from "../../rules/booking/window.ts";
import { type Proposal, stateOf } from "../../rules/proposal.ts";
import { acceptProposal } from "./accept-proposal.ts";
import { type AutomaticForm, choicesOf, faultsOf, queryOf, readAutomaticForm, readQuery } from "./automatic-form.ts";
import {
  againView,
  automaticView,
  bookingView,
  type Draft,
  draftOf,
  eveningView,
  missedViews,
  proposalView,
} from "./automatic-view.ts";
import { cancelProposal } from "./cancel-proposal.ts";
import { proposeAppointments } from "./propose-appointments.ts";

/** The choice between Automatic and Manual, and booking by proposal. */
export const automaticRoutes = factory
  .createApp()
  .get("/evenings/:id/book", requireRole("guardian"), async (c) => {
    const mode = c.req.query("mode");
    if (mode === "automatic" || mode === "manual") return c.redirect(`${bookPath(c)}/${mode}`, 303);
    const bookingGrid = await bookingGridOf(c);
    const view = { evening: eveningView(bookingGrid), booking: bookingView(bookingGrid, c.var.now) };
    return page(c, <BookModePage {...frameOf(c)} {...view} />);
  })
  .get("/evenings/:id/book/automatic", requireRole("guardian"), async (c) => {
    const [bookingGrid, newest] = await Promise.all([
      bookingGridOf(c),
      newestProposal(scopeOf(c), signedIn(c).id, c.req.param("id")),
    ]);
    const news = c.req.query("done") === "cancelled" ? ({ kind: "let-go" } as const) : null;
    const draft = readQuery(c.req.queries())?.draft ?? draftOf(bookingGrid, newest?.choices);
    return showForm(c, bookingGrid, draft, { news, held: heldView(c, newest) });
  })
  .post("/evenings/:id/book/automatic", keepChoices(), requireRole("guardian"), async (c) => {
    const form = readAutomaticForm(await c.req.parseBody({ all: true }));
    if (!form) throw unreadable();
    return propose(c, form);
  })
  .get("/evenings/:id/book/automatic/:proposal", requireRole("guardian"), async (c) => {
    const { now, school } = c.var;
    const [bookingGrid, proposal] = await Promise.all([bookingGridOf(c), findProposal(scopeOf(c), whichOf(c))]);
    if (!proposal) throw notFound();
    const state = stateOf(proposal, now);
    if (state === "accepted") return c.redirect(bookedPath(c), 303);
    if (state !== "held") return showOver(c, bookingGrid, proposal, state);
    return page(
      c,
      <ProposalPage
        {...frameOf(c)}
        {...proposalView(bookingGrid, proposal, { zone: school.zone, now, t: c.var.words })}
      />,
    );
  })
  .post("/evenings/:id/book/automatic/:proposal", requireRole("guardian"), async (c) => {
    const { accept, cancel } = await c.req.parseBody();
    if (cancel !== undefined) return letGo(c);
    if (accept === undefined) throw unreadable();
    return takeUp(c);
  });

/** Whoever was signed out finds their choices in the form again when they come back. */
function keepChoices() {
  return factory.createMiddleware(async (c, next) => {
    const form = c.var.person ? null : readAutomaticForm(await c.req.parseBody({ all: true }));
    if (!form) return next();
    return askToSignIn(c, guardiansDoor(c), `${bookPath(c)}/automatic?${queryOf(form)}`);
  });
}

async function propose(c: AppContext, { id, draft }: AutomaticForm): Promise<Response> {
  const { now, school, words } = c.var;
  const before = await bookingGridOf(c);
  const choices = choicesOf(before, draft);
  const errors = faultsOf(choices, words);
  if (errors.length > 0) return showForm(c, before, draft, { errors }, 422);
  const asked = { id, eveningId: before.evening.id, choices };
  const result = await proposeAppointments(scopeOf(c), signedIn(c).id, asked);
  switch (result.kind) {
    case "held":
      return c.redirect(`${bookPath(c)}/automatic/${encodeURIComponent(id)}`, 303);
    case "nothing": {
      const missed = missedViews(result.bookingGrid, choices, result.missed, { zone: school.zone, now, t: words });
      return showForm(c, result.bookingGrid, draft, { news: { kind: "nothing", missed } }, 409);
    }
    case "outrun":
      return showForm(c, result.bookingGrid, draft, { news: { kind: "outrun" } }, 409);
    case "not-open":
      return showForm(c, result.bookingGrid, draft, {}, 409);
    case "unknown":
      throw notFound();
  }
}

async function takeUp(c: AppContext): Promise<Response> {
  const result = await acceptProposal(scopeOf(c), whichOf(c));
  if (result.kind === "unknown") throw notFound();
  if (result.kind === "refused") return showOver(c, await bookingGridOf(c), result.proposal, result.why, 409);
  return c.redirect(bookedPath(c), 303);
}

async function letGo(c: AppContext): Promise<Response> {
  const left = await cancelProposal(scopeOf(c), whichOf(c));
  if (left === null) throw notFound();
  return c.redirect(left === "accepted" ? bookedPath(c) : `${bookPath(c)}/automatic?done=cancelled`, 303);
}

async function bookingGridOf(c: AppContext): Promise<BookingGrid> {
  const { now } = c.var;
  const bookingGrid = await loadBookingGrid(scopeOf(c), signedIn(c).id, param(c, "id"));
  if (!bookingGrid || windowOf(bookingGrid.evening, now) === "hidden") throw notFound();
  return bookingGrid;
}

type Told = Partial<Pick<BookAutomaticProps, "errors" | "news" | "held">>;

function showForm(c: AppContext, bookingGrid: BookingGrid, draft: Draft, told: Told, status: 200 | 409 | 422 = 200) {
  const view = {
    ...automaticView(bookingGrid, draft, c.var.now, c.var.words),
    errors: [],
    news: null,
    held: null,
    ...told,
  };
  return page(c, <BookAutomaticPage {...frameOf(c)} {...view} />, status);
}

function showOver(
  c: AppContext,
  bookingGrid: BookingGrid,
  { choices }: Proposal,
  why: ProposalOverProps["why"],
  status: 200 | 409 = 200,
) {
  const view = { evening: eveningView(bookingGrid), again: againView(choices), why };
  return page(c, <ProposalOverPage {...frameOf(c)} {...view} />, status);
}

function heldView(c: AppContext, newest: Proposal | null): BookAutomaticProps["held"] {
  if (!newest || stateOf(newest, c.var.now) !== "held") return null;
  const href = `${bookPath(c)}/automatic/${encodeURIComponent(newest.id)}`;
  return { href, leftMs: newest.expiresAt - c.var.now };
}

function whichOf(c: AppContext) {
  return { id: param(c, "proposal"), eveningId: param(c, "id"), guardianId: signedIn(c).id };
}

/** The routes above have these in their paths. */
function param(c: AppContext, name: "id" | "proposal"): string {
  return c.req.param(name) ?? "";
}

function bookPath(c: AppContext): string {
  return `/evenings/${encodeURIComponent(param(c, "id"))}/book`;
}

function bookedPath(c: AppContext): string {
  return `/bookings?${new URLSearchParams({ evening: param(c, "id"), booked: "1" })}`;
}

function unreadable(): Problem {
  return new Problem(422, "unreadableChoice");
}
