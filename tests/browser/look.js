// How a part of a page looks, for `pictures`: arguments[0] is its CSS selector.
const part = document.querySelector(arguments[0]);

// Any CSS colour as red, green, blue and opacity from 0 to 1.
const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
const colour = (css) => {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = css;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data].map((value) => value / 255);
};
// What one sees behind an element's text: its own and its ancestors' backgrounds, laid over white.
const background = (element) => {
  const [red, green, blue, opacity] = colour(getComputedStyle(element).backgroundColor);
  if (opacity === 1) return [red, green, blue];
  const behind = element.parentElement ? background(element.parentElement) : [1, 1, 1];
  return [red, green, blue].map((value, at) => value * opacity + behind[at] * (1 - opacity));
};
// https://www.w3.org/TR/WCAG22/#dfn-relative-luminance and #dfn-contrast-ratio
const luminance = (rgb) => {
  const [red, green, blue] = rgb.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (element) => {
  const [light, dark] = [colour(getComputedStyle(element).color).slice(0, 3), background(element)]
    .map(luminance).sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};

const elements = [...part.querySelectorAll('*')];
const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
// DiscussionTools makes the time in every signature a link in a colour of its own, a little too faint at night.
const isTheirs = (element) => element.matches('.ext-discussiontools-init-timestamplink');
const texts = elements.filter((e) => e.getClientRects().length && hasText(e) && !isTheirs(e));
const outer = (element) => element.outerHTML.slice(0, 200);

return {
  pageWidth: document.documentElement.scrollWidth,
  background: luminance(background(part)),
  texts: texts.length,
  faint: texts.filter((element) => contrast(element) < 4.5).map((e) => `${contrast(e).toFixed(2)} ${outer(e)}`),
  coloured: elements.filter((element) => /color|background/.test(element.getAttribute('style'))).map(outer),
};
