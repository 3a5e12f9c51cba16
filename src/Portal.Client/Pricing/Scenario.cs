using System.Globalization;

namespace Portal.Client.Pricing;

/// <summary>A month as it stands in the calculator's address: <c>1000-0-0-500-250-2.5-40</c>.</summary>
public sealed record Scenario(long Reasoner, long Fast, long Tiny, long Input, long Output, decimal MemoryGb, long ToolCalls)
{
    public const int Most = 4;

    public string Word => string.Create(CultureInfo.InvariantCulture, $"{Reasoner}-{Fast}-{Tiny}-{Input}-{Output}-{MemoryGb:0.######}-{ToolCalls}");

    public static Scenario Of(CostScenario real) => new(
        real.RunsPerMonth.Reasoner, real.RunsPerMonth.Fast, real.RunsPerMonth.Tiny, real.AverageTokens.Input, real.AverageTokens.Output,
        decimal.Round(real.MemoryGb, 6), real.ToolCalls);

    /// <summary>Null for a text that is none.</summary>
    public static Scenario? Parse(string? word)
    {
        if (word?.Split('-') is not { Length: 7 } parts) return null;
        return decimal.TryParse(parts[5], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var memory)
            && Whole(0) is { } reasoner && Whole(1) is { } fast && Whole(2) is { } tiny && Whole(3) is { } input && Whole(4) is { } output && Whole(6) is { } tools
            ? new(reasoner, fast, tiny, input, output, memory, tools)
            : null;

        long? Whole(int at) => long.TryParse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public CostEstimateInput ToInput() => new()
    {
        RunsPerMonth = new RunsByTier { Reasoner = Reasoner, Fast = Fast, Tiny = Tiny },
        AverageTokens = new AverageTokens { Input = Input, Output = Output },
        MemoryGb = MemoryGb,
        ToolCalls = ToolCalls,
    };
}
