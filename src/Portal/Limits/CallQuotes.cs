using Portal.Client.Models;
using Portal.Data;
using Portal.Models.Gateway;
using Portal.Models.Tokens;
using Portal.Pricing;
using Portal.Usage;

namespace Portal.Limits;

/// <summary>Works out what a call may take at most: its input by the model's tokenizer, its output by its cap, its cost by the price that holds.</summary>
internal sealed class CallQuotes(
    IDatabase database, IModelRoutes routes, IPriceBook prices, ITokenCounter tokens, QuotaBooks books, AdaptiveLimits adaptive)
{
    /// <summary>The cap of a call that nothing else caps, where a limit needs one.</summary>
    const long UnstatedOutput = 16_384;

    /// <summary>About the characters of a token, where no limit needs the count.</summary>
    const int CharactersPerToken = 4;

    /// <summary>Others that were let in at the same moment may take what the whole call needs; most replies are made in this time.</summary>
    const int LetInSeconds = 30;

    static readonly ModelTier[] Tiers = [ModelTier.Reasoner, ModelTier.Fast, ModelTier.Tiny];

    /// <summary>The cheaper tiers, the next one first.</summary>
    public static IEnumerable<ModelTier> Below(ModelTier tier) => Tiers.SkipWhile(one => one != tier).Skip(1);

    /// <summary>Null where the catalogue does not know the model.</summary>
    public async Task<CallQuote?> Find(ModelCall call, CancellationToken cancellation) =>
        await routes.Find(call.Model, cancellation) is { } route ? await Of(call, route, cancellation) : null;

    /// <summary>The same call to the models of the tiers below, the cheapest of the next tier first.</summary>
    public async Task<IReadOnlyList<CallQuote>> Cheaper(ModelCall call, ModelTier tier, CancellationToken cancellation)
    {
        var quotes = new List<CallQuote>();
        foreach (var below in Below(tier))
        {
            foreach (var route in await routes.OfTier(below, cancellation)) quotes.Add(await Of(call, route, cancellation));
        }

        return quotes;
    }

    /// <summary>How long a call waits for room: as its project says, and a little in any case where its question was let in already.</summary>
    public TimeSpan Patience(CallQuote quote) => TimeSpan.FromSeconds(Math.Max(
        books.Current.Of(Scope.Project(quote.Demand.ProjectId)).QueueSeconds, quote.Call.Subject.RunId is null ? 0 : LetInSeconds));

    /// <summary>Whether a budget lets it be answered by a model of a cheaper tier.</summary>
    public bool MayFall(CallQuote quote) => quote.Demand.Scopes.Any(scope => books.Current.BudgetsOf(scope).Any(budget => budget is { IsHard: true, FallsToCheaperTier: true }));

    async Task<CallQuote> Of(ModelCall call, ModelRoute route, CancellationToken cancellation)
    {
        var (subject, payer) = (call.Subject, call.Payer ?? throw new InvalidOperationException("A model is called and nobody pays for it."));
        await books.FollowZone(cancellation);
        var scopes = Scope.OfCall(subject.ProjectId, subject.AssistantId, payer.Actor, payer.ActorId);
        var (isLimited, isCapped) = books.Limits(scopes);
        var input = isLimited ? tokens.CountAll(route.Model, call.Messages, call.Tools) : call.Messages.Sum(message => message.Text.Length) / CharactersPerToken;
        var stated = call.MaxOutputTokens ?? route.MaxOutputTokens;
        var output = Math.Max(1, Math.Min(stated ?? UnstatedOutput, (long)route.ContextWindow - input));
        var price = new CallPrice(route.Price, $"{route.Model}@{route.PriceFrom}", await prices.FindOwn(subject.ProjectId, cancellation));
        (long Spent, bool IsAnswered) run = price.Own is { PerRun: > 0 } || isCapped ? await RunSoFar(subject.RunId, cancellation) : (0, false);
        var pressure = adaptive.PressureOn(route, subject.ProjectId);
        if (pressure?.Invoke() is not null) await adaptive.Complexity(subject.ProjectId, cancellation);
        return new CallQuote(call, route, new Demand(
            payer.Key, scopes, subject.ThreadId ?? payer.Key, input, output, price, !run.IsAnswered, run.Spent, pressure), isCapped);
    }

    async Task<(long Spent, bool IsAnswered)> RunSoFar(string? runId, CancellationToken cancellation) =>
        runId is null ? (0, false) : await database.Read(connection => UsageRepository.OfRun(connection, runId), cancellation);
}
