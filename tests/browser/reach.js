// What tests ask a page about room, targets, focus, motion and languages. Evaluated beside the page, as `window.fhReach`.
(() => {
  const shown = one =>
    one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !one.closest("[aria-hidden=true], .stay, .skip:not(:focus)");
  const told = one => {
    const words = (one.innerText || one.ariaLabel || one.name || "").trim().replace(/\s+/g, " ").slice(0, 60);
    return `${one.tagName.toLowerCase()}${one.id && "#" + one.id}.${[...one.classList].slice(-2).join(".")} "${words}"`;
  };
  const clipped = one => {
    const style = getComputedStyle(one);
    return style.clipPath !== "none" || style.clip !== "auto" || ["0px", "1px"].includes(style.width);
  };
  const USED = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab]";

  // Text that lies beyond the edge or is cut off, and scrolling sideways.
  function cut() {
    const wide = document.documentElement.clientWidth, wrong = [];
    for (const one of [document.documentElement, ...document.querySelectorAll("[data-testid=stMain]")])
      if (one.scrollWidth > one.clientWidth + 1) wrong.push(`scrolls sideways, ${one.scrollWidth} in ${one.clientWidth}`);
    for (const one of document.querySelectorAll("body *")) {
      const own = [...one.childNodes].filter(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
      if (!own.length || !shown(one) || clipped(one) || one.closest("svg, option, script, style")) continue;
      const range = document.createRange(), style = getComputedStyle(one);
      range.selectNodeContents(one);
      const box = range.getBoundingClientRect(), cuts = value => value === "hidden" || value === "clip";
      if (box.width > 1 && (box.left < -1 || box.right > wide + 1)) wrong.push(`beyond the edge: ${told(one)}`);
      if (cuts(style.overflowX) && one.scrollWidth > one.clientWidth + 1) wrong.push(`cut off: ${told(one)}`);
      if (cuts(style.overflowY) && one.scrollHeight > one.clientHeight + 2) wrong.push(`cut off: ${told(one)}`);
    }
    return [...new Set(wrong)];
  }

  // Targets under 44 x 44 px. Links inside a sentence may be as high as its line, as WCAG 2.5.8 says.
  function small() {
    const inSentence = one =>
      one.tagName === "A" && getComputedStyle(one).display === "inline" &&
      [...one.parentElement.childNodes].some(node => node !== one && node.textContent.trim().length > 1);
    return [...document.querySelectorAll(USED)].filter(one => !inSentence(one)).flatMap(one => {
      const target = (/radio|checkbox/.test(one.type) && one.labels?.[0]) || one;
      if (!shown(target) || clipped(target)) return [];
      const around = one.tagName === "INPUT" && target === one && one.closest("[role=group], [data-testid$=RootElement]");
      const box = (around || target).getBoundingClientRect();
      return box.width < 43.5 || box.height < 43.5 ? [`${Math.round(box.width)} x ${Math.round(box.height)}: ${told(one)}`] : [];
    });
  }

  // What has a transition or an animation.
  function moving() {
    const lasts = text => text.split(",").some(part => parseFloat(part) > 0.001);
    return [...document.querySelectorAll("body, body *")].filter(one => {
      const style = getComputedStyle(one);
      return (style.transitionProperty !== "none" && lasts(style.transitionDuration)) ||
        (style.animationName !== "none" && lasts(style.animationDuration));
    }).map(told);
  }

  // The text spacing of WCAG 1.4.12, on and off.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }" +
    "p { margin-bottom: 2em !important }");
  const spaced = yes => { document.adoptedStyleSheets = yes ? [sheet] : []; };

  // Every text that is shown, with the language it stands under and the direction it runs in.
  function passages() {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const one = walker.currentNode.parentElement, text = walker.currentNode.data.trim();
      if (text && shown(one) && !one.closest("script, style, template, textarea, svg"))
        found.push([one.closest("[lang]")?.lang ?? "", getComputedStyle(one).direction, text]);
    }
    return found;
  }

  // Where the focus is: which stop, whether a ring shows it, and whether it is in sight. Null where it is nowhere.
  let known = new Map();
  const forget = () => { known = new Map(); document.activeElement.blur(); window.scrollTo(0, 0); };
  function stop() {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    if (!known.has(one)) known.set(one, known.size);
    const ringed = part => {
      const style = getComputedStyle(part), none = /, 0\)$/.test(style.outlineColor);
      return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && !none) || style.boxShadow !== "none";
    };
    const shows = [one, one.closest("label"), one.parentElement, one.closest("[role=group]"), one.nextElementSibling];
    const box = (one.closest("label") ?? one).getBoundingClientRect();
    return { id: known.get(one), told: told(one), ring: shows.some(part => part && ringed(part)),
      inside: box.bottom > 0 && box.top < innerHeight };
  }

  window.fhReach = { cut, small, moving, spaced, passages, forget, stop };
})();
