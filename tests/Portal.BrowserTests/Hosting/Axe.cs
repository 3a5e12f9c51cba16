using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Portal.BrowserTests.Hosting;

/// <summary>
/// What axe finds on a page. It is brought into a document once and asked for violations only: the package's own run brings
/// it anew each time, opens a page beside it, and carries all that is in order over as well.
/// </summary>
public static class Axe
{
    const string Run = """
        async () => {
          const found = await axe.run(document, { resultTypes: ["violations"] });
          return found.violations.filter(one => ["serious", "critical"].includes(one.impact))
            .flatMap(one => one.nodes.map(node => `${one.id}: ${node.target} ${node.html}`));
        }
        """;

    static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>Its serious and critical faults.</summary>
    public static async Task<string[]> FaultsOf(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window")) await page.EvaluateAsync(Script);
        return await page.EvaluateAsync<string[]>(Run);
    }
}
