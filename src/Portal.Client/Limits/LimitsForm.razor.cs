using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Limits;

/// <summary>Sets the limits of the organization, a project, or one assistant, key or member of it.</summary>
public sealed partial class LimitsForm(ILimitsService service)
{
    static readonly ScopeType[] Within = [ScopeType.Assistant, ScopeType.Key, ScopeType.Member];

    readonly FormErrors errors = new();
    BudgetScope scope = new(ScopeType.Assistant);
    decimal? tokensPerMinute;
    decimal? requestsPerMinute;
    decimal? concurrentThreads;
    decimal? tokensPerDay;
    decimal? tokensPerMonth;
    decimal? maxRunCost;
    decimal? queueSeconds = 0;
    decimal? weight = 1;

    /// <summary>Null for the organization's.</summary>
    [Parameter, EditorRequired]
    public string? ProjectId { get; set; }

    /// <summary>As they are; null where the form asks whose they are to be.</summary>
    [Parameter]
    public ScopeLimits? Limits { get; set; }

    /// <summary>What was done just before the form opened.</summary>
    [Parameter]
    public string? Note { get; set; }

    [Parameter]
    public EventCallback<ScopeLimits> Saved { get; set; }

    bool Asks => Limits is null;

    bool IsProject => Limits?.ScopeType is ScopeType.Project;

    BudgetScope? Scope => Limits is null ? scope : Limits.ScopeType is ScopeType.Project or ScopeType.Organization ? null : new(Limits.ScopeType, Limits.ScopeId);

    protected override void OnInitialized()
    {
        if (Limits is null) return;
        (tokensPerMinute, requestsPerMinute, concurrentThreads) = (Limits.TokensPerMinute, Limits.RequestsPerMinute, Limits.ConcurrentThreads);
        (tokensPerDay, tokensPerMonth, maxRunCost) = (Limits.TokensPerDay, Limits.TokensPerMonth, Limits.MaxRunCost);
        (queueSeconds, weight) = (Limits.QueueSeconds, Limits.Weight);
    }

    /// <summary>Null where something is wrong, which then stands at its field.</summary>
    LimitsInput? Read()
    {
        var input = new LimitsInput
        {
            TokensPerMinute = Whole(tokensPerMinute, "tokens_per_minute"),
            RequestsPerMinute = Whole(requestsPerMinute, "requests_per_minute"),
            ConcurrentThreads = Whole(concurrentThreads, "concurrent_threads"),
            TokensPerDay = Whole(tokensPerDay, "tokens_per_day"),
            TokensPerMonth = Whole(tokensPerMonth, "tokens_per_month"),
            MaxRunCost = maxRunCost,
            QueueSeconds = IsProject ? (int)(Whole(queueSeconds, "queue_seconds") ?? 0) : 0,
            Weight = IsProject ? (int)(Whole(weight, "weight") ?? 1) : 1,
        };
        if (maxRunCost <= 0) errors.Set("max_run_cost", "Enter an amount of more than $0, or nothing for no limit.");
        if (Asks && scope.Id is null) errors.Set("scope.id", $"Choose the {Wording.Of(scope.Type).ToLowerInvariant()}.");
        return errors.Check(input) ? input : null;
    }

    LimitsDryRunInput? ToTry() => Read() is { } limits ? new() { Limits = limits, Scope = Scope } : null;

    async Task<Result<ScopeLimits>?> Save()
    {
        if (Read() is not { } input) return null;
        return await service.Set(ProjectId, Scope, input, CancellationToken.None);
    }

    long? Whole(decimal? typed, string path)
    {
        if (typed is not { } number) return null;
        if (decimal.IsInteger(number) && number is >= int.MinValue and <= LimitsInput.MostTokens * 10m) return (long)number;
        errors.Set(path, "Enter a whole number.");
        return null;
    }
}
