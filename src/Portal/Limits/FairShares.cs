using Portal.Client.Limits;

namespace Portal.Limits;

/// <summary>
/// Who has had how much of the organization's tokens of late. When three quarters of a minute's tokens are taken, the rest is
/// for projects that have had less than their share by weight, so that none is starved by another.
/// </summary>
internal sealed class FairShares
{
    const int Reserve = 4;

    readonly Dictionary<string, Recent> projects = [];

    public double Of(string projectId, long now) => projects.TryGetValue(projectId, out var recent) ? recent.Read(now) : 0;

    public void Add(string projectId, long tokens, long now)
    {
        if (!projects.TryGetValue(projectId, out var recent)) projects[projectId] = recent = new Recent();
        recent.Add(tokens, now);
    }

    public Block? Check(Demand demand, long tokens, LimitBook book, Account organization, Moment now)
    {
        if (book.Of(Scope.Organization).TokensPerMinute is not { } limit) return null;
        var room = limit - organization.Tokens.Taken(limit, now.Ticks);
        if (room - tokens >= limit / Reserve) return null;
        var others = projects.Where(pair => pair.Key != demand.ProjectId && pair.Value.Read(now.Ticks) > limit / 100.0).Sum(pair => book.WeightOf(pair.Key));
        if (others == 0) return null;
        var weight = book.WeightOf(demand.ProjectId);
        var (share, used) = ((double)limit * weight / (weight + others), Of(demand.ProjectId, now.Ticks));
        // Use fades by a factor of e each minute.
        return used == 0 || used + tokens <= share ? null : new Block(
            LimitKind.FairShare, Scope.Project(demand.ProjectId), null, (long)share, (long)used, 0, tokens, false,
            TimeSpan.FromMinutes(Math.Clamp(Math.Log((used + tokens) / share), 0.02, 1)));
    }
}
