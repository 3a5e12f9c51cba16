using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Limits;

/// <summary>The address of the limits page, and what stands in its panel.</summary>
/// <param name="Open"><c>limits</c>, <c>limits:key:key_1</c>, <c>budget</c> for a new one, <c>budget:bud_1</c>; null for no panel.</param>
public sealed record LimitsAddress(string? ProjectId, string? Open = null)
{
    public const string Limits = "limits";
    public const string NewBudget = "budget";
    public const string Add = "add";

    public static LimitsAddress Of(string? project, string? open) =>
        new(string.IsNullOrEmpty(project) ? null : project, string.IsNullOrEmpty(open) ? null : open);

    public string Href => "limits" + new QueryString().Add("project", ProjectId).Add("open", Open);

    public string? BudgetId => Open?.Split(':') is [NewBudget, var id] ? id : null;

    /// <summary>Whose limits are in the panel; null for those of the project or the organization themselves.</summary>
    public BudgetScope? Scope => Open?.Split(':') is [Limits, var type, var id] && Wording.Parse<ScopeType>(type) is { } known ? new(known, id) : null;

    public bool IsLimits => Open == Limits || Scope is not null;

    public LimitsAddress Close() => this with { Open = null };

    public LimitsAddress OfBudget(string id) => this with { Open = $"{NewBudget}:{id}" };

    public LimitsAddress OfLimits(BudgetScope? scope) => this with
    {
        Open = scope is { Type: ScopeType.Assistant or ScopeType.Key or ScopeType.Member } ? $"{Limits}:{Wording.Wire(scope.Type)}:{scope.Id}" : Limits,
    };
}
