using System.Threading.Channels;
using Portal.Alerts;
using Portal.Client.Alerts;
using Portal.Client.Limits;
using Portal.Client.Projects;
using Portal.Client.Shared;
using Portal.Client.Usage;
using Portal.Data;
using Portal.Models;
using Portal.Models.Gateway;
using Portal.Organization;

namespace Portal.Limits;

/// <summary>Tells people how far budgets are spent. What was passed before the last process could tell is told at the start: each threshold of a period and amount once.</summary>
internal sealed partial class BudgetWatch(
    IDatabase database, Quota quota, IOrganizationSettings organization, IAlerts alerts, TimeProvider time, ILogger<BudgetWatch> logger) : BackgroundService
{
    readonly Channel<AlertDraft> drafts = Channel.CreateUnbounded<AlertDraft>(new() { SingleReader = true });

    public void Tell(IReadOnlyList<Crossing> crossings)
    {
        // Where several are passed at once, the highest says it all.
        foreach (var passed in crossings.GroupBy(crossing => crossing.Budget.Id)) _ = TellOf(passed.MaxBy(crossing => crossing.Percent)!);
    }

    public void TellOvershoot(string key, string projectId, ModelOutcome outcome) => drafts.Writer.TryWrite(new AlertDraft(
        $"overshoot:{key}", AlertKind.Overshoot, AlertSeverity.Warning, projectId, "A provider took more than it was allowed",
        $"{outcome.Upstream.Provider} billed {Money(outcome.OvershootNanodollars)} beyond what a hard budget had left for the call. It was not charged to the project; check the provider's cap on tokens.",
        $"usage/runs?project={projectId}"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await quota.Ready.WaitAsync(stoppingToken);
            Tell(quota.Look((ledger, now) => ledger.Passed(now).ToList()));
            await foreach (var draft in drafts.Reader.ReadAllAsync(stoppingToken)) await Raise(draft);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    async Task TellOf(Crossing crossing)
    {
        var budget = crossing.Budget;
        var settings = await organization.Get(CancellationToken.None);
        var start = UsageCalendar.Of(settings.TimeZone).StartOf(budget.IsDaily ? UsageInterval.Day : UsageInterval.Month, time.GetUtcNow().ToUnixTimeSeconds());
        var isOver = crossing.Percent >= 100;
        var whose = budget.Scope.Type is ScopeType.Organization ? "the organization" : $"the {Api.Wire.Word(budget.Scope.Type)} {budget.Scope.Id}";
        drafts.Writer.TryWrite(new AlertDraft(
            $"budget:{budget.Id}:{start}:{budget.AmountNanodollars}:{crossing.Percent}",
            isOver ? AlertKind.BudgetExhausted : AlertKind.BudgetThreshold,
            isOver && budget.IsHard ? AlertSeverity.Critical : AlertSeverity.Warning,
            budget.ProjectId.Length == 0 ? null : budget.ProjectId,
            isOver ? "A budget is used up" : $"{crossing.Percent} % of a budget is spent",
            $"{Money(crossing.Spent)} of {Money(budget.AmountNanodollars)} for the {budget.Period} of {whose} is spent. {(!budget.IsHard ? "The budget is soft: nothing is refused." : isOver ? "Calls that cost something are refused until it is raised or begins anew." : "When it is used up, calls are refused.")}",
            $"limits{(budget.ProjectId.Length == 0 ? "" : $"?project={budget.ProjectId}")}"));
    }

    async Task Raise(AlertDraft draft)
    {
        try
        {
            await database.Write(connection =>
            {
                alerts.Raise(connection, draft);
                return true;
            }, CancellationToken.None);
        }
        catch (StorageUnavailableException error)
        {
            // It is told of again at the next start.
            NotRaised(logger, error, draft.Key);
        }
    }

    static string Money(long nanodollars) => Figures.Money(ModelPrice.ToDollars(nanodollars));

    [LoggerMessage(LogLevel.Error, "The alert {Key} could not be raised")]
    static partial void NotRaised(ILogger logger, Exception error, string key);
}
