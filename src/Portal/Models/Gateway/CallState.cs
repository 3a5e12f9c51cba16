using Microsoft.Extensions.AI;

namespace Portal.Models.Gateway;

/// <summary>What is known of a call across its attempts; the last attempt's result stands.</summary>
internal sealed class CallState(ModelRoute route, UsageMeter meter, TimeProvider time)
{
    long began;

    public ModelRoute Route => route;

    public UsageMeter Meter => meter;

    /// <summary>Asked last.</summary>
    public RouteTarget? Target { get; private set; }

    public int Attempts { get; private set; }

    public bool Started { get; private set; }

    public long? FirstTokenMs { get; private set; }

    public string? RequestId { get; private set; }

    public UpstreamFailure? Failure { get; private set; }

    public UsageDetails? Usage { get; private set; }

    public string? FinishReason { get; private set; }

    /// <summary>One line for each failed attempt, for the operator.</summary>
    public List<string> Details { get; } = [];

    public void Begin(RouteTarget target)
    {
        if (Attempts++ == 0) began = time.GetTimestamp();
        (Target, Failure, RequestId) = (target, null, null);
    }

    public void Add(ModelChunk chunk)
    {
        if (!Started) FirstTokenMs = (long)time.GetElapsedTime(began).TotalMilliseconds;
        Started = true;
        meter.Add(chunk);
    }

    public void End(ModelAttempt attempt, UpstreamCall? upstream)
    {
        (Failure, Usage, FinishReason, RequestId) = (attempt.Failure, attempt.Usage, attempt.FinishReason, upstream?.RequestId);
        if (Failure is not null)
            Details.Add($"{Target!.Provider.Name}, {Target.Model}, upstream request {RequestId ?? "without id"}: {Failure.Fault}: {Failure.Detail}");
    }
}
