using System.Runtime.CompilerServices;
using Portal.Client.Models;
using Portal.Client.Threads;
using Portal.Data;
using Portal.Models;
using Portal.Models.Gateway;
using Portal.Models.Tokens;
using Portal.Pricing;

namespace Portal.Limits;

/// <summary>
/// The one place where limits and budgets are enforced, between what asks a model and the model: it reserves the most that a
/// call can take, sends that on as the cap, and charges what the call took. The charge is settled when its row of usage is on
/// disk (<see cref="Settlements"/>).
/// </summary>
internal sealed class MeteredGateway(
    ModelGateway gateway, CallEstimator estimator, CallQuotes quotes, Quota quota, Refusals refusals, ITokenCounter tokens) : IModelGateway, ICallEstimator
{
    public async IAsyncEnumerable<ModelChunk> Stream(ModelCall call, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await quota.Ready.WaitAsync(cancellation);
        var (quote, problem) = await Find(call, cancellation);
        if (problem is not null)
        {
            yield return new ModelChunk.Ended(Refused(problem));
            yield break;
        }

        if (quote is null)
        {
            // The catalogue does not know the model: the gateway says so, and nothing is used.
            await foreach (var chunk in gateway.Stream(call, cancellation)) yield return chunk;
            yield break;
        }

        (quote, var attempt) = await Begin(quote, cancellation);
        if (attempt.Waiting is { } waiting)
        {
            yield return new ModelChunk.Waiting(refusals.Explain(attempt.Block!));
            attempt = await Wait(waiting, quote, cancellation);
            if (attempt.Grant is not null) yield return new ModelChunk.Waiting(null);
        }

        if (attempt.Grant is not { } grant)
        {
            yield return new ModelChunk.Ended(Refused(await refusals.Record(quote, attempt.Block!)));
            yield break;
        }

        var cap = new OutputCap(tokens, quote, grant);
        await foreach (var chunk in gateway.Stream(quote.With(grant), quote.Route, cancellation))
        {
            if (chunk is ModelChunk.Ended ended)
            {
                yield return new ModelChunk.Ended(Cut(Charge(quote, ended.Outcome), grant));
                yield break;
            }

            yield return chunk;
            if (!cap.IsPassed(chunk)) continue;
            var outcome = estimator.Estimate(quote.With(grant), quote.Route, cap.Written);
            yield return new ModelChunk.Ended(Cut(Charge(quote, outcome with { FinishReason = OutputCap.Reason }), grant));
            yield break;
        }
    }

    async Task<ModelOutcome> ICallEstimator.Estimate(ModelCall call, string written, BrokenOff by)
    {
        if (await quotes.Find(call, CancellationToken.None) is not { } quote) return estimator.Estimate(call, null, written);
        // What never got its room was never sent.
        if (by is not BrokenOff.ByRestart && !quota.Look((ledger, _) => ledger.Holds(quote.Demand.Key))) return Refused(null);
        return Charge(quote, estimator.Estimate(call, quote.Route, written), by is not BrokenOff.ByCaller);
    }

    async Task<Attempt> Wait(Task<Attempt> waiting, CallQuote quote, CancellationToken cancellation)
    {
        try
        {
            return await waiting.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            quota.Release(quote.Demand.Key);
            throw;
        }
    }

    async Task<(CallQuote? Quote, MessageError? Problem)> Find(ModelCall call, CancellationToken cancellation)
    {
        try
        {
            return (await quotes.Find(call, cancellation), null);
        }
        catch (StorageUnavailableException)
        {
            return (null, new("limits_unavailable", "Portal cannot read its limits and prices at the moment, and asks no model without them. Try again, or tell an administrator."));
        }
    }

    /// <summary>Where a budget lets it, a model of a cheaper tier is tried before a reply is cut, refused or made to wait.</summary>
    async Task<(CallQuote, Attempt)> Begin(CallQuote quote, CancellationToken cancellation)
    {
        if (quotes.MayFall(quote))
        {
            var now = quota.Begin(quote.Demand, TimeSpan.Zero);
            if (now.Grant is { Narrowed: null }) return (quote, now);
            if (MayBeCheaper(now) && await BeginCheaper(quote.Call, quote.Route.Tier, cancellation) is { } cheaper) return cheaper;
        }

        // In place of what was tried under the same key.
        return (quote, quota.Begin(quote.Demand, quotes.Patience(quote)));
    }

    static bool MayBeCheaper(Attempt attempt) => attempt.Block is { MayBeCheaper: true } || attempt.Grant is { Narrowed.MayBeCheaper: true };

    /// <summary>The first model of a cheaper tier that what is left pays a whole reply of.</summary>
    async Task<(CallQuote, Attempt)?> BeginCheaper(ModelCall call, ModelTier tier, CancellationToken cancellation)
    {
        foreach (var quote in await quotes.Cheaper(call, tier, cancellation))
        {
            var attempt = quota.Begin(quote.Demand, TimeSpan.Zero);
            if (attempt.Grant is { Narrowed: null }) return (quote, attempt);
        }

        return null;
    }

    ModelOutcome Charge(CallQuote quote, ModelOutcome outcome, bool isOurs = false)
    {
        var usage = outcome.Usage;
        var count = new TokenCount(usage.InputTokens, usage.CachedTokens, usage.OutputTokens, usage.ReasoningTokens);
        // A run is owed once it was answered, and not where Portal itself broke it off.
        var owesRun = quote.Demand.FirstOfRun && !isOurs && (outcome.Error is null || usage.OutputTokens > 0);
        var cost = usage.Accuracy is UsageAccuracy.Unknown ? null : quote.Price.Cost(count, owesRun);
        var (charged, overshoot) = quota.Charge(quote.Demand.Key, quote.Demand.Scopes, cost ?? 0);
        return outcome with
        {
            Usage = usage with { Cost = cost is null ? null : ModelPrice.ToDollars(charged) },
            ProviderCostNanodollars = outcome.ProviderCostNanodollars ?? (usage.Accuracy is UsageAccuracy.Unknown ? null : quote.Price.ProviderCost(count)),
            Model = quote.Route.Model == quote.Call.Model ? null : quote.Route.Model,
            PriceId = quote.Price.Id,
            OvershootNanodollars = overshoot,
            PaysRun = owesRun && cost is not null,
        };
    }

    /// <summary>A reply that ended because nothing more was left says so.</summary>
    ModelOutcome Cut(ModelOutcome outcome, Grant grant) => grant.Narrowed is { } narrowed && outcome is { Error: null, FinishReason: OutputCap.Reason }
        ? outcome with { Error = new(narrowed.Code, $"The reply was cut off here. {refusals.Explain(narrowed)}") }
        : outcome;

    static ModelOutcome Refused(MessageError? error) =>
        new(error, null, new(null, null, 0, null, null), null, null, new(0, 0, 0, 0, 0, 0, UsageAccuracy.Exact), null, null);
}
