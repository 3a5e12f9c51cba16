using System.Threading.RateLimiting;
using Portal.Access;
using Portal.Assistants;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Data;

namespace Portal.Embed;

/// <summary>Visitors as callers, for as long as their site is allowed to show the assistant; and how fast they may write.</summary>
internal sealed class VisitorCallers(IDatabase database, IAssistantDirectory assistants, VisitorTokens tokens) : IVisitorCallers, IDisposable
{
    readonly PartitionedRateLimiter<Caller> pace = PartitionedRateLimiter.Create<Caller, string>(caller => RateLimitPartition.GetTokenBucketLimiter(
        $"{caller.Id} {caller.Visit!.MessagesPerMinute}", _ => PerMinute(caller.Visit.MessagesPerMinute)));

    public async Task<Caller?> Authenticate(string token, string? address, CancellationToken cancellation)
    {
        if (tokens.Read(token) is not { } read) return null;
        var found = await Find([read.VisitorId], cancellation);
        return found.GetValueOrDefault(read.VisitorId) is { } caller ? caller with { Ip = address, Visit = caller.Visit! with { ExpiresAt = read.ExpiresAt } } : null;
    }

    public bool IsOver(Visit visit) => tokens.IsOver(visit.ExpiresAt);

    public Task<IReadOnlyDictionary<string, Caller>> Fresh(IReadOnlyCollection<Caller> callers, CancellationToken cancellation) =>
        Find([.. callers.Select(caller => caller.Id).Distinct()], cancellation);

    public ApiError? CheckPace(Caller visitor)
    {
        using var lease = pace.AttemptAcquire(visitor);
        return lease.IsAcquired ? null : TooFast(lease);
    }

    public static TokenBucketRateLimiterOptions PerMinute(int count) => new()
    {
        TokenLimit = count,
        TokensPerPeriod = count,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        AutoReplenishment = true,
    };

    public static ApiError TooFast(RateLimitLease lease)
    {
        var seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? (int)Math.Ceiling(wait.TotalSeconds) : 60;
        return new ApiError(429, $"That was too much at once. Try again in {seconds} s.", "rate_limit_exceeded") { RetryAfter = seconds };
    }

    public void Dispose() => pace.Dispose();

    async Task<IReadOnlyDictionary<string, Caller>> Find(IReadOnlyCollection<string> visitorIds, CancellationToken cancellation)
    {
        var (visitors, embeds) = await database.Read(connection =>
        {
            var visitors = EmbedRepository.FindVisitors(connection, visitorIds);
            return (visitors, EmbedRepository.Find(connection, [.. visitors.Select(visitor => visitor.AssistantId).Distinct()]));
        }, cancellation);
        var callers = new Dictionary<string, Caller>();
        foreach (var visitor in visitors)
        {
            if (embeds.GetValueOrDefault(visitor.AssistantId) is not { } embed || !embed.Allows(visitor.Origin)) continue;
            if (await assistants.Find(visitor.AssistantId, cancellation) is not { Archived: false } assistant) continue;
            callers[visitor.Id] = new Caller
            {
                Kind = ActorType.Visitor,
                Id = visitor.Id,
                Name = visitor.Name ?? "Visitor",
                Visit = new Visit(assistant.ProjectId, assistant.Id, 0, (int)embed.MessagesPerMinute),
            };
        }

        return callers;
    }
}
