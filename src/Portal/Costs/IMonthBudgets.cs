namespace Portal.Costs;

/// <summary>The budgets that a forecast of the month is held against; asks for no right. Whoever keeps budgets implements it.</summary>
internal interface IMonthBudgets
{
    /// <summary>The monthly budgets of a project as a whole, or, where it is null, of the organization; the lowest first.</summary>
    IReadOnlyList<MonthBudget> Find(string? projectId);
}

/// <param name="Mode"><c>hard</c> or <c>soft</c>.</param>
internal sealed record MonthBudget(string Id, string Mode, long Nanodollars);
