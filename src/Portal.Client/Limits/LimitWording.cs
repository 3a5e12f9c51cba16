using Portal.Client.Audit;
using Portal.Client.Shared;

namespace Portal.Client.Limits;

/// <summary>How limits and budgets read on a page: the same words in the gauges, the forms and the refusals.</summary>
static class LimitWording
{
    /// <summary>What has a gauge, by its word in <see cref="ScopeLimits.Details"/>.</summary>
    public static readonly IReadOnlyList<(string Word, LimitKind Kind)> Gauges =
    [
        ("tokens_per_minute", LimitKind.TokensPerMinute), ("requests_per_minute", LimitKind.RequestsPerMinute), ("concurrent_threads", LimitKind.ConcurrentThreads),
        ("tokens_per_day", LimitKind.TokensPerDay), ("tokens_per_month", LimitKind.TokensPerMonth),
    ];

    public static string Of(LimitKind kind) => kind switch
    {
        LimitKind.TokensPerMinute => "Tokens a minute",
        LimitKind.RequestsPerMinute => "Requests a minute",
        LimitKind.ConcurrentThreads => "Replies in the making",
        LimitKind.TokensPerDay => "Tokens a day",
        LimitKind.TokensPerMonth => "Tokens a month",
        LimitKind.MaxRunCost => "Cost of one run",
        LimitKind.Budget => "Budget",
        LimitKind.Unpriced => "Model without a price",
        LimitKind.FairShare => "Fair share",
        _ => "Provider under load",
    };

    /// <summary>Of a counter: in US dollars or in units.</summary>
    public static string Amount(LimitKind kind, decimal value) => IsMoney(kind) ? Figures.Money(value) : Figures.Whole((long)value);

    public static bool IsMoney(LimitKind kind) => kind is LimitKind.Budget or LimitKind.MaxRunCost or LimitKind.Unpriced;

    /// <summary>"Organization", "Support", "Key Importer".</summary>
    public static string Of(ScopeType type, string? name, string? id) => type switch
    {
        ScopeType.Organization => "Organization",
        ScopeType.Project => name ?? "This project",
        _ => $"{Wording.Of(type)} {name ?? id}",
    };

    public static string Of(ActorType type, string? name, string id) => type switch
    {
        ActorType.Visitor => "A visitor",
        ActorType.User => name ?? id,
        _ => $"{Wording.Of(type)} {name ?? id}",
    };

    /// <param name="part">Of the whole: 1 is all of it.</param>
    public static (string Text, Tone Tone) Level(decimal part) => part switch
    {
        >= 1 => ("Used up", Tone.Bad),
        >= 0.8m => ("Nearly used up", Tone.Warning),
        >= 0.5m => ("More than half used", Tone.Neutral),
        _ => ("Room left", Tone.Good),
    };

    public static string Percent(decimal part) => $"{Math.Floor(part * 100):0} %";

    /// <summary>The width of a bar, which ends at its end.</summary>
    public static string Width(decimal part) => FormattableString.Invariant($"width:{Math.Clamp(part * 100, 0, 100):0.##}%");

    public static string Of(BudgetPeriod period) => period is BudgetPeriod.Day ? "a day" : "a month";

    public static string Of(Budget budget) =>
        $"{Figures.Money(budget.Amount)} {Of(budget.Period)}, {Of(budget.Scope.Type, budget.ScopeName, budget.Scope.Id)}";

    public static string WhenUsedUp(BudgetMode mode, BudgetExhausted then) => (mode, then) switch
    {
        (BudgetMode.Soft, _) => "Warns, and refuses nothing",
        (_, BudgetExhausted.CheaperTier) => "A cheaper model answers, then calls are refused",
        _ => "Calls are refused when it is used up",
    };
}
