namespace Portal.Client.Pricing;

/// <summary>The lines of an import, those that differ apart from those that are equal. What the file says nothing of is not compared.</summary>
public sealed class UsageImportDifferences
{
    /// <summary>US dollars: costs are rounded once a call here, and once a row by providers.</summary>
    public const decimal Tolerance = 0.0001m;

    readonly UsageImport import;

    public UsageImportDifferences(UsageImport import)
    {
        this.import = import;
        Differing =
        [
            .. import.Lines.Where(Differs).OrderByDescending(line => import.HasCost ? Math.Abs(line.Difference.Cost) : 0)
                .ThenByDescending(line => import.HasTokens ? Math.Abs(line.Difference.InputTokens) + Math.Abs(line.Difference.OutputTokens) : 0),
        ];
        Equal = [.. import.Lines.Where(line => !Differs(line))];
        All = [.. Differing, .. Equal];
    }

    /// <summary>The worst first: by money, then by tokens.</summary>
    public IReadOnlyList<UsageImportLine> Differing { get; }

    /// <summary>By day, then model.</summary>
    public IReadOnlyList<UsageImportLine> Equal { get; }

    /// <summary>Those that differ, then those that are equal.</summary>
    public IReadOnlyList<UsageImportLine> All { get; }

    bool Differs(UsageImportLine line) =>
        (import.HasCost && Math.Abs(line.Difference.Cost) >= Tolerance)
        || (import.HasTokens && line.Difference is not { InputTokens: 0, OutputTokens: 0 });
}
