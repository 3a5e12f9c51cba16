using System.Collections.Concurrent;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Policies;
using Portal.Data;

namespace Portal.Policies;

/// <summary>All policies and where they hold, read at once and kept until one changes.</summary>
internal sealed class PolicyBook(IDatabase database)
{
    /// <summary>Replaced as a whole, so that what was read before a change never stands in the book after it.</summary>
    Lazy<Task<PolicyPages>> pages = New(database);

    public async Task<PolicyPages> Open(CancellationToken cancellation)
    {
        var current = pages;
        try
        {
            return await current.Value.WaitAsync(cancellation);
        }
        catch (Exception) when (current.Value.IsFaulted)
        {
            Interlocked.CompareExchange(ref pages, New(database), current);
            throw;
        }
    }

    /// <summary>As <see cref="Open(CancellationToken)"/>, for work within a transaction: a read of the database never waits.</summary>
    public PolicyPages Open() => Open(CancellationToken.None).GetAwaiter().GetResult();

    public async Task<ActivePolicy> Find(PolicySubject subject, CancellationToken cancellation) => (await Open(cancellation)).Of(subject);

    public void Changed() => pages = New(database);

    /// <summary>Null where an assistant's settings may name the policy.</summary>
    public async Task<ApiError?> CheckNamed(string? id, PolicyKind kind, string param, CancellationToken cancellation)
    {
        if (id is null) return null;
        if ((await Open(cancellation)).Find(id) is not { } row) return ApiError.NotFound("policy", id, param);
        return row.Saved.Kind == kind ? null : ApiError.Invalid($"'{param}' must name a {Wire.Word(kind)} policy.", param, "invalid_value");
    }

    // A reader that goes away must not end the reading that others wait for.
    static Lazy<Task<PolicyPages>> New(IDatabase database) => new(() => database.Read(connection => new PolicyPages(
        PoliciesRepository.All(connection), PoliciesRepository.Attachments(connection),
        [.. PoliciesRepository.Entities(connection).Select(row => row.ToEntity())]), CancellationToken.None));
}

/// <summary>The policies as they are at one moment.</summary>
/// <param name="policies">Those that are not archived.</param>
internal sealed class PolicyPages(IReadOnlyList<PolicyRow> policies, IReadOnlyList<AttachmentRow> attachments, IReadOnlyList<PolicyEntity> entities)
{
    static readonly IReadOnlyDictionary<string, string> NoNames = new Dictionary<string, string>();

    readonly Dictionary<string, PolicyRow> byId = policies.ToDictionary(row => row.Id);
    readonly ConcurrentDictionary<string, ActivePolicy> known = new();

    /// <summary>Null where there is no such policy, or it is archived.</summary>
    public PolicyRow? Find(string id) => byId.GetValueOrDefault(id);

    public ActivePolicy Of(PolicySubject subject) =>
        known.GetOrAdd(Wire.Serialize(subject with { ThreadId = null, RunId = null, MessageId = null }), _ => Try(Held(subject)));

    /// <summary>What would hold with other policies than those that do.</summary>
    public ActivePolicy Try(IReadOnlyList<HeldPolicy> held) => new(held, entities);

    /// <summary>The policies that hold, from the organization's down, the assistant's own settings last.</summary>
    public IReadOnlyList<HeldPolicy> Held(PolicySubject subject)
    {
        var attached = attachments.Select(row => row.ToAttachment(NoNames)).Where(one => one.Holds(subject.ProjectId, subject.AssistantId))
            .OrderBy(one => one.TargetType).ThenBy(one => one.PolicyId, StringComparer.Ordinal).Select(one => (one.TargetType, one.PolicyId));
        var named = new[] { subject.Safety.PolicyId, subject.Privacy.PolicyId }.OfType<string>().Select(id => (PolicyTarget.Assistant, id));
        return
        [
            .. attached.Concat(named).DistinctBy(one => one.Item2).Select(one => (Level: one.Item1, Row: Find(one.Item2)))
                .Where(one => one.Row is not null).Select(one => HeldPolicy.Of(one.Level, one.Row!.Id, one.Row.Version, one.Row.Saved)),
            HeldPolicy.Own(subject),
        ];
    }
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
