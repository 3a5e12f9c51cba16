using Microsoft.Playwright;

namespace Portal.BrowserTests.Pages;

/// <summary>What is on a page in dark: where its elements stand, and what its picture shows at the places of its texts.</summary>
static class DarkPicture
{
    const string Boxes = """
        () => [...document.querySelectorAll("body *")].map(one => [one, one.getBoundingClientRect()])
          .filter(([one, box]) => box.width && box.height && !one.closest("script, style"))
          .map(([one, box], at) => `${at} ${one.localName}.${one.getAttribute("class") ?? ""} ${[box.x, box.y, box.width, box.height].map(side => Math.round(side * 10) / 10)}`)
        """;

    /// <summary>
    /// Words that can be seen whole: within the window and under nothing else.
    /// </summary>
    const string Texts = """
        () => {
          const found = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node; node = walker.nextNode();) {
            const parent = node.parentElement;
            if (!node.data.trim() || !parent.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || parent.closest(":disabled, [aria-disabled=true], script, style, option")) continue;
            for (const word of node.data.matchAll(/\S+/g)) {
              const range = document.createRange();
              range.setStart(node, word.index);
              range.setEnd(node, word.index + word[0].length);
              const box = range.getBoundingClientRect();
              const inside = box.width >= 4 && box.height >= 6 && box.x >= 0 && box.y >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
              const seen = (x, y) => { const top = document.elementFromPoint(x, y); return top && parent.contains(top); };
              if (inside && seen(box.x + 1, box.y + 1) && seen(box.right - 1, box.bottom - 1) && seen(box.x + box.width / 2, box.y + box.height / 2))
                found.push({ text: word[0], x: Math.floor(box.x), y: Math.floor(box.y), width: Math.ceil(box.width), height: Math.ceil(box.height) });
            }
          }
          return found;
        }
        """;

    /// <summary>
    /// Luminances are those of WCAG. A patch of 12 pixels across that is light throughout is no text; of each text the
    /// lightest and the darkest of its pixels stand as far apart as large text has to (thin strokes are never drawn full).
    /// A second picture may differ by what the browser rounds at round corners, which nobody sees.
    /// </summary>
    const string Faults = """
        async ([picture, again, texts]) => {
          const read = async encoded => {
            const image = new Image();
            image.src = `data:image/png;base64,${encoded}`;
            await image.decode();
            const drawing = new OffscreenCanvas(image.width, image.height).getContext("2d");
            drawing.drawImage(image, 0, 0);
            return drawing.getImageData(0, 0, image.width, image.height);
          };
          const { data, width, height } = await read(picture);
          const second = (await read(again)).data;
          const linear = Array.from({ length: 256 }, (_, c) => c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
          const light = new Float32Array(width * height);
          for (let i = 0; i < light.length; i++) light[i] = 0.2126 * linear[data[4 * i]] + 0.7152 * linear[data[4 * i + 1]] + 0.0722 * linear[data[4 * i + 2]];
          const extremes = (x, y, w, h) => {
            let [least, most] = [1, 0];
            for (let row = Math.max(0, y); row < Math.min(height, y + h); row++)
              for (let column = Math.max(0, x); column < Math.min(width, x + w); column++) {
                const value = light[row * width + column];
                least = Math.min(least, value);
                most = Math.max(most, value);
              }
            return [least, most];
          };
          const faults = [];
          const differing = Array.from(light.keys()).filter(i => [0, 1, 2].some(c => Math.abs(data[4 * i + c] - second[4 * i + c]) > 2));
          if (differing.length) faults.push(`a second picture differs in ${differing.length} pixels from ${differing[0] % width},${Math.floor(differing[0] / width)} to ${differing.at(-1) % width},${Math.floor(differing.at(-1) / width)}, by ${Math.max(...differing.map(i => Math.max(...[0, 1, 2].map(c => Math.abs(data[4 * i + c] - second[4 * i + c])))))} of 255`);
          const middle = light.toSorted()[light.length >> 1];
          if (middle > 0.05) faults.push(`light ground: luminance ${middle.toFixed(3)}`);
          const patch = 12;
          const patches = [];
          for (let y = 0; y + patch <= height; y += patch)
            for (let x = 0; x + patch <= width; x += patch)
              if (extremes(x, y, patch, patch)[0] > 0.5) patches.push(`${x},${y}`);
          if (patches.length) faults.push(`${patches.length} light patches, the first at ${patches[0]}`);
          for (const { text, x, y, width: w, height: h } of texts) {
            const [least, most] = extremes(x, y, w, h);
            const contrast = (most + 0.05) / (least + 0.05);
            if (contrast < 3) faults.push(`text “${text}” at ${x},${y}: contrast ${contrast.toFixed(1)}`);
          }
          return faults;
        }
        """;

    public static Task<string[]> BoxesOf(IPage page) => page.EvaluateAsync<string[]>(Boxes);

    public static Task<byte[]> Of(IPage page) => page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });

    public static async Task<string[]> FaultsOf(IPage page, byte[] picture)
    {
        var again = await Of(page);
        var texts = await page.EvaluateAsync<object>(Texts);
        return await page.EvaluateAsync<string[]>(Faults, new object[] { Convert.ToBase64String(picture), Convert.ToBase64String(again), texts });
    }
}
