using Portal.Client.Api;
using Portal.Client.Audit;

namespace Portal.Access;

/// <summary>The call at hand: who makes it, under which id, and which earlier call it may repeat. One for each request.</summary>
internal sealed class CallContext
{
    Caller? caller;

    /// <summary>Set by authentication; asking before that is a bug.</summary>
    public Caller Caller
    {
        get => caller ?? throw new InvalidOperationException("The caller is asked for before authentication has set it.");
        set => caller = value;
    }

    public bool IsAuthenticated => caller is not null;

    /// <summary>Who the audit log names for a refusal: the caller, or as much as is known of who was turned away at the door.</summary>
    public Caller Subject => caller ?? TurnedAway ?? Caller.Visitor(Ip);

    /// <summary>A key that is expired, revoked or used from elsewhere.</summary>
    public Caller? TurnedAway { get; set; }

    /// <summary>The address that the call comes from.</summary>
    public string? Ip { get; set; }

    /// <summary>Where the caller says to have reached the portal, such as <c>https://portal.example.org</c>; null outside of a request.</summary>
    public string? Origin { get; set; }

    public string? RequestId { get; set; }

    /// <summary><see cref="Environment.TickCount64"/> at the start of the call.</summary>
    public long StartedTicks { get; set; } = Environment.TickCount64;

    /// <summary>What the next change commits under; null where no <c>Idempotency-Key</c> was sent.</summary>
    public IdempotencyKey? Idempotency { get; set; }

    public CallInfo ToCallInfo() => new(Caller.ToActor(), RequestId, StartedTicks, Idempotency);

    /// <summary>The call for the record of its refusal, which needs no authenticated caller.</summary>
    public CallInfo ToSubject() => new(Subject.ToActor(), RequestId, StartedTicks, null, Subject.KeyProjectId ?? Subject.NamedProjectId);

    /// <summary>The right to something within the project that the header or the key names, for creates and lists.</summary>
    public Result<string> RequireProject() => (Caller.NamedProjectId ?? Caller.KeyProjectId) is { } id
        ? id
        : ApiError.Invalid("Name the project with the header 'OpenAI-Project: proj_…', or use a key of the project.", "OpenAI-Project", "missing_project");
}

/// <param name="Hash">SHA-256 over method, path and body.</param>
internal sealed record IdempotencyKey(string Key, string Hash);

/// <summary>What a change needs to know of the call behind it, fit to travel into a grain.</summary>
/// <param name="ProjectId">The project that the call as such is within, where its key or header names one.</param>
internal sealed record CallInfo(AuditActor Actor, string? RequestId, long StartedTicks, IdempotencyKey? Idempotency, string? ProjectId = null)
{
    public static readonly CallInfo System = new(Caller.System.ToActor(), null, 0, null);
}
