// The scroller is laid out from its end (column-reverse): it stays at the latest message while one is there, and what is
// added at the top moves nothing. Left to do: the way back to the latest, earlier messages in time, and browsers that do
// not hold the place of somebody who reads further up.
export function attach(scroller, jump, page) {
  const holdsPlace = CSS.supports("overflow-anchor", "auto");
  const log = scroller.firstElementChild;
  let height = log.offsetHeight;
  let first = log.querySelector("article");
  let asking = false;
  let more = true;

  const distance = () => -scroller.scrollTop;
  const update = () => {
    jump.hidden = distance() < 80;
    if (more && !asking && scroller.scrollHeight - scroller.clientHeight - distance() < 800 && log.querySelector(".earlier")) ask();
  };
  // Two keepers of the place would each correct for the other: the browser's rests while older messages come in.
  const ask = async () => {
    asking = true;
    scroller.style.overflowAnchor = "none";
    const edge = scroller.getBoundingClientRect().top;
    const kept = [...log.querySelectorAll("article")].find(article => article.getBoundingClientRect().bottom > edge);
    let place = kept ? kept.getBoundingClientRect().top + scroller.scrollTop : 0;
    const hold = () => {
      if (!kept?.isConnected) return;
      const shift = kept.getBoundingClientRect().top + scroller.scrollTop - place;
      scroller.scrollTop += shift;
      place += shift;
    };
    more = await page.invokeMethodAsync("ShowEarlier");
    hold();
    requestAnimationFrame(() => {
      hold();
      scroller.style.overflowAnchor = "";
      asking = false;
      update();
    });
  };
  const grown = new ResizeObserver(() => {
    const added = log.offsetHeight - height;
    const top = log.querySelector("article");
    if (!holdsPlace && top === first && distance() > 2) scroller.scrollTop -= added;
    [height, first] = [log.offsetHeight, top];
    update();
  });
  const toLatest = () => scroller.scrollTo({ top: 0, behavior: "instant" });

  scroller.addEventListener("scroll", update, { passive: true });
  jump.addEventListener("click", toLatest);
  grown.observe(log);
  return {
    toLatest,
    stop() {
      grown.disconnect();
      scroller.removeEventListener("scroll", update);
    },
  };
}
