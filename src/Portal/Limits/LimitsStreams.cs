using System.Runtime.CompilerServices;
using Portal.Access;
using Portal.Access.Live;
using Portal.Api;
using Portal.Background;
using Portal.Client.Api;
using Portal.Client.Limits;
using Portal.Projects;

namespace Portal.Limits;

/// <summary>
/// The live view of limits and budgets. It ends with the caller's token, when the server stops, and when the caller's rights
/// become others: whoever may then begins anew.
/// </summary>
internal sealed class LimitsStreams(
    LimitsReader reader, Quota quota, Refusals refusals, IProjectDirectory projects, CallContext context, ILiveRights rights, IHostApplicationLifetime lifetime,
    TimeProvider time) : ILimitsEvents
{
    /// <summary>No more than one snapshot is sent in this time.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>What time alone changes is looked at as often: minutes that empty, providers that recover.</summary>
    static readonly TimeSpan WhileMoving = TimeSpan.FromSeconds(1);

    /// <summary>A day begins.</summary>
    static readonly TimeSpan AtRest = TimeSpan.FromMinutes(1);

    /// <param name="projectId">Null for all that the caller sees.</param>
    public async Task<Result<IAsyncEnumerable<LimitsSnapshot>>> Begin(string? projectId, CancellationToken cancellation)
    {
        var caller = context.Caller;
        if (Check(caller, projectId) is { } denied) return denied;
        if (projectId is not null && await projects.Find(projectId, cancellation) is null) return ApiError.NotFound("project", projectId);
        return Result.Of(Guarded(caller, projectId, cancellation));
    }

    public async IAsyncEnumerable<LimitsSnapshot> Follow(string? projectId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var begun = await Begin(projectId, cancellation);
        if (!begun.IsSuccess) yield break;
        await foreach (var snapshot in begun.Value.WithCancellation(cancellation)) yield return snapshot;
    }

    async IAsyncEnumerable<LimitsSnapshot> Guarded(Caller caller, string? projectId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reach = Reach(caller, projectId);
        using var right = rights.Watch(caller, fresh => Check(fresh, projectId) is null && Reach(fresh, projectId) == reach);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation, right.Lost, lifetime.ApplicationStopping);
        using var changed = new Signal();
        quota.Changed += changed.Raise;
        refusals.Kept += changed.Raise;
        try
        {
            string? told = null;
            while (true)
            {
                var read = await reader.Read(projectId, Manages(caller), ends.Token);
                // The project is gone.
                if (!read.IsSuccess) yield break;
                var picture = PictureOf(read.Value);
                if (picture != told) yield return read.Value;
                told = picture;
                await Task.Delay(Pause, time, ends.Token);
                await changed.Wait(IsMoving(read.Value) ? WhileMoving : AtRest, ends.Token);
            }
        }
        finally
        {
            quota.Changed -= changed.Raise;
            refusals.Kept -= changed.Raise;
        }
    }

    static ApiError? Check(Caller caller, string? projectId) =>
        projectId is null ? caller.Check(Permission.ReadUsage) : caller.Check(Permission.ReadUsage, projectId);

    static bool Manages(Caller caller) => caller.Check(Permission.ManageOrganization) is null;

    /// <summary>What of the organization the caller sees, in a word.</summary>
    static string Reach(Caller caller, string? projectId) => projectId is not null ? "" : Manages(caller)
        ? "organization"
        : string.Join(" ", (caller.ProjectsWith(Permission.ReadUsage) ?? []).Order());

    static bool IsMoving(LimitsSnapshot snapshot) => snapshot.State.Waiting.Count > 0
        || snapshot.State.Providers.Any(one => one.Factor < 1 || one.RestsUntil is not null)
        || snapshot.Limits?.Details.Any(detail => IsOfAMinute(detail.Key) && detail.Value.Used > 0) == true;

    /// <summary>All that a reader would see change; when a minute is empty again is said by what of it is used.</summary>
    static string PictureOf(LimitsSnapshot snapshot) => Wire.Serialize(snapshot.Limits is not { } limits ? snapshot : snapshot with
    {
        Limits = limits with { Details = limits.Details.ToDictionary(detail => detail.Key, detail => IsOfAMinute(detail.Key) ? detail.Value with { ResetsAt = null } : detail.Value) },
    });

    static bool IsOfAMinute(string limit) => limit.EndsWith("_per_minute", StringComparison.Ordinal);
}
