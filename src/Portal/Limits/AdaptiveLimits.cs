using System.Collections.Concurrent;
using Portal.Assistants;
using Portal.Client.Models;
using Portal.Models.Gateway;

namespace Portal.Limits;

/// <summary>
/// Lowers what a project may ask of a model while the model's providers push back. A project's base is the tier's, divided by
/// how much its assistants do for each question:
/// <c>1 + 0.05 × functions + 0.25 × (memory on) + 0.5 × (depth of orchestration − 1)</c>, averaged over its active assistants. No tool type
/// hands over to another assistant so far, so that the depth is 1. A limit of the project's own that is lower is its base instead.
/// </summary>
internal sealed class AdaptiveLimits(ProviderPressure pressure, QuotaBooks books, Quota quota, IAssistantDirectory assistants, TimeProvider time)
{
    static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<string, (double Complexity, long ReadAt)> complexities = new();

    public static long BaseOf(ModelTier tier) => tier switch
    {
        ModelTier.Reasoner => 60_000,
        ModelTier.Fast => 200_000,
        _ => 400_000,
    };

    /// <summary>Null where one of the model's providers is well. Read anew at each try, since it changes.</summary>
    public Func<Pressure?>? PressureOn(ModelRoute route, string projectId)
    {
        if (route.Targets.Count == 0) return null;
        return () =>
        {
            var (provider, state) = Best(route);
            if (state.Factor >= 1 && state.RestsUntil is null) return null;
            var rests = state.RestsUntil is { } until ? quota.Ticks + Math.Max(0, (until - time.GetUtcNow()).Ticks) : 0;
            return new Pressure(provider, Math.Max(1, (long)(Base(route.Tier, projectId) * state.Factor)), rests, state.Reason ?? "It is recovering.");
        };
    }

    /// <summary>Tokens per minute of the project for models of a tier, before they are lowered.</summary>
    public long Base(ModelTier tier, string projectId)
    {
        var own = books.Current.Of(Scope.Project(projectId)).TokensPerMinute ?? long.MaxValue;
        var complexity = complexities.TryGetValue(projectId, out var kept) ? kept.Complexity : 1;
        return Math.Min(own, (long)(BaseOf(tier) / complexity));
    }

    /// <summary>Reads how much the project's assistants do, unless that was read within the last minute.</summary>
    public async Task<double> Complexity(string projectId, CancellationToken cancellation)
    {
        if (complexities.TryGetValue(projectId, out var kept) && time.GetElapsedTime(kept.ReadAt) < KeepFor) return kept.Complexity;
        var active = await assistants.ListActive(projectId, cancellation);
        var complexity = active.Count == 0 ? 1 : active.Average(one => 1 + (0.05 * one.Saved.Tools!.Count(tool => tool.Function is not null)) + (one.Saved.Memory!.Enabled ? 0.25 : 0));
        complexities[projectId] = (complexity, time.GetTimestamp());
        return complexity;
    }

    (string Provider, PressureState State) Best(ModelRoute route) => route.Targets.Select(target => (target.Provider.Id, State: pressure.Read(target.Provider.Id)))
        .OrderBy(one => one.State.RestsUntil ?? DateTimeOffset.MinValue).ThenByDescending(one => one.State.Factor).First();
}
