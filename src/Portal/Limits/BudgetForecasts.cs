using System.Globalization;
using Portal.Alerts;
using Portal.Background;
using Portal.Client.Alerts;
using Portal.Client.Limits;
using Portal.Client.Projects;
using Portal.Client.Shared;
using Portal.Client.Usage;
using Portal.Costs;
using Portal.Data;
using Portal.Models;
using Portal.Organization;

namespace Portal.Limits;

/// <summary>Tells once a month and amount of a budget that is likely to be used up before its month ends. Looks once an hour.</summary>
internal sealed partial class BudgetForecasts(
    IDatabase database, QuotaBooks books, ScopeOutlooks outlooks, IOrganizationSettings organization, IAlerts alerts, TimeProvider time, ILogger<BudgetForecasts> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    public static SpendScope ScopeOf(BudgetRow budget) => new(
        budget.ProjectId.Length == 0 ? null : budget.ProjectId,
        budget.Scope.Type is ScopeType.Organization or ScopeType.Project ? null : budget.ScopeType,
        budget.ScopeId);

    public async Task Check(CancellationToken cancellation)
    {
        foreach (var budget in books.Current.Budgets.Where(budget => !budget.IsDaily))
        {
            var amount = ModelPrice.ToDollars(budget.AmountNanodollars);
            if ((await outlooks.Find(ScopeOf(budget), cancellation)).Month is not { } month || month.Expected <= amount) continue;
            if (month.UsedUp(amount) is not { On: { } on } when) continue;
            var start = UsageCalendar.Of((await organization.Get(cancellation)).TimeZone).StartOf(UsageInterval.Month, time.GetUtcNow().ToUnixTimeSeconds());
            await database.Write(connection =>
            {
                alerts.Raise(connection, new AlertDraft(
                    $"forecast:{budget.Id}:{start}:{budget.AmountNanodollars}", AlertKind.BudgetForecast, AlertSeverity.Warning, budget.ProjectId.Length == 0 ? null : budget.ProjectId,
                    $"A budget will be used up on {Day(on)}",
                    $"{Figures.Money(month.Expected)} are to be expected this month ({Figures.Money(month.Low)} to {Figures.Money(month.High)}), and the budget is {Figures.Money(amount)}. "
                    + $"By the last weeks' pattern it is used up between {Day(when.Earliest)} and {(when.Latest is { } latest ? Day(latest) : "the end of the month")}.",
                    $"costs{(budget.ProjectId.Length == 0 ? "" : $"?project={budget.ProjectId}")}"));
                return true;
            }, cancellation);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(time, Interval, Check, error => Failed(logger, error), stoppingToken);

    static string Day(DateOnly day) => day.ToString("d MMMM", CultureInfo.InvariantCulture);

    [LoggerMessage(LogLevel.Error, "Budgets cannot be held against their forecasts")]
    static partial void Failed(ILogger logger, Exception error);
}
