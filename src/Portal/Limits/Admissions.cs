using Portal.Access;
using Portal.Client.Api;
using Portal.Models.Gateway;
using Portal.Models.Tokens;
using Portal.Pricing;

namespace Portal.Limits;

/// <summary>Room for a call that is not stored yet. What has not become a reply's by then is given back at the end.</summary>
internal sealed class Admission(Quota quota, string key) : IDisposable
{
    public string Key => key;

    public void Dispose() => quota.Release(key);
}

/// <summary>
/// Reserves for a reply before its question is stored, so that what is over a limit is refused with nothing stored. How much the
/// whole call takes is known only when it is composed; here it is the question and the least of a reply.
/// </summary>
internal sealed class Admissions(
    IModelRoutes routes, IPriceBook prices, ITokenCounter tokens, QuotaBooks books, AdaptiveLimits adaptive, Quota quota, Refusals refusals, CallContext context, RateLimitStatus status)
{
    /// <summary>For what asks no model.</summary>
    public Admission None(string key) => new(quota, key);

    /// <param name="threadId">Null outside of any thread.</param>
    /// <param name="continues">The run has been answered before.</param>
    public async Task<Result<Admission>> Ask(
        string key, string projectId, string? assistantId, string? threadId, string model, string? text, bool continues, CancellationToken cancellation)
    {
        if (await routes.Find(model, cancellation) is not { } route) return new Admission(quota, key);
        await books.FollowZone(cancellation);
        var caller = context.Caller;
        var scopes = Scope.OfCall(projectId, assistantId, caller.Kind, caller.Id);
        status.Of(scopes);
        var price = new CallPrice(route.Price, null, await prices.FindOwn(projectId, cancellation));
        var input = books.Limits(scopes).IsLimited ? tokens.Count(model, text ?? "") : 0;
        var demand = new Demand(key, scopes, threadId ?? key, input, Ledger.LeastOutput, price, !continues, 0, adaptive.PressureOn(route, projectId));
        var patience = books.Current.Of(Scope.Project(projectId)).QueueSeconds;
        if (patience > 0 && quota.IsBehind(demand)) return new Admission(quota, key);
        var attempt = quota.Begin(demand, TimeSpan.Zero);
        // Where waiting helps and is allowed, the reply waits as a stored one.
        if (attempt.Grant is not null || (patience > 0 && !attempt.Block!.IsFinal) || await HasCheaper(attempt.Block!, route, demand, cancellation)) return new Admission(quota, key);
        return await refusals.Refuse(demand, caller.Kind, caller.Id, assistantId, model, attempt.Block!);
    }

    async Task<bool> HasCheaper(Block block, ModelRoute route, Demand demand, CancellationToken cancellation)
    {
        if (!block.MayBeCheaper) return false;
        foreach (var tier in CallQuotes.Below(route.Tier))
        {
            foreach (var cheaper in await routes.OfTier(tier, cancellation))
                if (quota.Begin(demand with { Price = demand.Price with { Model = cheaper.Price } }, TimeSpan.Zero).Grant is not null) return true;
        }

        return false;
    }
}
