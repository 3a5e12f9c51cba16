using Portal.Client.Api;

namespace Portal.Client.Limits;

/// <summary>Limits of the organization, of projects, and of assistants, keys and members within a project.</summary>
public interface ILimitsService
{
    /// <param name="projectId">Null for the organization.</param>
    /// <param name="scope">Within the project; null for the project itself.</param>
    Task<Result<ScopeLimits>> Get(string? projectId, BudgetScope? scope, CancellationToken cancellation);

    /// <summary>Replaces all limits of the scope.</summary>
    Task<Result<ScopeLimits>> Set(string? projectId, BudgetScope? scope, LimitsInput input, CancellationToken cancellation);

    /// <summary>The scopes of a project, or of the organization, that have limits of their own.</summary>
    Task<Result<ListPage<ScopeLimits>>> List(string? projectId, CancellationToken cancellation);

    /// <summary>Calls that wait for room, and how providers bear their load, at this moment.</summary>
    Task<Result<LimitsState>> GetState(string? projectId, CancellationToken cancellation);

    /// <summary>What the last days' use would have met, had the limits held.</summary>
    /// <param name="projectId">Null for the organization: its limits meet the calls of all projects.</param>
    Task<Result<LimitsReplay>> DryRun(string? projectId, BudgetScope? scope, LimitsDryRunInput input, CancellationToken cancellation);
}

public interface IBudgetsService
{
    /// <param name="projectId">Null for the organization's.</param>
    Task<Result<ListPage<Budget>>> List(string? projectId, ListQuery query, CancellationToken cancellation);

    Task<Result<Budget>> Get(string? projectId, string id, CancellationToken cancellation);

    Task<Result<Budget>> Create(string? projectId, BudgetInput input, CancellationToken cancellation);

    Task<Result<Budget>> Update(string? projectId, string id, BudgetInput input, CancellationToken cancellation);

    Task<Result<Deleted>> Delete(string? projectId, string id, CancellationToken cancellation);
}

public interface IRefusalsService
{
    /// <summary>The newest first.</summary>
    /// <param name="projectId">Null for all that the caller may see.</param>
    Task<Result<ListPage<Refusal>>> List(string? projectId, ListQuery query, CancellationToken cancellation);

    Task<Result<Refusal>> Get(string id, CancellationToken cancellation);
}
