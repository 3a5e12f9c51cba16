using System.Collections.Concurrent;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Policies;
using Portal.Data;

namespace Portal.Policies;

/// <summary>What holds for each assistant, kept from its first use until a policy changes anywhere.</summary>
internal sealed class PolicyBook(IDatabase database)
{
    /// <summary>Replaced as a whole, so that what was read before a change never stands in the book after it.</summary>
    ConcurrentDictionary<string, Task<ActivePolicy>> pages = new();

    public async Task<ActivePolicy> Find(PolicySubject subject, CancellationToken cancellation)
    {
        var (book, key) = (pages, Wire.Serialize(subject with { ThreadId = null, RunId = null, MessageId = null }));
        var reading = book.GetOrAdd(key, _ => Read(subject));
        try
        {
            return await reading.WaitAsync(cancellation);
        }
        catch (Exception) when (reading.IsFaulted)
        {
            book.TryRemove(new(key, reading));
            throw;
        }
    }

    public void Changed() => pages = new();

    /// <summary>Null where an assistant's settings may name the policy.</summary>
    public async Task<ApiError?> CheckNamed(string? id, PolicyKind kind, string param, CancellationToken cancellation)
    {
        if (id is null) return null;
        if (await database.Read(connection => PoliciesRepository.Find(connection, id), cancellation) is not { Archived: false } row) return ApiError.NotFound("policy", id, param);
        return row.Saved.Kind == kind ? null : ApiError.Invalid($"'{param}' must name a {Wire.Word(kind)} policy.", param, "invalid_value");
    }

    /// <summary>What would hold with other policies than those that are stored.</summary>
    public async Task<ActivePolicy> Try(IReadOnlyList<HeldPolicy> policies, CancellationToken cancellation) =>
        new(policies, await ReadEntities(cancellation));

    /// <summary>The policies that hold, from the organization's down, the assistant's own settings last.</summary>
    public Task<IReadOnlyList<HeldPolicy>> ReadHeld(PolicySubject subject, CancellationToken cancellation) => database.Read(connection =>
    {
        var held = PoliciesRepository.Held(connection, subject.ProjectId, subject.AssistantId)
            .Select(row => HeldPolicy.Of(Wire.Word<PolicyTarget>(row.Level), row.Id, row.Version, PolicyRules.Complete(Wire.Deserialize<PolicyInput>(row.Definition))));
        var named = new[] { subject.Safety.PolicyId, subject.Privacy.PolicyId }.OfType<string>()
            .Select(id => PoliciesRepository.Find(connection, id)).OfType<PolicyRow>()
            .Select(row => HeldPolicy.Of(PolicyTarget.Assistant, row.Id, row.Version, row.Saved));
        return (IReadOnlyList<HeldPolicy>)[.. held.Concat(named).DistinctBy(policy => policy.Source.PolicyId), HeldPolicy.Own(subject)];
    }, cancellation);

    // A reader that goes away must not end the reading that others wait for.
    async Task<ActivePolicy> Read(PolicySubject subject) =>
        new(await ReadHeld(subject, CancellationToken.None), await ReadEntities(CancellationToken.None));

    Task<IReadOnlyList<PolicyEntity>> ReadEntities(CancellationToken cancellation) => database.Read<IReadOnlyList<PolicyEntity>>(
        connection => [.. PoliciesRepository.Entities(connection).Select(row => row.ToEntity())], cancellation);
}

/// <summary>A policy, and where it is attached.</summary>
internal sealed record HeldPolicy(PolicySource Source, PolicyInput Policy)
{
    public static HeldPolicy Of(PolicyTarget level, string? id, int? version, PolicyInput policy) => new(new(level, id, policy.Name, version), policy);

    /// <summary>The settings of the assistant itself.</summary>
    public static HeldPolicy Own(PolicySubject subject) => new(new(PolicyTarget.Assistant, null, null, null), new()
    {
        Kind = PolicyKind.Safety,
        Name = "",
        Strict = subject.Safety.Strict,
        AllowedDomains = subject.Safety.AllowedDomains,
        Mode = subject.Privacy.Mode,
        AllowedEntities = subject.Privacy.AllowedEntities,
        Rules = [],
    });
}
