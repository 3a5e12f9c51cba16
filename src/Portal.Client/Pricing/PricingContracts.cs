using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Pricing;

/// <summary>What a price is for, and in which unit it is given.</summary>
[JsonConverter(typeof(SnakeCaseEnum<PriceKind>))]
public enum PriceKind
{
    /// <summary>For each run, paid with its first model call, in place of the models' prices.</summary>
    Run,
    /// <summary>For 1,000 tokens of input and output, in place of the models' prices.</summary>
    Tokens,
    /// <summary>Flat, for a calendar month of the organization's zone, beside what calls cost.</summary>
    Month,
    /// <summary>For a gigabyte (10⁹ bytes) of stored conversations over a month of 30.4375 days.</summary>
    Memory,
    /// <summary>For each call of the tool that the item names.</summary>
    Tool,
}

/// <summary>
/// An entry of the price book: holds from its moment on until the next entry of the same project, kind and item. Prices that have held
/// never change.
/// </summary>
/// <param name="Id"><c>price_…</c></param>
/// <param name="ProjectId">Null for the organization's, which holds where a project has none of its own.</param>
/// <param name="Item">The tool's name; null for the other kinds.</param>
/// <param name="Price">US dollars; 0 is a price. Null ends the price: from then on the model's price holds again (run, tokens), the organization's (memory and tool of a project), or nothing is charged.</param>
/// <param name="EffectiveFrom">Unix seconds, inclusive.</param>
/// <param name="EffectiveUntil">Unix seconds at which the next entry begins; null while there is none.</param>
public sealed record PriceEntry(
    string Id, string? ProjectId, PriceKind Kind, string? Item, decimal? Price, long EffectiveFrom, long? EffectiveUntil, PriceStatus Status, long CreatedAt)
{
    public string Object => "price";
}

[JsonConverter(typeof(SnakeCaseEnum<PriceStatus>))]
public enum PriceStatus
{
    InForce,
    /// <summary>Can still be taken back.</summary>
    Coming,
    Past,
}

[ReadOnlyFields("id", "object", "effective_until", "status", "created_at")]
public sealed record PriceEntryInput
{
    public const double Most = 1_000_000;

    /// <summary>Null, or left out, for the organization: kinds memory and tool only.</summary>
    public string? ProjectId { get; init; }

    public required PriceKind Kind { get; init; }

    /// <summary>The tool's name, for kind tool alone.</summary>
    [RegularExpression("[a-zA-Z0-9_.-]{1,64}", ErrorMessage = "must be a tool's name: letters, digits, '_', '-' and '.', at most 64.")]
    public string? Item { get; init; }

    /// <summary>US dollars, 0 to 1,000,000 with at most 9 decimals; null ends the price.</summary>
    [Range(0.0, Most)]
    public required decimal? Price { get; init; }

    /// <summary>Unix seconds; default now. Not more than a minute in the past.</summary>
    public long? EffectiveFrom { get; init; }
}

/// <param name="ProjectId">Null for all; <see cref="Organization"/> for the organization's own.</param>
public sealed record PriceQuery(string? ProjectId = null, PriceKind? Kind = null)
{
    public const string Organization = "organization";
}

/// <summary>What a project was charged for beside its model calls, and how that came about: amount = quantity × unit price, rounded once.</summary>
/// <param name="Id"><c>chg_…</c></param>
/// <param name="Item">The tool's name; null for the other kinds.</param>
/// <param name="From">Unix seconds at which the stretch begins; of a tool's call its moment.</param>
/// <param name="Quantity">Calls, gigabyte-months, or months.</param>
/// <param name="UnitPrice">US dollars for one of the quantity.</param>
/// <param name="Amount">US dollars.</param>
public sealed record Charge(
    string Id, string ProjectId, PriceKind Kind, string? Item, string? RunId, long From, long To, decimal Quantity, decimal UnitPrice, decimal Amount,
    string PriceId, long CreatedAt)
{
    public string Object => "charge";
}

/// <summary>Prices to try on the use of the last days, laid over those in force.</summary>
public sealed record PriceDryRunInput
{
    [MinLength(1), MaxLength(3)]
    public required IReadOnlyList<DryRunPrice> Prices { get; init; }

    /// <summary>1 to 92.</summary>
    [Range(1, 92)]
    public int Days { get; init; } = 30;
}

public sealed record DryRunPrice
{
    /// <summary>run, tokens or month: a project's own prices.</summary>
    public required PriceKind Kind { get; init; }

    /// <summary>Null tries it without this price.</summary>
    [Range(0.0, PriceEntryInput.Most)]
    public required decimal? Price { get; init; }
}

/// <summary>What the last days cost, and what they would have. US dollars; tool calls and memory are left out, since nothing would change for them.</summary>
/// <param name="CostNow">What the calls cost, and the flat price where there was one.</param>
/// <param name="UnpricedCalls">Calls that would have had no price at all: neither the project's nor the model's.</param>
public sealed record PriceDryRun(
    int Days, long From, long To, long Runs, long ModelCalls, long Tokens, decimal CostNow, decimal CostThen, decimal Difference, long UnpricedCalls)
{
    public string Object => "price.dry_run";
}
