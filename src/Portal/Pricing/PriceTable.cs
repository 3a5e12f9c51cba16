namespace Portal.Pricing;

/// <summary>All entries of the price book, or some, to be asked what holds when.</summary>
internal sealed class PriceTable
{
    readonly Dictionary<(string ProjectId, string Kind, string Item), PriceEntryRow[]> entries;

    public PriceTable(IEnumerable<PriceEntryRow> rows) => entries = rows
        .GroupBy(row => (row.ProjectId, row.Kind, row.Item))
        .ToDictionary(group => group.Key, group => group.OrderBy(row => row.EffectiveFrom).ToArray());

    /// <summary>The projects that have ever had a price of the kind.</summary>
    public IEnumerable<string> ProjectsWith(string kind) =>
        entries.Keys.Where(key => key.Kind == kind && key.ProjectId.Length > 0).Select(key => key.ProjectId).Distinct();

    /// <summary>The first moment from which the project has a price of the kind.</summary>
    public long? Begin(string projectId, string kind) => entries.TryGetValue((projectId, kind, ""), out var own) ? own[0].EffectiveFrom : null;

    /// <summary>The tools that have, or had, a price in the project.</summary>
    public IEnumerable<string> Tools(string projectId) =>
        entries.Keys.Where(key => key.Kind == "tool" && (key.ProjectId == projectId || key.ProjectId.Length == 0)).Select(key => key.Item).Distinct();

    /// <summary>The project's price, else the organization's; null where neither holds.</summary>
    public PriceEntryRow? At(string projectId, string kind, string item, long moment) => Own(projectId, kind, item, moment) ?? Own("", kind, item, moment);

    /// <summary>What the project pays in place of the models' prices; null where it pays those.</summary>
    public OwnPrice? Own(string projectId, long moment)
    {
        var (run, tokens) = (Own(projectId, "run", "", moment), Own(projectId, "tokens", "", moment));
        return (run, tokens) switch
        {
            (null, null) => null,
            (null, _) => new OwnPrice(tokens.Id, 0, tokens.Nanodollars),
            (_, null) => new OwnPrice(run.Id, run.Nanodollars, 0),
            _ => new OwnPrice($"{run.Id}+{tokens.Id}", run.Nanodollars, tokens.Nanodollars),
        };
    }

    /// <summary>The stretches of the time in which one price holds; where none does, there is no stretch.</summary>
    public IEnumerable<(long From, long To, PriceEntryRow Price)> Stretches(string projectId, string kind, string item, long from, long to)
    {
        long[] starts = [from, .. Of(projectId, kind, item).Concat(Of("", kind, item)).Select(row => row.EffectiveFrom).Where(at => at > from && at < to).Distinct().Order(), to];
        for (var index = 0; index + 1 < starts.Length; index++)
        {
            if (starts[index] < starts[index + 1] && At(projectId, kind, item, starts[index]) is { } price)
                yield return (starts[index], starts[index + 1], price);
        }
    }

    PriceEntryRow? Own(string projectId, string kind, string item, long moment)
    {
        var own = Of(projectId, kind, item);
        for (var index = own.Length - 1; index >= 0; index--)
        {
            if (own[index].EffectiveFrom <= moment) return own[index].Ends ? null : own[index];
        }

        return null;
    }

    PriceEntryRow[] Of(string projectId, string kind, string item) => entries.GetValueOrDefault((projectId, kind, item), []);
}
