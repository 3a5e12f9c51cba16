using Portal.Client.Alerts;
using Portal.Client.Shared;

namespace Portal.Client.Usage;

/// <summary>What the usage page counts.</summary>
public enum UsageMeasure
{
    Cost,
    Tokens,
    Runs,
}

static class UsageMeasures
{
    public static decimal Of(this UsageMeasure measure, UsageBucket bucket) => measure switch
    {
        UsageMeasure.Tokens => bucket.InputTokens + bucket.OutputTokens,
        UsageMeasure.Runs => bucket.Runs,
        _ => bucket.Cost,
    };

    public static string Show(this UsageMeasure measure, decimal value, DisplayCurrency? currency) => measure switch
    {
        UsageMeasure.Cost => DisplayMoney.Of(value, currency),
        UsageMeasure.Tokens => $"{Figures.Short((long)value)} tokens",
        _ => Wording.Count((long)value, "run"),
    };

    public static string Axis(this UsageMeasure measure, decimal value, DisplayCurrency? currency) =>
        measure == UsageMeasure.Cost ? DisplayMoney.Of(value, currency) : Figures.Short((long)value);
}
