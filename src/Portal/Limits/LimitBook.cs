using Portal.Client.Limits;

namespace Portal.Limits;

/// <summary>The limits and budgets that hold; replaced as a whole when one changes.</summary>
internal sealed class LimitBook(IReadOnlyList<LimitsRow> limits, IReadOnlyList<BudgetRow> budgets)
{
    static readonly LimitsRow None = LimitsRow.None(Scope.Organization);

    readonly Dictionary<Scope, LimitsRow> byScope = limits.ToDictionary(row => row.Scope);
    readonly ILookup<Scope, BudgetRow> budgetsByScope = budgets.ToLookup(row => row.Scope);

    public static readonly LimitBook Empty = new([], []);

    public IReadOnlyList<LimitsRow> Limits => limits;

    public IReadOnlyList<BudgetRow> Budgets => budgets;

    public LimitsRow Of(Scope scope) => byScope.GetValueOrDefault(scope) ?? None;

    public IEnumerable<BudgetRow> BudgetsOf(Scope scope) => budgetsByScope[scope];

    /// <summary>Of all projects that have limits of their own; any other weighs 1.</summary>
    public long WeightOf(string projectId) => Of(Scope.Project(projectId)).Weight;
}
