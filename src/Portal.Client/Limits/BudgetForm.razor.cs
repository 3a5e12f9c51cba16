using System.Globalization;
using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Limits;

public sealed partial class BudgetForm(IBudgetsService service)
{
    static readonly ScopeType[] Scopes = [ScopeType.Project, ScopeType.Assistant, ScopeType.Key, ScopeType.Member];

    readonly FormErrors errors = new();
    BudgetScope scope = new(ScopeType.Project);
    decimal? amount;
    BudgetPeriod period = BudgetPeriod.Month;
    BudgetMode mode = BudgetMode.Soft;
    BudgetExhausted exhausted;
    string? alertAt = "50, 80, 100";

    /// <summary>Null for the organization's.</summary>
    [Parameter, EditorRequired]
    public string? ProjectId { get; set; }

    /// <summary>Null for a new one.</summary>
    [Parameter]
    public Budget? Budget { get; set; }

    /// <summary>What was done just before the form opened.</summary>
    [Parameter]
    public string? Note { get; set; }

    [Parameter]
    public EventCallback<Budget> Saved { get; set; }

    string Choice => mode is BudgetMode.Soft ? "soft" : Wording.Wire(exhausted);

    string ModeHelp => mode is BudgetMode.Soft
        ? "Nothing is refused."
        : "It is never exceeded: a reply that would is cut off and says so. A model without a price is refused.";

    protected override void OnInitialized()
    {
        if (Budget is not { } present) return;
        (scope, amount, period, mode, exhausted) = (present.Scope, present.Amount, present.Period, present.Mode, present.OnExhausted);
        alertAt = string.Join(", ", present.AlertAt);
    }

    void Choose(string? word) => (mode, exhausted) = word is "soft"
        ? (BudgetMode.Soft, BudgetExhausted.Refuse)
        : (BudgetMode.Hard, Wording.Parse<BudgetExhausted>(word) ?? BudgetExhausted.Refuse);

    /// <summary>Null where something is wrong, which then stands at its field.</summary>
    BudgetInput? Read()
    {
        List<int> alerts = [];
        foreach (var word in (alertAt ?? "").Split([',', ' ', ';', '%'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent is >= 1 and <= 1_000) alerts.Add(percent);
            else errors.Set("alert_at", "Enter whole percentages from 1 to 1,000.");
        }

        if (amount is not > 0) errors.Set("amount", "Enter an amount of more than $0.");
        if (Budget is null && scope is { Type: not ScopeType.Project, Id: null }) errors.Set("scope.id", $"Choose the {Wording.Of(scope.Type).ToLowerInvariant()}.");
        var input = new BudgetInput
        {
            Scope = Budget is null && ProjectId is not null ? scope : null,
            Period = period,
            Amount = amount ?? 0,
            Mode = mode,
            OnExhausted = exhausted,
            AlertAt = alerts,
        };
        return errors.Check(input) ? input : null;
    }

    LimitsDryRunInput? ToTry() => Read() is { } budget
        ? new() { Limits = new(), Budget = budget with { Scope = null }, Scope = scope.Type is ScopeType.Project or ScopeType.Organization ? null : scope }
        : null;

    async Task<Result<Budget>?> Save()
    {
        if (Read() is not { } input) return null;
        return Budget is { } present
            ? await service.Update(ProjectId, present.Id, input, CancellationToken.None)
            : await service.Create(ProjectId, input, CancellationToken.None);
    }
}
