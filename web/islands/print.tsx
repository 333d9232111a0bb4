/** Makes the Print buttons work; without scripts the style sheet hides them. */
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
