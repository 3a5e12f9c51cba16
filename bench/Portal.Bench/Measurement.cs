using System.Diagnostics;

namespace Portal.Bench;

/// <summary>One verb under way: its sizes, its progress on the terminal, and the rows that it adds.</summary>
sealed class Measurement(string verb, Options options, Report report)
{
    static readonly TimeSpan Most = TimeSpan.FromMinutes(4);

    public Options Options => options;

    /// <summary>A failure becomes a row, and the next verb is measured all the same.</summary>
    public async Task Run(Func<Measurement, CancellationToken, Task> measure, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return;
        var clock = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // Chaos limits itself, and a log of any length takes as long as it takes to fill.
        if (verb != "chaos" && options.Rows is null) limit.CancelAfter(Most);
        try
        {
            await measure(this, limit.Token);
        }
        catch (Exception error)
        {
            Progress(error.ToString());
            report.Add(new Row(verb, "could not be measured", error.Message.ReplaceLineEndings(" "), "", false));
        }

        Progress($"took {clock.Elapsed.TotalSeconds:0} s");
    }

    public T Size<T>(T full, T quick) => options.Quick ? quick : full;

    public void Progress(string text) => Console.Error.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {verb}: {text}");

    /// <param name="most">The target; null where there is none.</param>
    public void Add(string name, double figure, string unit, double? most = null) => Add(
        name,
        $"{Figure(figure)} {unit}",
        most is null ? "" : $"≤ {Figure(most.Value)} {unit}",
        most is null ? null : figure <= most);

    public void Add(string name, string figure, string target, bool? isMet)
    {
        Progress($"{name}: {figure}");
        report.Add(new Row(verb, name, figure, target, isMet));
    }

    static string Figure(double value) => value >= 100 ? $"{value:#,0}" : value >= 10 ? $"{value:0.#}" : $"{value:0.##}";
}
