using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Limits;
using Portal.Client.Shared;
using Portal.Client.Threads;
using Portal.Client.Usage;
using Portal.Data;
using Portal.Models;
using Portal.Organization;

namespace Portal.Limits;

/// <summary>Says why a call is refused, and keeps it with the counters that decided, so that it can be looked up.</summary>
internal sealed partial class Refusals(IDatabase database, QuotaBooks books, IOrganizationSettings organization, TimeProvider time, ILogger<Refusals> logger)
{
    const long Minute = 60;
    const long KeepSeconds = 90 * UsageCalendar.Day;

    /// <summary>After one was kept, for pages that follow them.</summary>
    public event Action? Kept;

    /// <summary>One or two sentences for whoever meets it.</summary>
    public string Explain(Block block)
    {
        var whose = block.Scope.Type switch
        {
            ScopeType.Organization => "The organization",
            ScopeType.Project => "This project",
            ScopeType.Assistant => "This assistant",
            ScopeType.Key => "This key",
            _ => "This person",
        };
        return block.Kind switch
        {
            LimitKind.TokensPerMinute => $"{whose} may use {Count(block.Limit)} tokens a minute, and {Count(block.Used)} of them are taken.",
            LimitKind.RequestsPerMinute => $"{whose} may make {Wording.Count(block.Limit, "model call")} a minute, and has made them.",
            LimitKind.ConcurrentThreads => $"{whose} may have {Wording.Count(block.Limit, "reply", "replies")} in the making, and has as many.",
            LimitKind.TokensPerDay => $"{whose} may use {Count(block.Limit)} tokens a day; {Count(block.Used)} are used and {Count(block.Reserved)} held by calls under way.",
            LimitKind.TokensPerMonth => $"{whose} may use {Count(block.Limit)} tokens a month; {Count(block.Used)} are used and {Count(block.Reserved)} held by calls under way.",
            LimitKind.MaxRunCost => $"{whose} may spend {Money(block.Limit)} on one run, of which {Money(block.Used)} is spent: what is left does not pay for another reply.",
            LimitKind.Budget => $"{whose} has a budget of {Money(block.Limit)}; {Money(block.Used)} is spent and {Money(block.Reserved)} held by calls under way{(block.CanBeCut ? ": a whole reply waits for them." : ", so that what is left does not pay for this. An administrator can raise it.")}",
            LimitKind.Unpriced => $"{whose} has a hard budget, and this model has no price: what it costs could not be held to it. An administrator can set the price.",
            LimitKind.FairShare => "The organization's tokens are short at the moment, and this project has had its share of them.",
            _ => "The model's provider has too much to do at the moment, so that it is asked less.",
        };
    }

    public async Task<MessageError> Record(CallQuote quote, Block block)
    {
        var (id, _) = await Write(quote.Demand, quote.Call.Payer!.Actor, quote.Call.Payer.ActorId, quote.Call.Subject.AssistantId, quote.Route.Model, block);
        return new MessageError(block.Code, Explain(block)) { RefusalId = id };
    }

    public async Task<ApiError> Refuse(Demand demand, ActorType actor, string actorId, string? assistantId, string model, Block block)
    {
        var (id, retryAfter) = await Write(demand, actor, actorId, assistantId, model, block);
        return new ApiError(429, $"{Explain(block)} Try again in {Duration(retryAfter)}.", block.Code) { RetryAfter = (int)Math.Min(retryAfter, int.MaxValue), RefusalId = id };
    }

    async Task<(string? Id, long RetryAfter)> Write(Demand demand, ActorType actor, string actorId, string? assistantId, string model, Block block)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var row = new RefusalRow(
            Ids.New("ref"), demand.ProjectId, Wire.Word(block.Scope.Type), block.Scope.Id, Wire.Word(block.Kind), block.BudgetId, Wire.Word(actor), actorId, assistantId, model,
            block.Code, Wire.Serialize(new RefusalCounters(block.Limit, block.Used, block.Reserved, block.Asked)), Explain(block), now - (now % Minute), 1, now, now);
        var retryAfter = await RetryAfter(block, now);
        try
        {
            var id = await database.Write(connection => RefusalsRepository.Add(connection, row, now - KeepSeconds), CancellationToken.None);
            Kept?.Invoke();
            return (id, retryAfter);
        }
        catch (StorageUnavailableException error)
        {
            // The refusal holds whether or not it can be kept.
            NotKept(logger, error);
            return (null, retryAfter);
        }
    }

    async Task<long> RetryAfter(Block block, long now)
    {
        if (block.Wait is { } wait) return Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        if (!block.IsFinal || block.Kind is LimitKind.MaxRunCost or LimitKind.Unpriced) return 1;
        var calendar = UsageCalendar.Of((await organization.Get(CancellationToken.None)).TimeZone);
        var isDaily = block.Kind is LimitKind.TokensPerDay
            || books.Current.BudgetsOf(block.Scope).Any(budget => budget.Id == block.BudgetId && budget.IsDaily);
        return Math.Max(1, calendar.EndOf(isDaily ? UsageInterval.Day : UsageInterval.Month, now) - now);
    }

    static string Duration(long seconds) => seconds switch
    {
        < 120 => $"{seconds} s",
        < 2 * 3600 => $"{(seconds + 59) / 60} minutes",
        < 2 * UsageCalendar.Day => $"{(seconds + 3599) / 3600} hours",
        _ => $"{(seconds + UsageCalendar.Day - 1) / UsageCalendar.Day} days",
    };

    static string Count(long value) => Figures.Whole(value);

    static string Money(long nanodollars) => Figures.Money(ModelPrice.ToDollars(nanodollars));

    [LoggerMessage(LogLevel.Error, "A refusal could not be kept")]
    static partial void NotKept(ILogger logger, Exception error);
}
