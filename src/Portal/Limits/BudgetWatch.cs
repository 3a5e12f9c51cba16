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
using Portal.Providers;

namespace Portal.Limits;

/// <summary>
/// Tells people how far budgets are spent, what providers took beyond them, and which providers push back. Thresholds that were passed
/// before the last process could tell are told at the start: each threshold of a period and amount once.
/// </summary>
internal sealed partial class BudgetWatch(
    IDatabase database, Quota quota, ProviderPressure pressure, IProviderDirectory providers, IOrganizationSettings organization, IAlerts alerts, TimeProvider time,
    ILogger<BudgetWatch> logger) : BackgroundService
{
    readonly Channel<Func<Task<AlertDraft>>> told = Channel.CreateUnbounded<Func<Task<AlertDraft>>>(new() { SingleReader = true });

    public void Tell(IReadOnlyList<Crossing> crossings)
    {
        // Where several are passed at once, the highest says it all.
        foreach (var passed in crossings.GroupBy(crossing => crossing.Budget.Id)) told.Writer.TryWrite(() => Draft(passed.MaxBy(crossing => crossing.Percent)!));
    }

    public void TellOvershoot(string key, string projectId, ModelOutcome outcome) => told.Writer.TryWrite(() => Task.FromResult(new AlertDraft(
        $"overshoot:{key}", AlertKind.Overshoot, AlertSeverity.Warning, projectId, "A provider took more than it was allowed",
        $"{outcome.Upstream.Provider} billed {Money(outcome.OvershootNanodollars)} beyond what a hard budget had left for the call. It was not charged to the project; check the provider's cap on tokens.",
        $"usage/runs?project={projectId}")));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        pressure.Lowered += TellLowered;
        try
        {
            await quota.Ready.WaitAsync(stoppingToken);
            Tell(quota.Look((ledger, now) => ledger.Passed(now).ToList()));
            await foreach (var draft in told.Reader.ReadAllAsync(stoppingToken)) await Raise(draft);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
        finally
        {
            pressure.Lowered -= TellLowered;
        }
    }

    void TellLowered(string providerId, PressureState state) => told.Writer.TryWrite(() => Draft(providerId, state));

    async Task<AlertDraft> Draft(string providerId, PressureState state)
    {
        var name = (await providers.List(CancellationToken.None)).GetValueOrDefault(providerId)?.Name ?? providerId;
        // A provider that has trouble all day is told of once a day.
        var day = UsageCalendar.Floor(time.GetUtcNow().ToUnixTimeSeconds(), UsageCalendar.Day);
        return new AlertDraft(
            $"provider:{providerId}:{day}", AlertKind.ProviderLimited, AlertSeverity.Warning, null, $"{name} pushes back",
            $"{state.Reason} It is asked for {state.Factor:P0} of what it was, and a tenth more with each ten quiet seconds. Where it stays so, raise its rate limit or add another provider to its models.",
            "limits");
    }

    async Task<AlertDraft> Draft(Crossing crossing)
    {
        var budget = crossing.Budget;
        var zone = (await organization.Get(CancellationToken.None)).TimeZone;
        var start = UsageCalendar.Of(zone).StartOf(budget.IsDaily ? UsageInterval.Day : UsageInterval.Month, time.GetUtcNow().ToUnixTimeSeconds());
        var isOver = crossing.Percent >= 100;
        var whose = budget.Scope.Type is ScopeType.Organization ? "the organization" : $"the {Api.Wire.Word(budget.Scope.Type)} {budget.Scope.Id}";
        var follows = !budget.IsHard ? "The budget is soft: nothing is refused."
            : isOver ? "Calls that cost something are refused until it is raised or begins anew."
            : "When it is used up, calls are refused.";
        return new AlertDraft(
            $"budget:{budget.Id}:{start}:{budget.AmountNanodollars}:{crossing.Percent}",
            isOver ? AlertKind.BudgetExhausted : AlertKind.BudgetThreshold,
            isOver && budget.IsHard ? AlertSeverity.Critical : AlertSeverity.Warning,
            budget.ProjectId.Length == 0 ? null : budget.ProjectId,
            isOver ? "A budget is used up" : $"{crossing.Percent} % of a budget is spent",
            $"{Money(crossing.Spent)} of {Money(budget.AmountNanodollars)} for the {budget.Period} of {whose} is spent. {follows}",
            $"limits{(budget.ProjectId.Length == 0 ? "" : $"?project={budget.ProjectId}")}");
    }

    async Task Raise(Func<Task<AlertDraft>> compose)
    {
        try
        {
            var draft = await compose();
            await database.Write(connection =>
            {
                alerts.Raise(connection, draft);
                return true;
            }, CancellationToken.None);
        }
        catch (StorageUnavailableException error)
        {
            // A threshold is told of again at the next start.
            NotRaised(logger, error);
        }
    }

    static string Money(long nanodollars) => Figures.Money(ModelPrice.ToDollars(nanodollars));

    [LoggerMessage(LogLevel.Error, "An alert could not be raised")]
    static partial void NotRaised(ILogger logger, Exception error);
}
