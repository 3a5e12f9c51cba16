using Portal.Client.Api;

namespace Portal.Client.Limits;

/// <summary>What limits and budgets do in a project, or in all that the caller sees, at one moment.</summary>
/// <param name="Limits">Null for the organization's, where the caller does not manage it; <paramref name="Budgets"/> is empty then.</param>
/// <param name="Refusals">The newest, at most <see cref="NewestRefusals"/>.</param>
public sealed record LimitsSnapshot(ScopeLimits? Limits, LimitsState State, IReadOnlyList<Budget> Budgets, ListPage<Refusal> Refusals)
{
    public const int NewestRefusals = 20;

    public string Object => "limits.snapshot";
}

/// <summary>The live view of limits. It begins with a snapshot, after every reconnect as well, and ends with its cancellation or the right to it.</summary>
public interface ILimitsEvents
{
    /// <param name="projectId">Null for all that the caller sees.</param>
    IAsyncEnumerable<LimitsSnapshot> Follow(string? projectId, CancellationToken cancellation);
}

/// <summary>Reads a snapshot by the services, each of which decides for itself what the caller may see.</summary>
public sealed class LimitsReader(ILimitsService limits, IBudgetsService budgets, IRefusalsService refusals)
{
    static readonly ListQuery All = new(Limit: 100);
    static readonly ListQuery Newest = new(Limit: LimitsSnapshot.NewestRefusals);

    /// <param name="managesOrganization">Whether the organization's own are asked for where no project is named.</param>
    public async Task<Result<LimitsSnapshot>> Read(string? projectId, bool managesOrganization, CancellationToken cancellation)
    {
        var state = await limits.GetState(projectId, cancellation);
        if (!state.IsSuccess) return state.Error;
        var newest = await refusals.List(projectId, Newest, cancellation);
        if (!newest.IsSuccess) return newest.Error;
        if (projectId is null && !managesOrganization) return new LimitsSnapshot(null, state.Value, [], newest.Value);
        var set = await limits.Get(projectId, null, cancellation);
        if (!set.IsSuccess) return set.Error;
        var held = await budgets.List(projectId, All, cancellation);
        if (!held.IsSuccess) return held.Error;
        return new LimitsSnapshot(set.Value, state.Value, held.Value.Data, newest.Value);
    }
}
