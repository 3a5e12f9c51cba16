using Microsoft.Playwright;

namespace Portal.BrowserTests.Hosting;

/// <summary>How long a page's one thread was busy at a stretch: while it is, nobody can type, click or scroll.</summary>
public static class Pulse
{
    const string Begin = """
        () => {
          const beats = { last: performance.now(), longest: 0 };
          const channel = new MessageChannel();
          channel.port1.onmessage = () => {
            const now = performance.now();
            beats.longest = Math.max(beats.longest, now - beats.last);
            beats.last = now;
            setTimeout(() => channel.port2.postMessage(0), 5);
          };
          channel.port2.postMessage(0);
          window.pulse = beats;
        }
        """;

    public static Task Feel(this IPage page) => page.EvaluateAsync(Begin);

    /// <summary>The longest stretch since the last time, in milliseconds.</summary>
    public static Task<double> LongestStretch(this IPage page) =>
        page.EvaluateAsync<double>("() => { const longest = Math.max(pulse.longest, performance.now() - pulse.last); pulse.longest = 0; return longest; }");
}
