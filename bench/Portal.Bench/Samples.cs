using System.Diagnostics;

namespace Portal.Bench;

static class Samples
{
    public static double Median(this IEnumerable<double> values) => values.Percentile(50);

    /// <summary>The nearest rank: the smallest value that so many percent do not exceed.</summary>
    public static double Percentile(this IEnumerable<double> values, double percent)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) throw new InvalidOperationException("Nothing was measured.");
        return sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    /// <summary>Milliseconds of each call, after some that do not count.</summary>
    public static async Task<List<double>> Time(int warm, int count, Func<Task> call)
    {
        var times = new List<double>(count);
        for (var index = -warm; index < count; index++)
        {
            var began = Stopwatch.GetTimestamp();
            await call();
            if (index >= 0) times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times;
    }
}
