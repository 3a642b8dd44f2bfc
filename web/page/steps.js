// The list of steps at the top: which of them is on the screen.

/** Marks the step that is read, and keeps it in sight where the list is wider than the screen. */
export function followSteps() {
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".steps a"));
  const sections = [...links].map((link) => document.querySelector(link.hash)).filter((it) => it !== null);
  const seen = new Set();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) seen.add(target);
        else seen.delete(target);
      }
      const now = sections.find((it) => seen.has(it));
      for (const link of links) {
        const current = now !== undefined && link.hash === `#${now.id}`;
        if (current === link.hasAttribute("aria-current")) continue;
        link.toggleAttribute("aria-current", false);
        if (!current) continue;
        link.setAttribute("aria-current", "step");
        const list = link.closest("nav");
        const place = link.getBoundingClientRect();
        if (list && (place.left < 0 || place.right > list.clientWidth)) list.scrollLeft += place.left - 16;
      }
    },
    // A line somewhat below the top of the screen.
    { rootMargin: "-25% 0px -74% 0px" },
  );
  sections.forEach((it) => observer.observe(it));
}
