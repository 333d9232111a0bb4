import { readWords } from "./read-words.ts";

/**
 * Shows the invite pages in a dialog over My Bookings. The server draws what is in it, for the same addresses, when the header below
 * asks for it; where anything is amiss the browser simply goes to the page.
 */
const DIALOG_HEADER = { "x-parlour-dialog": "1" };
const PAGES = "/bookings/invites";
const t = readWords<"dialog">();

const toolbarLink = document.querySelector<HTMLAnchorElement>(`.toolbar a[href^="${PAGES}"]`);
let dialog: HTMLDialogElement | undefined;
/** The newest request: an earlier answer that comes late is dropped, and so is one to a box that was closed meanwhile. */
let asked = 0;

if (typeof HTMLDialogElement === "function") {
  document.addEventListener("click", onClick);
  document.addEventListener("submit", onSubmit);
}

function onClick(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link) return;
  if (dialog?.contains(link) && link.hasAttribute("data-close")) {
    event.preventDefault();
    dialog.close();
  } else if (new URL(link.href).pathname.startsWith(PAGES)) {
    event.preventDefault();
    void load(link.href, { method: "GET" }, () => location.assign(link.href));
  } else if (dialog?.contains(link) && link.hash) {
    event.preventDefault();
    dialog.querySelector<HTMLElement>(link.hash)?.focus();
  }
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !dialog?.contains(form)) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  void load(form.action, { method: "POST", body }, () => {
    delete form.dataset.sending;
    sayUnreachable();
  });
}

async function load(address: string, request: RequestInit, onFailure: () => void): Promise<void> {
  asked += 1;
  const mine = asked;
  const inBox = dialog?.open;
  const isWanted = () => mine === asked && !(inBox && !dialog?.open);
  try {
    const answer = await fetch(address, { ...request, headers: DIALOG_HEADER });
    const html = await answer.text();
    if (!isWanted()) return;
    // Signed out, or an error's own page: not something to show in a box.
    if (!new URL(answer.url).pathname.startsWith(PAGES) || !html.includes("dialog-head")) location.assign(address);
    else show(html);
  } catch {
    if (isWanted()) onFailure();
  }
}

function show(html: string): void {
  const box = dialog ?? makeDialog();
  const content = document.createElement("template");
  content.innerHTML = html.replace(/^<!doctype html>/i, "");
  box.replaceChildren(content.content);
  if (!box.open) box.showModal();
  const first = box.querySelector<HTMLElement>(".errors") ?? box.querySelector<HTMLElement>("#dialog-title");
  first?.focus();
  showInvited(box.querySelector(".dialog-head")?.getAttribute("data-invited") === "yes");
}

function makeDialog(): HTMLDialogElement {
  const box = document.createElement("dialog");
  box.className = "dialog";
  box.setAttribute("aria-labelledby", "dialog-title");
  box.addEventListener("close", () => {
    if (box.open) return; // browsers tell of it at the next frame, and the box may be open again by then
    box.replaceChildren();
    toolbarLink?.focus();
  });
  document.body.append(box);
  dialog = box;
  return box;
}

/** The link behind the dialog says the same as after a reload: Manage Invites once one has been sent. */
function showInvited(invited: boolean): void {
  if (!toolbarLink) return;
  const path = invited ? PAGES : `${PAGES}/new`;
  toolbarLink.href = `${path}${new URL(toolbarLink.href).search}`;
  toolbarLink.textContent = t(invited ? "dialog.manageInvites.link" : "dialog.invite.link");
}

function sayUnreachable(): void {
  const body = dialog?.querySelector(".dialog-body");
  if (!body) return;
  const words = document.createElement("p");
  words.textContent = t("dialog.unreachable.error");
  const notice = document.createElement("div");
  notice.className = "errors";
  notice.tabIndex = -1;
  notice.setAttribute("role", "alert");
  notice.append(words);
  body.querySelector(".errors")?.remove();
  body.prepend(notice);
  notice.focus();
}
