using System.Text.Json;
using System.Threading.RateLimiting;
using Portal.Access;
using Portal.Api;
using Portal.Assistants;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Audit;
using Portal.Client.Embed;
using Portal.Data;
using Portal.Keys;
using Portal.Policies;

namespace Portal.Embed;

/// <summary>Lets visitors of allowed sites in: a new one gets a secret to come back with, and all get a token of short life.</summary>
internal sealed class VisitorsService(
    IDatabase database, AuditWriter audit, CallContext context, IAssistantDirectory assistants, PolicyBook policies, VisitorTokens tokens, VisitorDoor door, TimeProvider time)
{
    const long ForgetAfterSeconds = 90 * 86_400;

    /// <param name="origin">The site, as the visitor's browser names it.</param>
    public async Task<Result<Visitor>> Enter(string assistantId, string? origin, VisitorInput input, CancellationToken cancellation)
    {
        if (door.CheckPace(context.Ip) is { } tooFast) return tooFast;
        var embed = await database.Read(connection => EmbedRepository.Find(connection, assistantId), cancellation);
        if (embed is not { Enabled: not 0 } || await assistants.Find(assistantId, cancellation) is not { Archived: false } assistant) return ApiError.NotFound("assistant", assistantId);
        if (!embed.Allows(origin)) return ApiError.Forbidden("This site may not show the assistant. Its origin must be among the assistant's allowed origins.") with { Code = "origin_not_allowed" };

        // A name stands beside everything that its visitor does, where nothing is sealed: strict privacy does without.
        var isStrict = (await policies.Find(PolicySubject.Of(assistant), cancellation)).Mode is PrivacyMode.Strict;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var secret = KeySecret.New();
        var (row, isNew, thread) = await database.Write(connection =>
        {
            EmbedRepository.Forget(connection, now - ForgetAfterSeconds);
            var known = input.Secret is null ? null : EmbedRepository.FindVisitor(connection, KeySecret.Hash(input.Secret));
            if (known is not null && known.AssistantId == assistantId && known.Origin == origin)
            {
                var seen = known with { Name = isStrict ? null : input.Name ?? known.Name, SeenAt = now };
                EmbedRepository.NoteSeen(connection, seen);
                return (seen, false, EmbedRepository.OpenThread(connection, seen.Id));
            }

            var made = new VisitorRow(Ids.New("vis"), assistantId, isStrict ? null : input.Name, origin!, now, now);
            EmbedRepository.InsertVisitor(connection, made, KeySecret.Hash(secret));
            audit.Append(connection, CallOf(made), new AuditEntry("visitor.created", "visitor", made.Id, assistant.ProjectId)
            {
                Changes = [new AuditChange("assistant_id", null, JsonSerializer.SerializeToElement(assistantId)), new AuditChange("origin", null, JsonSerializer.SerializeToElement(origin))],
            });
            return (made, true, null);
        }, cancellation);
        var (token, expiresAt) = tokens.New(row.Id);
        return new Visitor(row.Id, assistantId, row.Name, token, isNew ? secret : null, thread, expiresAt, row.CreatedAt);
    }

    CallInfo CallOf(VisitorRow visitor) => new(
        new AuditActor(ActorType.Visitor, visitor.Id, visitor.Name ?? "Visitor", context.Ip), context.RequestId, context.StartedTicks, null);
}

/// <summary>How often one address may come in.</summary>
internal sealed class VisitorDoor : IDisposable
{
    const int PerMinute = 60;

    readonly PartitionedRateLimiter<string> pace = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetTokenBucketLimiter(
        address, _ => VisitorCallers.PerMinute(PerMinute)));

    public ApiError? CheckPace(string? address)
    {
        using var lease = pace.AttemptAcquire(address ?? "");
        return lease.IsAcquired ? null : VisitorCallers.TooFast(lease);
    }

    public void Dispose() => pace.Dispose();
}
