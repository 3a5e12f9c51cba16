using Portal.Client.Limits;
using Portal.Limits;
using Portal.Models;
using Portal.Pricing;

namespace Portal.Tests.Limits;

/// <summary>What tests of the ledger are made of.</summary>
static class Ledgers
{
    public static readonly DateOnly Today = new(2026, 3, 5);

    public static readonly Moment Start = At(0);

    /// <summary>A dollar a token of input, two of output.</summary>
    public static readonly CallPrice PerToken = new(new ModelPrice(1_000_000_000_000_000, 1_000_000_000_000_000, 2_000_000_000_000_000, 2_000_000_000_000_000), "m@0", null);

    public static readonly CallPrice Free = new(new ModelPrice(0, 0, 0, 0), "m@0", null);

    public static readonly CallPrice Unpriced = new(null, null, null);

    public static CallPrice PerRun(long nanodollars) => new(null, null, new OwnPrice("price_1", nanodollars, 0));

    public const long Dollar = 1_000_000_000;

    public static Moment At(double seconds, DateOnly? day = null) => new((long)((seconds + 86_400) * TimeSpan.TicksPerSecond), day ?? Today);

    public static IReadOnlyList<Scope> Scopes(string project = "p", string key = "k") => Scope.OfCall(project, "a", Client.Audit.ActorType.Key, key);

    public static Demand Call(string key, long input = 10, long output = 100, CallPrice? price = null, string project = "p", string? thread = null) =>
        new(key, Scopes(project), thread ?? key, input, output, price ?? PerToken);

    public static BudgetRow Budget(Scope scope, decimal dollars, BudgetPeriod period = BudgetPeriod.Month, BudgetExhausted exhausted = BudgetExhausted.Refuse) =>
        BudgetRow.From($"bud_{scope.Type}", scope, new BudgetInput { Amount = dollars, Mode = BudgetMode.Hard, Period = period, OnExhausted = exhausted }, 0, 0);

    public static LimitsRow LimitsOf(Scope scope, LimitsInput input) => LimitsRow.From(scope, input, 0);

    public static Ledger With(params BudgetRow[] budgets) => new() { Book = new LimitBook([], budgets) };

    public static Ledger With(params LimitsRow[] limits) => new() { Book = new LimitBook(limits, []) };
}
