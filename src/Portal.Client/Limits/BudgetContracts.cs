using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Limits;

[JsonConverter(typeof(SnakeCaseEnum<BudgetPeriod>))]
public enum BudgetPeriod
{
    Day,
    Month,
}

[JsonConverter(typeof(SnakeCaseEnum<BudgetMode>))]
public enum BudgetMode
{
    /// <summary>Warns, and refuses nothing.</summary>
    Soft,
    /// <summary>Is never exceeded.</summary>
    Hard,
}

[JsonConverter(typeof(SnakeCaseEnum<BudgetExhausted>))]
public enum BudgetExhausted
{
    Refuse,
    /// <summary>What is left no longer pays for a whole reply: a model of a cheaper tier answers, where it does pay for that one's.</summary>
    CheaperTier,
}

/// <param name="Id">Of the project, assistant, key or member; may be left out for the project itself and the organization.</param>
public sealed record BudgetScope(ScopeType Type, string? Id = null);

[ReadOnlyFields("id", "object", "project_id", "scope_name", "spent", "reserved", "provider_cost", "forecast", "resets_at", "created_at", "updated_at")]
public sealed record BudgetInput
{
    /// <summary>Default: the project, or the organization. It does not change afterwards.</summary>
    public BudgetScope? Scope { get; init; }

    /// <summary>Days and months are those of the organization's zone.</summary>
    public BudgetPeriod Period { get; init; } = BudgetPeriod.Month;

    /// <summary>US dollars.</summary>
    [Required, Range(typeof(decimal), "0.000000001", "1000000000")]
    public required decimal Amount { get; init; }

    public BudgetMode Mode { get; init; } = BudgetMode.Soft;

    public BudgetExhausted OnExhausted { get; init; }

    /// <summary>Percentages of the amount, 1 to 1,000, of which people are told when they are spent. At most 10.</summary>
    [MaxLength(10)]
    public IReadOnlyList<int> AlertAt { get; init; } = [50, 80, 100];
}

/// <param name="Spent">US dollars at the project's price in the present period.</param>
/// <param name="Reserved">US dollars held for calls under way.</param>
/// <param name="ProviderCost">US dollars that providers charge for the same.</param>
/// <param name="Forecast">US dollars expected at the month's end; null without enough of a past, and for days.</param>
/// <param name="ResetsAt">Unix seconds at which the next period begins.</param>
public sealed record Budget(
    string Id,
    string? ProjectId,
    BudgetScope Scope,
    BudgetPeriod Period,
    decimal Amount,
    BudgetMode Mode,
    BudgetExhausted OnExhausted,
    IReadOnlyList<int> AlertAt,
    decimal Spent,
    decimal Reserved,
    decimal? ProviderCost,
    decimal? Forecast,
    long ResetsAt,
    long CreatedAt,
    long UpdatedAt)
{
    public string Object => "budget";

    /// <summary>What the scope is called; null for the organization, and where it is gone.</summary>
    public string? ScopeName { get; init; }
}
