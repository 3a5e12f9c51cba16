using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Alerts;

/// <summary>What an alert is about.</summary>
[JsonConverter(typeof(SnakeCaseEnum<AlertKind>))]
public enum AlertKind
{
    /// <summary>A share of a budget is spent.</summary>
    BudgetThreshold,
    /// <summary>Nothing of a budget is left.</summary>
    BudgetExhausted,
    /// <summary>By its pattern, spend will pass a budget before its period ends.</summary>
    BudgetForecast,
    /// <summary>A provider charged more than a call was allowed to take.</summary>
    Overshoot,
    /// <summary>Spend is far off its pattern.</summary>
    SpendAnomaly,
    /// <summary>A provider pushes back, and limits were lowered.</summary>
    ProviderLimited,
    /// <summary>Sums do not equal their rows.</summary>
    Reconciliation,
}
