using System.Text.Json;
using Microsoft.Playwright;

namespace Portal.Bench;

/// <summary>What a page takes, as its own clock tells: frames, long tasks, keys, memory.</summary>
static class PageWatch
{
    /// <summary>Keeps the time between each two frames, in milliseconds.</summary>
    const string Frames = """
        () => { const frames = []; let last = 0;
          const next = now => { if (window.frames_ !== frames) return; if (last) frames.push(now - last); last = now; requestAnimationFrame(next); };
          window.frames_ = frames; requestAnimationFrame(next); }
        """;

    /// <summary>
    /// Keeps for each key how long its handlers took, from the first to the last listener there can be, and how long it took
    /// from the press until a frame with it was painted; and the tasks over 50 ms.
    /// </summary>
    const string Keys = """
        () => { const keys = window.keys_ ??= { isWatching: false };
          Object.assign(keys, { handlers: [], painted: [], long: [] });
          if (keys.isWatching) return;
          keys.isWatching = true;
          let began = 0, spent = 0;
          const begin = () => { began = performance.now(); };
          addEventListener('keydown', begin, true);
          addEventListener('input', begin, true);
          addEventListener('keydown', () => { spent = performance.now() - began; });
          addEventListener('input', input => {
            keys.handlers.push(spent + performance.now() - began);
            requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => { keys.painted.push(performance.now() - input.timeStamp); port1.close(); }; port2.postMessage(0); });
          });
          new PerformanceObserver(list => keys.long.push(...list.getEntries().map(task => task.duration))).observe({ type: 'longtask' }); }
        """;

    public static Task WatchFrames(this IPage page) => page.EvaluateAsync(Frames);

    /// <returns>Milliseconds between each two frames since the watch began.</returns>
    public static Task<double[]> FramesSeen(this IPage page) => page.EvaluateAsync<double[]>("() => window.frames_");

    /// <summary>Types so many letters into the composer, at the speed of a fast typist, and takes them out again.</summary>
    public static async Task<TypedKeys> Type(this IPage page, int letters)
    {
        await page.Composer().FocusAsync();
        await page.EvaluateAsync(Keys);
        for (var letter = 0; letter < letters; letter++) await page.Keyboard.PressAsync($"{(char)('a' + (letter % 26))}", new() { Delay = 60 });
        var keys = await page.EvaluateAsync<JsonElement>("() => window.keys_");
        await page.Composer().FillAsync("");
        return new(Numbers("handlers"), Numbers("painted"), Numbers("long"));

        double[] Numbers(string name) => [.. keys.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];
    }

    /// <summary>
    /// Megabytes of what the page's scripts, its document and its .NET runtime hold, after a collection of the browser's
    /// garbage. The runtime's memory is counted whole, as it never gives any back.
    /// </summary>
    public static async Task<(double Browser, double Runtime)> Memory(this IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        var heap = (await session.SendAsync("Runtime.getHeapUsage"))!.Value;
        await session.DetachAsync();
        var runtime = await page.EvaluateAsync<double>("() => Blazor.runtime.localHeapViewU8().length");
        return ((heap.GetProperty("usedSize").GetDouble() + heap.GetProperty("embedderHeapUsedSize").GetDouble()) / 1e6, runtime / 1e6);
    }
}

/// <param name="Handlers">Milliseconds of each key's handlers.</param>
/// <param name="Painted">Milliseconds from each key to the frame that shows it.</param>
/// <param name="LongTasks">Milliseconds of each task over 50 ms meanwhile.</param>
sealed record TypedKeys(double[] Handlers, double[] Painted, double[] LongTasks);
